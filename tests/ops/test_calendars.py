"""The calendars in the repository are what the library says, and go through a file unchanged."""

from datetime import date
from pathlib import Path

import pytest

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
