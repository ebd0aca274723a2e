"""One case of a recount: whether it is concerned, which dates move, and the change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from chalicelib import logs
from chalicelib.domain import agenda, change
from chalicelib.domain.calendar import Calendar, CalendarEnds, version_id
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.events import SYSTEM
from chalicelib.domain.recount_job import Recount
from chalicelib.domain.recounting import DUES, Revision, counted_with, recount, touched
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Clock
from chalicelib.usecases import calendars, setting
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.sweep import read

log = logs.get("jobs")


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


def revision_of(job: Recount, deps: Deps, after: Calendar | None = None) -> Revision:
    """What a job goes by; `after` is the version that it goes to, where that is not kept yet."""
    numbers = range(job.before, job.version if after else job.version + 1)
    deps.reference.fetch(*((Calendar, version_id(job.calendar, number)) for number in numbers))
    versions = [*(calendars.shown(job.calendar, number, deps) for number in numbers), *([after] if after else [])]
    return Revision(versions[0], versions[-1], job.since, tuple(versions[1:-1]), job.opened)


def concerned(pages: Iterable[Sequence[str]], revision: Revision, deps: Deps) -> Iterator[Complaint | None]:
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


def moves(complaint: Complaint | None, revision: Revision, deps: Deps) -> Iterator[Move]:
    """Every date of a case that would move."""
    case = deps.cases.case(complaint.code) if complaint and _touched(complaint, revision, deps) else None
    if case is None:
        return
    known_dues = {clock: getattr(case.complaint, name) for clock, name in DUES.items()}
    try:
        deed = _deed(case, revision, deps)
    except CalendarEnds:
        yield from (Move(case.complaint.code, clock, due, None) for clock, due in known_dues.items() if clock is case.complaint.clock)
        return
    for clock, name in DUES.items():
        if deed and name in deed.data:
            yield Move(case.complaint.code, clock, known_dues[clock], date.fromisoformat(str(deed.data[name])))


def look_at(complaint: Complaint | None, revision: Revision, deps: Deps) -> Result:
    """Count a case anew, if its dates move; none is one that cannot be read."""
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
