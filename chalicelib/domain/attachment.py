"""What may be attached to a complaint, and what is known of an attachment."""

import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.policy import Policy

JPEG, PNG, WEBP, HEIC, PDF, MP4 = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf", "video/mp4"
SUFFIXES = {JPEG: "jpg", PNG: "png", WEBP: "webp", HEIC: "heic", PDF: "pdf", MP4: "mp4"}
MEGABYTE = 1024 * 1024
PLACES = 20
"""So many numbers a complaint has for its reporter's files, and each response for its agency's; how many may be used says the policy."""
_KEY = r"uploads/([0-9A-Z]+)/([0-9]{2,3})-[^/]+"


class State(StrEnum):
    """An attachment waits until its upload has come and been inspected; then a clean copy is stored, or it is refused for a reason. A reporter's may be erased with them."""

    WAITING = "waiting"
    STORED = "stored"
    REFUSED = "refused"
    ERASED = "erased"


class Reason(StrEnum):
    """Why an upload was refused, in words that its uploader can be told."""

    NOT_AS_ANNOUNCED = "not-as-announced"
    WRONG_TYPE = "wrong-type"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_COMPLEX = "too-complex"
    PASSWORD = "password"  # noqa: S105 - the file has one, this is none
    ACTIVE_CONTENT = "active-content"
    MALWARE = "malware"
    NEVER_CAME = "never-came"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`key` is its place in the bucket, `name` what it is called when it is fetched, of an agency's file as its device called it; `type` and `size` in bytes are as announced; `until` is when its upload must have come.

    Once stored: `kept_type`, `kept_size` and `sha256` are those of the inspected copy, whose key it is then; `thumbnail` is the key of a small picture of it, if it has one.
    `public` says that its reporter lets everybody see it, once the complaint is published.
    The digest of what was uploaded is not kept: it would lead from the case to the file on somebody's phone.
    """

    code: str
    number: int
    key: str
    name: str
    type: str
    size: int
    until: datetime
    state: State = State.WAITING
    reason: str = ""
    kept_type: str = ""
    kept_size: int = 0
    sha256: str = ""
    thumbnail: str = ""
    public: bool = False

    @property
    def response(self) -> int:
        """Which response it belongs to, 0 for the reporter's own: the first `PLACES` numbers are the reporter's, the next those of the first response, and so on."""
        return (self.number - 1) // PLACES

    def seen(self, now: datetime) -> "Attachment":
        """As it is shown: what has not come in time never will."""
        late = self.state is State.WAITING and self.until <= now
        return replace(self, state=State.REFUSED, reason=Reason.NEVER_CAME) if late else self

    @property
    def held(self) -> bool:
        """Whether there is something of it, or may come."""
        return self.state in (State.WAITING, State.STORED)

    @property
    def erased(self) -> "Attachment":
        """What is left once its reporter is erased: that there was one. The size of what was uploaded would lead to the file on somebody's phone."""
        return replace(self, state=State.ERASED, size=0, kept_type="", kept_size=0, sha256="", thumbnail="", public=False)

    @property
    def file_name(self) -> str:
        """The name for the inspected copy, which may be of another type than what was uploaded."""
        suffix = SUFFIXES[self.kept_type or self.type]
        return self.name if self.kept_type in ("", self.type) else f"{self.name.rpartition('.')[0] or self.name}.{suffix}"


def most_bytes(type_: str, policy: Policy) -> int:
    """How large a file of this type may be."""
    megabytes = {PDF: policy.document_megabytes, MP4: policy.video_megabytes}.get(type_, policy.picture_megabytes)
    return megabytes * MEGABYTE


def free_number(attachments: tuple[Attachment, ...], now: datetime, most: int, response: int = 0) -> int | None:
    """The number the next attachment of the reporter, or of a response, gets: an unused one, or one whose upload was refused or never came; none when there are so many."""
    taken = {one.number for one in attachments if one.seen(now).state is not State.REFUSED}
    first = response * PLACES + 1
    if sum(first <= number < first + PLACES for number in taken) >= most:
        return None
    return next(number for number in range(first, first + PLACES) if number not in taken)


def derived_token(key: bytes, code: str, idempotency_key: str) -> str:
    """The token of an announcement that may be sent again: the same for the same complaint and idempotency key, without anything being stored."""
    return hmac.digest(key, f"attachment\0{code}\0{idempotency_key}".encode(), "sha256")[:8].hex()


def announced(attachments: tuple[Attachment, ...], token: str) -> Attachment | None:
    """The attachment whose form had this token, wherever its upload is kept by now."""
    return next((one for one in attachments if f"-{token}." in one.key), None)


def plain_name(number: int, type_: str) -> str:
    """What a reporter's file is called: the name that it had on a device may say who took it, when and with what."""
    return f"lampiran-{number}.{SUFFIXES[type_]}"


def key_of(code: str, number: int, token: str, type_: str) -> str:
    """The only key that an upload form allows; `token` makes each form's key its own."""
    return f"uploads/{code}/{number:02d}-{token}.{SUFFIXES[type_]}"


def kept_key(key: str, type_: str) -> str:
    """Where the inspected copy of an upload is kept: only the inspection can write there, so what was inspected cannot be replaced."""
    return f"attachments/{key.removeprefix('uploads/').rpartition('.')[0]}.{SUFFIXES[type_]}"


def thumbnail_key(key: str) -> str:
    """Where the small picture of a kept file lies."""
    return f"{key.rpartition('.')[0]}-small.jpg"


def place_of(key: str) -> tuple[str, int] | None:
    """Complaint and number that a key belongs to, none when it is not one of ours."""
    parts = re.fullmatch(_KEY, key)
    return (parts[1], int(parts[2])) if parts else None
