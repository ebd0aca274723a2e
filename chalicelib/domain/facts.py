"""What the scores need to know of a case, and nothing else: a few dates and counts, small enough to read ten thousand at a time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.events import Event
from chalicelib.domain.words import Action, Class, Clock, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """One case in the period of its resolve due date, for the agency that must answer; dates are that agency's."""

    class_: Class
    status: Status
    forwarded_on: date
    follow_up_due: date
    followed_up_on: date | None
    resolve_due: date
    responded_on: date | None
    disputes: int
    rating: int | None


class Verification(StrEnum):
    """What became of the duty to verify: it fell due, it was missed, or the complaint was withdrawn before."""

    DUE = "due"
    MISSED = "missed"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An event's entry in the score of the agency whose coordinator verifies, in the period of the verify due date."""

    agency: str
    due: date
    verification: Verification


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
    )


def mark(before: Complaint | None, after: Complaint, event: Event) -> Mark | None:
    """The event's entry about the duty to verify, if it is one of the few that have any.

    A missed date is entered once: by the first escalation of the verify clock, or by a late verification that came before the schedule did.
    """
    verification = _verification(before, event)
    return Mark(agency=after.coordinator, due=after.verify_due, verification=verification) if verification else None


def _verification(before: Complaint | None, event: Event) -> Verification | None:
    if before is None:
        return Verification.DUE
    if before.status is not Status.RECEIVED:
        return None
    if event.action is Action.WITHDRAW:
        return None if before.level else Verification.VOID
    late = event.action is Action.VERIFY and event.data["late"] and not before.level
    escalated = event.action is Action.ESCALATE and event.data["clock"] == Clock.VERIFY and not before.level
    return Verification.MISSED if late or escalated else None
