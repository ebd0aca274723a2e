"""Working days: which dates count, and how to count them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from chalicelib.domain.errors import DomainError, FieldError

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DAY = timedelta(days=1)


class CalendarEnds(DomainError):
    """A date was asked for beyond the days a calendar knows: it must be extended before deadlines can be right."""

    code = "calendar-ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The non-working days of an installation, region or unit.

    `weekend` holds weekday numbers (Monday 0); `holidays` a name by date; both ends of `first` to `last` are known, nothing beyond them is. Each change is
    a new `version`. One that stands on a `base` takes its days off over, also as they change; `own` are those that it has beside them, by name, and (none) those
    of the base on which people work all the same.
    """

    id: str
    weekend: frozenset[int]
    holidays: Mapping[date, str]
    first: date
    last: date
    version: int = 1
    base: str = ""
    own: Mapping[date, str | None] = field(default_factory=dict)

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

    def changed(self, add: Mapping[date, str], remove: Collection[date], base: "Calendar | None" = None) -> "Calendar":
        """The next version, with these days off added and removed; the same one when that changes nothing. Of one that stands on a `base` they are its own."""
        news = {day: name for day, name in add.items() if self.holidays.get(day) != name} | {day: None for day in remove if day in self.holidays}
        if base:
            return self.on(base, {**self.own, **news})
        holidays = _off({**self.holidays, **news})
        return self if holidays == self.holidays else replace(self, holidays=holidays, version=self.version + 1)

    def on(self, base: "Calendar", own: Mapping[date, str | None]) -> "Calendar":
        """The next version, with the days off of a base as they are now and its own; the same one when that changes nothing."""
        mine = {day: name for day, name in sorted(own.items()) if name is not None or day in base.holidays}
        after = replace(self, holidays=_off({**base.holidays, **mine}), own=mine, first=base.first, last=base.last)
        return self if after == self else replace(after, version=self.version + 1)

    def extended(self, by: "Calendar") -> "Calendar":
        """The next version, with the days of another calendar after the last day that this one knows."""
        if by.last <= self.last:
            return self
        later = {day: name for day, name in by.holidays.items() if day > self.last}
        return replace(self, holidays={**self.holidays, **later}, last=by.last, version=self.version + 1)


def standing_on(base: Calendar, id_: str, weekend: Collection[int], own: Mapping[date, str | None]) -> Calendar:
    """A new calendar with the days off of another, a weekend and days of its own."""
    return replace(replace(base, id=id_, weekend=frozenset(weekend), base=base.id).on(base, own), version=1)


def _off(days: Mapping[date, str | None]) -> dict[date, str]:
    return {day: name for day, name in sorted(days.items()) if name is not None}


def version_id(id_: str, version: int) -> str:
    """What a version of a calendar is kept as, beside the one in force."""
    return f"{id_}@{version:04d}"


def wrong_days(calendar: Calendar, add: Mapping[date, str], remove: Collection[date]) -> Iterator[FieldError]:
    """What is wrong with days to add to a calendar and to remove from it."""
    for day in sorted(add):
        if not calendar.first <= day <= calendar.last:
            yield FieldError(f"/add/{day}", "out-of-range", f"the calendar knows {calendar.first} to {calendar.last}")
        elif day in remove:
            yield FieldError(f"/add/{day}", "contradiction", "this day is to be removed as well")
