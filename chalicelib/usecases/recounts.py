"""A calendar was changed: every open case that it touches gets its dates counted anew, each in a transaction of its own, and says why.

Which cases those are is read off the agenda, where every case stands that has something ahead. That is what exists, not what is due, but only when a calendar changes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from chalicelib import logs
from chalicelib.domain import agenda, change
from chalicelib.domain.calendar import Calendar, version_id
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.recount_job import Page, Recount
from chalicelib.domain.recounting import DUES, Revision, recount
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Clock
from chalicelib.usecases import calendars, setting
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.sweep import SYSTEM, read

log = logs.get("jobs")
PAGE = 100
EVER = datetime(9999, 12, 31, tzinfo=UTC)


class Result(StrEnum):
    """What came of looking at a case; the fields of `Page`."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    REPEATED = "repeated"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Move:
    """One date that moves."""

    code: str
    clock: Clock
    old: date
    new: date


def listed(calendar: str, deps: Deps) -> list[Recount]:
    """The recounts of a calendar, the last change first."""
    return sorted((job for job in deps.reference.every(Recount) if job.calendar == calendar), key=lambda job: -job.version)


def go_on(deps: Deps, has_time: Callable[[], bool]) -> list[Recount]:
    """Go on with all that are not done, of each calendar the oldest first; returns those that were gone on with, as they stand now."""
    waiting = sorted((job for job in deps.reference.every(Recount) if not job.done_at), key=lambda job: -job.version)
    oldest = {job.calendar: job for job in waiting}
    return [gone for job in oldest.values() if (gone := _go_on(job, deps, has_time)) != job]


def preview(revisions: Sequence[Revision], deps: Deps) -> Iterator[Move]:
    """Every date that would move."""
    for revision in revisions:
        for shard in range(deps.shards):
            for complaint in _concerned(_codes(shard, deps), revision, deps):
                yield from _moves(complaint, revision, deps) if complaint else ()


def _moves(complaint: Complaint, revision: Revision, deps: Deps) -> Iterator[Move]:
    at = _circumstances(complaint, revision, deps)
    deed = recount(complaint, revision, at.policy, at.office.zone, unsure=False)
    for clock, name in DUES.items():
        if deed and name in deed.data:
            yield Move(complaint.code, clock, getattr(complaint, name), date.fromisoformat(str(deed.data[name])))


def _go_on(job: Recount, deps: Deps, has_time: Callable[[], bool]) -> Recount:
    """Page by page, its place kept after each; somebody else who goes on with it at the same time is left to it."""
    job = deps.reference.fresh(Recount, job.id) or job
    if job.starts:
        calendars.follow(job.calendar, job.since, deps)
    revision = _revision(job, deps)
    while has_time() and not job.waits(deps.now()):
        codes, place = deps.cases.wanting(job.shard, EVER, PAGE, job.place)
        page = _page(codes, revision, deps, has_time)
        if page is None:
            break
        after = job.after(page, place, deps.shards, deps.now())
        try:
            deps.reference.replace((job, after))
        except Conflict:
            break
        job = after
    return job


def _revision(job: Recount, deps: Deps) -> Revision:
    before, after = (calendars.shown(job.calendar, version, deps) for version in (job.before, job.version))
    return Revision(before, after, job.since)


def _page(codes: Sequence[str], revision: Revision, deps: Deps, has_time: Callable[[], bool]) -> Page | None:
    """What came of these cases, none when time ran out: then the page is read again, and what is done already is not done twice."""
    results = []
    for complaint in _concerned([codes], revision, deps):
        if not has_time():
            return None
        results.append(_look_at(complaint, revision, deps))
    counts: dict[str, Any] = {result: results.count(result) for result in Result if result is not Result.UNCHANGED}
    return Page(looked_at=len(results), **counts)


def _concerned(pages: Sequence[Sequence[str]] | Iterator[Sequence[str]], revision: Revision, deps: Deps) -> Iterator[Complaint | None]:
    """The complaints among these that wait for an agency with the calendar; none for one that cannot be read."""
    for codes in pages:
        complaints = read(codes, deps)
        deps.reference.fetch(*((Agency, one.agency) for one in complaints if one))
        yield from (one for one in complaints if one is None or _has_calendar(one, revision, deps))


def _has_calendar(complaint: Complaint, revision: Revision, deps: Deps) -> bool:
    return setting.agency(complaint.agency, deps).calendar == revision.after.id


def _codes(shard: int, deps: Deps) -> Iterator[Sequence[str]]:
    after: After = None
    while True:
        codes, after = deps.cases.wanting(shard, EVER, PAGE, after)
        yield codes
        if after is None:
            return


def _look_at(complaint: Complaint | None, revision: Revision, deps: Deps) -> Result:
    if complaint is None:
        return Result.FAILED
    try:
        return _recounted(complaint, revision, deps)
    except (Conflict, Busy):
        return Result.SKIPPED
    except Exception:  # one case that cannot be counted, for a calendar that ends, must not stop all others
        log.exception("recount", extra=logs.facts(code=complaint.code))
        return Result.FAILED


def _recounted(complaint: Complaint, revision: Revision, deps: Deps) -> Result:
    """Only a case whose dates would move is read whole: its events tell whether this was done, and which version the dates may be of."""
    at = _circumstances(complaint, revision, deps)
    if recount(complaint, revision, at.policy, at.office.zone, unsure=False) is None:
        _wake_in_time(complaint, at, deps)
        return Result.UNCHANGED
    case = deps.cases.case(complaint.code)
    return Result.UNCHANGED if case is None else _recount_case(case, revision, deps)


def _recount_case(case: Case, revision: Revision, deps: Deps) -> Result:
    complaint, counted = case.complaint, next(event for event in reversed(case.events) if event.data.keys() & set(DUES.values()))
    if not _has_calendar(complaint, revision, deps):
        return Result.UNCHANGED
    if counted.action is Action.RECOUNT and (counted.data["calendar"], counted.data["version"]) == (revision.after.id, revision.after.version):
        return Result.REPEATED
    at = _circumstances(complaint, revision, deps)
    deed = recount(complaint, revision, at.policy, at.office.zone, unsure=counted.at >= revision.since.replace(microsecond=0))
    if deed is None:
        return Result.UNCHANGED
    deps.cases.append(change.then(complaint, deed, SYSTEM, at, ""))
    return Result.CHANGED


def _wake_in_time(complaint: Complaint, at: Circumstances, deps: Deps) -> None:
    """A date that stays may still have a step that comes earlier now: the ladder climbs by working days."""
    step = agenda.next_step(complaint, at.policy, at.office)
    if step and complaint.wake and step.at < complaint.wake:
        deps.cases.wake_later(replace(complaint, wake=step.at))


def _circumstances(complaint: Complaint, revision: Revision, deps: Deps) -> Circumstances:
    """By the later version, whatever is remembered of the calendar."""
    zone = setting.agency(complaint.agency, deps).zone
    return Circumstances(deps.now(), setting.policy(complaint.policy, deps), Office(zone, revision.after))
