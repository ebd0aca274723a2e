"""What may be sent, as structs: every field with its type, its length and its form."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.api.fields import ONE_LINE, Body, Email, Id, Key, Phone
from chalicelib.domain.attachment import MEGABYTE, SUFFIXES
from chalicelib.domain.words import Identity, Visibility


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


class FormBody(Body):
    """A complaint as a browser's form sends it: text in every field, and more fields are left out. Without the form's key nothing is filed."""

    type: str
    title: str
    body: str
    category: str
    visibility: str
    identity: str
    region: str | None = None
    region_name: str | None = None
    place: str | None = None
    lat: str | None = None
    lon: str | None = None
    occurred_on: str | None = None
    agency: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    via: str | None = None
    look: str | None = None
    key: Key | None = None


class TrackBody(Body):
    """A code, and with the secret the reporter's view, as a browser's form sends them."""

    code: str
    secret: str | None = None


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


class UnlinkBody(Body):
    """Why it is no duplicate; of its reporter, or of an agency."""

    reason: Annotated[str, Meta(min_length=5, max_length=2000)]


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


class ConfirmSupportBody(Body):
    """The text at the end of the link in the mail."""

    token: Key


class AttachmentBody(Body):
    """An upload to come."""

    name: Annotated[str, Meta(min_length=1, max_length=150), ONE_LINE]
    type: Annotated[str, Meta(extra_json_schema={"enum": list(SUFFIXES)})]
    size: Annotated[int, Meta(ge=1, le=50 * MEGABYTE, description="Bytes; how many of each type says the policy.")]
    public: bool = False


class ShowFileBody(Body):
    """Whether everybody may see a file."""

    public: bool


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


class ResumeBody(Body):
    """Nothing."""


class EraseBody(Body):
    """Nothing."""
