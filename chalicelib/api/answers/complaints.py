"""What every reader sees of a complaint, and what the public and its reporter do."""

from datetime import date
from typing import Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from chalicelib.api.answers import Answer, Code, Instant, Named
from chalicelib.domain.attachment import Reason, State
from chalicelib.domain.delivery import Why
from chalicelib.domain.words import Action, Class, Clock, Identity, Outcome, Role, Status, Visibility

Possible: TypeAlias = Literal["reply", "confirm", "dispute", "unlink", "withdraw", "survey", "erase", "attach"]


class NamedCategory(Named):
    """A category."""

    name_en: str


class NamedRegion(Answer):
    """A region."""

    code: str
    name: str


class SkippedDay(Answer):
    """A day that is not counted, and why."""

    date: date
    name: str


class Deadline(Answer):
    """A due date and how it was counted; `estimated` while its clock has not started."""

    clock: Clock
    start: date
    working_days: int
    due: date
    zone: str
    skipped: list[SkippedDay]
    extended: int
    paused: int
    estimated: bool
    running: bool


class Point(Answer):
    """A point, WGS84 degrees."""

    lat: float
    lon: float


class Facts(Answer):
    """What an event says beside its text; which facts, its action tells."""

    to: Named | UnsetType = UNSET
    proposed: Named | UnsetType = UNSET
    outcome: Outcome | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    rating: int | UnsetType = UNSET
    clock: Clock | UnsetType = UNSET
    due: date | UnsetType = UNSET
    level: int | UnsetType = UNSET
    told: list[Role] | UnsetType = UNSET
    hold_due: date | UnsetType = UNSET
    back_to: Status | UnsetType = UNSET
    days: int | UnsetType = UNSET
    resolve_due: date | UnsetType = UNSET
    lead: Code | UnsetType = UNSET
    published: bool | UnsetType = UNSET
    number: int | UnsetType = UNSET
    files: list[int] | UnsetType = UNSET
    verify_due: date | UnsetType = UNSET
    follow_up_due: date | UnsetType = UNSET
    confirm_due: date | UnsetType = UNSET
    calendar: str | UnsetType = UNSET
    added: list[date] | UnsetType = UNSET
    removed: list[date] | UnsetType = UNSET
    attachments: list[int] | UnsetType = UNSET


class Event(Answer):
    """One entry of a timeline."""

    number: int
    at: Instant
    action: Action
    by: Literal["reporter", "agency", "system"]
    agency: Named | None
    text: str | None
    redacted: bool
    data: Facts


class Attachment(Answer):
    """A file of a complaint, or of an agency for a response; it can be opened once it is stored, and is then the inspected copy's type, size and digest.

    `public` is whether its reporter lets everybody see it (null of an agency's, which is as public as its answer), `withheld` that an agency keeps it from the public all the same.
    """

    number: int
    by: Literal["reporter", "agency"]
    name: str
    type: str
    size: int
    state: State
    reason: Reason | None
    sha256: str | None
    public: bool | None
    withheld: bool


class View(Answer):
    """What every reader sees of a complaint; what was written is null for the public until it is published."""

    code: Code
    version: int
    status: Status
    class_: Class = msgspec.field(name="class")
    type: Literal["complaint", "aspiration", "information"]
    category: NamedCategory
    region: NamedRegion
    agency: Named
    visibility: Visibility
    identity: Identity
    received_at: Instant
    closed_at: Instant | None
    outcome: Outcome | None
    rating: int | None
    level: int
    overdue: bool
    disputes: int
    returns: int
    lead: Code | None
    supporters: int
    redacted: bool
    deadlines: list[Deadline]
    title: str | None
    body: str | None
    place: str | None
    location: Point | None
    occurred_on: date | None
    attachments: list[Attachment]


class Trouble(Answer):
    """That mail does not reach somebody, why and since when; never to which address."""

    to: Role
    why: Why
    at: Instant


class Complaint(View):
    """A complaint as the public or its reporter sees it; `can` is what the reporter can do now, `mail` why notices do not reach them: nothing in the public view."""

    timeline: list[Event]
    can: list[Possible]
    mail: list[Trouble]
