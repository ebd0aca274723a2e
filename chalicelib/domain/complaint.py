"""A complaint as it stands, and what was written when it was filed."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.words import Class, Clock, Identity, Outcome, Status, Suspicion, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The state that its events add up to; small, since every transition writes all of it.

    `version` is the number of events and `head` the hash of the last. `coordinator` is the agency whose coordinator verifies, `agency` the one that must act
    now. Due dates are dates of the acting agency. `rung` is how far the running clock has climbed the escalation ladder, `level` the highest level it reached.
    `cell` is the square of the map it lies in.

    `verify_from` is when the verify clock started if that was not on receipt. On hold or linked its clocks stand still: since `paused_at`, to go on in the status `paused_from`. `paused_days` are the working days by which the clocks now
    running were moved, `held_days` those that it waited for its reporter in all. `extension` is what was added to the resolve clock, 0 once that clock has ended,
    none if there never was one. `assigned` says that the steward decided whose it is, `appealed` that its archiving was disputed, `lead` is the code of the
    complaint that it is linked to, `withheld` keeps a public one from being published. `moderation` are the suspicions that
    it was filed under, until somebody has verified or archived it.

    Two fields are no part of the history: `title`, a copy of the text's for lists (it can be redacted), and `wake`, when the agenda looks at the complaint
    next: at its next step or, to save a write at each action, earlier.
    """

    code: str
    version: int
    head: str
    status: Status
    class_: Class
    category: str
    region: str
    coordinator: str
    agency: str
    visibility: Visibility
    identity: Identity
    policy: int
    secret_hash: str
    received_at: datetime
    verify_due: date
    title: str = ""
    wake: datetime | None = None
    cell: str | None = None
    verify_from: datetime | None = None
    published_at: datetime | None = None
    forwarded_at: datetime | None = None
    follow_up_due: date | None = None
    followed_up_at: datetime | None = None
    resolve_from: datetime | None = None
    resolve_due: date | None = None
    responded_at: datetime | None = None
    outcome: Outcome | None = None
    confirm_due: date | None = None
    closed_at: datetime | None = None
    rating: int | None = None
    disputes: int = 0
    level: int = 0
    rung: int = 0
    paused_at: datetime | None = None
    paused_from: Status | None = None
    paused_days: int = 0
    hold_due: date | None = None
    held_days: int = 0
    extension: int | None = None
    returns: int = 0
    assigned: bool = False
    appealed: bool = False
    lead: str | None = None
    withheld: bool = False
    moderation: tuple[Suspicion, ...] = ()

    @property
    def guarded(self) -> bool:
        """Whether what was written is for its reporter and the agencies on its path only."""
        return self.visibility is Visibility.CONFIDENTIAL or self.withheld

    @property
    def published(self) -> bool:
        """Public complaints are published when they are first forwarded, unless that is withheld; withdrawn and archived ones are taken back."""
        return not self.guarded and self.published_at is not None and self.status not in (Status.WITHDRAWN, Status.ARCHIVED)

    @property
    def offers_files(self) -> bool:
        """Whether its reporter may let everybody see files: a photo may show who took it, so only who gave a name to a public complaint is asked."""
        return self.visibility is Visibility.PUBLIC and self.identity is Identity.NAMED

    @property
    def clock(self) -> Clock | None:
        """The clock that is running, none once it has ended or hangs on another complaint."""
        return RUNNING.get(self.status)

    @property
    def due(self) -> date | None:
        """The due date of the running clock."""
        due_by_clock = {
            Clock.VERIFY: self.verify_due,
            Clock.FOLLOW_UP: self.follow_up_due,
            Clock.RESOLVE: self.resolve_due,
            Clock.CONFIRM: self.confirm_due,
            Clock.HOLD: self.hold_due,
        }
        return due_by_clock[self.clock] if self.clock else None

    @property
    def waits_for_agency(self) -> bool:
        """Whether an agency must act now."""
        return self.clock not in (None, Clock.CONFIRM, Clock.HOLD)

    @property
    def queued(self) -> bool:
        """Whether it stands in its agency's queue: until it is answered, also while it waits for its reporter."""
        return self.clock not in (None, Clock.CONFIRM)


RUNNING = {
    Status.RECEIVED: Clock.VERIFY,
    Status.FORWARDED: Clock.FOLLOW_UP,
    Status.IN_PROGRESS: Clock.RESOLVE,
    Status.RESPONDED: Clock.CONFIRM,
    Status.ON_HOLD: Clock.HOLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point, WGS84 degrees."""

    lat: float
    lon: float

    @property
    def cell(self) -> str:
        """The square of 0.01° (at the equator 1.1 km) that the point lies in; neighbours differ by one in either number."""
        return ",".join(str(math.floor(round(degrees * 100, 6))) for degrees in (self.lat, self.lon))


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What was written when it was filed; the history holds only its salted digest."""

    title: str
    body: str
    place: str = ""
    location: Location | None = None
    occurred_on: date | None = None
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who filed, kept in the identity store; `lang` is the language of notices, `contact` what stands for the address where it must not be."""

    name: str
    email: str = ""
    phone: str = ""
    lang: str = "id"
    contact: str = ""
