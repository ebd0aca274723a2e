"""The calculator: by when something that starts on a date is due, under the policy in force. Anybody may ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.domain import deadlines
from chalicelib.domain.calendar import Calendar, CalendarEnds
from chalicelib.domain.deadlines import Deadline, Office
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Class, Clock
from chalicelib.usecases import setting
from chalicelib.usecases.ports import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked; calendar and zone are the nation's unless named. `extended` and `paused` are working days."""

    start: date
    class_: Class = Class.COMPLAINT
    clock: Clock = Clock.RESOLVE
    calendar: str = ""
    zone: str = ""
    extended: int = 0
    paused: int = 0


@dataclass(frozen=True, slots=True)
class Calculated:
    """The deadline, with the class, the office and the version of the policy that it was counted for."""

    deadline: Deadline
    class_: Class
    office: Office
    policy: int


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with parameters that are well-formed each: what does not exist. `given` may be incomplete."""
    named = [("?calendar", Calendar, given["calendar"])] if given.get("calendar") else []
    return setting.unknown(named, deps) + setting.wrong_zone("?zone", given.get("zone")) + list(_impossible(given, deps))


def _impossible(given: Mapping[str, Any], deps: Deps) -> Iterator[FieldError]:
    """More time than the rules give: only the resolve clock is extended, once more by its length; a hold stops the agency's clocks, for so many days in all."""
    policy, clock = setting.policy(None, deps), given.get("clock", Clock.RESOLVE)
    extension = deadlines.length(clock, given.get("class", Class.COMPLAINT), policy) if clock is Clock.RESOLVE else 0
    pauses = 0 if clock in (Clock.CONFIRM, Clock.HOLD) else policy.hold_days
    for name, most in (("extended", extension), ("paused", pauses)):
        if given.get(name, 0) > most:
            yield FieldError(f"?{name}", "out-of-range", f"the rules give the clock {clock} at most {most} working days")


def calculate(asked: Question, deps: Deps) -> Calculated:
    """The deadline; raises `InvalidInput` when the calendar does not reach so far."""
    nation, policy = setting.agency(NATION, deps), setting.policy(None, deps)
    usual = setting.office(nation, deps)
    named = deps.reference.get(Calendar, asked.calendar) if asked.calendar else None
    office = Office(asked.zone or usual.zone, named or usual.calendar)
    try:
        office.calendar.why_off(asked.start)  # a start that is not known ends the same way as an end that is not
        deadline = deadlines.counted(asked.clock, asked.class_, policy, office, asked.start, extended=asked.extended, paused=asked.paused)
    except CalendarEnds as ends:
        raise InvalidInput([FieldError("?from", "out-of-range", str(ends))]) from ends
    return Calculated(deadline, asked.class_, office, policy.version)
