"""The answer of the calculator."""

from datetime import date

import msgspec

from chalicelib.api.answers import Answer, Instant
from chalicelib.api.answers.complaints import SkippedDay
from chalicelib.domain.words import Class, Clock


class CalendarVersion(Answer):
    """By which days it was counted."""

    id: str
    version: int


class Calculation(Answer):
    """A due date and how it is counted. From `overdue_at`, midnight at `zone`, it is too late; `policy` is the version of the limits, `extended` and `paused` the working days asked for."""

    clock: Clock
    class_: Class = msgspec.field(name="class")
    start: date
    working_days: int
    extended: int
    paused: int
    skipped: list[SkippedDay]
    due: date
    overdue_on: date
    overdue_at: Instant
    zone: str
    calendar: CalendarVersion
    policy: int
