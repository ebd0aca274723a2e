"""What each kind of reader sees of a complaint: the public, its reporter and agencies are separate functions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain import receipt
from chalicelib.domain.attachment import Attachment
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint, Location, Text
from chalicelib.domain.deadlines import Deadline, day_after
from chalicelib.domain.events import Event, instant
from chalicelib.domain.redaction import FILED, WRITTEN
from chalicelib.domain.reference import Category
from chalicelib.domain.words import Action, Class, Role
from chalicelib.usecases.calculator import Calculated
from chalicelib.usecases.explore import Listed
from chalicelib.usecases.picture import Picture, QueueLine
from chalicelib.usecases.rights import Held
from chalicelib.usecases.submit import Filed

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
    "verify_due",
    "follow_up_due",
    "confirm_due",
    "calendar",
    "added",
    "removed",
)
STAFF = frozenset({Role.OFFICER, Role.COORDINATOR, Role.INSPECTOR, Role.STEWARD, Role.OBSERVER})


def filed(it: Filed, picture: Picture) -> dict[str, Any]:
    """The receipt, with the secret: the only answer that ever holds it."""
    state = it.case.complaint
    return {
        "code": receipt.written(it.receipt.code),
        "secret": receipt.written(it.receipt.secret, 6),
        "received_at": instant(state.received_at),
        "status": state.status,
        "agency": _named(state.agency, picture.agencies),
        "deadlines": [_deadline(one) for one in picture.deadlines],
    }


def public(picture: Picture) -> dict[str, Any]:
    """What everybody may know: what was written only once it is published."""
    published = picture.case.complaint.published
    text = picture.case.text if published else None
    events = [_event(event, picture, written=published and _open(event)) for event in picture.case.events if event.public]
    return _state(picture) | _text(text) | {"timeline": events, "attachments": _files(picture.case.public_files, picture), "can": [], "mail": []}


def reporters(picture: Picture, possible: list[str]) -> dict[str, Any]:
    """What the reporter sees: everything but internal events, and what can be done now."""
    case = picture.case
    events = [_event(event, picture, written=True) for event in case.events if event.public]
    files = _files(case.reporters_files, picture)
    return _state(picture) | _text(case.text) | {"timeline": events, "attachments": files, "can": possible, "mail": _mail(case, Role.REPORTER)}


def agencies(picture: Picture) -> dict[str, Any]:
    """What agencies see: every event with who did it, and the reporter where the identity allows. An observer reads nothing confidential or internal."""
    case = picture.case
    written = not (picture.observed and case.complaint.guarded)
    events = [_event(event, picture, written=written and (_open(event) or not picture.observed)) | _by(event) for event in case.events]
    files = [] if picture.observed else _files(case.attachments, picture)
    linked = {} if picture.linked is None else {"linked": [receipt.written(code) for code in picture.linked]}
    more = linked | _reporter(picture) | _sealed(picture) | {"moderation": case.complaint.moderation}
    return _state(picture) | _text(case.text if written else None) | {"timeline": events, "attachments": files, "mail": _mail(case, *Role)} | more


def _mail(case: Case, *audiences: Role) -> list[dict[str, Any]]:
    """To whom mail about a case does not get, of these."""
    return [{"to": one.audience, "why": one.why, "at": instant(one.at)} for one in case.troubles if one.audience in audiences]


def held(it: Held) -> dict[str, Any]:
    """What is held about who filed, beside the view of the complaint: to themselves. What they wrote is as they wrote it, whatever is shown to others."""
    who = it.reporter
    return {
        "reporter": {"name": who.name, "email": who.email or None, "phone": who.phone or None, "lang": who.lang} if who else None,
        "erased_on": it.erased_on,
        "filed": _text(it.case.text),
        "messages": {str(event.seq): event.text for event in it.messages},
        "internal": it.internal,
    }


def _open(event: Event) -> bool:
    """Whether what was written in an event is for everybody."""
    return event.public and not event.data.get("confidential")


def _reporter(picture: Picture) -> dict[str, Any]:
    who = picture.reporter
    return {"reporter": {"name": who.name, "email": who.email or None, "phone": who.phone or None}} if who else {}


def _sealed(picture: Picture) -> dict[str, Any]:
    """What was written where something else is shown, for stewards."""
    if picture.sealed is None:
        return {}
    redacted = picture.sealed.redactions
    hidden = [event for event in picture.sealed.events if event.seq in redacted]
    texts = {str(event.seq): event.text for event in hidden}
    reasons = {str(event.seq): event.data["reason"] for event in hidden if "reason" in event.data}
    return {"sealed": (_text(picture.sealed.text) if FILED in redacted else {}) | {"texts": texts, "reasons": reasons}}


def found(one: Listed) -> dict[str, Any]:
    """A published complaint in a list."""
    it = one.complaint
    shown = {
        "code": receipt.written(it.code),
        "title": it.title,
        "status": it.status,
        "class": it.class_,
        "category": _named_category(it.category, one.category),
        "region": {"code": it.region, "name": one.region.name if one.region else it.region},
        "agency": {"id": it.agency, "name": one.agency.name if one.agency else it.agency},
        "location": _point(one.location),
        "published_at": instant(it.published_at or it.received_at),
        "due": it.due,
        "overdue": one.overdue,
        "level": it.level,
        "outcome": it.outcome,
        "lead": receipt.written(it.lead) if it.lead else None,
        "supporters": one.supporters,
    }
    return shown if one.metres is None else shown | {"metres": one.metres}


def queue_line(line: QueueLine, *, observed: bool) -> dict[str, Any]:
    """One case in a queue; an observer does not read the title of a confidential one."""
    it = line.complaint
    return {
        "code": receipt.written(it.code),
        "title": None if observed and it.guarded else it.title,
        "status": it.status,
        "class": it.class_,
        "category": it.category,
        "region": it.region,
        "agency": it.agency,
        "due": it.due,
        "overdue": line.overdue,
        "level": it.level,
        "received_at": instant(it.received_at),
        "version": it.version,
        "moderation": it.moderation,
    }


def exported(it: Complaint, reader: Role) -> Complaint:
    """A case in an export: of a confidential one an observer sees that it exists."""
    return replace(it, title="") if reader is Role.OBSERVER and it.guarded else it


def _state(picture: Picture) -> dict[str, Any]:
    it = picture.case.complaint
    return {
        "code": receipt.written(it.code),
        "version": it.version,
        "status": it.status,
        "class": it.class_,
        "type": Class.COMPLAINT if it.class_ is Class.SUPERVISED else it.class_,
        "category": _category(picture),
        "region": {"code": it.region, "name": picture.region.name if picture.region else it.region},
        "agency": _named(it.agency, picture.agencies),
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
        "redacted": FILED in picture.case.redactions,
        "deadlines": [_deadline(one) for one in picture.deadlines],
    }


def _category(picture: Picture) -> dict[str, str]:
    return _named_category(picture.case.complaint.category, picture.category)


def _named_category(id_: str, known: Category | None) -> dict[str, str]:
    return {"id": id_, "name": known.name if known else id_, "name_en": known.name_en if known else id_}


def _text(text: Text | None) -> dict[str, Any]:
    if text is None:
        return dict.fromkeys(("title", "body", "place", "location", "occurred_on"))
    point = _point(text.location)
    return {"title": text.title, "body": text.body, "place": text.place or None, "location": point, "occurred_on": text.occurred_on}


def _point(location: Location | None) -> dict[str, float] | None:
    return {"lat": location.lat, "lon": location.lon} if location else None


def _deadline(one: Deadline) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "start": one.start,
        "working_days": one.working_days,
        "due": one.due,
        "zone": one.zone,
        "skipped": _skipped(one),
        "extended": one.extended,
        "paused": one.paused,
        "estimated": one.estimated,
        "running": one.running,
    }


def calculated(it: Calculated) -> dict[str, Any]:
    """An answer of the calculator: the deadline, and when it is over."""
    one, calendar, over = it.deadline, it.office.calendar, day_after(it.deadline.due)
    return {
        "clock": one.clock,
        "class": it.class_,
        "start": one.start,
        "working_days": one.working_days,
        "extended": one.extended,
        "paused": one.paused,
        "skipped": _skipped(one),
        "due": one.due,
        "overdue_on": over,
        "overdue_at": instant(it.office.begins(over)),
        "zone": one.zone,
        "calendar": {"id": calendar.id, "version": calendar.version},
        "policy": it.policy,
    }


def _skipped(one: Deadline) -> list[dict[str, Any]]:
    return [{"date": day, "name": name} for day, name in one.skipped]


def _event(event: Event, picture: Picture, *, written: bool) -> dict[str, Any]:
    """An event; what people wrote in it only where `written`. Why something was archived is a word of a list."""
    role = event.actor.role
    shown = FACTS + (WRITTEN if written or event.action is Action.ARCHIVE else ())
    data: dict[str, Any] = {name: event.data[name] for name in shown if name in event.data}
    data |= {name: _named(data[name], picture.agencies) for name in ("to", "proposed") if name in data}
    if "lead" in data:
        data["lead"] = receipt.written(data["lead"])
    return {
        "number": event.seq,
        "at": instant(event.at),
        "action": event.action,
        "by": "agency" if role in STAFF else role,
        "agency": _named(event.actor.agency, picture.agencies) if event.actor.agency else None,
        "text": event.text or None if written else None,
        "redacted": event.seq in picture.case.redactions,
        "data": data,
    }


def _by(event: Event) -> dict[str, Any]:
    return {"role": event.actor.role, "holder": event.actor.holder or None, "public": event.public}


def _files(files: Sequence[Attachment], picture: Picture) -> list[dict[str, Any]]:
    return [_attachment(one.seen(picture.at)) for one in files]


def _attachment(one: Attachment) -> dict[str, Any]:
    """Of a stored one the type, size and digest of the inspected copy."""
    return {
        "number": one.number,
        "by": "agency" if one.response else "reporter",
        "name": one.file_name,
        "type": one.kept_type or one.type,
        "size": one.kept_size or one.size,
        "state": one.state,
        "reason": one.reason or None,
        "sha256": one.sha256 or None,
    }


def _named(agency_id: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"id": agency_id, "name": names.get(agency_id, agency_id)}
