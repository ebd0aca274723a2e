"""A calendar was changed: which due dates of an open complaint move with it, and to where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, length, spans
from chalicelib.domain.deed import Deed
from chalicelib.domain.events import Value
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
    """Two versions of a calendar, and since when the later is in force."""

    before: Calendar
    after: Calendar
    since: datetime

    @property
    def turned(self) -> list[date]:
        """The days that people worked on and do not any more, or the other way round; what only has another name is none."""
        days = self.before.holidays.keys() ^ self.after.holidays.keys()
        return sorted(day for day in days if day <= self.before.last and day.weekday() not in self.after.weekend)


def recount(complaint: Complaint, revision: Revision, policy: Policy, zone: str, *, unsure: bool) -> Deed | None:
    """Move the dates that still stand by the days that turned, none when no date moves; `zone` is the acting agency's.

    Each keeps its start and its number of working days, and so its extension and its pauses. A date that had passed when the calendar was changed stays: what was late
    is late. None moves to a day before that: nothing becomes late by a recount. `unsure` says that the dates may have been counted with the later version already.
    """
    known = spans(complaint)
    clocks = (Clock.HOLD, *STANDING[complaint.paused_from]) if complaint.status is Status.ON_HOLD else STANDING.get(complaint.status, ())
    dates = {clock: _recounted(clock, complaint, revision, policy, zone, unsure=unsure) for clock in clocks}
    if Clock.FOLLOW_UP in dates:
        dates[Clock.FOLLOW_UP] = min(dates[Clock.FOLLOW_UP], dates[Clock.RESOLVE])
    moved = {clock: day for clock, day in dates.items() if day != known[clock][1]}
    if not moved:
        return None
    data: dict[str, Value] = {DUES[clock]: day.isoformat() for clock, day in moved.items()}
    first = min(known[clock][0] for clock in moved)
    last = max(max(day, known[clock][1]) for clock, day in moved.items())
    return Deed(action=Action.RECOUNT, data=data | _why(revision, Office(zone, revision.after).today(first), last))


def _recounted(clock: Clock, complaint: Complaint, revision: Revision, policy: Policy, zone: str, *, unsure: bool) -> date:
    since, due = spans(complaint)[clock]
    office = Office(zone, revision.after)
    start = office.today(since)
    stopped = complaint.paused_at if clock is not Clock.HOLD else None
    open_on = office.today(stopped or revision.since)
    if due < open_on or not any(start < day <= due for day in revision.turned):
        return due
    days = revision.before.working_days(start, due)
    if unsure:
        days = _between(days, office.calendar.working_days(start, due), _promised(clock, complaint, policy))
    return max(office.due(start, days), office.due(open_on - timedelta(days=1), 1))


def _between(before: int, after: int, promised: int) -> int:
    """The days that a date stands for: those promised, where the two counts leave room for them; it may be of the later version whole or from an extension or pause on."""
    return sorted((before, after, promised))[1]


def _promised(clock: Clock, complaint: Complaint, policy: Policy) -> int:
    """What the rules give a clock with its extension and pauses; for a hold the most that is left, which is what it has unless less was asked for."""
    paused = complaint.paused_days
    more = {Clock.VERIFY: paused, Clock.FOLLOW_UP: paused, Clock.RESOLVE: paused + (complaint.extension or 0), Clock.HOLD: -complaint.held_days}
    return length(clock, complaint.class_, policy) + more.get(clock, 0)


def _why(revision: Revision, after: date, until: date) -> dict[str, Value]:
    """Which version of which calendar, and the days that turned between two dates."""
    days = [day for day in revision.turned if after < day <= until]
    added = [day.isoformat() for day in days if revision.after.why_off(day)]
    removed = [day.isoformat() for day in days if not revision.after.why_off(day)]
    return {"calendar": revision.after.id, "version": revision.after.version, "added": added, "removed": removed}
