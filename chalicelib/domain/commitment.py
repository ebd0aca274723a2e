"""What an agency commits to, and how far it has come: an indicator of its scores, a target, a date."""

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from chalicelib.domain.errors import FieldError

MOST_A_YEAR = 50
"""How many commitments of an agency may end in one year."""
LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Scale:
    """The most that an indicator can be, the least being 0, and whether more of it is better."""

    most: float
    more_is_better: bool = True

    def reaches(self, value: float, aim: float) -> bool:
        """Whether a value is as good as the aim, or better."""
        return value >= aim if self.more_is_better else value <= aim


class Indicator(StrEnum):
    """What can be committed to: the score and the indicators that it is made from, by the names that the scores have for them."""

    SCORE = "score"
    FOLLOWED_UP = "followed_up"
    FOLLOWED_UP_ON_TIME = "followed_up_on_time"
    RESOLVED = "resolved"
    RESOLVED_ON_TIME = "resolved_on_time"
    VERIFIED_ON_TIME = "verified_on_time"
    CANNOT_BE_RESOLVED = "cannot_be_resolved"
    DISPUTED = "disputed"
    RETURNED = "returned"
    EXTENDED = "extended"
    HELD = "held"
    LINKED = "linked"
    SATISFACTION = "satisfaction"
    SURVEY_INDEX = "survey_index"
    SPEED_POINTS = "speed_points"
    BACKLOG_DAYS = "backlog_days"
    MEDIAN_DAYS = "median_days"
    MEAN_DAYS = "mean_days"


SHARE, FEWER, DAYS = Scale(1), Scale(1, more_is_better=False), Scale(1000, more_is_better=False)
SCALES: Mapping[Indicator, Scale] = {
    Indicator.SCORE: Scale(100),
    Indicator.FOLLOWED_UP: SHARE,
    Indicator.FOLLOWED_UP_ON_TIME: SHARE,
    Indicator.RESOLVED: SHARE,
    Indicator.RESOLVED_ON_TIME: SHARE,
    Indicator.VERIFIED_ON_TIME: SHARE,
    Indicator.CANNOT_BE_RESOLVED: FEWER,
    Indicator.DISPUTED: FEWER,
    Indicator.RETURNED: FEWER,
    Indicator.EXTENDED: FEWER,
    Indicator.HELD: FEWER,
    Indicator.LINKED: FEWER,
    Indicator.SATISFACTION: SHARE,
    Indicator.SURVEY_INDEX: Scale(100),
    Indicator.SPEED_POINTS: Scale(5),
    Indicator.BACKLOG_DAYS: DAYS,
    Indicator.MEDIAN_DAYS: DAYS,
    Indicator.MEAN_DAYS: DAYS,
}


class State(StrEnum):
    """How it stands; `behind` is still to come but not on course, `missed` is over."""

    MET = "met"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    MISSED = "missed"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator in a month (`2026-11`)."""

    period: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """That an indicator of an agency will be at the target by a date; dates are the agency's.

    `start` is what it last was when the agency committed itself, none where it had never been measured. A commitment is never changed or removed; it can be
    withdrawn, which is shown.
    """

    id: str
    agency: str
    indicator: Indicator
    target: float
    by: date
    text: str
    made_on: date
    start: Measured | None = None
    withdrawn_on: date | None = None
    withdrawn_because: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a commitment stands, by what it was last measured at."""

    state: State
    latest: Measured | None


def id_of(agency: str, indicator: Indicator, target: float, by: date) -> str:
    """The id of a commitment: the same promise has the same one, so that sending it again makes no second."""
    return hashlib.sha256(f"{agency}\0{indicator}\0{float(target)}\0{by}".encode()).hexdigest()[:20]


def wrong_target(indicator: Indicator, target: float) -> list[FieldError]:
    """What is wrong with a target."""
    most = SCALES[indicator].most
    return [] if 0 <= target <= most else [FieldError("/target", "out-of-range", f"{indicator} is from 0 to {most:g}")]


def wrong_date(by: date, today: date) -> list[FieldError]:
    """What is wrong with the date: no whole month could be measured by it, or nobody will remember."""
    measurable = max(today + timedelta(days=1), _end_of(today)) <= by <= today + LONGEST
    expected = "a date after today, at the end of this month at the earliest and five years ahead at most, is expected"
    return [] if measurable else [FieldError("/by", "out-of-range", expected)]


def months_of(commitment: Commitment, today: date) -> Iterator[str]:
    """The months that it can be measured by, the latest first: since it was made, and only those that end by its date."""
    last = min(today, _before(commitment.by + timedelta(days=1)))
    return takewhile(lambda month: month >= f"{commitment.made_on:%Y-%m}", months_back(last))


def months_back(day: date) -> Iterator[str]:
    """The month of a date and those before, without end."""
    while True:
        yield f"{day:%Y-%m}"
        day = _before(day)


def progress(commitment: Commitment, latest: Measured | None, today: date) -> Progress:
    """How it stands, by the latest month that it was measured in.

    It is met when the target is reached, and it may be lost again until the date. Before the date it is on course when it is at least as good as the straight
    line from where it started to the target says for the end of that month, or for today while the month runs.
    """
    return Progress(_state(commitment, latest, today), latest)


def _state(commitment: Commitment, latest: Measured | None, today: date) -> State:
    scale = SCALES[commitment.indicator]
    if latest is None:
        return State.NOT_MEASURED
    if scale.reaches(latest.value, commitment.target):
        return State.MET
    if today > commitment.by:
        return State.MISSED
    return State.ON_COURSE if scale.reaches(latest.value, _expected(commitment, latest, today)) else State.BEHIND


def _expected(commitment: Commitment, latest: Measured, today: date) -> float:
    """What the line says; without a start there is no line, and nothing is behind it."""
    if commitment.start is None:
        return latest.value
    until = min(today, _end_of(date.fromisoformat(f"{latest.period}-01")))
    gone = (until - commitment.made_on).days / max(1, (commitment.by - commitment.made_on).days)
    return commitment.start.value + gone * (commitment.target - commitment.start.value)


def _end_of(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _before(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)
