"""The parts of a complaint that look alike to whoever may see them; `outputs` decides who may."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain import receipt
from chalicelib.domain.attachment import Attachment
from chalicelib.domain.complaint import Location, Text
from chalicelib.domain.deadlines import Deadline
from chalicelib.domain.events import Event, instant
from chalicelib.domain.redaction import FILED, WRITTEN
from chalicelib.domain.reference import Category
from chalicelib.domain.words import Action, Class, Role
from chalicelib.usecases.picture import Picture

FACTS = (
    "to",
    "proposed",
    "outcome",
    "rating",
    "clock",
    "due",
    "level",
    "told",
    "hold_due",
    "back_to",
    "days",
    "resolve_due",
    "lead",
    "published",
    "number",
    "files",
    "verify_due",
    "follow_up_due",
    "confirm_due",
    "calendar",
    "added",
    "removed",
)
STAFF = frozenset({Role.OFFICER, Role.COORDINATOR, Role.INSPECTOR, Role.STEWARD, Role.OBSERVER})


def state(picture: Picture) -> dict[str, Any]:
    """How it stands: everything but what was written, its events and its files."""
    it = picture.case.complaint
    return {
        "code": receipt.written(it.code),
        "version": it.version,
        "status": it.status,
        "class": it.class_,
        "type": Class.COMPLAINT if it.class_ is Class.SUPERVISED else it.class_,
        "category": _category(picture),
        "region": {"code": it.region, "name": picture.region.name if picture.region else it.region},
        "agency": named(it.agency, picture.agencies),
        "visibility": it.visibility,
        "identity": it.identity,
        "received_at": instant(it.received_at),
        "closed_at": instant(it.closed_at) if it.closed_at else None,
        "outcome": it.outcome,
        "rating": it.rating,
        "level": it.level,
        "overdue": picture.overdue,
        "disputes": it.disputes,
        "returns": it.returns,
        "lead": receipt.written(it.lead) if it.lead else None,
        "supporters": picture.case.supporters,
        "redacted": FILED in picture.case.redactions and picture.case.redactions[FILED].hides_text,
        "deadlines": [deadline(one) for one in picture.deadlines],
    }


def _category(picture: Picture) -> dict[str, str]:
    return named_category(picture.case.complaint.category, picture.category)


def named_category(id_: str, known: Category | None) -> dict[str, str]:
    """A category by its id and, where it is known, its names."""
    return {"id": id_, "name": known.name if known else id_, "name_en": known.name_en if known else id_}


def text(it: Text | None) -> dict[str, Any]:
    """What was written when it was filed; none of it to who may not read it."""
    if it is None:
        return dict.fromkeys(("title", "body", "place", "location", "occurred_on"))
    return {"title": it.title, "body": it.body, "place": it.place or None, "location": point(it.location), "occurred_on": it.occurred_on}


def point(location: Location | None) -> dict[str, float] | None:
    """Where it is."""
    return {"lat": location.lat, "lon": location.lon} if location else None


def deadline(one: Deadline) -> dict[str, Any]:
    """A due date and how it was counted."""
    return {
        "clock": one.clock,
        "start": one.start,
        "working_days": one.working_days,
        "due": one.due,
        "zone": one.zone,
        "skipped": skipped(one),
        "extended": one.extended,
        "paused": one.paused,
        "estimated": one.estimated,
        "running": one.running,
    }


def skipped(one: Deadline) -> list[dict[str, Any]]:
    """The days that were not counted, and why."""
    return [{"date": day, "name": name} for day, name in one.skipped]


def event(it: Event, picture: Picture, *, written: bool) -> dict[str, Any]:
    """An event; what people wrote in it only where `written`. Why something was archived is a word of a list.

    Who may not read why files were withheld is told only of those that everybody is told of.
    """
    role = it.actor.role
    shown = FACTS + (WRITTEN if written or it.action is Action.ARCHIVE else ())
    data: dict[str, Any] = {name: it.data[name] for name in shown if name in it.data}
    data |= {name: named(data[name], picture.agencies) for name in ("to", "proposed") if name in data}
    if "lead" in data:
        data["lead"] = receipt.written(data["lead"])
    if "files" in data and not written:
        data |= _told_files(data.pop("files"), picture)
    return {
        "number": it.seq,
        "at": instant(it.at),
        "action": it.action,
        "by": "agency" if role in STAFF else role,
        "agency": named(it.actor.agency, picture.agencies) if it.actor.agency else None,
        "text": it.text or None if written else None,
        "redacted": it.seq in picture.case.redactions,
        "data": data,
    }


def _told_files(numbers: Sequence[int], picture: Picture) -> dict[str, list[int]]:
    everybodys = {one.number for one in picture.case.told_files}
    told = [number for number in numbers if number in everybodys]
    return {"files": told} if told else {}


def files(several: Sequence[Attachment], picture: Picture) -> list[dict[str, Any]]:
    """Attachments, as they are at the time of the picture."""
    return [_attachment(one.seen(picture.at), withheld=one.number in picture.case.withheld_files) for one in several]


def _attachment(one: Attachment, *, withheld: bool) -> dict[str, Any]:
    """Of a stored one the type, size and digest of the inspected copy. An agency's file is as public as the answer that it came with."""
    return {
        "number": one.number,
        "by": "agency" if one.response else "reporter",
        "name": one.file_name,
        "type": one.kept_type or one.type,
        "size": one.kept_size or one.size,
        "state": one.state,
        "reason": one.reason or None,
        "sha256": one.sha256 or None,
        "public": None if one.response else one.public,
        "withheld": withheld,
    }


def named(agency_id: str, names: Mapping[str, str]) -> dict[str, str]:
    """An agency by its id and, where it is known, its name."""
    return {"id": agency_id, "name": names.get(agency_id, agency_id)}
