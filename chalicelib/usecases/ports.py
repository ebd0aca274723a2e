"""What the use cases need of the world, as protocols; the store, the files and the mail fit them, and so do the tests' fakes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from chalicelib.domain.access import AccessKey
from chalicelib.domain.attachment import Attachment, Upload, UploadForm
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.facts import CaseFacts, Verification
from chalicelib.domain.notices import Notice
from chalicelib.domain.policy import Policy
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import Agency, Category, Region

Datum = Agency | Category | Region | Calendar | Policy
One = TypeVar("One", Agency, Category, Region, Calendar, Policy)
After = Mapping[str, Any] | None


class Cases(Protocol):
    """Complaints. Writes raise `Conflict` when somebody else was first, anything raises `Busy` when the store does not answer."""

    def file(self, change: Change, text: Text, reporter: Reporter | None) -> None: ...
    def append(self, change: Change) -> None: ...
    def load(self, changes: Sequence[Change], text: Text, reporter: Reporter | None = None) -> None: ...
    def case(self, code: str, *, consistent: bool = True) -> Case | None: ...
    def complaints(self, codes: Sequence[str]) -> list[Complaint]: ...
    def queue(self, agency: str, limit: int, after: After) -> tuple[list[Complaint], After]: ...
    def wanting(self, shard: int, now: datetime, limit: int, after: After) -> tuple[list[str], After]: ...
    def wake_later(self, complaint: Complaint) -> None: ...
    def facts(self, agency: str, month: str) -> Iterator[CaseFacts]: ...
    def verifications(self, agency: str, month: str) -> Mapping[str, Iterable[tuple[date, Verification]]]: ...
    def reporter(self, code: str) -> Reporter | None: ...
    def expect(self, attachment: Attachment, now: datetime) -> None: ...
    def settle(self, attachment: Attachment, uploaded: str) -> None: ...
    def attachment(self, code: str, number: int) -> Attachment | None: ...


class Reference(Protocol):
    """Agencies, categories, regions, calendars, policies; remembered for a minute."""

    def fetch(self, *wanted: tuple[type[Datum], str]) -> None: ...
    def get(self, kind: type[One], id_: str) -> One | None: ...
    def agencies(self, *, parent: str, kind: str, limit: int, after: After) -> tuple[list[Agency], After]: ...
    def every(self, kind: type[One]) -> list[One]: ...
    def put(self, data: Iterable[Datum]) -> int: ...


class Access(Protocol):
    """Agency keys. `get` remembers for a minute unless `consistent`; `add` says whether the holder had room and raises `Conflict` when the id is taken."""

    def get(self, key_id: str, *, consistent: bool = False) -> AccessKey | None: ...
    def of(self, agency: str) -> list[AccessKey]: ...
    def add(self, key: AccessKey) -> bool: ...
    def revoke(self, key: AccessKey, now: datetime) -> None: ...
    def note_use(self, key_id: str, now: datetime) -> None: ...


class Limits(Protocol):
    """How often each key was used in a minute, this time included; over the quota nothing more is counted."""

    def count(self, key_id: str, now: datetime, quota: int) -> int: ...


class Deliveries(Protocol):
    """Which notices have gone out."""

    def begin(self, delivery: str, now: datetime) -> bool: ...
    def done(self, delivery: str, now: datetime) -> None: ...


class Scores(Protocol):
    """Scores by period."""

    def put(self, scored: Iterable[Scored]) -> None: ...
    def of(self, period: str, kind: str = "") -> list[Scored]: ...


class Files(Protocol):
    """The attachments' bucket."""

    def upload_form(self, key: str, type_: str, size: int, seconds: int) -> UploadForm: ...
    def link(self, key: str, name: str, type_: str, seconds: int) -> str: ...
    def keep(self, key: str, kept_key: str, etag: str) -> None: ...
    def found(self, key: str) -> Upload | None: ...


class Mail(Protocol):
    """Outgoing e-mail."""

    def send(self, to: str, notice: Notice) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Everything that the use cases work with. `random_bytes` gives that many; `key` is the installation's secret."""

    cases: Cases
    reference: Reference
    access: Access
    limits: Limits
    deliveries: Deliveries
    scores: Scores
    files: Files
    mail: Mail
    now: Callable[[], datetime]
    random_bytes: Callable[[int], bytes]
    key: bytes
    stage: str
    site_url: str
    shards: int
