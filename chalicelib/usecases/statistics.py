"""Statistics: what happened to complaints is entered as it happens, and counted every hour: a question reads a few small items, never a complaint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.domain import periods, statistics
from chalicelib.domain.events import Event
from chalicelib.domain.reference import NATION
from chalicelib.domain.statistics import Counts, Month
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import office_at


@dataclass(frozen=True, slots=True)
class Found:
    """What was counted of a period, and the months that it was counted of, as far as there are any."""

    period: str
    counts: Counts
    months: Sequence[Month]


def enter(events: Sequence[Event], deps: Deps) -> int:
    """Enter what the last of a complaint's first events adds: the same, however often. Nothing of it is for the writer."""
    if one := statistics.entry(events, office_at(NATION, deps)):
        deps.statistics.enter([one])
    return 0


def enter_story(events: Sequence[Event], deps: Deps) -> None:
    """Enter what a complaint's whole story adds."""
    office = office_at(NATION, deps)
    added = (statistics.entry(events[:length], office) for length in range(1, len(events) + 1))
    deps.statistics.enter([one for one in added if one])


def count(deps: Deps, has_time: Callable[[], bool]) -> int:
    """Count the days on which something was entered since they were counted, and their months, while there is time; returns how many days.

    This month is counted in any case, so that everybody sees from when its figures are. What was noted is forgotten when its month is kept: who dies before, counts it again.
    """
    this = periods.month_of(office_at(NATION, deps).today(deps.now()))
    counted = {}
    for day, name in sorted(deps.statistics.noted().items()):
        if not has_time():
            break
        deps.statistics.keep_day(day, statistics.counted(deps.statistics.entered(day)))
        counted[day] = name
    for period in sorted({this, *map(periods.month_of, counted)}):
        deps.statistics.keep_month(statistics.month(period, deps.statistics.days(period), deps.now()))
    for day, name in counted.items():
        deps.statistics.forget(day, name)
    return len(counted)


def found(period: str | None, deps: Deps) -> Found:
    """What was counted of a period, this month unless named."""
    asked = period or periods.month_of(office_at(NATION, deps).today(deps.now()))
    first, *_, last = (*periods.months(asked), periods.months(asked)[-1])
    months = deps.statistics.months(first, last)
    return Found(asked, statistics.total(one.counts for one in months), months)
