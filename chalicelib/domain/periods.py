"""Periods by their names: month `2026-11`, quarter `2026-Q4`, half-year `2026-H2`, year `2026`; longer ones are made of months."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FORM = r"[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?"
YEAR = 12


class Length(StrEnum):
    """How long a period is; each is compared with the one before of its own length."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """When scores were computed: the month of the first time, and the last date on which all agencies were read and not only those that had changed."""

    since: str
    all_on: date


SIZES = {Length.MONTH: 1, Length.QUARTER: 3, Length.HALF_YEAR: 6, Length.YEAR: YEAR}
LETTERS = {3: "Q", 6: "H"}


def months(period: str) -> tuple[str, ...]:
    """The months of a period, in order."""
    first, size = _span(period)
    return tuple(_name(first + number, 1) for number in range(size))


def longer(month: str) -> tuple[str, ...]:
    """The quarter, half-year and year that a month belongs to."""
    return tuple(containing(month, length) for length in Length if length is not Length.MONTH)


def length_of(period: str) -> Length:
    """How long a period is."""
    return next(length for length, size in SIZES.items() if size == _span(period)[1])


def containing(month: str, length: Length) -> str:
    """The period of that length that a month belongs to."""
    first, _ = _span(month)
    return _name(first - first % SIZES[length], SIZES[length])


def before(period: str) -> str:
    """The period of the same length before."""
    first, size = _span(period)
    return _name(first - size, size)


def between(first: str, last: str) -> list[str]:
    """Every period from one to another of the same length, both included."""
    (start, size), (end, _) = _span(first), _span(last)
    return [_name(number, size) for number in range(start, end + 1, size)]


def month_of(day: date) -> str:
    """The month of a date."""
    return f"{day:%Y-%m}"


def freezing_day(month: str, freeze_days: int) -> date:
    """The first day on which a month can be frozen: so many calendar days are left, after its last, for what comes late."""
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1]) + timedelta(days=freeze_days + 1)


def moving(today: date, since: str, frozen: Collection[str], freeze_days: int) -> tuple[list[str], list[str]]:
    """The months whose figures still move, and those whose time to be frozen has come, oldest first.

    `since` is the first month that is frozen without being told to; the one before it moves for as long as it may.
    """
    this = month_of(today)
    open_ = [month for month in between(min(since, before(this)), this) if month not in frozen]
    still = [month for month in open_ if today < freezing_day(month, freeze_days)]
    return still, [month for month in open_ if month not in still and month >= since]


def _span(period: str) -> tuple[int, int]:
    """The first month of a period, counted from year 0, and how many it has."""
    year, _, part = period.partition("-")
    size = next((size for size, letter in LETTERS.items() if part[:1] == letter), 1 if part else YEAR)
    number = int(part.lstrip("QH") or 1) - 1
    return int(year) * YEAR + number * size, size


def _name(first: int, size: int) -> str:
    year, number = divmod(first, YEAR)
    part = f"-{LETTERS[size]}{number // size + 1}" if size in LETTERS else "" if size == YEAR else f"-{number + 1:02d}"
    return f"{year:04d}{part}"
