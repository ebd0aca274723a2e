"""What the public finds: published complaints, the newest first or those near a place, and how many there are in each province."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from chalicelib.domain.complaint import Complaint, Location
from chalicelib.domain.places import around, metres
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.words import Status
from chalicelib.usecases.ports import Deps, Entry
from chalicelib.usecases.queue_lines import queue_lines

OLDEST = 366
"""How many days back the list goes; what is older is found by its code."""
DAYS_AT_ONCE = 8
WAVES = 7
"""How often a call goes on to the next days before it lets its caller ask again: a quiet month costs thirty empty queries."""
LOOKED_AT = 300
"""How many complaints a call looks at to find those that fit."""
IN_A_SQUARE, LOCATED = 10, 40
"""How many complaints of a square are looked at, and how many are located, the newest first."""
RADIUS, NEAREST = 1000, 10
WINDOW, UNSETTLED = 30, 2
"""Days that the counts of provinces reach back, and how many of them are counted again every hour; of the others one, each at least every second day."""
OVER = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED, Status.LINKED})
"""What nobody works on any more, or only as another complaint."""

Shown: TypeAlias = tuple[list["Listed"], Entry | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What the list is narrowed to; none is "any". An agency stands for all below it too, a province for its regions, a category for those below it."""

    status: Status | None = None
    category: str | None = None
    agency: str | None = None
    region: str | None = None
    late: bool | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A published complaint with what it takes to show it in a list; `location` none where it is hidden, `picture` the number of a file that everybody may see a small picture of, `metres` how far it is from where somebody asked."""

    complaint: Complaint
    overdue: bool
    supporters: int
    agency: Agency | None
    category: Category | None
    region: Region | None
    location: Location | None = None
    picture: int | None = None
    metres: int | None = None


def published(sought: Sought, limit: int, after: Entry | None, deps: Deps) -> Shown:
    """A page of what was published, the newest first, and the place to go on from. It may hold fewer than `limit`, and still go on."""
    each = limit + 1 if sought == Sought() else LOOKED_AT
    found: list[Complaint] = []
    looked, last = 0, after
    for days in _waves(after, deps):
        entries, more = _of(days, each, after if days[0] == _day(after) else None, deps)
        room = each - looked
        entries, more = entries[:room], more or len(entries) > room
        found += _fitting(entries, sought, deps)
        looked += len(entries)
        if len(found) > limit:
            return _listed(found[:limit], deps), _entry(found[limit - 1])
        last = entries[-1] if more else (_midnight(days[-1]), "")
        if more or looked == each:
            break
    oldest = deps.now().date() - timedelta(days=OLDEST)
    return _listed(found, deps), last if last and last[0].date() > oldest else None


def nearby(point: Location, category: str | None, deps: Deps) -> list[Listed]:
    """Published complaints that somebody works on or will, of a category or any, within a kilometre: the nearest first, at most ten."""
    wanted = _categories(category, deps)
    heads = deps.feed.complaints(list(dict.fromkeys(deps.feed.near(around(point), IN_A_SQUARE))))
    fitting = [it for it in heads if it.published and it.cell and it.status not in OVER and (wanted is None or it.category in wanted)]
    newest = sorted(fitting, key=lambda it: it.received_at, reverse=True)[:LOCATED]
    located = [replace(one, metres=metres(point, one.location)) for one in _listed(newest, deps) if one.location]
    return sorted((one for one in located if (one.metres or 0) <= RADIUS), key=lambda one: (one.metres or 0, one.complaint.code))[:NEAREST]


def provinces(deps: Deps) -> tuple[date, Counter[str]]:
    """How many complaints were published in each province in the last days, and since when; counted within the hour."""
    since = deps.now().date() - timedelta(days=WINDOW - 1)
    return since, sum((Counter(one) for one in deps.feed.counts(since).values()), Counter[str]())


def count_provinces(deps: Deps, has_time: Callable[[], bool]) -> int:
    """Count each day of the window that was not counted yet, and anew the last two and the older one whose hour it is, while there is time; returns how many.

    An older day changes too: what was withheld from it is published, and what was published is taken back.
    """
    now = deps.now()
    kept = deps.feed.counts(now.date() - timedelta(days=WINDOW - 1))
    days = [now.date() - timedelta(days=back) for back in range(WINDOW)]
    turn = days[UNSETTLED + int(now.timestamp()) // 3600 % (WINDOW - UNSETTLED)]
    due = [*days[:UNSETTLED], *(day for day in days[UNSETTLED:] if day not in kept or day == turn)]
    counted = 0
    for day in due:
        if not has_time():
            break
        deps.feed.keep_count(day, _count(day, deps), now)
        counted += 1
    return counted


def _count(day: date, deps: Deps) -> Counter[str]:
    counts, after, more = Counter[str](), None, True
    while more:
        [(entries, more)] = deps.feed.days([day], LOOKED_AT, after)
        counts.update(it.region.partition(".")[0] for it in deps.feed.complaints([code for _, code in entries]) if it.published)
        after = entries[-1] if entries else None
    return counts


def _waves(after: Entry | None, deps: Deps) -> Iterator[list[date]]:
    """Days from where to go on: that day alone, since it may hold all that is wanted, then several at once."""
    today = deps.now().date()
    start = today if after is None else after[0].date() - timedelta(days=0 if after[1] else 1)
    oldest = today - timedelta(days=OLDEST)
    ahead = [start - timedelta(days=back) for back in range(1 + WAVES * DAYS_AT_ONCE) if start - timedelta(days=back) >= oldest]
    yield from (ahead[at : at + (DAYS_AT_ONCE if at else 1)] for at in (0, *range(1, len(ahead), DAYS_AT_ONCE)) if ahead)


def _of(days: Sequence[date], each: int, after: Entry | None, deps: Deps) -> tuple[list[Entry], bool]:
    """The entries of days, up to the first day that has more of them."""
    entries: list[Entry] = []
    for found, more in deps.feed.days(days, each, after):
        entries += found
        if more and found:
            return entries, True
    return entries, False


def _day(after: Entry | None) -> date | None:
    return after[0].date() if after and after[1] else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _entry(it: Complaint) -> Entry:
    return it.published_at or it.received_at, it.code


def _fitting(entries: Sequence[Entry], sought: Sought, deps: Deps) -> list[Complaint]:
    heads = deps.feed.complaints([code for _, code in entries]) if entries else []
    wanted = _categories(sought.category, deps)
    fitting = [it for it in heads if it.published and sought.status in (None, it.status) and (wanted is None or it.category in wanted)]
    fitting = [it for it in fitting if sought.region is None or f"{it.region}.".startswith(f"{sought.region}.")]
    if sought.agency is not None:
        deps.reference.fetch(*((Agency, it.agency) for it in fitting))
        fitting = [it for it in fitting if (owner := deps.reference.get(Agency, it.agency)) and sought.agency in owner.lineage]
    return fitting if sought.late is None else [line.complaint for line in queue_lines(fitting, deps) if line.overdue is sought.late]


def _categories(wanted: str | None, deps: Deps) -> frozenset[str] | None:
    """A category and those below it."""
    if wanted is None:
        return None
    return frozenset({wanted, *(one.id for one in deps.reference.every(Category) if one.parent == wanted)})


def _listed(found: list[Complaint], deps: Deps) -> list[Listed]:
    if not found:
        return []
    named = [((Agency, it.agency), (Category, it.category), (Region, it.region)) for it in found]
    deps.reference.fetch(*(one for three in named for one in three))
    supporters, places, pictures = deps.feed.beside([it.code for it in found])
    return [
        Listed(
            it,
            overdue,
            supporters.get(it.code, 0),
            deps.reference.get(Agency, it.agency),
            deps.reference.get(Category, it.category),
            deps.reference.get(Region, it.region),
            places.get(it.code) if it.cell else None,
            pictures.get(it.code) if it.offers_files else None,
        )
        for it, overdue in ((line.complaint, line.overdue) for line in queue_lines(found, deps))
    ]
