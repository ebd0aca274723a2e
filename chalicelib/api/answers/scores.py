"""The answers about scores: league tables, an agency's history, what is frozen and published."""

from typing import Literal

from chalicelib.api.answers import Answer, Instant, Named
from chalicelib.api.parameters import Kind, Month, Period
from chalicelib.domain.periods import Length


class ScoredAgency(Named):
    """An agency with its kind: agencies of one kind are compared."""

    kind: Kind


class Indicators(Answer):
    """Shares from 0 to 1, points from 0 to 5, days of the calendar, an index from 25 to 100; null where nothing was counted."""

    followed_up: float | None
    followed_up_on_time: float | None
    resolved: float | None
    resolved_on_time: float | None
    cannot_be_resolved: float | None
    disputed: float | None
    returned: float | None
    extended: float | None
    held: float | None
    linked: float | None
    verified_on_time: float | None
    satisfaction: float | None
    survey_index: float | None
    speed_points: float | None
    backlog_days: float | None
    median_days: float | None
    mean_days: float | None


class Counts(Answer):
    """What the indicators were counted from; `unresolved` cases wait for an answer, together `overdue_days` late."""

    cases: int
    followed_up: int
    followed_up_on_time: int
    resolved: int
    resolved_on_time: int
    cannot_be_resolved: int
    disputed: int
    returned: int
    extended: int
    held: int
    unresolved: int
    overdue_days: int
    ratings: int
    top_two: int
    linked: int
    verifications: int
    verified_on_time: int


class Score(Answer):
    """An agency's score in a period, from 0 to 100, with the version of the policy that it was made by, and since when it stands.

    `place` is that among the `ranked` agencies of its kind and band, `change` by how many places it rose since the period before. `digest` is that of the
    frozen period, null while it moves.
    """

    agency: ScoredAgency
    period: Period
    score: float | None
    zone: Literal["green", "yellow", "red"] | None
    band: str
    place: int | None
    ranked: int
    change: int | None
    cases: int
    indicators: Indicators
    counts: Counts
    policy: int
    computed_at: Instant
    digest: str | None


class Scores(Answer):
    """The league tables of a period: by kind, volume band and place, unranked agencies last; at most the first thousand of the `total`."""

    period: Period
    total: int
    items: list[Score]


class History(Answer):
    """An agency's scores, period by period."""

    agency: ScoredAgency
    length: Length
    items: list[Score]


class OpenFile(Answer):
    """A file of a frozen month, its SHA-256, and an address that works for an hour."""

    type: str
    bytes: int
    digest: str
    url: str
    expires_at: Instant


class FrozenPeriod(Answer):
    """A period that is never computed again. The files of a longer one hold those of its months, one after the other."""

    period: Period
    months: list[Month]
    policy: int
    digest: str
    cases: int
    duties: int
    frozen_at: Instant
    files: list[OpenFile]


class Periods(Answer):
    """The frozen periods of a year, by name."""

    year: int | None
    items: list[FrozenPeriod]
