"""The answers about complaints: to the public, to reporters, to agencies."""

from datetime import date
from typing import Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from chalicelib.api.answers import Answer, Code, Cursor, Instant, Named
from chalicelib.domain.attachment import Reason, State
from chalicelib.domain.delivery import Why
from chalicelib.domain.personal import Kind
from chalicelib.domain.words import Action, Class, Clock, Identity, Outcome, Role, Status, Suspicion, Visibility

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


class Receipt(Answer):
    """A filed complaint, with the secret: no other answer ever holds it."""

    code: Code
    secret: str
    received_at: Instant
    status: Status
    agency: Named
    deadlines: list[Deadline]


class MadeFor(Answer):
    """What the challenge is for, in a form that only we read."""

    made_for: str = msgspec.field(name="for")


class ChallengeParameters(Answer, rename="camel"):
    """Find the first counter from 0 for which PBKDF2 (password: the nonce's bytes and the counter in four bytes, big end first; `cost` rounds) gives a key that begins so."""

    algorithm: Literal["PBKDF2/SHA-256"]
    nonce: str
    salt: str
    cost: int
    key_length: int
    key_prefix: str
    expires_at: int
    data: MadeFor


class Challenge(Answer):
    """A challenge of ALTCHA's protocol, version 2; any client of theirs can solve it."""

    parameters: ChallengeParameters
    signature: str


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


class CaseEvent(Event):
    """One entry of a timeline as agencies see it; an internal one is not public."""

    role: Role
    holder: str | None
    public: bool


class Attachment(Answer):
    """A file of a complaint, or of an agency for a response; it can be opened once it is stored, and is then the inspected copy's type, size and digest."""

    number: int
    by: Literal["reporter", "agency"]
    name: str
    type: str
    size: int
    state: State
    reason: Reason | None
    sha256: str | None


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


class LostReceipt(Answer):
    """A link is on its way if anything was filed with the address."""

    sent_if_known: Literal[True]


class LostCode(Answer):
    """A complaint that was filed with the address."""

    code: Code
    received_at: Instant
    status: Status


class LostCodes(Answer):
    """All of them; nothing where the link does not work, since it has been used, is too old, or never was one."""

    works: bool
    items: list[LostCode]


class FoundInText(Answer):
    """Something in a text that should perhaps not be read by others, from character `start` to before `end`."""

    pointer: Literal["/title", "/body", "/place", "/text"]
    kind: Kind
    start: int
    end: int


class TextCheck(Answer):
    """What was found, and the texts in which something was found with dots instead."""

    found: list[FoundInText]
    masked: dict[str, str]


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


class Reporter(Answer):
    """Who filed."""

    name: str
    email: str | None
    phone: str | None


class Page(Answer):
    """Where to go on."""

    url: str


class Stopped(Answer):
    """That no more notices are sent."""

    stopped: bool


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


class Form(Answer):
    """Send `fields` and then the file as field `file`, as multipart/form-data, to `url`."""

    url: str
    fields: dict[str, str]
    expires_at: Instant


class Upload(Answer):
    """The number of an attachment, and the form to send it with."""

    number: int
    upload: Form


class ExportLink(Answer):
    """A short-lived address of a file that is too large to be the answer itself."""

    url: str
    expires_at: Instant
    rows: int
    bytes: int


class Link(Answer):
    """Short-lived addresses of a file, and of a small picture of it where there is one."""

    url: str
    thumbnail: str | None
    expires_at: Instant
