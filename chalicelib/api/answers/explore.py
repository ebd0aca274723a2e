"""The answers to what the public finds and supports."""

from datetime import date

import msgspec
from msgspec import UNSET, UnsetType

from chalicelib.api.answers import Answer, Code, Cursor, Instant, Named
from chalicelib.api.answers.complaints import NamedCategory, NamedRegion, Point
from chalicelib.domain.words import Class, Outcome, Status


class Found(Answer):
    """A published complaint in a list; `picture` is the number of the first attachment that everybody may see a small picture of, `metres` is how far it is from the place that was asked for."""

    code: Code
    title: str
    status: Status
    class_: Class = msgspec.field(name="class")
    category: NamedCategory
    region: NamedRegion
    agency: Named
    location: Point | None
    published_at: Instant
    due: date | None
    overdue: bool
    level: int
    outcome: Outcome | None
    lead: Code | None
    supporters: int
    picture: int | None
    metres: int | UnsetType = UNSET


class Published(Answer):
    """A page of published complaints. It may hold few and still go on: follow `next` until it is null."""

    items: list[Found]
    next: Cursor | None


class Nearby(Answer):
    """Published complaints near a place."""

    items: list[Found]


class CountedProvince(NamedRegion):
    """How many complaints were published in a province."""

    count: int


class Provinces(Answer):
    """Every province, with how many complaints were published there since a date."""

    since: date
    items: list[CountedProvince]


class Support(Answer):
    """How many support a complaint, whether this device does, whether its address is told of what happens, or will be once that is confirmed by the mail that was sent to it."""

    supporters: int
    supported: bool
    following: bool
    unconfirmed: bool
