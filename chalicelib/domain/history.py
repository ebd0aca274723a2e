"""From events to state: what each event changes, as a table, and the fold of a whole timeline."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Deed
from chalicelib.domain.events import Actor, Event, seal
from chalicelib.domain.lifecycle import TABLE
from chalicelib.domain.words import Action, Class, Identity, Outcome, Status, Visibility

NEW_CLOCK = {"level": 0, "rung": 0}


def record(complaint: Complaint, deed: Deed, actor: Actor, now: datetime, salt: str) -> tuple[Complaint, Event]:
    """The complaint after a deed, and the sealed event of it. `salt` is random text for the digest of the deed's text."""
    event = _event(complaint.code, complaint.version + 1, complaint.head, deed, actor, now, salt)
    return apply(complaint, event), event


def begin(code: str, deed: Deed, actor: Actor, now: datetime) -> tuple[Complaint, Event]:
    """The complaint that a submission starts, and its first event."""
    event = _event(code, 1, "", deed, actor, now, "")
    return _submitted(event), event


def fold(events: Iterable[Event]) -> Complaint:
    """The state that a timeline of at least one event adds up to (without the title, which is no part of it)."""
    first, *others = events
    complaint = _submitted(first)
    for event in others:
        complaint = apply(complaint, event)
    return complaint


def apply(complaint: Complaint, event: Event) -> Complaint:
    """The complaint after one more event."""
    changes = CHANGES[event.action](complaint, event)
    status = TABLE[event.action].target or complaint.status
    return replace(complaint, version=event.seq, head=event.hash, status=status, **changes)


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


def _submitted(event: Event) -> Complaint:
    data: Mapping[str, Any] = event.data
    return Complaint(
        code=event.code,
        version=event.seq,
        head=event.hash,
        status=Status.RECEIVED,
        class_=Class(data["class"]),
        category=data["category"],
        region=data["region"],
        coordinator=data["agency"],
        agency=data["agency"],
        visibility=Visibility(data["visibility"]),
        identity=Identity(data["identity"]),
        policy=data["policy"],
        secret_hash=data["secret_hash"],
        received_at=event.at,
        verify_due=date.fromisoformat(data["verify_due"]),
        cell=data["cell"],
    )


def _verified(_: Complaint, event: Event) -> dict[str, Any]:
    dues = {name: _date(event, name) for name in ("follow_up_due", "resolve_due")}
    return {"agency": event.data["to"], "forwarded_at": event.at, "resolve_from": event.at} | dues | NEW_CLOCK


def _started(_: Complaint, event: Event) -> dict[str, Any]:
    return {"followed_up_at": event.at} | NEW_CLOCK


def _responded(complaint: Complaint, event: Event) -> dict[str, Any]:
    return {
        "followed_up_at": complaint.followed_up_at or event.at,
        "responded_at": event.at,
        "outcome": Outcome(str(event.data["outcome"])),
        "confirm_due": _date(event, "confirm_due"),
    } | NEW_CLOCK


def _disputed(complaint: Complaint, event: Event) -> dict[str, Any]:
    return {
        "disputes": complaint.disputes + 1,
        "resolve_from": event.at,
        "resolve_due": _date(event, "resolve_due"),
        "level": event.data["level"],
        "rung": 0,
        "responded_at": None,
        "outcome": None,
        "confirm_due": None,
        "closed_at": None,
        "rating": None,
    }


def _unchanged(_: Complaint, __: Event) -> dict[str, Any]:
    return {}


CHANGES: Mapping[Action, Callable[[Complaint, Event], dict[str, Any]]] = {
    Action.VERIFY: _verified,
    Action.START: _started,
    Action.RESPOND: _responded,
    Action.REPLY: _unchanged,
    Action.CONFIRM: lambda _, event: {"closed_at": event.at, "rating": event.data["rating"]},
    Action.DISPUTE: _disputed,
    Action.CLOSE: lambda _, event: {"closed_at": event.at},
    Action.WITHDRAW: _unchanged,
    Action.REMIND: lambda _, event: {"rung": event.data["rung"]},
    Action.ESCALATE: lambda _, event: {"rung": event.data["rung"], "level": event.data["level"]},
}


def _date(event: Event, name: str) -> date:
    return date.fromisoformat(str(event.data[name]))
