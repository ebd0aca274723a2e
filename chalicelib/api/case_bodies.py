"""What agencies may send about a case: the fields of each action."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.api.fields import ONE_LINE, Body, Id
from chalicelib.domain.attachment import PLACES
from chalicelib.domain.words import Outcome

Reason = Annotated[str, Meta(min_length=5, max_length=2000)]


class VerifyBody(Body):
    """Where to forward to."""

    agency: Id | None = None


class ForwardBody(Body):
    """Where to pass it on to."""

    agency: Id


class StartBody(Body):
    """Nothing."""


class RespondBody(Body):
    """An answer."""

    outcome: Outcome
    text: Annotated[str, Meta(min_length=20, max_length=5000)]
    reason: Annotated[str, Meta(min_length=5, max_length=500)] | None = None
    confidential: bool = False
    attachments: Annotated[list[Annotated[int, Meta(ge=1, le=999)]], Meta(max_length=PLACES)] = msgspec.field(default_factory=list)


class ReturnBody(Body):
    """Not our authority: whose it may be, and why."""

    reason: Annotated[str, Meta(min_length=20, max_length=2000)]
    agency: Id | None = None


class HoldBody(Body):
    """A question to the reporter, and for how many working days it waits."""

    question: Annotated[str, Meta(min_length=10, max_length=2000)]
    days: Annotated[int, Meta(ge=1, le=100)] | None = None


class ExtendBody(Body):
    """How many more working days, and why."""

    days: Annotated[int, Meta(ge=1, le=365)]
    reason: Annotated[str, Meta(min_length=20, max_length=2000)]


class ArchiveBody(Body):
    """Why nobody can act on it: a reason of the policy's list, and in words."""

    reason: Id
    text: Annotated[str, Meta(max_length=2000)] = ""


class LinkBody(Body):
    """The code of the complaint that this one repeats."""

    lead: Annotated[str, Meta(max_length=30)]


class NoteBody(Body):
    """A remark for colleagues."""

    text: Annotated[str, Meta(min_length=1, max_length=5000)]


class InstructBody(Body):
    """What the agency shall do."""

    text: Annotated[str, Meta(min_length=20, max_length=5000)]


class AssignBody(Body):
    """Whose it is, for good, and why."""

    agency: Id
    reason: Reason


class PublishBody(Body):
    """Whether the public may see it; to withhold it needs a reason."""

    published: bool
    reason: Annotated[str, Meta(max_length=2000)] = ""


class RedactBody(Body):
    """What is shown in place of a text: of what was filed (`number` 0), or of the event of that number (`text`); and the numbers of the reporter's files that the public does not get any more."""

    reason: Reason
    number: Annotated[int, Meta(ge=0, le=999_999)] = 0
    title: Annotated[str, Meta(min_length=1, max_length=120), ONE_LINE] | None = None
    body: Annotated[str, Meta(max_length=5000)] | None = None
    place: Annotated[str, Meta(max_length=200), ONE_LINE] | None = None
    hide_location: bool = False
    text: Annotated[str, Meta(min_length=1, max_length=5000)] | None = None
    files: Annotated[list[Annotated[int, Meta(ge=1, le=PLACES)]], Meta(max_length=PLACES)] = msgspec.field(default_factory=list)


class UnsealBody(Body):
    """Why the identity must be known; the reporter reads it."""

    reason: Annotated[str, Meta(min_length=20, max_length=2000)]


class BulkItem(Body):
    """A case at the version that was seen, and the fields of the action."""

    code: Annotated[str, Meta(max_length=30)]
    version: Annotated[int, Meta(ge=1)]
    agency: str | None = None
    reason: str | None = None
    text: str | None = None
    lead: str | None = None


class BulkBody(Body):
    """One action on many cases."""

    action: Literal["verify", "archive", "link"]
    items: Annotated[list[BulkItem], Meta(min_length=1, max_length=100)]


class ResumeNoticesBody(Body):
    """To whom mail is tried again, as `mail` of the case names them."""

    to: Literal["reporter", "officer", "coordinator", "inspector", "steward", "observer"]
