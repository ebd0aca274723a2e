"""Every deadline adds up, whatever happened to it: its start, its working days, those of the extension and those of the pauses lead to its date."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import change, deadlines, routing
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Deadline
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Class, Clock
from tests.builders import BALI, CALENDAR, JAKARTA, POLICY, SIBLING, STEWARD, SYSTEM, UNIT, at, extended, held, later, replied, started, verified
from tests.domain.samples import FORWARDED, IN_PROGRESS, RECEIVED, repeatable
from tests.domain.steps import steps


def explained(complaint: Complaint, days: float = 0, policy: Policy = POLICY) -> dict[Clock, Deadline]:
    return {one.clock: one for one in deadlines.explain(complaint, policy, BALI, BALI, later(days))}


def adds_up(one: Deadline) -> bool:
    return CALENDAR.working_days(one.start, one.due) == one.working_days + one.extended + one.paused


def test_an_extension_and_a_pause_are_told_apart() -> None:
    longer = extended(replied(held(IN_PROGRESS).complaint, later(days=2)).complaint, later(days=3), days=5).complaint

    resolve = explained(longer)[Clock.RESOLVE]

    assert (resolve.working_days, resolve.extended, resolve.paused, resolve.due) == (14, 5, 2, date(2026, 12, 23))
    assert adds_up(resolve)


def test_each_clock_tells_of_the_pauses_that_moved_it() -> None:
    after = replied(held(RECEIVED).complaint, later(days=1)).complaint
    after = replied(held(verified(after, later(days=1)).complaint, later(days=1)).complaint, later(days=3)).complaint
    after = replied(held(started(after, later(days=3)).complaint, later(days=6)).complaint, later(days=9)).complaint

    assert {clock: one.paused for clock, one in explained(after).items()} == {Clock.VERIFY: 1, Clock.FOLLOW_UP: 2, Clock.RESOLVE: 5}


def test_a_follow_up_that_the_resolution_cuts_short_says_how_many_days_it_had() -> None:
    short = Policy(resolve_days={Class.COMPLAINT: 2})
    forwarded = change.then(RECEIVED, routing.verify(RECEIVED, UNIT, at(policy=short), late=False), STEWARD, at(policy=short), "").complaint

    assert explained(forwarded, policy=short)[Clock.FOLLOW_UP].working_days == 2


def test_assigned_two_days_before_the_resolution_is_due_the_follow_up_has_two_days() -> None:
    deed = routing.assign(IN_PROGRESS, SIBLING, "x", at(later(days=16)), BALI)
    assigned = change.then(IN_PROGRESS, deed, STEWARD, at(later(days=16)), "s").complaint

    follow_up = explained(assigned)[Clock.FOLLOW_UP]

    assert (follow_up.start, follow_up.due, follow_up.working_days) == (date(2026, 12, 10), date(2026, 12, 14), 2)


@pytest.mark.parametrize(("days", "due", "ran"), [(3, date(2026, 11, 27), 3), (None, date(2026, 12, 8), 10)])
def test_a_hold_says_how_many_days_it_lasts(days: int | None, due: date, ran: int) -> None:
    hold = explained(held(IN_PROGRESS, days=days).complaint)[Clock.HOLD]

    assert (hold.due, hold.working_days, hold.running) == (due, ran, True)


def test_a_second_hold_says_how_many_days_are_left() -> None:
    once = replied(held(IN_PROGRESS).complaint, later(days=3)).complaint

    assert explained(held(once, later(days=3)).complaint)[Clock.HOLD].working_days == 7


def test_taken_over_in_an_earlier_zone_a_date_that_stays_still_adds_up() -> None:
    """Forwarded at half past midnight in Bali, half past eleven in the evening before in Jakarta."""
    night = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    moved = change.then(verified(RECEIVED, night).complaint, routing.transfer(FORWARDED, UNIT, SIBLING), SYSTEM, at(night, JAKARTA), "").complaint

    for one in deadlines.explain(moved, POLICY, BALI, JAKARTA, night):
        assert adds_up(one), one


STEPS = ("hold", "reply", "start", "extend", "link", "unlink", "assign", "transfer", "respond", "dispute")


@repeatable
@given(data=st.data())
def test_every_deadline_adds_up_after_every_step(data: st.DataObject) -> None:
    complaint, hours = RECEIVED, 0
    for _ in range(data.draw(st.integers(1, 12))):
        hours += data.draw(st.integers(0, 120))
        complaint = a_step(complaint, later(hours=hours), data)
        for one in deadlines.explain(complaint, POLICY, BALI, BALI, later(hours=hours)):
            assert adds_up(one), one
            assert min(one.working_days, one.extended, one.paused) >= 0


def a_step(complaint: Complaint, now: datetime, data: st.DataObject) -> Complaint:
    """Any step that the complaint allows, or none."""
    possible = steps(complaint, now, BALI)
    return data.draw(st.sampled_from(possible)).complaint if possible else complaint
