"""What may be sent, as structs: every field with its type, its length and its form."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.domain.attachment import LARGEST
from chalicelib.domain.issuing import DAYS, HOLDER_LENGTH, MOST_DAYS
from chalicelib.domain.words import Identity, Outcome, Visibility

ONE_LINE = Meta(pattern=r"\A[^\n\t]*\Z")

Id = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\A[A-Za-z0-9._-]+\Z")]
ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
Email = Annotated[str, Meta(max_length=254, pattern=rf"\A{ATOM}(\.{ATOM})*@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+\Z")]
"""What SES delivers to: an address that it refuses would be found out when nobody can correct it any more."""
Phone = Annotated[str, Meta(max_length=30, pattern=r"\A\+?[0-9 ()./-]{6,}\Z")]
Key = Annotated[str, Meta(min_length=16, max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class Body(msgspec.Struct, kw_only=True):
    """Any body; unknown fields are refused by the reader below, since a mistyped one would be lost silently."""


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
    lang: Literal["id", "en"] = "id"


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


class AttachmentBody(Body):
    """An upload to come."""

    name: Annotated[str, Meta(min_length=1, max_length=150), ONE_LINE]
    type: str
    size: Annotated[int, Meta(ge=1, le=LARGEST)]


class VerifyBody(Body):
    """Where to forward to."""

    agency: Id | None = None


class StartBody(Body):
    """Nothing."""


class RespondBody(Body):
    """An answer."""

    outcome: Outcome
    text: Annotated[str, Meta(min_length=20, max_length=5000)]
    reason: Annotated[str, Meta(min_length=5, max_length=500)] | None = None


class KeyBody(Body):
    """An agency key to be made."""

    agency: Id
    role: Literal["officer", "coordinator", "inspector", "steward", "observer"]
    holder: Annotated[str, Meta(min_length=HOLDER_LENGTH[0], max_length=HOLDER_LENGTH[1]), ONE_LINE]
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)] = DAYS


class RevokeBody(Body):
    """Nothing."""
