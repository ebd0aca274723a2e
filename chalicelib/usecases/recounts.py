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
from chalicelib.domain.calendar import Calendar, CalendarEnds, version_id
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.events import SYSTEM, Actor
from chalicelib.domain.recount_job import Page, Recount
from chalicelib.domain.recounting import DUES, Revision, counted_with, recount, touched
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Clock
from chalicelib.usecases import calendars, setting
from chalicelib.usecases.administration import Done, known, stewards_only
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.sweep import read

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
    """One date that would move, to `new`; none where the calendar ends before it."""

    code: str
    clock: Clock
    old: date
    new: date | None


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
    revision = _revision(job, deps, done.after)
    for shard in range(deps.shards):
        for complaint in _concerned(_pages(shard, deps), revision, deps):
            yield from _moves(complaint, revision, deps)
    for one in calendars.standing_on_it(done.after.id, deps):
        yield from preview(Done(one, one.on(done.after, one.own)), deps)


def _moves(complaint: Complaint | None, revision: Revision, deps: Deps) -> Iterator[Move]:
    case = deps.cases.case(complaint.code) if complaint and _touched(complaint, revision, deps) else None
    if case is None:
        return
    known_dues = {clock: getattr(case.complaint, name) for clock, name in DUES.items()}
    try:
        deed = _deed(case, revision, deps)
    except CalendarEnds:
        if case.complaint.clock:
            yield Move(case.complaint.code, case.complaint.clock, known_dues[case.complaint.clock], None)
        return
    for clock, name in DUES.items():
        if deed and name in deed.data:
            yield Move(case.complaint.code, clock, known_dues[clock], date.fromisoformat(str(deed.data[name])))


def _go_on(job: Recount, deps: Deps, has_time: Callable[[], bool]) -> Recount:
    """Page by page, its place kept after each; somebody else who goes on with it at the same time, or has taken it over, is left to it."""
    revision = _revision(job, deps)
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


def _revision(job: Recount, deps: Deps, after: Calendar | None = None) -> Revision:
    """What a job goes by; `after` is the version that it goes to, where that is not kept yet."""
    numbers = range(job.before, job.version if after else job.version + 1)
    deps.reference.fetch(*((Calendar, version_id(job.calendar, number)) for number in numbers))
    versions = [*(calendars.shown(job.calendar, number, deps) for number in numbers), *([after] if after else [])]
    return Revision(versions[0], versions[-1], job.since, tuple(versions[1:-1]), job.opened)


def _page(codes: Sequence[str], revision: Revision, deps: Deps, has_time: Callable[[], bool]) -> Page | None:
    """What came of these cases, none when time ran out: then the page is read again, and what is done already is not done twice. Something is, each time."""
    results = []
    for complaint in _concerned([codes], revision, deps):
        if Result.CHANGED in results and not has_time():
            return None
        results.append(_look_at(complaint, revision, deps))
    counts: dict[str, Any] = {result: results.count(result) for result in Result if result is not Result.UNCHANGED}
    return Page(looked_at=len(results), **counts)


def _concerned(pages: Sequence[Sequence[str]] | Iterator[Sequence[str]], revision: Revision, deps: Deps) -> Iterator[Complaint | None]:
    """The complaints among these that wait for an agency with the calendar; none for one that cannot be read, or whose agency cannot."""
    for codes in pages:
        complaints = read(codes, deps)
        deps.reference.fetch(*((Agency, one.agency) for one in complaints if one))
        for one in complaints:
            calendar = _calendar(one, deps) if one else None
            if calendar in (None, revision.after.id):
                yield one if calendar else None


def _calendar(complaint: Complaint, deps: Deps) -> str | None:
    agency = deps.reference.get(Agency, complaint.agency)
    return agency.calendar if agency else None


def _pages(shard: int, deps: Deps) -> Iterator[Sequence[str]]:
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
    """Only a case whose dates may move is read whole: its events tell by which version they were counted, and so whether this was done."""
    case = deps.cases.case(complaint.code) if _touched(complaint, revision, deps) else None
    if case is None or _calendar(case.complaint, deps) != revision.after.id:
        _wake_in_time(complaint, revision, deps)
        return Result.UNCHANGED
    deed = _deed(case, revision, deps)
    if deed is None:
        _wake_in_time(case.complaint, revision, deps)
        return Result.REPEATED if _is_done(case, revision) else Result.UNCHANGED
    deps.cases.append(change.then(case.complaint, deed, SYSTEM, _circumstances(case.complaint, revision, deps), ""))
    return Result.CHANGED


def _deed(case: Case, revision: Revision, deps: Deps) -> Deed | None:
    at = _circumstances(case.complaint, revision, deps)
    return recount(case.complaint, revision, counted_with(case.events, revision), at.policy, at.office.zone)


def _is_done(case: Case, revision: Revision) -> bool:
    here = (revision.after.id, revision.after.version)
    return any(event.action is Action.RECOUNT and (event.data["calendar"], event.data["version"]) == here for event in case.events)


def _touched(complaint: Complaint, revision: Revision, deps: Deps) -> bool:
    return touched(complaint, revision, setting.agency(complaint.agency, deps).zone)


def _wake_in_time(complaint: Complaint, revision: Revision, deps: Deps) -> None:
    """A date that stays may still have a step that comes earlier now: the ladder climbs by working days. A step beyond the calendar can wait until it is asked for."""
    at = _circumstances(complaint, revision, deps)
    try:
        step = agenda.next_step(complaint, at.policy, at.office)
    except CalendarEnds:
        return
    if step and complaint.wake and step.at < complaint.wake:
        deps.cases.wake_later(replace(complaint, wake=step.at))


def _circumstances(complaint: Complaint, revision: Revision, deps: Deps) -> Circumstances:
    """By the later version, whatever is remembered of the calendar."""
    zone = setting.agency(complaint.agency, deps).zone
    return Circumstances(deps.now(), setting.policy(complaint.policy, deps), Office(zone, revision.after))
