"""What agencies may send about themselves: reply templates, keys, commitments and webhooks."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.api.fields import ONE_LINE, Body, Id
from chalicelib.domain import targets, template
from chalicelib.domain.commitment import Indicator
from chalicelib.domain.issuing import DAYS, HOLDER_LENGTH, MOST_DAYS
from chalicelib.domain.webhook import MOST_OVERLAP_HOURS, OVERLAP_HOURS, TYPES


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
