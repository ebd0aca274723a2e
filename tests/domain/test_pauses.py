"""A pause: the clocks stand still, and go on where they stopped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import agenda, change, pauses, reporting, routing, working
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.notices import audiences
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Action, Clock, Role, Status
from tests.builders import (
    BALI,
    CALENDAR,
    COORDINATOR,
    NOON,
    POLICY,
    SIBLING,
    SYSTEM,
    UNIT,
    a_first,
    at,
    disputed,
    held,
    later,
    let_go,
    linked,
    replied,
    responded,
    resumed,
    started,
    unlinked,
    verified,
    withdrawn,
)
from tests.domain.samples import FORWARDED, IN_PROGRESS, RECEIVED, repeatable

S = Status
LEAD = a_first(2).complaint
OPEN = {S.RECEIVED: RECEIVED, S.FORWARDED: FORWARDED, S.IN_PROGRESS: IN_PROGRESS}
CLOCKS = {S.RECEIVED: ("verify_due",), S.FORWARDED: ("follow_up_due", "resolve_due"), S.IN_PROGRESS: ("resolve_due",)}
TUESDAY, FRIDAY, SATURDAY = NOON, later(days=3), later(days=4)
"""24, 27 and 28 November."""


def dues(complaint: Complaint) -> dict[str, date]:
    every = {name: getattr(complaint, name) for name in ("verify_due", "follow_up_due", "resolve_due")}
    return {name: due for name, due in every.items() if due}


@pytest.mark.parametrize("status", OPEN)
def test_a_hold_stops_the_clock_and_says_by_when_the_reporter_must_answer(status: Status) -> None:
    change = held(OPEN[status])

    assert (change.event.data, change.event.text) == ({"hold_due": "2026-12-08", "late": False}, "Di sebelah mana lampunya?")
    assert change.event.public
    it = change.complaint
    assert (it.status, it.clock, it.due, it.paused_from, it.paused_at) == (S.ON_HOLD, Clock.HOLD, date(2026, 12, 8), status, NOON)
    assert (it.waits_for_agency, it.queued) == (False, True)
    assert dues(it) == dues(OPEN[status])


@pytest.mark.parametrize("status", OPEN)
@pytest.mark.parametrize("ends", [replied, resumed], ids=["a reply", "the end of the hold"])
def test_afterwards_it_goes_on_in_the_status_before_with_every_running_date_moved(status: Status, ends: Callable[..., Change]) -> None:
    after = ends(held(OPEN[status], TUESDAY, days=2).complaint, later(days=2)).complaint

    moved = {name: CALENDAR.working_day(due, 2) if name in CLOCKS[status] else due for name, due in dues(OPEN[status]).items()}
    assert (after.status, dues(after)) == (status, moved)
    assert (after.held_days, after.paused_days) == (2, 2)
    assert (after.paused_at, after.paused_from, after.hold_due) == (None, None, None)


@pytest.mark.parametrize(
    ("held_on", "answered_on", "days", "resolve_due"),
    [
        (TUESDAY, TUESDAY, 0, date(2026, 12, 14)),
        (TUESDAY, later(days=1), 1, date(2026, 12, 15)),
        (FRIDAY, SATURDAY, 0, date(2026, 12, 14)),
        (FRIDAY, later(days=5), 0, date(2026, 12, 14)),
        (FRIDAY, later(days=6), 1, date(2026, 12, 15)),
        (SATURDAY, later(days=5), 0, date(2026, 12, 14)),
        (SATURDAY, later(days=6), 1, date(2026, 12, 15)),
        (TUESDAY, later(days=14), 10, date(2026, 12, 30)),
    ],
    ids=["at once", "a day", "over Friday night", "Friday to Sunday", "Friday to Monday", "at the weekend", "weekend to Monday", "over Christmas"],
)
def test_only_working_days_of_the_wait_are_given_back(held_on: datetime, answered_on: datetime, days: int, resolve_due: date) -> None:
    change = replied(held(IN_PROGRESS, held_on).complaint, answered_on)

    assert (change.event.data["days"], change.complaint.resolve_due) == (days, resolve_due)


@pytest.mark.parametrize(
    "office", [Office(zone, CALENDAR) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")], ids=lambda office: office.zone
)
def test_a_reply_on_the_last_day_of_a_hold_is_in_time_to_the_last_second(office: Office) -> None:
    waiting = held(IN_PROGRESS, days=3).complaint
    over = office.begins(date(2026, 11, 28))

    step = agenda.next_step(waiting, POLICY, office)

    assert waiting.hold_due == date(2026, 11, 27)
    assert step
    assert (step.at, step.deed.action) == (over, Action.RESUME)
    last_second = reporting.reply(waiting, "Di depan pasar.", at(over - (later(days=1 / 86400) - NOON), office))
    assert last_second.data == step.deed.data


@repeatable
@given(late=st.integers(0, 200))
def test_however_late_the_sweep_looks_the_hold_ended_with_its_last_day(late: int) -> None:
    waiting = held(IN_PROGRESS, days=3).complaint

    assert dues(resumed(waiting, later(days=4 + late)).complaint) == dues(resumed(waiting, later(days=4)).complaint)
    assert working.resume(waiting, at(later(days=4 + late))) == working.resume(waiting, at(later(days=4)))
    assert reporting.reply(waiting, "x", at(later(days=4 + late))).data == working.resume(waiting, at(later(days=4))).data


def test_a_clock_that_ran_out_before_stays_where_it_was() -> None:
    """The follow-up was due on Tuesday the 1st; on the 2nd the question is asked."""
    after = replied(held(FORWARDED, later(days=8)).complaint, later(days=9)).complaint

    assert (after.follow_up_due, after.resolve_due) == (FORWARDED.follow_up_due, date(2026, 12, 15))


def test_a_clock_that_ends_today_is_stopped_in_time() -> None:
    after = replied(held(FORWARDED, later(days=7)).complaint, later(days=8)).complaint

    assert (after.follow_up_due, after.resolve_due) == (date(2026, 12, 2), date(2026, 12, 15))


def test_a_verification_that_was_overdue_stays_overdue() -> None:
    after = replied(held(RECEIVED, later(days=6)).complaint, later(days=10)).complaint

    assert (after.verify_due, after.paused_days, after.held_days) == (RECEIVED.verify_due, 0, 4)


@pytest.mark.parametrize("complaint", [FORWARDED, IN_PROGRESS], ids=lambda complaint: complaint.status)
def test_a_resolve_clock_that_has_run_out_cannot_be_stopped(complaint: Complaint) -> None:
    held(complaint, later(days=20))
    with pytest.raises(ActionRefused) as refused:
        held(complaint, later(days=21))

    assert (refused.value.rule, str(refused.value)) == ("hold.overdue", "a clock that has run out cannot be stopped")


@pytest.mark.parametrize(("waits", "left"), [((3,), 7), ((3, 4), 3), ((9,), 1)])
def test_a_second_hold_gets_only_what_is_left(waits: tuple[int, ...], left: int) -> None:
    complaint, now = IN_PROGRESS, NOON
    for days in waits:
        due = CALENDAR.working_day(BALI.today(now), days)
        complaint = resumed(held(complaint, now, days).complaint, now := BALI.begins(date.fromordinal(due.toordinal() + 1))).complaint

    again = held(complaint, now).complaint

    assert complaint.held_days == sum(waits)
    assert again.hold_due == CALENDAR.working_day(BALI.today(now), left)


@pytest.mark.parametrize(("held_days", "asked", "left"), [(0, 11, 10), (4, 7, 6), (10, 1, 0), (10, None, 0), (11, None, 0)])
def test_all_that_is_left_and_no_more_is_given(held_days: int, asked: int | None, left: int) -> None:
    before = replace(IN_PROGRESS, held_days=held_days)
    with pytest.raises(ActionRefused, match=f"^a complaint waits for its reporter 10 working days in all; {left} are left$") as refused:
        held(before, days=asked)

    assert refused.value.rule == "hold.limit"
    assert not left or held(before, days=left).complaint.hold_due == CALENDAR.working_day(BALI.today(NOON), left)


def test_how_long_a_complaint_may_wait_is_the_policys() -> None:
    policy = Policy(hold_days=3)

    assert working.hold(IN_PROGRESS, "?", None, at(policy=policy)).data["hold_due"] == "2026-11-27"
    with pytest.raises(ActionRefused):
        working.hold(IN_PROGRESS, "?", 4, at(policy=policy))


@pytest.mark.parametrize("status", OPEN)
def test_a_linked_complaint_stands_still_and_goes_on_where_it_stood(status: Status) -> None:
    hanging = linked(OPEN[status], LEAD, TUESDAY).complaint
    after = let_go(hanging, later(days=2)).complaint

    assert (hanging.status, hanging.lead, hanging.clock, hanging.due, hanging.queued) == (S.LINKED, LEAD.code, None, None, False)
    moved = {name: CALENDAR.working_day(due, 2) if name in CLOCKS[status] else due for name, due in dues(OPEN[status]).items()}
    assert (after.status, after.lead, dues(after)) == (status, None, moved)
    assert (after.held_days, after.paused_days) == (0, 2)
    assert after.wake


@pytest.mark.parametrize("status", OPEN)
def test_linked_from_a_hold_it_goes_on_where_it_stood_before_the_hold(status: Status) -> None:
    waiting = held(OPEN[status], TUESDAY).complaint
    hanging = linked(waiting, LEAD, later(days=2)).complaint
    after = let_go(hanging, later(days=3)).complaint

    assert (hanging.held_days, hanging.hold_due, hanging.paused_at, hanging.paused_from) == (2, None, NOON, status)
    moved = {name: CALENDAR.working_day(due, 3) if name in CLOCKS[status] else due for name, due in dues(OPEN[status]).items()}
    assert (after.status, after.held_days, after.paused_days, dues(after)) == (status, 2, 3, moved)


def test_linked_to_another_lead_the_pause_goes_on() -> None:
    other = a_first(3).complaint
    hanging = linked(linked(IN_PROGRESS, LEAD, TUESDAY).complaint, other, later(days=1)).complaint
    after = let_go(hanging, later(days=3)).complaint

    assert (hanging.lead, hanging.paused_at, hanging.paused_from, hanging.held_days) == (other.code, NOON, S.IN_PROGRESS, 0)
    assert (after.resolve_due, after.paused_days) == (CALENDAR.working_day(date(2026, 12, 14), 3), 3)


@pytest.mark.parametrize("status", OPEN)
def test_a_link_by_mistake_buys_no_time(status: Status) -> None:
    hanging = linked(OPEN[status], LEAD, TUESDAY).complaint
    after = unlinked(hanging, later(days=20)).complaint

    assert (after.status, after.lead, dues(after), after.paused_days) == (status, None, dues(OPEN[status]), 0)
    assert after.wake


def test_withdrawn_on_hold_nothing_waits_any_more() -> None:
    it = withdrawn(held(IN_PROGRESS).complaint, later(days=2)).complaint

    assert (it.status, it.clock, it.hold_due, it.paused_at, it.paused_from) == (S.WITHDRAWN, None, None, None, None)


def test_a_message_outside_a_hold_moves_no_date() -> None:
    for complaint in OPEN.values():
        assert dues(replied(complaint, later(days=2)).complaint) == dues(complaint)
    hanging = linked(FORWARDED, LEAD).complaint
    assert replied(hanging, later(days=2)).complaint.status is S.LINKED


def test_what_is_not_paused_cannot_go_on() -> None:
    with pytest.raises(LookupError, match="is not paused"):
        pauses.goes_on(IN_PROGRESS, at())


def test_a_new_clock_owes_nothing_to_the_pauses_of_the_one_before() -> None:
    waited = replied(held(RECEIVED).complaint, later(days=2)).complaint
    forwarded = verified(waited, later(days=2)).complaint
    again = disputed(responded(replied(held(forwarded, later(days=2)).complaint, later(days=3)).complaint, later(days=3)).complaint, later(days=4))

    assert (waited.paused_days, forwarded.paused_days, again.complaint.paused_days) == (2, 0, 0)
    assert again.complaint.held_days == 3


def reminded(complaint: Complaint, now: datetime) -> Complaint:
    while (step := agenda.next_step(complaint, POLICY, BALI)) and step.at <= now:
        complaint = change.then(complaint, step.deed, SYSTEM, at(now), "").complaint
    return complaint


def test_a_clock_that_was_moved_reminds_again_before_its_new_date() -> None:
    climbed = reminded(IN_PROGRESS, later(days=17))
    after = replied(held(climbed, later(days=17)).complaint, later(days=20)).complaint
    step = agenda.next_step(after, POLICY, BALI)

    assert (climbed.rung, after.rung) == (1, 0)
    assert step
    assert (step.deed.action, step.at) == (Action.REMIND, BALI.begins(date(2026, 12, 14)))


@pytest.mark.parametrize(
    ("complaint", "held_on", "answered_on"),
    [(IN_PROGRESS, later(days=17), later(days=17)), (FORWARDED, later(days=8), later(days=9)), (RECEIVED, later(days=6), later(days=10))],
    ids=["answered at once", "the follow-up had run out", "the verification had run out"],
)
def test_a_date_that_did_not_move_is_not_reminded_of_again(complaint: Complaint, held_on: datetime, answered_on: datetime) -> None:
    climbed = reminded(complaint, held_on)

    after = replied(held(climbed, held_on).complaint, answered_on).complaint

    assert climbed.rung > 0
    assert (after.rung, after.level, after.due) == (climbed.rung, climbed.level, climbed.due)


def test_the_level_that_was_reached_stays_reached_after_a_hold() -> None:
    """After a dispute the coordinator knows already; a hold does not make that unsaid."""
    again = disputed(responded(started(FORWARDED).complaint).complaint).complaint
    after = replied(held(again, later(days=1)).complaint, later(days=2)).complaint

    assert (again.level, after.level) == (1, 1)


def test_nobody_hears_of_the_end_of_a_hold_but_who_must_act() -> None:
    assert audiences(resumed(held(IN_PROGRESS).complaint, later(days=30)).event) == (Role.OFFICER,)


@pytest.mark.parametrize("held_before", [0, 4])
def test_a_hold_that_moves_with_its_case_to_another_zone_counts_no_day_more_than_it_had(held_before: int) -> None:
    """Asked at half past midnight in Jayapura, which is still the day before in Jakarta."""
    jayapura, jakarta = (Office(zone, CALENDAR) for zone in ("Asia/Jayapura", "Asia/Jakarta"))
    night = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    before = replace(IN_PROGRESS, held_days=held_before)
    waiting = change.then(before, working.hold(before, "?", None, at(night, jayapura)), COORDINATOR, at(night, jayapura), "s").complaint
    moved = change.then(waiting, routing.transfer(waiting, UNIT, SIBLING), SYSTEM, at(night, jakarta), "").complaint

    after = change.then(moved, working.resume(moved, at(later(days=30), jakarta)), SYSTEM, at(later(days=30), jakarta), "").complaint

    assert after.held_days == POLICY.hold_days
