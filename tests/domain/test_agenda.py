from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import agenda, change
from chalicelib.domain.agenda import Step
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Event
from chalicelib.domain.policy import LADDER, Policy
from chalicelib.domain.words import Action, Clock, Identity, Role, Status
from tests.builders import BALI, CALENDAR, POLICY, SYSTEM, at, disputed, extended, held, replied, responded, started
from tests.domain.samples import BY_STATUS, CLOSED, FORWARDED, IN_PROGRESS, OFFICES, RECEIVED, RESPONDED, WITHDRAWN, ZONES, repeatable

S = Status
LATENESS = st.lists(st.integers(0, 24 * 60), min_size=8, max_size=8)
"""Hours that pass between one run of the schedule and the next."""
Act = Callable[[Complaint, datetime], change.Change]
ACTS: tuple[Act, ...] = (started, responded, disputed, extended, held, replied)


def run(complaint: Complaint, now: datetime, office: Office = BALI) -> tuple[Complaint, list[Event]]:
    """What one run of the schedule does: every step that is due."""
    events = []
    while (step := agenda.next_step(complaint, POLICY, office)) and step.at <= now:
        done = change.then(complaint, step.deed, SYSTEM, at(now, office), "")
        complaint = done.complaint
        events.append(done.event)
        assert len(events) <= 1 + len(LADDER)  # the end of a hold, and all rungs after it
    return complaint, events


def rungs(events: list[Event]) -> list[tuple[object, object]]:
    return [(event.data["rung"], event.data.get("level", 0)) for event in events]


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (date(2026, 12, 2), (date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8), date(2026, 12, 17))),
        (date(2026, 11, 27), (date(2026, 11, 26), date(2026, 11, 28), date(2026, 12, 2), date(2026, 12, 11))),
        (date(2026, 11, 30), (date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 15))),
        (date(2026, 12, 23), (date(2026, 12, 22), date(2026, 12, 24), date(2026, 12, 30), date(2027, 1, 11))),
        (date(2026, 12, 28), (date(2026, 12, 23), date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 13))),
    ],
    ids=["midweek", "friday", "monday", "before Christmas", "after Christmas"],
)
def test_the_ladder_counts_working_days_over_weekends_and_holidays(due: date, days: tuple[date, ...]) -> None:
    assert list(agenda.climb(due, POLICY, BALI)) == list(zip(LADDER, days, strict=True))


def test_the_first_step_is_a_reminder_that_the_public_does_not_see() -> None:
    data = {"clock": Clock.VERIFY, "due": "2026-11-27", "told": ["officer"], "rung": 1}
    begins = datetime(2026, 11, 25, 16, tzinfo=UTC)

    assert agenda.next_step(RECEIVED, POLICY, BALI) == Step(begins, Deed(action=Action.REMIND, data=data, public=False))


@pytest.mark.parametrize(
    ("rung", "level", "told", "begins"),
    [
        (2, 1, [Role.COORDINATOR], datetime(2026, 11, 27, 16, tzinfo=UTC)),
        (3, 2, [Role.INSPECTOR], datetime(2026, 12, 1, 16, tzinfo=UTC)),
        (4, 3, [Role.STEWARD, Role.OBSERVER], datetime(2026, 12, 10, 16, tzinfo=UTC)),
    ],
)
def test_each_level_is_a_public_event_that_names_who_was_told(rung: int, level: int, told: list[Role], begins: datetime) -> None:
    climbed = replace(RECEIVED, rung=rung - 1, level=max(0, level - 1))
    data = {"clock": Clock.VERIFY, "due": "2026-11-27", "told": told, "rung": rung, "level": level}

    assert agenda.next_step(climbed, POLICY, BALI) == Step(begins, Deed(action=Action.ESCALATE, data=data))


@pytest.mark.parametrize(("status", "clock"), [(S.RECEIVED, Clock.VERIFY), (S.FORWARDED, Clock.FOLLOW_UP), (S.IN_PROGRESS, Clock.RESOLVE)])
def test_the_ladder_belongs_to_the_running_clock(status: Status, clock: Clock) -> None:
    complaint = BY_STATUS[status]
    step = agenda.next_step(complaint, POLICY, BALI)

    assert step
    assert complaint.due
    assert (step.deed.data["clock"], step.deed.data["due"]) == (clock, complaint.due.isoformat())


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.zone)
def test_an_answer_is_closed_by_silence_at_local_midnight_after_the_confirm_date(office: Office) -> None:
    assert RESPONDED.confirm_due == date(2026, 12, 8)
    midnight = datetime(2026, 12, 9, tzinfo=UTC) - timedelta(hours=ZONES[office.zone])

    assert agenda.next_step(RESPONDED, POLICY, office) == Step(midnight, Deed(action=Action.CLOSE))


def test_a_complaint_closed_by_silence_has_no_rating() -> None:
    closed, events = run(RESPONDED, datetime(2026, 12, 9, tzinfo=UTC))

    assert [event.action for event in events] == [Action.CLOSE]
    assert (closed.status, closed.rating, closed.closed_at) == (S.CLOSED, None, datetime(2026, 12, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "complaint",
    [replace(CLOSED, identity=Identity.NONE), replace(WITHDRAWN, identity=Identity.NONE), replace(FORWARDED, follow_up_due=None)],
    ids=["closed", "withdrawn", "without a due date"],
)
def test_nothing_happens_by_itself_when_no_clock_runs(complaint: Complaint) -> None:
    assert agenda.next_step(complaint, POLICY, BALI) is None


def test_at_the_top_of_the_ladder_nothing_is_left() -> None:
    assert agenda.next_step(replace(RECEIVED, rung=4, level=3), POLICY, BALI) is None


@repeatable
@given(hours=LATENESS, status=st.sampled_from([S.RECEIVED, S.FORWARDED, S.IN_PROGRESS]), office=st.sampled_from(OFFICES))
def test_every_rung_comes_once_and_in_order_however_late_the_schedule_runs(hours: list[int], status: Status, office: Office) -> None:
    complaint, now, events = BY_STATUS[status], BY_STATUS[status].received_at, []
    assert complaint.due
    begins = [office.begins(day) for _, day in agenda.climb(complaint.due, POLICY, office)]

    for passed in [*hours, 24 * 60]:
        now += timedelta(hours=passed)
        complaint, more = run(complaint, now, office)
        events += more
        assert len(events) == sum(instant <= now for instant in begins)

    assert rungs(events) == [(1, 0), (2, 1), (3, 2), (4, 3)]


@repeatable
@given(acts=st.lists(st.tuples(st.integers(0, 15 * 24), st.sampled_from(ACTS)), max_size=14))
def test_whatever_people_do_between_the_runs_each_level_comes_at_most_once_and_in_order(acts: list[tuple[int, Act]]) -> None:
    """Of a clock, and after a dispute of what is left of its ladder; who answers between two runs is left alone."""
    complaint, now = FORWARDED, FORWARDED.received_at
    climbed: dict[tuple[object, int], list[int]] = {}

    for hours, act in acts:
        now += timedelta(hours=hours)
        with suppress(ActionRefused):
            complaint = act(complaint, now).complaint
        before, (complaint, events) = complaint, run(complaint, now)
        escalations = [event for event in events if event.action is Action.ESCALATE]
        assert not escalations or before.status in {S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD}
        for event in escalations:
            climbed.setdefault((event.data["clock"], before.disputes), []).append(int(str(event.data["level"])))

    assert all(levels == sorted(set(levels)) for levels in climbed.values())


def test_running_again_does_nothing_again() -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    complaint, events = run(RECEIVED, now)

    assert rungs(events) == [(1, 0), (2, 1)]
    assert run(complaint, now) == (complaint, [])


@pytest.mark.parametrize(("disputes", "expected"), [(0, [(1, 0), (3, 2), (4, 3)]), (1, [(1, 0), (4, 3)])], ids=["first", "second"])
def test_after_a_dispute_the_levels_that_it_reached_are_not_climbed_again(disputes: int, expected: list[tuple[int, int]]) -> None:
    again = disputed(replace(RESPONDED, disputes=disputes)).complaint

    _, events = run(again, datetime(2027, 6, 1, tzinfo=UTC))

    assert rungs(events) == expected


def test_after_a_dispute_the_levels_left_come_on_the_days_they_always_would() -> None:
    again = replace(disputed(RESPONDED).complaint, rung=1)
    step = agenda.next_step(again, POLICY, BALI)

    assert again.resolve_due == date(2026, 12, 14)
    assert step
    assert (step.at, step.deed.data["level"]) == (BALI.begins(date(2026, 12, 18)), 2)


def test_taking_up_the_work_starts_a_new_ladder() -> None:
    escalated, _ = run(FORWARDED, datetime(2026, 12, 8, tzinfo=UTC))
    assert (escalated.level, escalated.rung) == (2, 3)

    _, events = run(started(escalated, datetime(2026, 12, 8, tzinfo=UTC)).complaint, datetime(2026, 12, 15, tzinfo=UTC))

    assert [(event.data["clock"], event.data["rung"]) for event in events] == [(Clock.RESOLVE, 1), (Clock.RESOLVE, 2)]


def test_the_ladder_is_the_policys() -> None:
    policy = Policy(ladder=LADDER[1:3])
    day = BALI.begins(date(2026, 11, 28))
    step = agenda.next_step(RECEIVED, policy, BALI)

    assert step
    assert (step.at, step.deed.data["rung"], step.deed.data["level"]) == (day, 1, 1)


def test_the_next_step_needs_no_more_of_the_calendar_than_the_way_to_it() -> None:
    short = Office("Asia/Makassar", replace(CALENDAR, last=date(2026, 11, 28)))

    assert agenda.next_step(replace(IN_PROGRESS, resolve_due=date(2026, 11, 27)), POLICY, short)
