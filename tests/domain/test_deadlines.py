from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import change, deadlines, reporting
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Deadline, Office
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Class, Clock, Status
from tests.builders import BALI, CALENDAR, NOON, POLICY, REPORTER, a_filing, at, disputed, later, responded, verified
from tests.domain.samples import BY_STATUS, CLOSED, FORWARDED, IN_PROGRESS, OFFICES, RECEIVED, RESPONDED, WITHDRAWN, ZONES, repeatable

SECOND = timedelta(seconds=1)
WEEKEND = ((date(2026, 11, 28), "Sabtu"), (date(2026, 11, 29), "Minggu"))
NEXT_WEEKENDS = ((date(2026, 12, 5), "Sabtu"), (date(2026, 12, 6), "Minggu"), (date(2026, 12, 12), "Sabtu"), (date(2026, 12, 13), "Minggu"))


def deadline(clock: Clock, due: date, working_days: int, **changes: object) -> Deadline:
    values = {"start": date(2026, 11, 24), "zone": "Asia/Makassar", "skipped": (), "estimated": False, "running": False}
    return Deadline(clock=clock, due=due, working_days=working_days, **values | changes)


VERIFY = deadline(Clock.VERIFY, date(2026, 11, 27), 3)
FOLLOW_UP = deadline(Clock.FOLLOW_UP, date(2026, 12, 1), 5, skipped=WEEKEND)
RESOLVE = deadline(Clock.RESOLVE, date(2026, 12, 14), 14, skipped=WEEKEND + NEXT_WEEKENDS)
CONFIRM = deadline(Clock.CONFIRM, date(2026, 12, 8), 10, skipped=WEEKEND + NEXT_WEEKENDS[:2])


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Jakarta", datetime(2026, 11, 27, 17, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2026, 11, 27, 16, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2026, 11, 27, 15, tzinfo=UTC)),
    ],
)
def test_a_complaint_is_overdue_from_local_midnight_after_the_due_date(zone: str, midnight: datetime) -> None:
    office = Office(zone, CALENDAR)
    assert RECEIVED.due == date(2026, 11, 27)

    assert not deadlines.is_overdue(RECEIVED, office, midnight - SECOND)
    assert deadlines.is_overdue(RECEIVED, office, midnight)
    assert deadlines.is_overdue(RECEIVED, office, midnight + SECOND)


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.FORWARDED, Status.IN_PROGRESS])
@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.zone)
def test_every_clock_that_an_agency_must_keep_can_be_overdue(status: Status, office: Office) -> None:
    complaint = BY_STATUS[status]
    assert complaint.due
    overdue_from = office.begins(complaint.due + timedelta(days=1))

    assert not deadlines.is_overdue(complaint, office, overdue_from - SECOND)
    assert deadlines.is_overdue(complaint, office, overdue_from)


@pytest.mark.parametrize("complaint", [RESPONDED, CLOSED, WITHDRAWN], ids=lambda complaint: complaint.status)
def test_what_does_not_wait_for_an_agency_is_never_overdue(complaint: Complaint) -> None:
    assert not deadlines.is_overdue(complaint, BALI, later(days=365))


@repeatable
@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)), office=st.sampled_from(OFFICES))
def test_a_date_begins_at_local_midnight_and_not_a_second_earlier(day: date, office: Office) -> None:
    begins = office.begins(day)

    assert office.today(begins) == day
    assert office.today(begins - SECOND) == day - timedelta(days=1)
    assert begins == datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=ZONES[office.zone])
    assert begins.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "due"), [("Asia/Jakarta", date(2026, 11, 27)), ("Asia/Makassar", date(2026, 11, 30)), ("Asia/Jayapura", date(2026, 11, 30))]
)
def test_a_clock_starts_on_the_date_at_the_agency(zone: str, due: date) -> None:
    office = Office(zone, CALENDAR)
    half_past_eleven_in_jakarta = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)

    assert office.due(office.today(half_past_eleven_in_jakarta), 3) == due


@pytest.mark.parametrize(
    ("clock", "class_", "days"),
    [
        *((Clock.VERIFY, class_, 3) for class_ in Class),
        *((Clock.FOLLOW_UP, class_, 5) for class_ in Class),
        *((Clock.CONFIRM, class_, 10) for class_ in Class),
        (Clock.RESOLVE, Class.INFORMATION, 5),
        (Clock.RESOLVE, Class.ASPIRATION, 5),
        (Clock.RESOLVE, Class.COMPLAINT, 14),
        (Clock.RESOLVE, Class.SUPERVISED, 60),
    ],
)
def test_a_clock_runs_as_long_as_its_rule_says(clock: Clock, class_: Class, days: int) -> None:
    assert deadlines.length(clock, class_, POLICY) == days


def test_before_the_forwarding_later_deadlines_are_estimated_from_the_verify_date() -> None:
    start = date(2026, 11, 27)
    weekends = NEXT_WEEKENDS
    expected = (
        replace(VERIFY, running=True),
        deadline(Clock.FOLLOW_UP, date(2026, 12, 4), 5, start=start, skipped=WEEKEND, estimated=True),
        deadline(Clock.RESOLVE, date(2026, 12, 17), 14, start=start, skipped=WEEKEND + weekends, estimated=True),
    )

    assert deadlines.explain(RECEIVED, POLICY, BALI, BALI, NOON) == expected


@pytest.mark.parametrize(
    ("complaint", "expected"),
    [
        (FORWARDED, (VERIFY, replace(FOLLOW_UP, running=True), RESOLVE)),
        (IN_PROGRESS, (VERIFY, FOLLOW_UP, replace(RESOLVE, running=True))),
        (RESPONDED, (VERIFY, FOLLOW_UP, RESOLVE, replace(CONFIRM, running=True))),
        (CLOSED, (VERIFY, FOLLOW_UP, RESOLVE, CONFIRM)),
    ],
    ids=lambda value: value.status if isinstance(value, Complaint) else "",
)
def test_every_deadline_explains_how_it_was_counted(complaint: Complaint, expected: tuple[Deadline, ...]) -> None:
    assert deadlines.explain(complaint, POLICY, BALI, BALI, NOON) == expected


def test_a_dispute_starts_the_resolve_deadline_afresh_and_ends_the_wait_for_the_reporter() -> None:
    again = disputed(RESPONDED, later(days=1)).complaint
    skipped = WEEKEND + NEXT_WEEKENDS
    resolve = deadline(Clock.RESOLVE, date(2026, 12, 15), 14, start=date(2026, 11, 25), skipped=skipped, running=True)

    assert deadlines.explain(again, POLICY, BALI, BALI, NOON) == (VERIFY, FOLLOW_UP, resolve)


def test_a_deadline_names_the_holidays_that_it_skipped() -> None:
    answered = responded(verified(RECEIVED).complaint, later(days=27)).complaint

    confirm = deadlines.explain(answered, POLICY, BALI, BALI, NOON)[-1]

    assert (confirm.start, confirm.due) == (date(2026, 12, 21), date(2027, 1, 7))
    assert [name for _, name in confirm.skipped] == ["Cuti Bersama Natal", "Hari Raya Natal", "Sabtu", "Minggu", "Tahun Baru", "Sabtu", "Minggu"]


@pytest.mark.parametrize("complaint", [FORWARDED, IN_PROGRESS, RESPONDED, CLOSED], ids=lambda complaint: complaint.status)
def test_the_days_counted_and_the_days_skipped_add_up(complaint: Complaint) -> None:
    for one in deadlines.explain(complaint, POLICY, BALI, BALI, NOON):
        assert (one.due - one.start).days == one.working_days + len(one.skipped)


def test_the_lengths_are_those_of_the_policy_that_a_complaint_was_filed_under() -> None:
    policy = Policy(version=2, verify_days=1, follow_up_days=2, confirm_days=4, resolve_days={Class.COMPLAINT: 3})

    assert [one.working_days for one in deadlines.explain(RECEIVED, policy, BALI, BALI, NOON)] == [1, 2, 3]


def test_an_extension_and_pauses_add_working_days() -> None:
    longer = deadlines.counted(Clock.RESOLVE, Class.COMPLAINT, POLICY, BALI, date(2026, 11, 24), extended=5, paused=2)

    assert (longer.working_days, longer.extended, longer.paused, longer.due) == (14, 5, 2, date(2026, 12, 23))


def test_the_day_after_is_a_calendar_day() -> None:
    assert deadlines.day_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert BALI.today(NOON) == date(2026, 11, 24)


def test_an_estimate_starts_from_today_once_the_verify_date_has_passed() -> None:
    late = deadlines.explain(RECEIVED, POLICY, BALI, BALI, later(days=10))

    assert [one.start for one in late] == [date(2026, 11, 24), date(2026, 12, 4), date(2026, 12, 4)]


def test_an_estimate_that_the_calendar_cannot_give_is_left_out() -> None:
    ending = replace(BALI, calendar=replace(BALI.calendar, last=date(2026, 12, 7)))

    assert [one.clock for one in deadlines.explain(RECEIVED, POLICY, ending, ending, NOON)] == [Clock.VERIFY, Clock.FOLLOW_UP]


def test_the_verify_deadline_is_explained_in_the_time_of_the_agency_that_verifies() -> None:
    """Filed at 23:30 in Jakarta, 0:30 of the next day in Bali, then forwarded to Bali."""
    night = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    jakarta = replace(BALI, zone="Asia/Jakarta")
    filed = change.first("C", reporting.submit(a_filing(), at(night, jakarta)), REPORTER, at(night, jakarta)).complaint
    moved = verified(filed, later(days=1)).complaint

    assert deadlines.explain(moved, POLICY, jakarta, BALI, later(days=1))[0].start == date(2026, 11, 24)
