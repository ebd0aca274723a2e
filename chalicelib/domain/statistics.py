"""What happened to complaints, counted by day, category and channel: received, answered for the first time, overdue for the first time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import reduce

from chalicelib.domain.deadlines import Office
from chalicelib.domain.events import Event
from chalicelib.domain.tally import Tally
from chalicelib.domain.words import Action, Channel


class What(StrEnum):
    """What is counted of a complaint, each once, on the day on which it happened."""

    RECEIVED = "received"
    ANSWERED = "answered"
    OVERDUE = "overdue"


COUNTED = {Action.SUBMIT: What.RECEIVED, Action.RESPOND: What.ANSWERED, Action.ESCALATE: What.OVERDUE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One of them, of one complaint; `days` is how many calendar days it took from receiving."""

    code: str
    what: What
    day: date
    category: str
    channel: Channel
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many were received, answered and overdue by category; received by channel; and answered by the days that it took."""

    received: Mapping[str, int] = field(default_factory=dict)
    answered: Mapping[str, int] = field(default_factory=dict)
    overdue: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(**{name: dict(Counter(getattr(self, name)) + Counter(getattr(other, name))) for name in NAMES})

    def of(self, what: What) -> int:
        """How many, of whatever category."""
        return sum(getattr(self, what).values())

    @property
    def median_days(self) -> float | None:
        """The middle of the days to answer, as scores have it."""
        return Tally(days=self.days).median_days

    @property
    def mean_days(self) -> float | None:
        """The mean of the days to answer."""
        return Tally(days=self.days).mean_days


NAMES = ("received", "answered", "overdue", "channels", "days")
NOTHING = Counts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was counted of a month, and by day: small enough to read twelve of them for a question."""

    period: str
    counts: Counts
    by_day: Mapping[date, Mapping[What, int]]
    counted_at: datetime


def entry(events: Sequence[Event], office: Office) -> Entry | None:
    """What the last of a complaint's first events adds, if anything; in the time of `office`."""
    *earlier, last = events
    what = COUNTED.get(last.action)
    if what is None or any(one.action is last.action for one in earlier):
        return None
    filed, day = events[0], office.today(last.at)
    return Entry(
        code=last.code,
        what=what,
        day=day,
        category=str(filed.data["category"]),
        channel=Channel(str(filed.data.get("channel", Channel.API))),
        days=(day - office.today(filed.at)).days,
    )


def counted(entries: Iterable[Entry]) -> Counts:
    """What these entries add up to."""
    counters: dict[str, Counter[str]] = {name: Counter() for name in NAMES if name != "days"}
    days: Counter[int] = Counter()
    for one in entries:
        counters[one.what][one.category] += 1
        if one.what is What.RECEIVED:
            counters["channels"][one.channel] += 1
        elif one.what is What.ANSWERED:
            days[one.days] += 1
    return Counts(**counters, days=days)


def month(period: str, days: Mapping[date, Counts], now: datetime) -> Month:
    """A month, of its days."""
    by_day = {day: {what: counts.of(what) for what in What} for day, counts in sorted(days.items())}
    return Month(period=period, counts=total(days.values()), by_day=by_day, counted_at=now)


def total(counts: Iterable[Counts]) -> Counts:
    """All of them together."""
    return reduce(Counts.__add__, counts, NOTHING)
