"""Statistics for everybody: how much was received, answered and overdue in a period, by category, channel and time."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.domain.events import instant
from chalicelib.domain.periods import Length, length_of
from chalicelib.domain.reference import Category
from chalicelib.domain.statistics import Counts, What
from chalicelib.domain.words import Channel
from chalicelib.usecases import statistics
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.statistics import Found


def of_period(request: Request, deps: Deps) -> Reply:
    """`GET /v1/statistics`: what happened to complaints in a period, this month unless named."""
    found = statistics.found(request.asked.get("period"), deps)
    counts, at = found.counts, max((one.counted_at for one in found.months), default=None)
    body = {
        "period": found.period,
        "counted_at": instant(at) if at else None,
        **_figures({what: counts.of(what) for what in What}),
        "median_days": counts.median_days,
        "mean_days": None if counts.mean_days is None else round(counts.mean_days, 4),
        "days": [{"days": days, "count": count} for days, count in sorted(counts.days.items())],
        "categories": list(_categories(counts, deps)),
        "channels": [{"channel": channel, "received": counts.channels.get(channel, 0)} for channel in Channel],
        "over_time": list(_over_time(found)),
    }
    return Reply(body, headers=FOR_A_WHILE)


def _figures(figures: Mapping[What, int]) -> dict[str, int]:
    return {what: figures.get(what, 0) for what in What}


def _categories(counts: Counts, deps: Deps) -> Iterator[dict[str, Any]]:
    """Those of which anything was counted, also when they are closed by now."""
    for one in deps.reference.every(Category):
        figures = {what: getattr(counts, what).get(one.id, 0) for what in What}
        if any(figures.values()):
            yield {"id": one.id, "name": one.name, "name_en": one.name_en, "parent": one.parent or None, **_figures(figures)}


def _over_time(found: Found) -> Iterator[dict[str, Any]]:
    """A month by its days, a longer period by its months; without those in which nothing happened."""
    if length_of(found.period) is Length.MONTH:
        yield from ({"from": day, **_figures(figures)} for month in found.months for day, figures in month.by_day.items())
    else:
        yield from ({"from": f"{month.period}-01", **_figures({what: month.counts.of(what) for what in What})} for month in found.months)
