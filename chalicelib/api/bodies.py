"""What may be sent, as structs: every field with its type, its length and its form."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.domain import targets, template
from chalicelib.domain.attachment import LARGEST, MOST, SUFFIXES
from chalicelib.domain.commitment import Indicator
from chalicelib.domain.issuing import DAYS, HOLDER_LENGTH, MOST_DAYS
from chalicelib.domain.webhook import MOST_OVERLAP_HOURS, OVERLAP_HOURS, TYPES
from chalicelib.domain.words import Identity, Outcome, Visibility

ONE_LINE = Meta(pattern=r"\A[^\n\t]*\Z")

Id = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\A[A-Za-z0-9._-]+\Z")]
ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
Email = Annotated[str, Meta(max_length=254, pattern=rf"\A{ATOM}(\.{ATOM})*@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+\Z")]
"""What SES delivers to: an address that it refuses would be found out when nobody can correct it any more."""
Phone = Annotated[str, Meta(max_length=30, pattern=r"\A\+?[0-9 ()./-]{6,}\Z")]
Key = Annotated[str, Meta(min_length=16, max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class MadeFor(msgspec.Struct):
    """What a challenge carries of ours."""

    made_for: str = msgspec.field(name="for")


class AltchaParameters(msgspec.Struct, rename="camel"):
    """What ours differ in; the rest is the same for all."""

    nonce: str
    salt: str
    cost: int
    expires_at: int
    data: MadeFor


class AltchaChallenge(msgspec.Struct):
    """A challenge as it was given out."""

    parameters: AltchaParameters
    signature: str


class AltchaSolution(msgspec.Struct):
    """What solves it."""

    counter: Annotated[int, Meta(ge=0, lt=2**32)]


class AltchaPayload(msgspec.Struct):
    """A solved challenge, as ALTCHA's clients send it; what else they tell is not needed."""

    challenge: AltchaChallenge
    solution: AltchaSolution


class Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Any body; unknown fields are refused, since a mistyped one would be lost silently."""


class LocationBody(Body):
    """A point, WGS84 degrees."""

    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]


class ReporterBody(Body):
    """Who files."""

    name: Annotated[str, Meta(min_length=2, max_length=100), ONE_LINE]
    email: Email | None = None
    phone: Phone | None = None


class SubmissionBody(Body):
    """A complaint."""

    type: Literal["complaint", "aspiration", "information"]
    title: Annotated[str, Meta(min_length=5, max_length=120), ONE_LINE]
    body: Annotated[str, Meta(min_length=20, max_length=5000)]
    category: Id
    region: Id
    visibility: Visibility
    identity: Identity
    place: Annotated[str, Meta(max_length=200), ONE_LINE] | None = None
    location: LocationBody | None = None
    occurred_on: date | None = None
    agency: Id | None = None
    reporter: ReporterBody | None = None
    lang: Literal["id", "en"] | None = None
    channel: Literal["web", "poster", "api"] | None = None


class LostReceiptBody(Body):
    """The address that complaints were filed with."""

    email: Email
    lang: Literal["id", "en"] = "id"


class LinkTokenBody(Body):
    """What stands behind the # of the link."""

    token: Annotated[str, Meta(min_length=1, max_length=100)]


class TextCheckBody(Body):
    """What is about to be sent, by whom and for whom: a complaint's parts, or the text of a message."""

    visibility: Visibility
    identity: Identity
    title: Annotated[str, Meta(max_length=5000)] | None = None
    body: Annotated[str, Meta(max_length=5000)] | None = None
    place: Annotated[str, Meta(max_length=5000)] | None = None
    text: Annotated[str, Meta(max_length=5000)] | None = None


class ReplyBody(Body):
    """A message of the reporter."""

    text: Annotated[str, Meta(min_length=1, max_length=5000)]


class ConfirmBody(Body):
    """An accepted answer: 1 very dissatisfied to 4 very satisfied."""

    rating: Annotated[int, Meta(ge=1, le=4)]


class DisputeBody(Body):
    """A refused answer."""

    reason: Annotated[str, Meta(min_length=20, max_length=2000)]


class WithdrawBody(Body):
    """A complaint taken back."""

    reason: Annotated[str, Meta(max_length=2000)] = ""


class SupportBody(Body):
    """Who supports: a random text that the device keeps, and an address that is told of what happens, if wished."""

    token: Key
    email: Email | None = None
    lang: Literal["id", "en"] = "id"


class WithdrawSupportBody(Body):
    """The text that the device kept, or the one at the end of a notice."""

    token: Key


class AttachmentBody(Body):
    """An upload to come."""

    name: Annotated[str, Meta(min_length=1, max_length=150), ONE_LINE]
    type: Annotated[str, Meta(extra_json_schema={"enum": list(SUFFIXES)})]
    size: Annotated[int, Meta(ge=1, le=max(LARGEST.values()))]


Answered = Annotated[int, Meta(ge=1, le=4)]


class SurveyBody(Body):
    """What the reporter thinks of each element of the service: 1 bad to 4 very good."""

    requirements: Answered
    procedure: Answered
    time: Answered
    cost: Answered
    product: Answered
    competence: Answered
    behaviour: Answered
    facilities: Answered
    complaints: Answered


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
    attachments: Annotated[list[Annotated[int, Meta(ge=1, le=999)]], Meta(max_length=MOST)] = []


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


class UnlinkBody(Body):
    """Why it is no duplicate."""

    reason: Reason


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
    """What is shown in place of a text: of what was filed (`number` 0), or of the event of that number (`text`)."""

    reason: Reason
    number: Annotated[int, Meta(ge=0, le=999_999)] = 0
    title: Annotated[str, Meta(min_length=1, max_length=120), ONE_LINE] | None = None
    body: Annotated[str, Meta(max_length=5000)] | None = None
    place: Annotated[str, Meta(max_length=200), ONE_LINE] | None = None
    hide_location: bool = False
    text: Annotated[str, Meta(min_length=1, max_length=5000)] | None = None


class UnsealBody(Body):
    """Why the identity must be known; the reporter reads it."""

    reason: Annotated[str, Meta(min_length=20, max_length=2000)]


class EraseBody(Body):
    """Nothing."""


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


class TemplateBody(Body):
    """A reply template; without an agency the caller's own, without a category for any."""

    name: Annotated[str, Meta(min_length=2, max_length=100), ONE_LINE]
    text: Annotated[str, Meta(min_length=template.SHORTEST, max_length=template.LONGEST)]
    agency: Id | None = None
    category: Id | None = None


KeyRole = Literal["officer", "coordinator", "inspector", "steward", "observer"]


class KeyBody(Body):
    """An agency key to be made."""

    agency: Id
    role: KeyRole
    holder: Annotated[str, Meta(min_length=HOLDER_LENGTH[0], max_length=HOLDER_LENGTH[1]), ONE_LINE]
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)] = DAYS


class RevokeBody(Body):
    """Nothing."""


class CommitmentBody(Body):
    """What an agency commits to: an indicator of its scores at a target, by a date."""

    agency: Id
    indicator: Indicator
    target: float
    by: date
    text: Annotated[str, Meta(min_length=20, max_length=2000)]


class WithdrawCommitmentBody(Body):
    """Why it is withdrawn."""

    reason: Annotated[str, Meta(min_length=20, max_length=2000)]


Address = Annotated[str, Meta(min_length=8, max_length=targets.LONGEST)]
Types = Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(max_length=len(TYPES))]


class WebhookBody(Body):
    """A webhook to be added; without types it gets every event."""

    agency: Id
    url: Address
    types: Types | None = None


class ChangedWebhookBody(Body):
    """A change of a webhook; what is left out or null stays."""

    url: Address | None = None
    types: Types | None = None
    on: bool | None = None


class RotateBody(Body):
    """How long the secret before signs too; 0 where it has been lost to somebody."""

    overlap_hours: Annotated[int, Meta(ge=0, le=MOST_OVERLAP_HOURS)] = OVERLAP_HOURS


class PingBody(Body):
    """Nothing."""


class ReplayBody(Body):
    """One event of a case; or all since a time, from `next` of the answer before on."""

    code: Annotated[str, Meta(max_length=30)] | None = None
    event: Annotated[int, Meta(ge=1, le=999_999)] | None = None
    since: Annotated[datetime, Meta(tz=True)] | None = None
    cursor: Annotated[str, Meta(max_length=1000)] | None = None
