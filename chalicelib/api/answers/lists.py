"""The answers to what everybody may list."""

from typing import Literal

from chalicelib.api.answers import Answer, Cursor, Instant, Named
from chalicelib.api.parameters import Kind, Month
from chalicelib.domain.words import Class


class Health(Answer):
    """That we are up."""

    status: Literal["ok"]
    version: str


class Description(Answer, forbid_unknown_fields=False):
    """An OpenAPI document; the rest of it is the specification's."""

    openapi: str


class Agency(Answer):
    """An agency in the tree; a closed one with who has its business since."""

    id: str
    name: str
    kind: Kind
    parent: str | None
    region: str | None
    closed_at: Instant | None
    successor: str | None


class Agencies(Answer):
    """A page of agencies."""

    items: list[Agency]
    next: Cursor | None


class Category(Answer):
    """A category; `parent` is empty at the top, `default_class` the class that a complaint gets."""

    id: str
    name: str
    name_en: str
    parent: str
    default_class: Class
    supervised: bool


class Categories(Answer):
    """All categories."""

    items: list[Category]


class Region(Answer):
    """A region by its official code."""

    code: str
    name: str
    level: Literal["province", "regency", "city"]


class Regions(Answer):
    """All regions."""

    items: list[Region]


class ScoredAgency(Named):
    """An agency with its kind: agencies of one kind are compared."""

    kind: Kind


class Indicators(Answer):
    """Shares from 0 to 1, points from 0 to 5, days; null where nothing was counted."""

    followed_up: float | None
    followed_up_on_time: float | None
    resolved: float | None
    resolved_on_time: float | None
    disputed: float | None
    verified_on_time: float | None
    satisfaction: float | None
    speed_points: float | None
    backlog_days: float | None
    median_days: float | None
    mean_days: float | None


class Counts(Answer):
    """What the indicators were counted from."""

    cases: int
    followed_up: int
    followed_up_on_time: int
    resolved: int
    resolved_on_time: int
    disputed: int
    ratings: int
    top_two: int
    verifications: int
    verified_on_time: int
    backlog_days: float | None
    median_days: float | None
    mean_days: float | None


class Score(Answer):
    """An agency's score in a period, from 0 to 100, with the version of the policy that it was made by."""

    agency: ScoredAgency
    score: float | None
    zone: Literal["green", "yellow", "red"] | None
    band: str
    cases: int
    indicators: Indicators
    counts: Counts
    policy: int
    computed_at: Instant


class Scores(Answer):
    """The scores of a month."""

    period: Month
    items: list[Score]
