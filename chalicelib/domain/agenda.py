"""What must happen by itself, and when: reminders, the escalation ladder, closing by silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain import working
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, day_after
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.events import Value
from chalicelib.domain.policy import Policy, Rung
from chalicelib.domain.words import Action, Clock


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
        return None
    over = office.begins(day_after(complaint.due))
    if complaint.clock is Clock.CONFIRM:
        return Step(over, Deed(action=Action.CLOSE))
    if complaint.clock is Clock.HOLD:
        return Step(over, working.resume(complaint, Circumstances(over, policy, office)))
    return _next_rung(complaint, complaint.clock, complaint.due, policy, office)


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
