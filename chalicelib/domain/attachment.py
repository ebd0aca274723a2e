"""What may be attached to a complaint, and what is known of an attachment."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
LARGEST = 10 * 1024 * 1024
MOST = 5
_KEY = re.compile(r"uploads/([0-9A-Z]+)/([0-9]{2})-[^/]+")


class State(StrEnum):
    """An attachment waits until its upload has been recorded; one that is not what was announced is refused."""

    WAITING = "waiting"
    STORED = "stored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`key` is its place in the bucket, `name` what the reporter's device called it, `size` in bytes; `until` is when an upload must have come."""

    code: str
    number: int
    key: str
    name: str
    type: str
    size: int
    until: datetime
    state: State = State.WAITING
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UploadForm:
    """Where and with which fields a browser posts a file; nothing else than the announced key, type and size is accepted."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Upload:
    """What lies at an upload's key; `etag` names exactly this content."""

    type: str
    size: int
    etag: str


def free_number(attachments: tuple[Attachment, ...], now: datetime) -> int | None:
    """The number the next attachment gets: an unused one, or one whose upload never came; none when there are five."""
    taken = {one.number for one in attachments if one.state is State.STORED or (one.state is State.WAITING and one.until > now)}
    return next((number for number in range(1, MOST + 1) if number not in taken), None)


def derived_token(key: bytes, code: str, idempotency_key: str) -> str:
    """The token of an announcement that may be sent again: the same for the same complaint and idempotency key, without anything being stored."""
    return hmac.digest(key, f"attachment\0{code}\0{idempotency_key}".encode(), "sha256")[:8].hex()


def announced(attachments: tuple[Attachment, ...], token: str) -> Attachment | None:
    """The attachment whose form had this token, wherever its upload is kept by now."""
    return next((one for one in attachments if f"-{token}." in one.key), None)


def key_of(code: str, number: int, token: str, type_: str) -> str:
    """The only key that an upload form allows; `token` makes each form's key its own."""
    return f"uploads/{code}/{number:02d}-{token}.{SUFFIXES[type_]}"


def kept_key(key: str) -> str:
    """Where a recorded upload is kept: no form can write there, so what was recorded cannot be replaced."""
    return key.replace("uploads/", "attachments/", 1)


def place_of(key: str) -> tuple[str, int] | None:
    """Complaint and number that a key belongs to, none when it is not one of ours."""
    parts = _KEY.fullmatch(key)
    return (parts[1], int(parts[2])) if parts else None
