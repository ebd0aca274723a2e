"""From events to state: how a deed becomes a sealed event, and the fold of a whole timeline."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Deed
from chalicelib.domain.effects import EFFECTS, submitted
from chalicelib.domain.events import Actor, Event, seal
from chalicelib.domain.lifecycle import TABLE
from chalicelib.domain.words import Status


def record(complaint: Complaint, deed: Deed, actor: Actor, now: datetime, salt: str) -> tuple[Complaint, Event]:
    """The complaint after a deed, and the sealed event of it. `salt` is random text for the digest of the deed's text."""
    event = _event(complaint.code, complaint.version + 1, complaint.head, deed, actor, now, salt)
    return apply(complaint, event), event


def begin(code: str, deed: Deed, actor: Actor, now: datetime) -> tuple[Complaint, Event]:
    """The complaint that a submission starts, and its first event."""
    event = _event(code, 1, "", deed, actor, now, "")
    return submitted(event), event


def fold(events: Iterable[Event]) -> Complaint:
    """The state that a timeline of at least one event adds up to (without the title, which is no part of it)."""
    first, *others = events
    complaint = submitted(first)
    for event in others:
        complaint = apply(complaint, event)
    return complaint


def apply(complaint: Complaint, event: Event) -> Complaint:
    """The complaint after one more event."""
    effect = EFFECTS[event.action](complaint, event)
    return replace(complaint, version=event.seq, head=event.hash, status=_status(complaint, event), **effect)


def _status(complaint: Complaint, event: Event) -> Status:
    back_to = event.data.get("back_to")
    return Status(str(back_to)) if back_to else TABLE[event.action].target or complaint.status


def _event(code: str, seq: int, previous: str, deed: Deed, actor: Actor, now: datetime, salt: str) -> Event:
    return seal(
        Event(
            code=code,
            seq=seq,
            at=now,
            action=deed.action,
            actor=actor,
            data=deed.data,
            public=deed.public,
            text=deed.text,
            salt=salt if deed.text else "",
            previous=previous,
        )
    )
