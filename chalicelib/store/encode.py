"""From the domain's values to rows; the history's own fields only, keys are `keys`."""

import json
from dataclasses import fields
from datetime import date

from chalicelib.domain.attachment import Attachment
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.events import Event, instant
from chalicelib.domain.facts import CaseFacts, Mark
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Action
from chalicelib.store import keys, packing
from chalicelib.store.case_rows import AttachmentRow, ComplaintRow, EventRow, LeftRow, RedactionRow, SheetRow, TextRow
from chalicelib.store.rows import IdentityRow

_COMPLAINT = tuple(field.name for field in fields(Complaint))
_REDACTION = tuple(field.name for field in fields(Redaction) if field.name != "place")
_ATTACHMENT = tuple(field.name for field in fields(Attachment))
_ONCE_INSPECTED = ("reason", "kept_type", "kept_size", "sha256", "thumbnail", "public")
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
        facts=packing.packed(facts) if facts else None,
        f=keys.feed_day(it),
        **values | {name: values[name] or None for name in _SELDOM},
    )


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


def left_row(code: str, seq: int, agency: str, facts: CaseFacts) -> LeftRow:
    """What remains in the scores of an agency that lost the case by an event."""
    return LeftRow(keys.complaint(code), keys.left(seq), p=keys.period(agency, keys.month(facts.resolve_due)), facts=packing.packed(facts))


def void_row(code: str, seq: int, mark: Mark) -> LeftRow:
    """The entry of a duty to verify whose date an event has moved, beside the event's own."""
    return LeftRow(keys.complaint(code), keys.left(seq), p=_period(mark), facts=packing.entry(mark))


def sheet_row(sheet: Sheet, agency: str, due: date) -> SheetRow:
    """What somebody answered in the survey, by agency and month of the resolve date."""
    return SheetRow(keys.sheets(agency, keys.month(due)), sheet.id, answers="".join(map(str, sheet.answers)))


def redaction_row(code: str, it: Redaction) -> RedactionRow:
    """What is shown in place of a text."""
    values = {name: getattr(it, name) for name in _REDACTION}
    return RedactionRow(keys.complaint(code), keys.redaction(it.number), place_=it.place, **values | {"files": set(it.files) or None})


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
        facts=packing.entry(mark) if mark else None,
    )


def _period(mark: Mark) -> str:
    return keys.verifications(mark.agency, keys.month(mark.due))


def attachment_row(one: Attachment) -> AttachmentRow:
    """An attachment's row."""
    values = {name: getattr(one, name) for name in _ATTACHMENT}
    return AttachmentRow(keys.complaint(one.code), keys.attachment(one.number), **values | {name: values[name] or None for name in _ONCE_INSPECTED})


def identity_row(code: str, reporter: Reporter, *, sealed: bool = False) -> IdentityRow:
    """Who filed, or who follows."""
    return IdentityRow(
        code,
        name=reporter.name,
        email=reporter.email or None,
        phone=reporter.phone or None,
        lang=reporter.lang,
        sealed=sealed,
        contact=reporter.contact or None,
    )
