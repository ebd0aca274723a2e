"""Limits as data: one versioned document per installation. A complaint keeps the version it was filed under."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.words import Class, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A step of the escalation ladder.

    Level 0 is the reminder, `working_days` before the due date (negative). Level 1 comes the day after the due date; each later one `working_days` after
    the one before. `told` are the roles who get the notice.
    """

    level: int
    working_days: int
    told: tuple[Role, ...]


LADDER = (
    Rung(level=0, working_days=-1, told=(Role.OFFICER,)),
    Rung(level=1, working_days=0, told=(Role.COORDINATOR,)),
    Rung(level=2, working_days=3, told=(Role.INSPECTOR,)),
    Rung(level=3, working_days=7, told=(Role.STEWARD, Role.OBSERVER)),
)
RESOLVE_DAYS = {Class.INFORMATION: 5, Class.ASPIRATION: 5, Class.COMPLAINT: 14, Class.SUPERVISED: 60}
WEIGHTS = {"followed_up_on_time": 0.25, "resolved_on_time": 0.35, "undisputed_resolved": 0.20, "satisfaction": 0.20}

ARCHIVE_REASONS = ("unclear", "not_public_service", "in_court", "abusive", "test")
"""Not among them: that it is another agency's business. That is a return, and never the end of a complaint."""

IN_FORCE = "current"
"""What the policy now in force is kept as, beside its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The defaults are Indonesia's: SP4N's app text (3, 5, 10 working days), BPOM's and Depok's guides (5, 14, 60), Perpres 76/2013 (60 at most).

    Days are working days unless named otherwise; `zones` are the lowest scores of green and yellow (Ombudsman 2021); `bands` the smallest monthly volumes
    of the volume bands; `few_ratings` is the number of ratings below which satisfaction is drawn to the kind's mean, `few_answers` how many answers of the survey
    there must be before they are shown, and again before that changes: fewer would tell who gave them. `hold_days` are all that a complaint may wait for its
    reporter, `returns` how often it may be returned; the last return allowed goes to the steward. `requests_per_minute` is what each agency key may ask.
    `freeze_days` are the calendar days after the end of a month until it is frozen. So many calendar days after closing a case can no longer be disputed, and who
    filed it is erased.

    So many `attachments` a complaint may have, and each response, of so many megabytes, while the case is open and for so many calendar days after it was submitted.

    In a minute so many `wrong_secrets` of one complaint, and from one client, are answered before the next has to wait; the right one never does. A client
    may ask for `client_lost_receipts` an hour.

    Against spam: `challenge` is the work of filing (0 for none) once a client has filed `challenge_free` complaints in a day. What goes beyond `client_submits` of a
    client and day, `surge` of an agency and hour, `links` in a text and `repeats` of a text and day is marked for moderation.
    """

    version: int = 1
    verify_days: int = 3
    follow_up_days: int = 5
    resolve_days: Mapping[Class, int] = field(default_factory=lambda: RESOLVE_DAYS)
    confirm_days: int = 10
    disputes: int = 2
    replies: int = 50
    notes: int = 100
    hold_days: int = 10
    returns: int = 2
    archive_reasons: tuple[str, ...] = ARCHIVE_REASONS
    dispute_calendar_days_after_closing: int = 30
    erase_calendar_days_after_closing: int = 365
    ladder: tuple[Rung, ...] = LADDER
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    zones: tuple[float, float] = (81, 51)
    bands: tuple[int, ...] = (10, 100, 1000)
    few_ratings: int = 10
    freeze_days: int = 14
    few_answers: int = 10
    attachments: int = 5
    attachment_calendar_days: int = 7
    picture_megabytes: int = 10
    document_megabytes: int = 10
    video_megabytes: int = 50
    requests_per_minute: int = 600
    wrong_secrets: int = 20
    client_wrong_secrets: int = 20
    client_lost_receipts: int = 10
    challenge: int = 5000
    challenge_free: int = 20
    client_submits: int = 60
    surge: int = 200
    links: int = 2
    repeats: int = 3

    @property
    def id(self) -> str:
        """What this version is kept as."""
        return id_of(self.version)


def id_of(version: int) -> str:
    """What a version is kept as."""
    return f"{version:04d}"
