"""A month that is over is frozen: published as a file from which its scores are computed once more, for good.

The order makes it safe to die anywhere: the file first, under a name that nothing else will ever have; then the one write that says which file it is; then
the scores, from that file; at last that all are kept. Whoever comes later finishes what was begun, and cannot come to anything else.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from tempfile import SpooledTemporaryFile

from chalicelib.domain import open_data, periods, ranking
from chalicelib.domain.errors import ActionRefused, Conflict
from chalicelib.domain.open_data import Frozen, KeptFile, Record
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import NATION, Agency
from chalicelib.usecases import recount
from chalicelib.usecases.count import counts, member
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import office_at, policy

IN_MEMORY = 50_000_000
FORMS = ("jsonl", "csv")


def freeze(month: str, deps: Deps, has_time: Callable[[], bool]) -> Frozen:
    """Freeze a month and every longer period that ends with it; the same again finishes what was begun.

    Raises `ActionRefused` before its time, and after a longer period was frozen without it; `TimeoutError` when time runs out, before anything is frozen.
    """
    there = {one.period: one for one in deps.scores.frozen()}
    for begun in [one for one in there.values() if not one.whole]:
        _finish(begun, deps)
    if month not in there:
        there[month] = _decided(_published(month, _checked(month, there, deps), deps, has_time), deps)
        _finish(there[month], deps)
    return replace(there[month], whole=True)


def _finish(one: Frozen, deps: Deps) -> None:
    """All that follows from the decision."""
    (opened,) = recount.read(deps.files.lines(one.files[0].key))
    _keep(one, opened.scored(one.frozen_at, _earlier(one.period, deps)), deps)
    for period in periods.longer(one.period):
        if periods.months(period)[-1] == one.period:
            _finish_longer(period, one, deps)
    deps.scores.complete(one)


def _checked(month: str, there: dict[str, Frozen], deps: Deps) -> date:
    """Today, if the month may be frozen."""
    today, first = office_at(NATION, deps).today(deps.now()), periods.freezing_day(month, policy(None, deps).freeze_days)
    if today < first:
        raise ActionRefused("freeze.early", f"{month} can be frozen from {first}")
    if without := [period for period in periods.longer(month) if period in there]:
        raise ActionRefused("freeze.late", f"{without[0]} is frozen without {month}")
    return today


def _published(month: str, today: date, deps: Deps, has_time: Callable[[], bool]) -> Frozen:
    """The month's files in the bucket, each named by its digest."""
    rules = policy(None, deps)
    with SpooledTemporaryFile(IN_MEMORY) as lines, SpooledTemporaryFile(IN_MEMORY) as table:
        cases, duties = recount.write(_records(month, today, deps, has_time), lines)
        recount.as_csv(lines, table)
        files = tuple(recount.keep(file, f"periods/{month}", form, deps) for form, file in zip(FORMS, (lines, table), strict=True))
    return Frozen(
        period=month,
        months=(month,),
        policy=rules.version,
        digest=files[0].digest,
        cases=cases,
        duties=duties,
        frozen_at=deps.now(),
        files=files,
    )


def _records(month: str, today: date, deps: Deps, has_time: Callable[[], bool]) -> Iterator[Record]:
    """Everything that counts on that day, agency by agency; of the agencies all, so that nobody's score is left behind."""
    agencies = deps.reference.every(Agency)
    yield open_data.of_period(month, today, policy(None, deps))
    yield from (open_data.of_member(member(agency)) for agency in agencies)
    for agency in agencies:
        if not has_time():
            raise TimeoutError(f"freezing {month}")
        yield from open_data.of_counted(agency.id, month, deps.key, *counts(agency.id, month, today, deps))
        yield from open_data.of_survey(agency.id, deps.surveys.shown(agency.id, month))


def _decided(one: Frozen, deps: Deps) -> Frozen:
    """The one that counts: this, or another that was decided on first."""
    try:
        deps.scores.freeze(one)
    except Conflict:
        return next(first for first in deps.scores.frozen() if first.period == one.period)
    return one


def _finish_longer(period: str, last: Frozen, deps: Deps) -> None:
    """A longer period, of those of its months that are frozen, with the rules of the last."""
    frozen = [one for one in deps.scores.frozen() if one.period in periods.months(period)]
    rows = [row for one in frozen for row in deps.scores.of(one.period, consistent=True)]
    one = _decided(open_data.together(period, frozen, _joined(period, frozen, deps), last.frozen_at), deps)
    _keep(one, ranking.summed(period, rows, policy(last.policy, deps), one.frozen_at, _earlier(period, deps)), deps)


def _joined(period: str, months: list[Frozen], deps: Deps) -> tuple[KeptFile, ...]:
    """Its files in the bucket: in each form, those of its months as one."""
    return tuple(_joined_as(form, period, [month.files[place].key for month in months], deps) for place, form in enumerate(FORMS))


def _joined_as(form: str, period: str, keys: list[str], deps: Deps) -> KeptFile:
    with SpooledTemporaryFile(IN_MEMORY) as file:
        recount.join(map(deps.files.lines, keys), form, file)
        return recount.keep(file, f"periods/{period}", form, deps)


def _earlier(period: str, deps: Deps) -> list[Scored]:
    return deps.scores.of(periods.before(period), consistent=True)


def _keep(one: Frozen, rows: list[Scored], deps: Deps) -> None:
    """Nothing else stays: what was scored before, and is not in the file, is gone."""
    kept = {(row.kind, row.agency) for row in rows}
    gone = [row for row in deps.scores.of(one.period, consistent=True) if (row.kind, row.agency) not in kept]
    deps.scores.put_frozen([replace(row, digest=one.digest) for row in rows], gone)
