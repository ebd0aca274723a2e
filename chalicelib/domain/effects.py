"""What each event changes in the state beside the status: a table by action."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import Event
from chalicelib.domain.pauses import CLOCKS
from chalicelib.domain.words import Action, Class, Identity, Outcome, Status, Suspicion, Visibility

Effect: TypeAlias = dict[str, Any]
NEW_CLOCK: Effect = {"level": 0, "rung": 0}
NOT_PAUSED: Effect = {"paused_at": None, "paused_from": None, "hold_due": None}
NOT_FORWARDED: Effect = dict.fromkeys(
    ("forwarded_at", "follow_up_due", "followed_up_at", "resolve_from", "resolve_due", "outcome", "confirm_due", "responded_at")
)
DUES = ("verify_due", "follow_up_due", "resolve_due")
EVERY_DUE = (*DUES, "confirm_due", "hold_due")


def submitted(event: Event) -> Complaint:
    """The state that a submission starts."""
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
        moderation=tuple(map(Suspicion, data.get("moderation", ()))),
    )


def _verified(complaint: Complaint, event: Event) -> Effect:
    dues = {name: _date(event, name) for name in ("follow_up_due", "resolve_due")}
    return (
        {"agency": event.data["to"], "resolve_from": event.at, "moderation": ()} | _forwarded(complaint, event) | _new_resolve_clock(complaint) | dues
    )


def _assigned(complaint: Complaint, event: Event) -> Effect:
    own_tree = "resolve_due" not in event.data
    clocks = {"follow_up_due": _date(event, "follow_up_due")} if own_tree else _verified(complaint, event)
    return {"agency": event.data["to"], "followed_up_at": None, "assigned": True} | _forwarded(complaint, event) | clocks


def _forwarded(complaint: Complaint, event: Event) -> Effect:
    return {"forwarded_at": event.at, "published_at": complaint.published_at or event.at} | NEW_CLOCK


def _new_resolve_clock(complaint: Complaint) -> Effect:
    return {"paused_days": 0, "extension": None if complaint.extension is None else 0}


def _handed_back(complaint: Complaint, event: Event) -> Effect:
    """Received anew, by another agency."""
    to = event.data["to"]
    anew = {"agency": to, "coordinator": to, "verify_from": event.at, "verify_due": _date(event, "verify_due"), "closed_at": None}
    return anew | NOT_FORWARDED | NEW_CLOCK | _new_resolve_clock(complaint)


def _started(_: Complaint, event: Event) -> Effect:
    return {"followed_up_at": event.at} | NEW_CLOCK


def _responded(complaint: Complaint, event: Event) -> Effect:
    return {
        "followed_up_at": complaint.followed_up_at or event.at,
        "responded_at": event.at,
        "outcome": Outcome(str(event.data["outcome"])),
        "confirm_due": _date(event, "confirm_due"),
    } | NEW_CLOCK


def _disputed(complaint: Complaint, event: Event) -> Effect:
    if complaint.status is Status.ARCHIVED:
        return _handed_back(complaint, event) | {"appealed": True}
    return {
        "agency": event.data.get("to", complaint.agency),
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
    } | _new_resolve_clock(complaint)


def _held(complaint: Complaint, event: Event) -> Effect:
    return {"paused_at": event.at, "paused_from": complaint.status, "hold_due": _date(event, "hold_due")}


def _linked(complaint: Complaint, event: Event) -> Effect:
    """A pause that had begun, by a hold or another link, goes on."""
    pause = {} if complaint.paused_at else {"paused_at": event.at, "paused_from": complaint.status}
    return {"lead": event.data["lead"], "hold_due": None, "held_days": complaint.held_days + _days(event)} | pause


def _went_on(complaint: Complaint, event: Event) -> Effect:
    moved: Effect = {name: _date(event, name) for name in DUES if name in event.data}
    held = {"held_days": complaint.held_days + _days(event)} if complaint.hold_due else {}
    clock = {"paused_days": complaint.paused_days + _days(event)} if moved else {}
    return {"lead": None} | NOT_PAUSED | held | clock | moved | _ladder(complaint, moved)


def _ladder(complaint: Complaint, moved: Effect) -> Effect:
    """The ladder of the running clock, from its foot where the date is another one; nobody is reminded twice of the same."""
    running, *_ = CLOCKS[complaint.paused_from]
    before = getattr(complaint, running)
    return {} if moved.get(running, before) == before else {"rung": 0}


def _replied(complaint: Complaint, event: Event) -> Effect:
    return _went_on(complaint, event) if complaint.status is Status.ON_HOLD else {}


def _extended(complaint: Complaint, event: Event) -> Effect:
    clock = {"rung": 0} if complaint.status is Status.IN_PROGRESS else {}
    return {"resolve_due": _date(event, "resolve_due"), "extension": _days(event)} | clock


def _recounted(_: Complaint, event: Event) -> Effect:
    """The dates and nothing else: whoever was reminded or told of a level is not told again, and a level that was reached stays."""
    return {name: _date(event, name) for name in EVERY_DUE if name in event.data}


def _unchanged(_: Complaint, __: Event) -> Effect:
    return {}


EFFECTS: Mapping[Action, Callable[[Complaint, Event], Effect]] = {
    Action.VERIFY: _verified,
    Action.FORWARD: lambda _, event: {"agency": event.data["to"]},
    Action.START: _started,
    Action.RESPOND: _responded,
    Action.RETURN: lambda complaint, event: _handed_back(complaint, event) | {"returns": complaint.returns + 1},
    Action.HOLD: _held,
    Action.REPLY: _replied,
    Action.RESUME: _went_on,
    Action.EXTEND: _extended,
    Action.CONFIRM: lambda _, event: {"closed_at": event.at, "rating": event.data["rating"]},
    Action.DISPUTE: _disputed,
    Action.CLOSE: lambda _, event: {"closed_at": event.at},
    Action.ARCHIVE: lambda _, event: {"closed_at": event.at, "moderation": ()},
    Action.LINK: _linked,
    Action.UNLINK: _went_on,
    Action.WITHDRAW: lambda _, event: NOT_PAUSED | {"closed_at": event.at},
    Action.SURVEY: _unchanged,
    Action.NOTE: _unchanged,
    Action.INSTRUCT: _unchanged,
    Action.ASSIGN: _assigned,
    Action.TRANSFER: lambda _, event: {"agency": event.data["to"], "coordinator": event.data["coordinator"]},
    Action.PUBLISH: lambda _, event: {"withheld": not event.data["published"]},
    Action.REDACT: lambda complaint, event: {"cell": None if event.data["hide_location"] else complaint.cell},
    Action.UNSEAL: _unchanged,
    Action.ERASE: lambda *_: {"identity": Identity.NONE},
    Action.REMIND: lambda _, event: {"rung": event.data["rung"]},
    Action.ESCALATE: lambda _, event: {"rung": event.data["rung"], "level": event.data["level"]},
    Action.RECOUNT: _recounted,
}


def _date(event: Event, name: str) -> date:
    return date.fromisoformat(str(event.data[name]))


def _days(event: Event) -> int:
    days = event.data.get("days", 0)
    return days if isinstance(days, int) else 0
