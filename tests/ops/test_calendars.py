"""The calendars in the repository are what the library says, and go through a file unchanged."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.deadlines import Office
from ops import calendars
from ops.calendars import INDONESIA, NEW_YORK, Source
from ops.seed import DATA


@pytest.mark.parametrize("source", [INDONESIA, NEW_YORK])
def test_the_calendars_are_what_the_library_says(source: Source) -> None:
    assert calendars.load(DATA / f"calendar-{source.id}.json") == calendars.compute(source)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 3, 19), "Hari Suci Nyepi"),
        (date(2026, 3, 20), "Cuti Bersama Hari Raya Idul Fitri"),
        (date(2026, 8, 17), "Hari Kemerdekaan Republik Indonesia"),
        (date(2026, 11, 28), "Sabtu"),
        (date(2026, 11, 24), None),
    ],
)
def test_holidays_collective_leave_and_weekends_are_no_working_days(day: date, name: str | None) -> None:
    assert calendars.load(DATA / "calendar-id.json").why_off(day) == name


def test_a_saved_calendar_is_read_as_it_was(tmp_path: Path) -> None:
    calendar = calendars.load(DATA / "calendar-us-ny.json")
    calendars.save(calendar, tmp_path / "again.json")

    assert calendars.load(tmp_path / "again.json") == calendar


YEARS = {2024: (19, 10), 2025: (17, 11), 2026: (17, 8)}
"""Public holidays and days of collective leave, as the joint decrees of the three ministers and their additions count them: the second day of Idul Fitri and
Easter Sunday among the former, as are the election days of 2024; among the latter 18 August 2025, which was added that month."""
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"


@pytest.fixture(scope="module")
def indonesia() -> Calendar:
    return calendars.load(DATA / "calendar-id.json")


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_the_days_off_of_its_decrees(indonesia: Calendar, year: int) -> None:
    names = [name for day, name in indonesia.holidays.items() if day.year == year]
    leave = [name for name in names if name.startswith("Cuti Bersama")]

    assert (len(names) - len(leave), len(leave)) == YEARS[year]


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        # Idul Fitri with its collective leave, 8 to 15 April 2024, 28 March to 7 April 2025 and 18 to 24 March 2026
        (date(2024, 4, 5), 3, date(2024, 4, 18)),
        (date(2025, 3, 27), 3, date(2025, 4, 10)),
        (date(2026, 3, 17), 5, date(2026, 3, 31)),
        # Christmas and the turn of the year
        (date(2024, 12, 24), 3, date(2024, 12, 31)),
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        (date(2025, 12, 24), 5, date(2026, 1, 5)),
        # The 29th of February, and a year that has none
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2024, 3, 1)),
        (date(2024, 2, 26), 14, date(2024, 3, 19)),
        (date(2025, 2, 28), 1, date(2025, 3, 3)),
        # Elections: the nation's and the regions'
        (date(2024, 2, 13), 1, date(2024, 2, 15)),
        (date(2024, 11, 26), 1, date(2024, 11, 28)),
        # The day of leave that was added in August 2025
        (date(2025, 8, 15), 1, date(2025, 8, 19)),
    ],
)
def test_working_days_are_counted_as_the_official_calendars_say(indonesia: Calendar, start: date, count: int, due: date) -> None:
    assert indonesia.working_day(start, count) == due


@pytest.mark.parametrize(("start", "count", "due"), [(date(2026, 3, 17), 5, date(2026, 3, 30)), (date(2026, 11, 27), 1, date(2026, 11, 28))])
def test_a_unit_of_six_days_works_on_saturdays(indonesia: Calendar, start: date, count: int, due: date) -> None:
    assert replace(indonesia, weekend=frozenset({6})).working_day(start, count) == due


@pytest.mark.parametrize(("zone", "due"), [(WIB, date(2026, 3, 30)), (WITA, date(2026, 3, 31)), (WIT, date(2026, 3, 31))])
def test_what_comes_after_midnight_in_another_zone_is_due_a_day_later_there(indonesia: Calendar, zone: str, due: date) -> None:
    office, half_past_eleven_in_jakarta = Office(zone, indonesia), datetime(2026, 3, 25, 16, 30, tzinfo=UTC)

    assert office.due(office.today(half_past_eleven_in_jakarta), 3) == due
