"""Pauses: while a complaint waits for its reporter, or hangs on another one, its clocks stand still; then they go on where they stopped."""

from collections.abc import Mapping
from datetime import date

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.events import Value
from chalicelib.domain.words import Status

CLOCKS: Mapping[Status | None, tuple[str, ...]] = {
    Status.RECEIVED: ("verify_due",),
    Status.FORWARDED: ("follow_up_due", "resolve_due"),
    Status.IN_PROGRESS: ("resolve_due",),
}
"""The due dates that a pause moves, by the status that it began in; the first is that of the running clock."""


def waited(complaint: Complaint, at: Circumstances) -> int:
    """Working days that the pause has lasted; a hold ends with its last day, however late anybody looks, and lasts no longer than was left.

    It would where the case has moved meanwhile to an agency whose zone or calendar is another one.
    """
    today, began = at.office.today(at.now), _began(complaint, at.office)
    if complaint.hold_due is None:
        return at.office.calendar.working_days(began, today)
    return min(at.office.calendar.working_days(began, min(today, complaint.hold_due)), at.policy.hold_days - complaint.held_days)


def goes_on(complaint: Complaint, at: Circumstances) -> dict[str, Value]:
    """The facts of the event that ends a pause: where the complaint goes on, and its dates moved by the days it waited.

    A clock that had run out before the pause stays where it was: waiting makes nothing timely.
    """
    days, began = waited(complaint, at), _began(complaint, at.office)
    running = {name: due for name in CLOCKS[complaint.paused_from] if (due := getattr(complaint, name)) and due >= began}
    moved: dict[str, Value] = {name: at.office.due(due, days).isoformat() for name, due in running.items()}
    return {"back_to": complaint.paused_from, "days": days} | moved


def _began(complaint: Complaint, office: Office) -> date:
    if complaint.paused_at is None:
        raise LookupError(f"complaint {complaint.code} is not paused")
    return office.today(complaint.paused_at)
