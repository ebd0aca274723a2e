"""Scores of the periods that move, computed from the facts of cases, so that they can never drift."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from chalicelib import logs
from chalicelib.domain import periods, ranking
from chalicelib.domain.errors import Conflict
from chalicelib.domain.periods import Runs
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import NATION, Agency
from chalicelib.domain.tally import EMPTY, Tally
from chalicelib.usecases.count import member, own_tally
from chalicelib.usecases.freeze import freeze
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import office, office_at, policy

log = logs.get("jobs")
HasTime = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: how many scores of each period have changed, and the months that it froze."""

    scored: Mapping[str, int]
    frozen: tuple[str, ...]


def run(deps: Deps, has_time: HasTime) -> Run:
    """Freeze the months whose time has come, then score the agencies that have changed since the last run, all of them in the first run of a day.

    In this order, since longer periods that go on, and what has changed since the month before, are counted from what was frozen. A month that cannot be frozen
    keeps nothing from being scored; its error is raised then.

    Raises `TimeoutError` when time runs out: what was done is kept, and nothing is forgotten that was not counted.
    """
    today = office_at(NATION, deps).today(deps.now())
    noted, last = deps.scores.noted(), deps.scores.runs()
    since, all_ = (last.since, last.all_on < today) if last else (periods.month_of(today), True)
    frozen = [one.period for one in deps.scores.frozen() if one.whole]
    moving, ripe = periods.moving(today, since, frozen, policy(None, deps).freeze_days)
    error = _freeze(ripe, deps, has_time)
    scored = score_months(moving, None if all_ else noted.keys(), deps, has_time) if all_ or noted or ripe else {}
    for agency, event in noted.items():
        deps.scores.forget(agency, event)
    if all_:
        deps.scores.keep_runs(Runs(since=since, all_on=today))
    if error:
        raise error
    return Run(scored, tuple(ripe))


def _freeze(months: Iterable[str], deps: Deps, has_time: HasTime) -> Exception | None:
    """Freeze months, oldest first, up to one that cannot be: a longer period must not be frozen without it."""
    for month in months:
        try:
            freeze(month, deps, has_time)
        except Exception as error:
            log.exception("score", extra=logs.facts(id=month))
            return error
    return None


def score_months(months: Iterable[str], changed: Collection[str] | None, deps: Deps, has_time: HasTime) -> dict[str, int]:
    """Score months, oldest first, and the longer periods that they belong to; of the agencies that have changed, or of all, the facts are read."""
    scored = {month: _score_month(month, changed, deps, has_time) for month in months}
    of_month: dict[str, list[Scored]] = {}
    for period in sorted({longer for month in months for longer in periods.longer(month)}):
        for month in periods.months(period):
            of_month[month] = of_month[month] if month in of_month else deps.scores.of(month, consistent=True)
        rows = [row for month in periods.months(period) for row in of_month[month]]
        scored[period] = _keep(period, ranking.summed(period, rows, policy(None, deps), deps.now(), _earlier(period, deps)), deps)
    return scored


def _score_month(month: str, changed: Collection[str] | None, deps: Deps, has_time: HasTime) -> int:
    """What agencies that have not changed counted last stands; the rest is a sum, made anew for all: one rating moves the mean of its kind."""
    agencies = {agency.id: agency for agency in deps.reference.every(Agency)}
    own = {one.agency: one.own for one in deps.scores.of(month, consistent=True)}
    own |= {id_: _own(agencies[id_], month, deps, has_time) for id_ in (agencies if changed is None else agencies.keys() & changed)}
    members = {id_: member(agency) for id_, agency in agencies.items()}
    tallies = ranking.rolled_up({id_: counts for id_, counts in own.items() if counts != EMPTY}, members.values())
    there = [one for id_, one in members.items() if id_ in tallies]
    rows = ranking.scored(month, there, tallies, policy(None, deps), deps.now(), _earlier(month, deps))
    return _keep(month, [replace(row, own=own.get(row.agency, EMPTY)) for row in rows], deps)


def _own(agency: Agency, month: str, deps: Deps, has_time: HasTime) -> Tally:
    if not has_time():
        raise TimeoutError(f"scores of {month}")
    return own_tally(agency.id, month, office(agency, deps).today(deps.now()), deps)


def _earlier(period: str, deps: Deps) -> list[Scored]:
    return deps.scores.of(periods.before(period), consistent=True)


def _keep(period: str, rows: Iterable[Scored], deps: Deps) -> int:
    """Write what is another than it was, and remove what is there no more; returns how many. Of a period that was frozen meanwhile nothing is touched."""
    there = {(one.kind, one.agency): one for one in deps.scores.of(period, consistent=True)}
    news = [row for row in rows if not _stands(row, there.pop((row.kind, row.agency), None))]
    with suppress(Conflict):
        deps.scores.put(period, news, there.values())
        return len(news) + len(there)
    return 0


def _stands(row: Scored, before: Scored | None) -> bool:
    return before is not None and replace(row, computed_at=before.computed_at) == before
