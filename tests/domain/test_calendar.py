from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.calendar import CalendarEnds, standing_on, version_id, wrong_days
from tests.builders import CALENDAR
from tests.domain.samples import repeatable

DAYS = st.dates(date(2026, 6, 1), date(2028, 6, 1))
COUNTS = st.integers(1, 60)
MORE_HOLIDAYS = st.dictionaries(st.dates(date(2026, 6, 1), date(2028, 6, 1)), st.just("Libur"), max_size=30)


def works(day: date) -> bool:
    return CALENDAR.why_off(day) is None


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 27), None),
        (date(2026, 11, 28), "Sabtu"),
        (date(2026, 11, 29), "Minggu"),
        (date(2026, 11, 30), None),
        (date(2026, 12, 24), "Cuti Bersama Natal"),
        (date(2026, 12, 25), "Hari Raya Natal"),
        (date(2026, 12, 26), "Sabtu"),
        (date(2027, 1, 1), "Tahun Baru"),
    ],
)
def test_a_day_off_says_why(day: date, why: str | None) -> None:
    assert CALENDAR.why_off(day) == why


def test_a_holiday_on_a_weekend_keeps_the_name_of_the_holiday() -> None:
    calendar = replace(CALENDAR, holidays={date(2026, 11, 28): "Hari Raya"})

    assert calendar.why_off(date(2026, 11, 28)) == "Hari Raya"


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 24), 3, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 29), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 5, date(2026, 12, 4)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 23), 5, date(2027, 1, 4)),
        (date(2026, 11, 24), 60, date(2027, 2, 19)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 11, 29), -1, date(2026, 11, 27)),
        (date(2026, 12, 28), -1, date(2026, 12, 23)),
        (date(2027, 1, 4), -5, date(2026, 12, 23)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_working_days_are_counted_after_the_start_which_never_counts(start: date, count: int, expected: date) -> None:
    assert CALENDAR.working_day(start, count) == expected


@repeatable
@given(start=DAYS, count=COUNTS)
def test_counting_back_as_many_days_leads_to_the_last_working_day_until_the_start(start: date, count: int) -> None:
    end = CALENDAR.working_day(start, count)

    assert CALENDAR.working_day(end, -count) == (start if works(start) else CALENDAR.working_day(start, -1))


@repeatable
@given(start=DAYS, count=COUNTS)
def test_every_day_after_the_start_was_either_counted_or_skipped(start: date, count: int) -> None:
    end = CALENDAR.working_day(start, count)
    skipped = CALENDAR.days_off(start, end)

    assert works(end)
    assert count + len(skipped) == (end - start).days
    assert list(skipped) == sorted(skipped)
    assert all(start < day < end and name == CALENDAR.why_off(day) for day, name in skipped)


@repeatable
@given(start=DAYS, count=COUNTS)
def test_one_working_day_more_is_the_next_working_day(start: date, count: int) -> None:
    assert CALENDAR.working_day(start, count + 1) == CALENDAR.working_day(CALENDAR.working_day(start, count), 1)


@repeatable
@given(start=DAYS, first=COUNTS, second=COUNTS)
def test_so_many_working_days_and_then_so_many_are_both_together(start: date, first: int, second: int) -> None:
    assert CALENDAR.working_day(CALENDAR.working_day(start, first), second) == CALENDAR.working_day(start, first + second)


@repeatable
@given(start=DAYS, count=COUNTS, more=MORE_HOLIDAYS)
def test_a_holiday_more_never_brings_a_date_forward(start: date, count: int, more: dict[date, str]) -> None:
    stricter = replace(CALENDAR, holidays={**CALENDAR.holidays, **more})

    assert stricter.working_day(start, count) >= CALENDAR.working_day(start, count)


def test_days_off_take_in_the_last_day_and_leave_out_the_first() -> None:
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)

    assert CALENDAR.days_off(saturday, sunday) == ((sunday, "Minggu"),)


@pytest.mark.parametrize("end", [date(2026, 11, 28), date(2026, 11, 1)])
def test_no_day_lies_between_a_start_and_an_end_that_is_not_after_it(end: date) -> None:
    assert CALENDAR.days_off(date(2026, 11, 28), end) == ()


@pytest.mark.parametrize("day", [CALENDAR.first, CALENDAR.last])
def test_a_calendar_knows_both_its_ends(day: date) -> None:
    CALENDAR.why_off(day)


@pytest.mark.parametrize("day", [CALENDAR.first - timedelta(days=1), CALENDAR.last + timedelta(days=1)])
def test_a_day_beyond_a_calendar_is_refused_not_guessed(day: date) -> None:
    with pytest.raises(CalendarEnds, match=f"calendar id knows 2026-01-01 to 2028-12-31, not {day}"):
        CALENDAR.why_off(day)


@pytest.mark.parametrize(("start", "count"), [(CALENDAR.last, 1), (CALENDAR.first, -1), (date(2028, 12, 1), 60)])
def test_a_count_that_leaves_the_calendar_is_refused(start: date, count: int) -> None:
    with pytest.raises(CalendarEnds):
        CALENDAR.working_day(start, count)


def test_a_calendar_without_working_days_ends_instead_of_counting_for_ever() -> None:
    with pytest.raises(CalendarEnds):
        replace(CALENDAR, weekend=frozenset(range(7))).working_day(date(2026, 11, 24), 1)


def test_the_days_off_beyond_a_calendar_are_refused() -> None:
    with pytest.raises(CalendarEnds):
        CALENDAR.days_off(CALENDAR.last, CALENDAR.last + timedelta(days=1))


def test_days_are_added_renamed_and_removed_in_a_new_version() -> None:
    after = CALENDAR.changed({date(2026, 12, 31): "Malam Tahun Baru", date(2026, 12, 25): "Natal"}, [date(2026, 12, 24)])

    assert (after.version, list(after.holidays)) == (2, [date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1)])
    assert after.why_off(date(2026, 12, 25)) == "Natal"
    assert after.why_off(date(2026, 12, 24)) is None


def test_a_change_that_changes_no_day_makes_no_version() -> None:
    assert CALENDAR.changed({date(2027, 1, 1): "Tahun Baru"}, [date(2027, 6, 1)]) is CALENDAR


def test_a_calendar_is_extended_beyond_its_end_and_nowhere_else() -> None:
    by = replace(CALENDAR, holidays={date(2026, 5, 1): "Hari Buruh", CALENDAR.last: "Akhir", date(2029, 1, 1): "Tahun Baru"}, last=date(2029, 12, 31))

    after = CALENDAR.extended(by)

    assert (after.version, after.last) == (2, by.last)
    assert after.holidays == {**CALENDAR.holidays, date(2029, 1, 1): "Tahun Baru"}


@pytest.mark.parametrize("last", [CALENDAR.last, date(2027, 12, 31)])
def test_a_calendar_that_ends_no_later_extends_nothing(last: date) -> None:
    assert CALENDAR.extended(replace(CALENDAR, holidays={}, last=last)) is CALENDAR


def test_a_version_of_a_calendar_is_kept_beside_the_one_in_force() -> None:
    assert version_id("id", 12) == "id@0012"


def test_every_wrong_day_is_named() -> None:
    add = {date(2029, 1, 1): "after the end", date(2025, 12, 31): "before the beginning", date(2026, 12, 30): "both", date(2026, 12, 31): "right"}

    errors = list(wrong_days(CALENDAR, add, [date(2026, 12, 30), date(2000, 1, 1)]))

    assert [(error.pointer, error.code, error.detail) for error in errors] == [
        ("/add/2025-12-31", "out-of-range", "the calendar knows 2026-01-01 to 2028-12-31"),
        ("/add/2026-12-30", "contradiction", "this day is to be removed as well"),
        ("/add/2029-01-01", "out-of-range", "the calendar knows 2026-01-01 to 2028-12-31"),
    ]


@pytest.mark.parametrize("day", [CALENDAR.first, CALENDAR.last])
def test_the_first_and_the_last_day_of_a_calendar_can_be_taken_off(day: date) -> None:
    assert list(wrong_days(CALENDAR, {day: "Libur"}, [])) == []


OWN = {date(2026, 12, 31): "Galungan", date(2026, 12, 24): None}


def test_a_calendar_that_stands_on_another_has_its_days_off_but_its_own_weekend_and_days() -> None:
    town = standing_on(CALENDAR, "town", [6], OWN)

    assert (town.id, town.base, town.version, town.first, town.last) == ("town", "id", 1, CALENDAR.first, CALENDAR.last)
    assert list(town.holidays) == [date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1)]
    assert [town.why_off(date(2026, 11, day)) for day in (28, 29)] == [None, "Minggu"]


def test_it_follows_its_base_and_keeps_its_own() -> None:
    town = standing_on(CALENDAR, "town", [6], OWN)
    base = CALENDAR.changed({date(2026, 11, 26): "Pilkada", date(2026, 12, 31): "Libur"}, [date(2027, 1, 1), date(2026, 12, 24)])

    followed = town.on(base, town.own)

    assert (followed.version, followed.on(base, followed.own)) == (2, followed)
    assert followed.holidays == {date(2026, 11, 26): "Pilkada", date(2026, 12, 25): "Hari Raya Natal", date(2026, 12, 31): "Galungan"}
    assert followed.own == {date(2026, 12, 31): "Galungan"}


def test_it_begins_and_ends_with_its_base() -> None:
    town = standing_on(CALENDAR, "town", [6], OWN)
    base = replace(CALENDAR, first=date(2025, 1, 1), last=date(2029, 12, 31))

    assert (town.on(base, town.own).first, town.on(base, town.own).last) == (base.first, base.last)


def test_what_its_base_has_already_is_not_its_own() -> None:
    town = standing_on(CALENDAR, "town", [6], {})

    assert town.changed({date(2026, 12, 25): "Hari Raya Natal"}, [date(2026, 12, 30)], CALENDAR) is town


def test_a_day_of_its_own_that_is_removed_is_as_in_its_base_again() -> None:
    town = standing_on(CALENDAR, "town", [6], OWN)

    assert town.changed({}, [date(2026, 12, 31)], CALENDAR).own == {date(2026, 12, 24): None}
    assert town.changed({date(2026, 12, 24): "Libur"}, [], CALENDAR).holidays[date(2026, 12, 24)] == "Libur"
