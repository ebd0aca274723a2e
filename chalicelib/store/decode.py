"""From rows to the domain's values and back; the history's own fields only, keys are `keys`."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from chalicelib.domain.attachment import Attachment
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Location, Text
from chalicelib.domain.delivery import Trouble
from chalicelib.domain.events import Actor, Event, instant
from chalicelib.domain.facts import CaseFacts, Mark, Verification
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Action, Class, Outcome, Status
from chalicelib.store import keys
from chalicelib.store.case_rows import AttachmentRow, ComplaintRow, EventRow, LeftRow, RedactionRow, SheetRow, TextRow, TroubleRow

_COMPLAINT = tuple(field.name for field in fields(Complaint))
_REDACTION = tuple(field.name for field in fields(Redaction) if field.name != "place")
_ATTACHMENT = tuple(field.name for field in fields(Attachment))
_ONCE_INSPECTED = ("reason", "kept_type", "kept_size", "sha256", "thumbnail")
_NUMBERS = ("version", "policy", "rating", "disputes", "level", "rung", "paused_days", "held_days", "extension", "returns")
_SELDOM = ("paused_days", "held_days", "returns", "assigned", "appealed", "withheld", "moderation")
"""Not written where it is 0, false or empty: most complaints never have it, and every byte of the row is paid for at each change."""


def complaint_row(change: Change) -> ComplaintRow:
    """A complaint's state with the keys of every index it is in."""
    it, facts = change.complaint, change.facts
    partition, place = keys.queue(it)
    values = {name: getattr(it, name) for name in _COMPLAINT}
    return ComplaintRow(
        keys.complaint(it.code),
        keys.HEAD,
        q=partition,
        qs=place,
        g=keys.shard(it.code) if it.wake else None,
        p=keys.period(it.agency, keys.month(facts.resolve_due)) if facts else None,
        facts=_packed(facts) if facts else None,
        f=keys.feed_day(it),
        **values | {name: values[name] or None for name in _SELDOM},
    )


def complaint(row: ComplaintRow) -> Complaint:
    """A complaint from its row."""
    values = {name: value for name in _COMPLAINT if (value := getattr(row, name)) is not None}
    whole = {name: int(values[name]) for name in _NUMBERS if name in values}
    return Complaint(**values | whole)


def text_row(code: str, text: Text) -> TextRow:
    """What was written, beside the complaint."""
    point = text.location
    return TextRow(
        keys.complaint(code),
        keys.TEXT,
        title=text.title,
        body=text.body,
        where=text.place or None,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        occurred_on=text.occurred_on,
        salt=text.salt,
    )


def text(row: TextRow) -> Text:
    """What was written, from its row."""
    located = row.lat is not None and row.lon is not None
    return Text(
        title=row.title,
        body=row.body,
        place=row.where or "",
        location=Location(lat=float(row.lat), lon=float(row.lon)) if located else None,
        occurred_on=row.occurred_on,
        salt=row.salt,
    )


def left_row(code: str, seq: int, agency: str, facts: CaseFacts) -> LeftRow:
    """What remains in the scores of an agency that lost the case by an event."""
    return LeftRow(keys.complaint(code), keys.left(seq), p=keys.period(agency, keys.month(facts.resolve_due)), facts=_packed(facts))


def void_row(code: str, seq: int, mark: Mark) -> LeftRow:
    """The entry of a duty to verify whose date an event has moved, beside the event's own."""
    return LeftRow(keys.complaint(code), keys.left(seq), p=_period(mark), facts=_entry(mark))


def sheet_row(sheet: Sheet, agency: str, due: date) -> SheetRow:
    """What somebody answered in the survey, by agency and month of the resolve date."""
    return SheetRow(keys.sheets(agency, keys.month(due)), sheet.id, answers="".join(map(str, sheet.answers)))


def redaction_row(code: str, it: Redaction) -> RedactionRow:
    """What is shown in place of a text."""
    values = {name: getattr(it, name) for name in _REDACTION}
    return RedactionRow(keys.complaint(code), keys.redaction(it.number), place_=it.place, **values)


def redaction(row: RedactionRow) -> Redaction:
    """A redaction from its row."""
    values = {name: getattr(row, name) for name in _REDACTION}
    return Redaction(**values | {"number": int(row.number), "place": row.place_})


def trouble(row: TroubleRow) -> Trouble:
    """Why mail does not reach an audience, from its row."""
    return Trouble(audience=row.audience, why=row.why, at=row.at)


def event_row(event: Event, mark: Mark | None, *, loaded: bool = False) -> EventRow:
    """An event, with its entry in the scores; `loaded` when it came with a whole history, so that nobody is told of it."""
    return EventRow(
        keys.complaint(event.code),
        keys.event(event.seq),
        at=event.at,
        action=event.action,
        role=event.actor.role,
        agency=event.actor.agency or None,
        holder=event.actor.holder or None,
        data=json.dumps(dict(event.data), separators=(",", ":"), ensure_ascii=False),
        public=event.public,
        text=event.text or None,
        salt=event.salt or None,
        text_digest=event.text_digest or None,
        hash=event.hash,
        loaded=loaded or None,
        q=keys.unsealings(keys.month(event.at)) if event.action is Action.UNSEAL else None,
        qs=f"{instant(event.at)}#{event.code}" if event.action is Action.UNSEAL else None,
        p=_period(mark) if mark else None,
        facts=_entry(mark) if mark else None,
    )


def _period(mark: Mark) -> str:
    return keys.verifications(mark.agency, keys.month(mark.due))


def _entry(mark: Mark) -> str:
    return f"{mark.due};{mark.verification}"


def event(row: EventRow, previous: str) -> Event:
    """An event from its row; `previous` is the hash of the one before."""
    return Event(
        code=keys.code_of(row.pk),
        seq=int(row.sk.removeprefix(keys.EVENT)),
        at=row.at,
        action=row.action,
        actor=Actor(role=row.role, agency=row.agency or "", holder=row.holder or ""),
        data=json.loads(row.data),
        public=row.public,
        text=row.text or "",
        salt=row.salt or "",
        text_digest=row.text_digest or "",
        previous=previous,
        hash=row.hash,
    )


def timeline(rows: Sequence[EventRow]) -> tuple[Event, ...]:
    """Events in order, each with the hash of the one before."""
    return tuple(event(row, rows[number - 1].hash if number else "") for number, row in enumerate(rows))


def attachment_row(one: Attachment) -> AttachmentRow:
    """An attachment's row."""
    values = {name: getattr(one, name) for name in _ATTACHMENT}
    return AttachmentRow(keys.complaint(one.code), keys.attachment(one.number), **values | {name: values[name] or None for name in _ONCE_INSPECTED})


def attachment(row: AttachmentRow) -> Attachment:
    """An attachment from its row."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _ATTACHMENT}
    known = {name: values[name] or "" for name in _ONCE_INSPECTED}
    return Attachment(**values | known | {"number": int(row.number), "size": int(row.size), "kept_size": int(row.kept_size or 0)})


def _packed(facts: CaseFacts) -> str:
    """Twelve values in about eighty characters, at most a hundred: ten thousand rows must fit in two hundred read units."""
    return ";".join(_short(getattr(facts, field.name)) for field in fields(CaseFacts))


def _short(part: object) -> str:
    """A date without its hyphens, which `fromisoformat` reads as well."""
    return "" if part is None else f"{part:%Y%m%d}" if isinstance(part, date) else str(part)


def case_facts(packed: str) -> CaseFacts:
    """Facts from their packed form; rows of before the last three were kept have nine."""
    parts = [*packed.split(";"), "", "", ""][: len(fields(CaseFacts))]
    class_, status, forwarded, follow_up_due, followed_up, resolve_due, responded, disputes, rating, outcome, extension, held_days = parts
    return CaseFacts(
        class_=Class(class_),
        status=Status(status),
        forwarded_on=date.fromisoformat(forwarded),
        follow_up_due=date.fromisoformat(follow_up_due),
        followed_up_on=date.fromisoformat(followed_up) if followed_up else None,
        resolve_due=date.fromisoformat(resolve_due),
        responded_on=date.fromisoformat(responded) if responded else None,
        disputes=int(disputes),
        rating=int(rating) if rating else None,
        outcome=Outcome(outcome) if outcome else None,
        extension=int(extension or 0),
        held_days=int(held_days or 0),
    )


def verification(packed: str) -> tuple[date, Verification]:
    """A mark's due date and what it says."""
    due, said = packed.split(";")
    return date.fromisoformat(due), Verification(said)
