"""The answers to stewards: what they changed as it is now, or on a dry run as it would be."""

from datetime import date, datetime

from chalicelib.api.answers import Answer, lists
from chalicelib.domain.words import Class, Role


class Changed(Answer):
    """Which fields are others than before; on a dry run nothing was kept."""

    changed: list[str]
    dry_run: bool


class WholeAgency(lists.Agency):
    """An agency with where it stands, when it works and whom it tells."""

    path: str
    zone: str
    calendar: str
    contacts: dict[Role, str]


class ChangedAgency(Changed):
    """An agency."""

    agency: WholeAgency


class RearrangedAgency(ChangedAgency):
    """An agency, with how many agencies below it, or open cases of it, followed and how many at least are left for the next call."""

    moved: int
    left: int


class WholeCategory(lists.Category):
    """A category with who gets, by region, what names nobody."""

    agencies: dict[str, str]
    closed: bool


class ChangedCategory(Changed):
    """A category."""

    category: WholeCategory


class Rung(Answer):
    """A step of the escalation ladder."""

    level: int
    working_days: int
    told: list[Role]


class Policy(Answer):
    """A version of the policy."""

    version: int
    verify_days: int
    follow_up_days: int
    resolve_days: dict[Class, int]
    confirm_days: int
    disputes: int
    replies: int
    notes: int
    hold_days: int
    requests_per_minute: int
    wrong_secrets: int
    client_wrong_secrets: int
    client_lost_receipts: int
    returns: int
    archive_reasons: list[str]
    dispute_calendar_days_after_closing: int
    erase_calendar_days_after_closing: int
    ladder: list[Rung]
    weights: dict[str, float]
    zones: tuple[float, float]
    bands: list[int]
    few_ratings: int
    freeze_days: int
    few_answers: int
    attachments: int
    attachment_calendar_days: int
    picture_megabytes: int
    document_megabytes: int
    video_megabytes: int
    challenge: int
    challenge_free: int
    client_submits: int
    surge: int
    links: int
    repeats: int


class ChangedPolicy(Changed):
    """The policy in force."""

    policy: Policy


class Calendar(Answer):
    """A calendar: weekdays that are off (Monday 0), names of days off by date, the first and the last day that it knows.

    `base` is the calendar that it stands on, or empty; `own` are the days off that it has beside that one's, and (null) those of that one on which people work.
    """

    id: str
    weekend: list[int]
    holidays: dict[date, str]
    first: date
    last: date
    version: int
    base: str
    own: dict[date, str | None]


class ChangedCalendar(Answer):
    """The calendar in force, and the days that are others than before; on a dry run nothing was kept."""

    calendar: Calendar
    changed: list[date]
    dry_run: bool


class Recount(Answer):
    """How far the open cases are counted anew since a change of the calendar: how many were looked at and changed, and how many could not be counted.

    It is of the versions from `before` to `version`; `done_at` is null while something is left to do, `continued_by` the version whose recount took the rest over.
    """

    before: int
    version: int
    since: datetime
    looked_at: int
    changed: int
    failed: int
    done_at: datetime | None
    continued_by: int | None


class Recounts(Answer):
    """The recounts of a calendar, that of the last change first."""

    recounts: list[Recount]
