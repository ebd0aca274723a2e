"""A calendar was changed: every open case that it touches gets its dates counted anew, each in a transaction of its own, and says why.

Which cases those are is read off the agenda, where every case stands that has something ahead. That is what exists, not what is due, but only when a calendar changes.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import Conflict
from chalicelib.domain.events import Actor
from chalicelib.domain.recount_job import Page, Recount
from chalicelib.domain.recounting import Revision
from chalicelib.usecases import calendars
from chalicelib.usecases.administration import Done, known, stewards_only
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.recounted import Move, Result, concerned, look_at, moves, revision_of

PAGE = 100
EVER = datetime(9999, 12, 31, tzinfo=UTC)


def shown(id_: str, actor: Actor, deps: Deps) -> list[Recount]:
    """The recounts of a calendar, the last change first; raises `NotFound`."""
    stewards_only(actor)
    return calendars.recounts(known(Calendar, id_, deps).id, deps)


def go_on(deps: Deps, has_time: Callable[[], bool]) -> list[tuple[Recount, Recount]]:
    """Go on with all that are not done; those that got further, as they stood before and as they stand now."""
    _follow(deps)
    went = [(before, _go_on(before, deps, has_time)) for before in _open(deps)]
    return [(before, after) for before, after in went if before != after]


def _follow(deps: Deps) -> None:
    """Before a job begins, the calendars that stand on its own change with it, and leave jobs that begin, too."""
    done: set[str] = set()
    while new := [job for job in _open(deps) if job.starts and job.id not in done]:
        for job in new:
            calendars.follow(job.calendar, deps)
            done.add(job.id)


def _open(deps: Deps) -> list[Recount]:
    return [deps.reference.fresh(Recount, job.id) or job for job in deps.reference.open_recounts()]


def preview(done: Done[Calendar], deps: Deps) -> Iterator[Move]:
    """Every date that a change of a calendar would move, also by those that stand on it."""
    if done.before is None or done.before == done.after:
        return
    job, _ = calendars.due_recount(done.before, done.after, deps)
    revision = revision_of(job, deps, done.after)
    for shard in range(deps.shards):
        for complaint in concerned(_pages(shard, deps), revision, deps):
            yield from moves(complaint, revision, deps)
    for one in calendars.standing_on_it(done.after.id, deps):
        yield from preview(Done(one, one.on(done.after, one.own)), deps)


def _go_on(job: Recount, deps: Deps, has_time: Callable[[], bool]) -> Recount:
    """Page by page, its place kept after each; somebody else who goes on with it at the same time, or has taken it over, is left to it."""
    revision = revision_of(job, deps)
    while has_time() and not job.waits(deps.now()):
        after = _a_page_on(job, revision, deps, has_time)
        if after is None:
            return job
        job = after
    return job


def _a_page_on(job: Recount, revision: Revision, deps: Deps, has_time: Callable[[], bool]) -> Recount | None:
    """The job after a page, none when time ran out or somebody else has done it."""
    after = _after_page(job, revision, deps, has_time) if revision.turned else job.over(deps.now())
    try:
        if after:
            deps.reference.replace((job, after))
    except Conflict:
        return None
    return after


def _after_page(job: Recount, revision: Revision, deps: Deps, has_time: Callable[[], bool]) -> Recount | None:
    codes, place = deps.cases.wanting(job.shard, EVER, PAGE, job.place)
    page = _page(codes, revision, deps, has_time)
    return job.after(page, place, deps.shards, deps.now()) if page else None


def _page(codes: Sequence[str], revision: Revision, deps: Deps, has_time: Callable[[], bool]) -> Page | None:
    """What came of these cases, none when time ran out: then the page is read again, and what is done already is not done twice. Something is, each time."""
    results = []
    for complaint in concerned([codes], revision, deps):
        if Result.CHANGED in results and not has_time():
            return None
        results.append(look_at(complaint, revision, deps))
    counts: dict[str, Any] = {result: results.count(result) for result in Result if result is not Result.UNCHANGED}
    return Page(looked_at=len(results), **counts)


def _pages(shard: int, deps: Deps) -> Iterator[Sequence[str]]:
    after: After = None
    while True:
        codes, after = deps.cases.wanting(shard, EVER, PAGE, after)
        yield codes
        if after is None:
            return
