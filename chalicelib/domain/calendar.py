"""Working days: which dates count, and how to count them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DAY = timedelta(days=1)


class CalendarEnds(ValueError):
    """A date was asked for beyond the days a calendar knows: it must be extended before deadlines can be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The non-working days of an installation, region or unit.

    `weekend` holds weekday numbers (Monday 0); `holidays` a name by date; both ends of `first` to `last` are known, nothing beyond them is.
    """

    id: str
    weekend: frozenset[int]
    holidays: Mapping[date, str]
    first: date
    last: date

    def why_off(self, day: date) -> str | None:
        """The name of the holiday or weekend day, or none when people work."""
        if not self.first <= day <= self.last:
            raise CalendarEnds(f"calendar {self.id} knows {self.first} to {self.last}, not {day}")
        if day in self.holidays:
            return self.holidays[day] or WEEKDAYS[day.weekday()]
        return WEEKDAYS[day.weekday()] if day.weekday() in self.weekend else None

    def working_day(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (before it when negative); the start itself never counts."""
        step, left, day = (_DAY if count > 0 else -_DAY), abs(count), start
        while left:
            day += step
            left -= self.why_off(day) is None
        return day

    def working_days(self, start: date, end: date) -> int:
        """How many working days there are after `start` up to `end`; none when it lies before."""
        return max(0, (end - start).days) - len(self.days_off(start, end))

    def days_off(self, start: date, end: date) -> tuple[tuple[date, str], ...]:
        """Every day that was not counted after `start` up to `end`, with its name."""
        days = (start + _DAY * n for n in range(1, (end - start).days + 1))
        return tuple((day, name) for day in days if (name := self.why_off(day)))
