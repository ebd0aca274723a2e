"""What the scores need to know of a case, and nothing else: a few dates and counts, small enough to read ten thousand at a time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.events import Event
from chalicelib.domain.words import Action, Class, Outcome, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """One case in the period of its resolve due date, for the agency that must answer; dates are that agency's.

    The status `received` stands for a case that the agency kept too long and lost. `extension` and `held_days` are the working days by which
    asking for more time and waiting for the reporter moved the clocks that run now: not those of an agency that had it before.
    """

    class_: Class
    status: Status
    forwarded_on: date
    follow_up_due: date
    followed_up_on: date | None
    resolve_due: date
    responded_on: date | None
    disputes: int
    rating: int | None
    outcome: Outcome | None = None
    extension: int = 0
    held_days: int = 0


class Verification(StrEnum):
    """What became of the duty to verify: it fell due, it was missed, or it went away before: withdrawn, put on hold, linked, archived."""

    DUE = "due"
    MISSED = "missed"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An event's entry in the score of the agency whose coordinator verifies, in the period of the verify due date."""

    agency: str
    due: date
    verification: Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty to verify that counts: of the complaint `case`, by `due`, and whether that was missed."""

    case: str
    due: date
    missed: bool


def case_facts(complaint: Complaint, office: Office) -> CaseFacts | None:
    """The facts of a case, none before it was forwarded. `office` is that of the acting agency."""
    if complaint.forwarded_at is None or complaint.follow_up_due is None or complaint.resolve_due is None:
        return None
    followed_up, responded = complaint.followed_up_at, complaint.responded_at
    return CaseFacts(
        class_=complaint.class_,
        status=complaint.status,
        forwarded_on=office.today(complaint.forwarded_at),
        follow_up_due=complaint.follow_up_due,
        followed_up_on=office.today(followed_up) if followed_up else None,
        resolve_due=complaint.resolve_due,
        responded_on=office.today(responded) if responded else None,
        disputes=complaint.disputes,
        rating=complaint.rating,
        outcome=complaint.outcome,
        extension=complaint.extension or 0,
        held_days=min(complaint.held_days, complaint.paused_days),
    )


def mark(before: Complaint | None, after: Complaint, event: Event) -> Mark | None:
    """The event's entry about the duty to verify, if it is one of the few that have any.

    A missed date is entered once: by the first escalation of the verify clock, or by a late verification that came before the schedule did.
    """
    verification = _verification(before, after, event)
    return Mark(agency=after.coordinator, due=after.verify_due, verification=verification) if verification else None


def void(before: Complaint | None, after: Complaint, event: Event) -> Mark | None:
    """The entry beside the other one when the date of a duty moves: the duty of the date before is none any more. What was missed stays missed."""
    if before is None or mark(before, after, event) is None or event.action is not Action.RECOUNT:
        return None
    return Mark(agency=before.coordinator, due=before.verify_due, verification=Verification.VOID)


def _verification(before: Complaint | None, after: Complaint, event: Event) -> Verification | None:
    """A duty begins when a complaint comes to be received, and ends when it is no longer: fulfilled by a verification, void by anything else."""
    if before is None or before.status is not Status.RECEIVED:
        return Verification.DUE if after.status is Status.RECEIVED else None
    if after.status is Status.RECEIVED:
        return _while_received(before, event)
    if before.level:
        return None
    fulfilled = event.action in (Action.VERIFY, Action.ASSIGN)
    return Verification.MISSED if event.data.get("late") else None if fulfilled else Verification.VOID


def _while_received(before: Complaint, event: Event) -> Verification | None:
    """Who takes a complaint over has its duty too, and so has a date that moves, unless that had been missed before: nobody would be left to miss it again."""
    entries = {Action.ESCALATE: Verification.MISSED, Action.TRANSFER: Verification.DUE, Action.RECOUNT: Verification.DUE}
    return None if before.level else entries.get(event.action)
