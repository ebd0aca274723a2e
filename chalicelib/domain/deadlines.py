"""Deadlines: working days of an agency's calendar, compared as dates in its time zone, and the explanation that goes with each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import Calendar, CalendarEnds
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Class, Clock


@dataclass(frozen=True, slots=True)
class Office:
    """When an agency works: its IANA time zone and its calendar."""

    zone: str
    calendar: Calendar

    def today(self, now: datetime) -> date:
        """The date at the agency at an instant."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def begins(self, day: date) -> datetime:
        """The instant, in UTC, at which a date begins at the agency."""
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)

    def due(self, start: date, working_days: int) -> date:
        """The last date on which something is still on time."""
        return self.calendar.working_day(start, working_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A due date and how it was counted: the start (not counted), the working days, and each day that was skipped, with its name.

    `extended` and `paused` are working days added by an extension and by waiting for the reporter or on another complaint. `estimated` is for a clock that has not started; then `start` is the due date of the one before.
    """

    clock: Clock
    start: date
    working_days: int
    due: date
    zone: str
    skipped: tuple[tuple[date, str], ...]
    extended: int = 0
    paused: int = 0
    estimated: bool
    running: bool


def is_overdue(complaint: Complaint, office: Office, now: datetime) -> bool:
    """Overdue is the day after the due date at the agency, never a second earlier; a wait for the reporter is never overdue."""
    return complaint.waits_for_agency and complaint.due is not None and office.today(now) > complaint.due


def length(clock: Clock, class_: Class, policy: Policy) -> int:
    """Working days that a clock runs; the follow-up is never due after the resolution, a hold runs at most so long."""
    resolve = policy.resolve_days[class_]
    return {
        Clock.VERIFY: policy.verify_days,
        Clock.FOLLOW_UP: min(policy.follow_up_days, resolve),
        Clock.RESOLVE: resolve,
        Clock.CONFIRM: policy.confirm_days,
        Clock.HOLD: policy.hold_days,
    }[clock]


def counted(clock: Clock, class_: Class, policy: Policy, office: Office, start: date, *, extended: int = 0, paused: int = 0) -> Deadline:
    """The deadline of a clock that starts on a date, with an extension and pauses; raises `CalendarEnds`."""
    days = length(clock, class_, policy)
    due = office.due(start, days + extended + paused)
    return Deadline(
        clock=clock,
        start=start,
        working_days=days,
        due=due,
        zone=office.zone,
        skipped=office.calendar.days_off(start, due),
        extended=extended,
        paused=paused,
        estimated=True,
        running=False,
    )


def explain(complaint: Complaint, policy: Policy, home: Office, office: Office, now: datetime) -> tuple[Deadline, ...]:
    """Every deadline of a complaint, the ones ahead estimated from the latest that the ones before can still end.

    `home` is the office of the agency that verifies, `office` that of the one that must act. What lies beyond the calendar is left out.
    """
    verify = _known(Clock.VERIFY, complaint, policy, home, *spans(complaint)[Clock.VERIFY])
    if complaint.clock is Clock.VERIFY:
        latest = max(verify.due, home.today(now))
        ahead = (_estimate(clock, complaint, policy, home, latest) for clock in (Clock.FOLLOW_UP, Clock.RESOLVE))
        return (verify, *(one for one in ahead if one))
    ran = ((clock, span) for clock, span in spans(complaint).items() if clock is not Clock.VERIFY)
    return (verify, *(_known(clock, complaint, policy, office, *span) for clock, span in ran))


def spans(complaint: Complaint) -> dict[Clock, tuple[datetime, date]]:
    """Since when each clock that has started runs, or ran, and its due date."""
    known = {
        Clock.VERIFY: (complaint.verify_from or complaint.received_at, complaint.verify_due),
        Clock.FOLLOW_UP: (complaint.forwarded_at, complaint.follow_up_due),
        Clock.RESOLVE: (complaint.resolve_from, complaint.resolve_due),
        Clock.CONFIRM: (complaint.responded_at, complaint.confirm_due),
        Clock.HOLD: (complaint.paused_at, complaint.hold_due),
    }
    return {clock: (since, due) for clock, (since, due) in known.items() if since and due}


def _known(clock: Clock, complaint: Complaint, policy: Policy, office: Office, since: datetime, due: date) -> Deadline:
    """The days are counted, not taken from the rule: a follow-up may be cut short by the resolve date, a hold asked for less than is left."""
    start = office.today(since)
    days = office.calendar.working_days(start, due)
    extended, paused = (0, 0) if clock is Clock.HOLD else _added(clock, complaint, days - length(clock, complaint.class_, policy))
    return Deadline(
        clock=clock,
        start=start,
        working_days=days - extended - paused,
        due=due,
        zone=office.zone,
        skipped=office.calendar.days_off(start, due),
        extended=extended,
        paused=paused,
        estimated=False,
        running=complaint.clock is clock,
    )


def _added(clock: Clock, complaint: Complaint, more: int) -> tuple[int, int]:
    """Of the working days beyond a clock's length, those of an extension and those of pauses."""
    extended = complaint.extension or 0 if clock is Clock.RESOLVE else 0
    moved = {Clock.VERIFY: more, Clock.FOLLOW_UP: complaint.paused_days, Clock.RESOLVE: complaint.paused_days}
    return extended, max(0, min(more - extended, moved.get(clock, 0)))


def _estimate(clock: Clock, complaint: Complaint, policy: Policy, office: Office, start: date) -> Deadline | None:
    try:
        return counted(clock, complaint.class_, policy, office, start)
    except CalendarEnds:
        return None


def day_after(day: date) -> date:
    """The next calendar date: the first on which a thing due on `day` is overdue."""
    return day + timedelta(days=1)
