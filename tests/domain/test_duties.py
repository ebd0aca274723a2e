"""The duty to verify: each counts once, for who had it, whatever happened to the complaint meanwhile."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import agenda, change, reporting, routing, tally
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.facts import Mark, Verification
from chalicelib.domain.words import Action, Status
from tests.builders import (
    BALI,
    CITY,
    JAKARTA,
    OTHER_CITY,
    POLICY,
    REASON,
    REPORTER,
    SIBLING,
    STEWARD,
    SYSTEM,
    a_first,
    archived,
    at,
    held,
    later,
    linked,
    replied,
    resumed,
    returned,
    unlinked,
    verified,
    withdrawn,
)
from tests.domain.samples import BY_STATUS, FORWARDED, RECEIVED, repeatable
from tests.domain.steps import steps

DUE, MISSED, VOID = Verification
LEAD = a_first(2).complaint
END = date(2028, 1, 1)
Step = Callable[[Complaint, datetime], Change]


def escalated(complaint: Complaint, now: datetime) -> Change:
    """The first step of the schedule that is not a reminder."""
    while True:
        step = agenda.next_step(complaint, POLICY, BALI)
        assert step
        done = change.then(complaint, step.deed, SYSTEM, at(now), "")
        if done.event.action is Action.ESCALATE:
            return done
        complaint = done.complaint


def assigned(complaint: Complaint, now: datetime) -> Change:
    return change.then(complaint, routing.assign(complaint, OTHER_CITY, REASON, at(now), JAKARTA), STEWARD, at(now, JAKARTA), "s")


def appealed(complaint: Complaint, now: datetime) -> Change:
    deed = routing.received_by(reporting.dispute(complaint, REASON, at(now)), JAKARTA, at(now))
    return change.then(complaint, deed, REPORTER, at(now, JAKARTA), "s")


def handed_over(complaint: Complaint, now: datetime) -> Change:
    return change.then(complaint, routing.transfer(complaint, CITY, SIBLING), SYSTEM, at(now), "")


def late(step: Step) -> Step:
    """The same as found by a coordinator who comes before the schedule."""
    return lambda complaint, now: step(complaint, now) if step is not verified else verified(complaint, now, late=True)


def duties(changes: list[Change], agency: str | None = None) -> tuple[int, int]:
    marks = [mark for made in changes for mark in (made.mark, made.void) if mark and agency in (None, mark.agency)]
    counts = tally.tally((), tally.duties({"C": [(mark.due, mark.verification) for mark in marks]}, END), END)
    return counts.verifications, counts.verified_on_time


def told(*steps_: tuple[Step, float]) -> list[Change]:
    changes = [a_first()]
    for step, days in steps_:
        changes.append(step(changes[-1].complaint, later(days)))
    return changes


def link(complaint: Complaint, now: datetime) -> Change:
    return linked(complaint, LEAD, now)


PATHS: dict[str, tuple[list[tuple[Step, float]], tuple[int, int]]] = {
    "verified in time": ([(verified, 3)], (1, 1)),
    "verified late": ([(late(verified), 6)], (1, 0)),
    "escalated, then verified": ([(escalated, 4), (late(verified), 6)], (1, 0)),
    "assigned in time": ([(assigned, 3)], (1, 1)),
    "assigned late": ([(assigned, 6)], (1, 0)),
    "never verified": ([(escalated, 4), (escalated, 9), (escalated, 20)], (1, 0)),
    "withdrawn in time": ([(withdrawn, 1)], (0, 0)),
    "withdrawn after the escalation": ([(escalated, 4), (withdrawn, 5)], (1, 0)),
    "archived in time": ([(archived, 1)], (0, 0)),
    "archived late": ([(archived, 6)], (1, 0)),
    "archived after the escalation": ([(escalated, 4), (archived, 6)], (1, 0)),
    "linked in time": ([(link, 1)], (0, 0)),
    "linked late": ([(link, 6)], (1, 0)),
    "linked, unlinked, verified": ([(link, 1), (unlinked, 3), (verified, 3)], (1, 1)),
    "linked, unlinked, withdrawn": ([(link, 1), (unlinked, 3), (withdrawn, 3)], (0, 0)),
    "linked late, unlinked, verified": ([(link, 6), (unlinked, 8), (late(verified), 8)], (1, 0)),
    "held and never gone on": ([(held, 1)], (0, 0)),
    "held, answered at once, verified": ([(held, 1), (replied, 1), (verified, 1)], (1, 1)),
    "held, answered, verified": ([(held, 1), (replied, 3), (verified, 6)], (1, 1)),
    "held, not answered, verified late": ([(held, 1), (resumed, 30), (late(verified), 60)], (1, 0)),
    "held late, answered, verified": ([(held, 6), (replied, 7), (late(verified), 7)], (1, 0)),
    "held after the escalation, answered": ([(escalated, 4), (held, 6), (replied, 7), (late(verified), 7)], (1, 0)),
    "held, linked, unlinked, escalated": ([(held, 1), (link, 2), (unlinked, 3), (escalated, 9)], (1, 0)),
    "held twice": ([(held, 1), (replied, 2), (held, 2), (replied, 3), (verified, 3)], (1, 1)),
    "held and withdrawn": ([(held, 1), (withdrawn, 2)], (0, 0)),
    "returned, verified by the other": ([(verified, 1), (returned, 2), (verified, 3)], (2, 2)),
    "returned, missed by the other": ([(verified, 1), (returned, 2), (escalated, 10)], (2, 1)),
    "returned, archived by the other": ([(verified, 1), (returned, 2), (archived, 3)], (1, 1)),
    "missed, returned, verified": ([(escalated, 4), (late(verified), 6), (returned, 7), (verified, 8)], (2, 1)),
    "archived, appealed, verified": ([(archived, 1), (appealed, 2), (verified, 3)], (1, 1)),
    "archived, appealed, missed": ([(archived, 1), (appealed, 2), (escalated, 20)], (1, 0)),
    "handed over, verified": ([(handed_over, 1), (verified, 2)], (1, 1)),
    "handed over, missed": ([(handed_over, 1), (escalated, 9)], (1, 0)),
    "missed, handed over, verified": ([(escalated, 4), (handed_over, 5), (late(verified), 6)], (1, 0)),
}


@pytest.mark.parametrize("path", PATHS)
def test_every_duty_counts_once_and_in_time_only_if_it_was(path: str) -> None:
    steps_, expected = PATHS[path]

    assert duties(told(*steps_)) == expected


def test_the_duty_is_the_agencys_that_had_it() -> None:
    changes = told((verified, 1), (returned, 2), (escalated, 10))

    assert (duties(changes, "51.71"), duties(changes, "34.71"), duties(changes, "nation")) == ((1, 1), (1, 0), (0, 0))


def test_who_takes_over_before_the_date_has_the_duty_and_who_takes_over_after_it_has_none() -> None:
    in_time = told((handed_over, 1), (escalated, 9))
    missed = told((escalated, 4), (handed_over, 5), (late(verified), 6))

    assert duties(in_time, SIBLING.id) == (1, 0)
    assert (duties(missed, SIBLING.id), duties(missed, CITY.id)) == ((0, 0), (1, 0))


def test_a_duty_that_another_has_assigned_is_marked_for_who_missed_it() -> None:
    assert assigned(RECEIVED, later(days=6)).mark == Mark(agency="51.71", due=date(2026, 11, 27), verification=MISSED)
    assert assigned(RECEIVED, later(days=1)).mark is None
    assert assigned(FORWARDED, later(days=30)).mark is None


def test_a_duty_that_comes_again_has_the_date_that_moved() -> None:
    again = replied(held(RECEIVED).complaint, later(days=2)).mark

    assert again == Mark(agency="51.71", due=date(2026, 12, 1), verification=DUE)


@pytest.mark.parametrize("status", Status)
def test_only_what_is_received_has_a_duty_to_verify(status: Status) -> None:
    complaint = BY_STATUS[status]
    for made in steps(complaint, later(days=40), BALI):
        begins = made.complaint.status is Status.RECEIVED
        assert made.mark is None or Status.RECEIVED in (status, made.complaint.status)
        assert made.mark is None or begins or made.mark.verification is not DUE


@repeatable
@given(data=st.data())
def test_whatever_happens_each_duty_that_was_entered_is_fulfilled_missed_void_or_runs(data: st.DataObject) -> None:
    """Counted by hand beside the marks: for each agency and date whether it was ever due, missed, and at last void."""
    changes, hours = [a_first()], 0
    by_hand: dict[tuple[str, date], str] = {("51.71", changes[0].complaint.verify_due): "runs"}
    missed: set[tuple[str, date]] = set()
    for _ in range(data.draw(st.integers(1, 10))):
        hours += data.draw(st.sampled_from([0, 20, 30, 100]))
        before = changes[-1].complaint
        possible = steps(before, later(hours=hours), BALI)
        made = data.draw(st.sampled_from(possible))
        changes.append(made)
        _by_hand(before, made, by_hand, missed, later(hours=hours))

    due_by_agency: dict[str, list[Change]] = defaultdict(list)
    for made in changes:
        if made.mark or made.void:
            due_by_agency[made.mark.agency].append(made)
    assert {agency: duties(changes, agency) for agency in due_by_agency} == _counted(by_hand, missed, due_by_agency)


def _by_hand(before: Complaint, made: Change, fates: dict[tuple[str, date], str], missed: set[tuple[str, date]], now: datetime) -> None:
    after, action = made.complaint, made.event.action
    was, is_ = before.status is Status.RECEIVED, after.status is Status.RECEIVED
    duty = (before.coordinator, before.verify_due)
    overdue = was and BALI.today(now) > before.verify_due and action is not Action.WITHDRAW
    if was and (not is_ or action is Action.ESCALATE) and (overdue or before.level) and action is not Action.TRANSFER:
        missed.add(duty)
    if was and not is_ and duty not in missed and action not in (Action.VERIFY, Action.ASSIGN):
        fates[duty] = "void"
    if action is Action.RECOUNT and was and duty not in missed:
        fates[duty] = "void"
        fates[after.coordinator, after.verify_due] = "runs"
    if is_ and not was:
        fates[after.coordinator, after.verify_due] = "runs"
    if action is Action.TRANSFER and was and not before.level:
        fates[after.coordinator, after.verify_due] = "runs"


def _counted(fates: dict[tuple[str, date], str], missed: set[tuple[str, date]], agencies: dict[str, list[Change]]) -> dict[str, tuple[int, int]]:
    counted = [duty for duty, fate in fates.items() if fate == "runs" or duty in missed]
    return {agency: (sum(one[0] == agency for one in counted), sum(one[0] == agency and one not in missed for one in counted)) for agency in agencies}
