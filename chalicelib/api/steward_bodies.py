"""What stewards may send. In a change every field may be left out, or null: then it stays as it is."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.api.fields import ATOM, ONE_LINE, Body, Id
from chalicelib.domain.words import Class, Role

NewId = Annotated[str, Meta(min_length=2, max_length=60, pattern=r"\A[a-z0-9][a-z0-9.-]*\Z")]
IdOrNone = Annotated[str, Meta(max_length=60, pattern=r"\A[A-Za-z0-9._-]*\Z")]
"""Empty for none."""
Name = Annotated[str, Meta(min_length=2, max_length=150), ONE_LINE]
Zone = Annotated[str, Meta(min_length=1, max_length=60), ONE_LINE]
Address = Annotated[str, Meta(max_length=254, pattern=rf"\A({ATOM}(\.{ATOM})*@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+)?\Z")]
"""Empty to have none any more."""
Weekday = Annotated[int, Meta(ge=0, le=6)]
Kind = Literal["ministry", "province", "regency", "city", "unit"]
Weight = Literal["followed_up_on_time", "resolved_on_time", "undisputed_resolved", "satisfaction"]


class ContactsBody(Body):
    """Where each role gets its notices."""

    officer: Address | None = None
    coordinator: Address | None = None
    inspector: Address | None = None
    steward: Address | None = None
    observer: Address | None = None


class AgencyBody(Body):
    """A change of an agency."""

    name: Name | None = None
    kind: Kind | None = None
    zone: Zone | None = None
    calendar: Id | None = None
    region: IdOrNone | None = None
    contacts: ContactsBody | None = None


class NewAgencyBody(Body):
    """A new agency; zone, calendar and region are the parent's unless others are given."""

    id: NewId
    name: Name
    kind: Kind
    parent: Id
    zone: Zone | None = None
    calendar: Id | None = None
    region: IdOrNone | None = None
    contacts: ContactsBody | None = None


class MoveBody(Body):
    """Below which agency."""

    parent: Id


class CloseAgencyBody(Body):
    """Who has its business from now on."""

    successor: Id


class CategoryBody(Body):
    """A change of a category; `agencies` by region's code, empty for everywhere."""

    name: Name | None = None
    name_en: Name | None = None
    default_class: Class | None = None
    agencies: dict[IdOrNone, IdOrNone] | None = None
    closed: bool | None = None
    sensitive: bool | None = None


class NewCategoryBody(Body):
    """A new category, at the top unless a parent is given."""

    id: NewId
    name: Name
    name_en: Name
    parent: IdOrNone | None = None
    default_class: Class | None = None
    agencies: dict[IdOrNone, IdOrNone] | None = None
    sensitive: bool | None = None


class RungBody(Body):
    """A step of the escalation ladder."""

    level: int
    working_days: int
    told: tuple[Role, ...]


class PolicyBody(Body):
    """A change of the policy, with its fields; `resolve_days` and `weights` by name, the lists as wholes."""

    verify_days: int | None = None
    follow_up_days: int | None = None
    resolve_days: dict[Class, int] | None = None
    confirm_days: int | None = None
    disputes: int | None = None
    replies: int | None = None
    notes: int | None = None
    hold_days: int | None = None
    requests_per_minute: int | None = None
    wrong_secrets: int | None = None
    client_wrong_secrets: int | None = None
    client_lost_receipts: int | None = None
    returns: int | None = None
    archive_reasons: tuple[str, ...] | None = None
    dispute_calendar_days_after_closing: int | None = None
    erase_calendar_days_after_closing: int | None = None
    ladder: list[RungBody] | None = None
    weights: dict[Weight, float] | None = None
    zones: tuple[float, float] | None = None
    bands: tuple[int, ...] | None = None
    few_ratings: int | None = None
    freeze_days: int | None = None
    few_answers: int | None = None
    attachments: int | None = None
    attachment_calendar_days: int | None = None
    picture_megabytes: int | None = None
    document_megabytes: int | None = None
    video_megabytes: int | None = None
    challenge: int | None = None
    challenge_free: int | None = None
    client_submits: int | None = None
    surge: int | None = None
    links: int | None = None
    repeats: int | None = None


class DaysBody(Body):
    """Days off to add, with their names, and to remove."""

    add: dict[date, Name] | None = None
    remove: list[date] | None = None


class NewCalendarBody(Body):
    """A calendar that stands on another: its weekend (Monday 0), where it is another one, and days off that are added and taken out."""

    id: NewId
    base: Id
    weekend: list[Weekday] | None = None
    add: dict[date, Name] | None = None
    remove: list[date] | None = None


Source = Annotated[str, Meta(max_length=500, pattern=r"\Ahttps://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(:[0-9]{1,5})?([/?#][^\s<>\"]*)?\Z")]
"""Others will follow it, so it leads to a named site and says so."""


class AssessmentBody(Body):
    """What an assessor found about an agency in a year; `replaces` names the record that this one corrects."""

    agency: Id
    assessor: Name
    year: int
    result: Annotated[str, Meta(min_length=1, max_length=200), ONE_LINE]
    source: Source
    place: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    replaces: Id | None = None
