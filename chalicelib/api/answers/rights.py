"""The answers about what is held of somebody, who opened it, and what they are sent."""

from datetime import date
from typing import Literal

from chalicelib.api.answers import Answer, Code, Cursor, Instant, Named
from chalicelib.api.answers.complaints import Complaint, Point
from chalicelib.domain.words import Role


class HeldReporter(Answer):
    """What is kept of who filed; `lang` is the language of notices."""

    name: str
    email: str | None
    phone: str | None
    lang: Literal["id", "en"]


class FiledText(Answer):
    """What was filed, as it was written."""

    title: str
    body: str
    place: str | None
    location: Point | None
    occurred_on: date | None


class Held(Answer):
    """Everything that is held about who filed: `reporter` until it is erased, by policy on `erased_on`; `messages` by the number of their event.

    `internal` says how many events beside these are for agencies only.
    """

    complaint: Complaint
    reporter: HeldReporter | None
    erased_on: date | None
    filed: FiledText
    messages: dict[str, str]
    internal: int


class Unsealing(Answer):
    """One opening of a sealed identity."""

    code: Code
    number: int
    at: Instant
    role: Role
    agency: Named
    holder: str
    reason: str


class Unsealings(Answer):
    """A page of the openings of a month."""

    period: str
    items: list[Unsealing]
    next: Cursor | None


class Page(Answer):
    """Where to go on."""

    url: str


class Stopped(Answer):
    """That no more notices are sent."""

    stopped: bool
