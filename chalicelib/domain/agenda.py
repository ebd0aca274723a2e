"""What must happen by itself, and when: reminders, the escalation ladder, closing by silence, forgetting who filed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.domain import identity, working
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, day_after
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.events import Value
from chalicelib.domain.policy import Policy, Rung
from chalicelib.domain.words import Action, Clock, Identity


@dataclass(frozen=True, slots=True)
class Step:
    """A deed that the system does at an instant, neither earlier nor twice."""

    at: datetime
    deed: Deed


def next_step(complaint: Complaint, policy: Policy, office: Office) -> Step | None:
    """The next thing that happens to a complaint by itself, none when there is nothing left.

    It follows from the state alone, so whatever ran late, twice or half-way catches up in order.
    """
    if complaint.clock is None or complaint.due is None:
        return _erasure(complaint, policy)
    over = office.begins(day_after(complaint.due))
    if complaint.clock is Clock.CONFIRM:
        return Step(over, Deed(action=Action.CLOSE))
    if complaint.clock is Clock.HOLD:
        return Step(over, working.resume(complaint, Circumstances(over, policy, office)))
    return _next_rung(complaint, complaint.clock, complaint.due, policy, office)


def _erasure(complaint: Complaint, policy: Policy) -> Step | None:
    """So long after a case has ended, who filed it is forgotten. A linked one ends with its lead, so this is not before it was linked; see `with_lead`."""
    ended = complaint.closed_at or (complaint.paused_at if complaint.lead else None)
    if ended is None or complaint.identity is Identity.NONE:
        return None
    return Step(ended + _erased_after(policy), identity.erase(complaint))


def with_lead(step: Step, lead: Complaint, policy: Policy, now: datetime) -> Step:
    """The erasure of a linked complaint at the time of its lead; while that is open, it cannot be before so long after now."""
    return replace(step, at=(lead.closed_at or now) + _erased_after(policy))


def _erased_after(policy: Policy) -> timedelta:
    return timedelta(days=policy.erase_calendar_days_after_closing)


def _next_rung(complaint: Complaint, clock: Clock, due: date, policy: Policy, office: Office) -> Step | None:
    for number, (rung, day) in enumerate(climb(due, policy, office), start=1):
        reached = 0 < rung.level <= complaint.level
        if number > complaint.rung and not reached:
            return Step(office.begins(day), _deed(rung, number, clock, due))
    return None


def climb(due: date, policy: Policy, office: Office) -> Iterator[tuple[Rung, date]]:
    """The ladder with the date of each rung: the reminder before the due date, level 1 the day after it, each later one after the one before."""
    reached = due
    for rung in policy.ladder:
        if rung.level == 0:
            yield rung, office.due(due, rung.working_days)
            continue
        reached = day_after(due) if rung.level == 1 else office.due(reached, rung.working_days)
        yield rung, reached


def _deed(rung: Rung, number: int, clock: Clock, due: date) -> Deed:
    data: dict[str, Value] = {"clock": clock, "due": due.isoformat(), "told": list(rung.told), "rung": number}
    if rung.level == 0:
        return Deed(action=Action.REMIND, data=data, public=False)
    return Deed(action=Action.ESCALATE, data=data | {"level": rung.level})
