"""A calendar was changed: which due dates of an open complaint move with it, and to where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, length, spans
from chalicelib.domain.deed import Deed
from chalicelib.domain.events import Event, Value
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Action, Clock, Status

STANDING: Mapping[Status | None, tuple[Clock, ...]] = {
    Status.RECEIVED: (Clock.VERIFY,),
    Status.FORWARDED: (Clock.FOLLOW_UP, Clock.RESOLVE),
    Status.IN_PROGRESS: (Clock.RESOLVE,),
    Status.RESPONDED: (Clock.CONFIRM,),
}
"""The clocks that run, or that a hold has stopped, by status; the dates of all others are history."""
DUES = {clock: f"{clock}_due" for clock in Clock}
"""What the due date of each clock is called, in a complaint and in its events."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A calendar before and after it was changed, since when the latter is in force, and where several changes are recounted at once the versions `between`.

    `opened` is when the first of several came into force: what was counted before that was counted with `before`.
    """

    before: Calendar
    after: Calendar
    since: datetime
    between: tuple[Calendar, ...] = ()
    opened: datetime | None = None

    @property
    def began(self) -> datetime:
        """When there first was another version than the one before."""
        return self.opened or self.since

    @property
    def versions(self) -> tuple[Calendar, ...]:
        """Every version that a date may be counted with."""
        return (self.before, *self.between, self.after)

    @property
    def turned(self) -> list[date]:
        """The days that people work on by one version and not by another that knows them too; what only has another name is none."""
        days = {day for version in self.versions for day in version.holidays if day.weekday() not in self.after.weekend}
        return sorted(day for day in days if len({day in version.holidays for version in self.versions if day <= version.last}) > 1)


def touched(complaint: Complaint, revision: Revision, zone: str) -> bool:
    """Whether a day that turned lies in a span of days that still stands: no other date can move."""
    office, known = Office(zone, revision.after), spans(complaint)
    standing = [(office.today(known[clock][0]), known[clock][1]) for clock in _standing(complaint)]
    return any(start < day <= due for day in revision.turned for start, due in standing)


def counted_with(events: Sequence[Event], revision: Revision) -> dict[Clock, tuple[Calendar, ...]]:
    """Which versions each date may be counted with: what its last recount names; the first, if it was set before there was another; else any."""
    last = {name: event for event in events for name in event.data}
    return {clock: _versions(last[name], revision) for clock, name in DUES.items() if name in last}


def _versions(event: Event, revision: Revision) -> tuple[Calendar, ...]:
    named = event.data.get("calendar"), event.data.get("version")
    exact = tuple(version for version in revision.versions if (version.id, version.version) == named)
    return exact or ((revision.before,) if event.at < revision.began.replace(microsecond=0) else revision.versions)


def recount(complaint: Complaint, revision: Revision, counted: Mapping[Clock, Sequence[Calendar]], policy: Policy, zone: str) -> Deed | None:
    """Move the dates that still stand by the days that turned, none when no date moves; `zone` is the acting agency's.

    Each keeps its start and its number of working days, and so its extension and its pauses. A date that had passed when the calendar was changed stays: what was late
    is late. None moves to a day before that: nothing becomes late by a recount. `counted` are the versions that each date may be counted with, where it is not the
    one before.
    """
    known = spans(complaint)
    versions = {clock: tuple(counted.get(clock, (revision.before,))) for clock in _standing(complaint)}
    dates = {clock: _recounted(clock, complaint, revision, given, policy, zone) for clock, given in versions.items()}
    if Clock.FOLLOW_UP in dates:
        dates[Clock.FOLLOW_UP] = min(dates[Clock.FOLLOW_UP], dates[Clock.RESOLVE])
    moved = {clock: day for clock, day in dates.items() if day != known[clock][1]}
    if not moved:
        return None
    data: dict[str, Value] = {DUES[clock]: day.isoformat() for clock, day in moved.items()}
    first = min(known[clock][0] for clock in moved)
    last = max(max(day, known[clock][1]) for clock, day in moved.items())
    others = {version.version: version for clock in moved for version in versions[clock]}
    return Deed(action=Action.RECOUNT, data=data | _why(revision, others.values(), Office(zone, revision.after).today(first), last))


def _standing(complaint: Complaint) -> tuple[Clock, ...]:
    on_hold = complaint.status is Status.ON_HOLD
    return (Clock.HOLD, *STANDING[complaint.paused_from]) if on_hold else STANDING.get(complaint.status, ())


def _recounted(clock: Clock, complaint: Complaint, revision: Revision, counted: Sequence[Calendar], policy: Policy, zone: str) -> date:
    since, due = spans(complaint)[clock]
    office = Office(zone, revision.after)
    start = office.today(since)
    stopped = complaint.paused_at if clock is not Clock.HOLD else None
    if due < office.today(stopped or revision.began) or not any(start < day <= due for day in revision.turned):
        return due
    days = _days(start, due, counted, _promised(clock, complaint, policy))
    today = office.today(stopped or revision.since)
    earliest = office.due(today - timedelta(days=1), 1) if due >= today else due
    return max(office.due(start, days), earliest)


def _days(start: date, due: date, counted: Sequence[Calendar], promised: int) -> int:
    """The days that a date stands for: those promised, where the versions leave room for them; it may be of one of them whole or of several in parts."""
    counts = [calendar.working_days(start, due) for calendar in counted if due <= calendar.last]
    return sorted((min(counts), max(counts), promised))[1]


def _promised(clock: Clock, complaint: Complaint, policy: Policy) -> int:
    """What the rules give a clock with its extension and pauses; for a hold the most that is left, which is what it has unless less was asked for."""
    paused = complaint.paused_days
    more = {Clock.VERIFY: paused, Clock.FOLLOW_UP: paused, Clock.RESOLVE: paused + (complaint.extension or 0), Clock.HOLD: -complaint.held_days}
    return length(clock, complaint.class_, policy) + more.get(clock, 0)


def _why(revision: Revision, others: Iterable[Calendar], after: date, until: date) -> dict[str, Value]:
    """Which version of which calendar, and the days between two dates that are others in it than in those that were counted with."""
    here = revision.after
    off = {day: day in here.holidays for day in revision.turned if after < day <= until}
    turned = {day for day, now in off.items() for other in others if day <= other.last and (day in other.holidays) is not now}
    added = [day.isoformat() for day in sorted(turned) if off[day]]
    removed = [day.isoformat() for day in sorted(turned) if not off[day]]
    return {"calendar": here.id, "version": here.version, "added": added, "removed": removed}
