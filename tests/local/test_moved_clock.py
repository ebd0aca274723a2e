"""The clock of the local stack moves as it is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from local.moved_clock import MovedClock, parse, shown
from local.server import Handler

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("where", "instant"),
    [
        ("+4d", datetime(2026, 11, 28, 12, 0, tzinfo=UTC)),
        ("-2h", datetime(2026, 11, 24, 10, 0, tzinfo=UTC)),
        ("+30m", datetime(2026, 11, 24, 12, 30, tzinfo=UTC)),
        ("2026-12-01T08:00", datetime(2026, 12, 1, 1, 0, tzinfo=UTC)),
        ("2026-12-01T08:00Z", datetime(2026, 12, 1, 8, 0, tzinfo=UTC)),
        ("2026-12-01", datetime(2026, 11, 30, 17, 0, tzinfo=UTC)),
    ],
)
def test_a_place_is_a_shift_or_an_instant_of_jakarta(where: str, instant: datetime) -> None:
    assert parse(where, NOON) == instant


@pytest.mark.parametrize("where", ["", "4d", "+4w", "tomorrow", "+-4d"])
def test_anything_else_is_refused_with_examples(where: str) -> None:
    with pytest.raises(ValueError, match=r"write \+4d"):
        parse(where, NOON)


def test_a_clock_that_was_never_moved_is_right(tmp_path: Path) -> None:
    assert MovedClock(tmp_path / "clock").offset() == timedelta(0)


def test_shifts_add_up_until_the_reset(tmp_path: Path) -> None:
    clock = MovedClock(tmp_path / "clock")
    clock.move("+1d")
    clock.move("+1d")
    assert clock.offset() == timedelta(days=2)
    clock.move("reset")
    assert clock.offset() == timedelta(0)


def test_a_start_counts_from_the_real_time_whatever_was_left(tmp_path: Path) -> None:
    clock = MovedClock(tmp_path / "clock")
    clock.move("+9d")
    clock.start_at("+4d")
    assert clock.offset() == timedelta(days=4)


def test_a_clock_follows_a_move_made_by_another_process(tmp_path: Path) -> None:
    here, there = MovedClock(tmp_path / "clock"), MovedClock(tmp_path / "clock")
    there.move("+1h")
    assert here.offset() == timedelta(hours=1)


def test_a_broken_file_leaves_the_clock_unmoved(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("half a num")
    assert MovedClock(tmp_path / "clock").offset() == timedelta(0)


def test_an_instant_is_shown_as_a_clock_in_jakarta_shows_it() -> None:
    assert shown(NOON) == "Tue 2026-11-24 19:00:00 WIB"


def test_answers_are_dated_by_the_moved_clock_which_pages_go_by() -> None:
    handler = object.__new__(Handler)
    handler._now = lambda: NOON
    assert handler.date_time_string() == "Tue, 24 Nov 2026 12:00:00 GMT"
