"""The answers about cases, to agencies."""

from datetime import date

import msgspec
from msgspec import UNSET, UnsetType

from chalicelib.api.answers import Answer, Code, Cursor, Instant
from chalicelib.api.answers.complaints import Event, Point, Trouble, View
from chalicelib.domain.words import Class, Role, Status, Suspicion


class CaseEvent(Event):
    """One entry of a timeline as agencies see it; an internal one is not public."""

    role: Role
    holder: str | None
    public: bool


class Reporter(Answer):
    """Who filed."""

    name: str
    email: str | None
    phone: str | None


class Sealed(Answer):
    """What was written where something else is shown; `texts` and `reasons` are those of events, by number."""

    texts: dict[str, str]
    reasons: dict[str, str]
    title: str | UnsetType = UNSET
    body: str | UnsetType = UNSET
    place: str | UnsetType | None = UNSET
    location: Point | UnsetType | None = UNSET
    occurred_on: date | UnsetType | None = UNSET


class Case(View):
    """A complaint as agencies see it; with the reporter where the identity allows, and for a steward with what was written where it is redacted."""

    timeline: list[CaseEvent]
    mail: list[Trouble]
    moderation: list[Suspicion]
    linked: list[Code] | UnsetType = UNSET
    reporter: Reporter | UnsetType = UNSET
    sealed: Sealed | UnsetType = UNSET


class QueueLine(Answer):
    """One case in a queue."""

    code: Code
    title: str | None
    status: Status
    class_: Class = msgspec.field(name="class")
    category: str
    region: str
    agency: str
    due: date | None
    overdue: bool
    level: int
    received_at: Instant
    version: int
    moderation: list[Suspicion]


class Queue(Answer):
    """A page of cases."""

    items: list[QueueLine]
    next: Cursor | None


class QueueCounts(Answer):
    """How many cases wait, by status; at least so many where not `complete`."""

    counts: dict[Status, int]
    overdue: int
    escalated: int
    complete: bool
