"""The answer to what happened to complaints in a period."""

from datetime import date

import msgspec

from chalicelib.api.answers import Answer, Instant
from chalicelib.api.parameters import Period
from chalicelib.domain.words import Channel


class Happened(Answer):
    """How many complaints were received; answered for the first time, and overdue for the first time. Each on its day: who is answered in a period may have come before."""

    received: int
    answered: int
    overdue: int


class DaysToAnswer(Answer):
    """How many were answered after so many calendar days."""

    days: int
    count: int


class OfCategory(Happened):
    """The same of a category, without those below it."""

    id: str
    name: str
    name_en: str
    parent: str | None


class OfChannel(Answer):
    """How many came in this way."""

    channel: Channel
    received: int


class OfTime(Happened):
    """The same of a day, or of the month that begins on it."""

    from_: date = msgspec.field(name="from")


class Statistics(Happened):
    """What happened in a period, in all and by category, channel and time; `counted_at` is null where nothing was counted yet."""

    period: Period
    counted_at: Instant | None
    median_days: float | None
    mean_days: float | None
    days: list[DaysToAnswer]
    categories: list[OfCategory]
    channels: list[OfChannel]
    over_time: list[OfTime]
