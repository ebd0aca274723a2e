import re
from datetime import date

import pytest

from chalicelib.domain import periods
from chalicelib.domain.periods import Length

QUARTER = ("2026-10", "2026-11", "2026-12")


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2026-11", ("2026-11",)),
        ("2026-Q4", QUARTER),
        ("2026-Q1", ("2026-01", "2026-02", "2026-03")),
        ("2026-H2", ("2026-07", "2026-08", "2026-09", *QUARTER)),
        ("2026", tuple(f"2026-{number:02d}" for number in range(1, 13))),
    ],
)
def test_a_period_is_made_of_months(period: str, months: tuple[str, ...]) -> None:
    assert periods.months(period) == months


@pytest.mark.parametrize(
    ("month", "longer"),
    [
        ("2026-11", ("2026-Q4", "2026-H2", "2026")),
        ("2026-01", ("2026-Q1", "2026-H1", "2026")),
        ("2026-06", ("2026-Q2", "2026-H1", "2026")),
        ("2026-07", ("2026-Q3", "2026-H2", "2026")),
        ("2025-12", ("2025-Q4", "2025-H2", "2025")),
    ],
)
def test_a_month_belongs_to_a_quarter_a_half_year_and_a_year(month: str, longer: tuple[str, ...]) -> None:
    assert periods.longer(month) == longer
    assert all(month in periods.months(period) for period in longer)
    assert periods.containing(month, Length.MONTH) == month


@pytest.mark.parametrize(
    ("period", "before"),
    [("2026-11", "2026-10"), ("2026-01", "2025-12"), ("2026-Q1", "2025-Q4"), ("2026-H2", "2026-H1"), ("2026-H1", "2025-H2"), ("2026", "2025")],
)
def test_the_period_before_is_as_long(period: str, before: str) -> None:
    assert periods.before(period) == before


@pytest.mark.parametrize(("period", "length"), [("2026-11", "month"), ("2026-Q4", "quarter"), ("2026-H2", "half-year"), ("2026", "year")])
def test_a_periods_name_says_how_long_it_is(period: str, length: str) -> None:
    assert periods.length_of(period) == length


def test_periods_from_one_to_another_are_of_the_same_length() -> None:
    assert periods.between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert periods.between("2025-Q3", "2026-Q1") == ["2025-Q3", "2025-Q4", "2026-Q1"]
    assert periods.between("2024", "2026") == ["2024", "2025", "2026"]
    assert periods.between("2026-02", "2026-01") == []


@pytest.mark.parametrize("name", ["2026", "2026-01", "2026-12", "2026-Q1", "2026-Q4", "2026-H1", "2026-H2"])
def test_a_name_of_a_period_has_one_of_four_forms(name: str) -> None:
    assert re.fullmatch(periods.FORM, name)


@pytest.mark.parametrize("name", ["", "26", "2026-00", "2026-13", "2026-1", "2026-Q5", "2026-Q0", "2026-H3", "2026-11-24", "november", "2026-"])
def test_what_is_no_period_has_none(name: str) -> None:
    assert not re.fullmatch(periods.FORM, name)


@pytest.mark.parametrize(
    ("month", "first"),
    [("2026-11", date(2026, 12, 15)), ("2026-12", date(2027, 1, 15)), ("2028-02", date(2028, 3, 15)), ("2026-02", date(2026, 3, 15))],
)
def test_a_month_can_be_frozen_when_its_days_of_grace_are_over(month: str, first: date) -> None:
    assert periods.freezing_day(month, 14) == first


@pytest.mark.parametrize(
    ("today", "since", "frozen", "expected"),
    [
        (date(2026, 11, 10), "2026-11", (), (["2026-10", "2026-11"], [])),
        (date(2026, 11, 24), "2026-11", (), (["2026-11"], [])),
        (date(2026, 12, 14), "2026-11", (), (["2026-11", "2026-12"], [])),
        (date(2026, 12, 15), "2026-11", (), (["2026-12"], ["2026-11"])),
        (date(2026, 12, 16), "2026-11", ("2026-11",), (["2026-12"], [])),
        (date(2027, 3, 20), "2026-11", ("2026-11",), (["2027-03"], ["2026-12", "2027-01", "2027-02"])),
        (date(2026, 12, 10), "2026-11", ("2026-11",), (["2026-12"], [])),
    ],
    ids=["first days", "imported months wait for a word", "grace", "over", "done", "after an outage", "frozen by hand"],
)
def test_months_move_until_their_time_has_come(today: date, since: str, frozen: tuple[str, ...], expected: tuple[list[str], list[str]]) -> None:
    assert periods.moving(today, since, frozen, 14) == expected
