"""Agency keys: `tgp_<stage>_<id>_<secret><checksum>`, how they are made, read and checked. Who gives them to whom is in `issuing`.

The prefix lets a scanner find a leaked key, the checksum lets it be sure without asking anyone. 160 random bits, stored hashed, shown once.
"""

import hashlib
import hmac
import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.events import Actor
from chalicelib.domain.words import Role

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 10
SECRET_LENGTH = 27
CHECKSUM_LENGTH = 6
USE_NOTED_EVERY = timedelta(hours=1)
"""How exactly the last use of a key is known: noting each would cost a write a request."""
_NO_HASH = "0" * 64
_SHAPE = re.compile(rf"tgp_([a-z]{{1,10}})_([0-9A-Za-z]{{{ID_LENGTH}}})_([0-9A-Za-z]{{{SECRET_LENGTH}}})([0-9A-Za-z]{{{CHECKSUM_LENGTH}}})")


class KeyState(StrEnum):
    """Whether a key opens, and if not, why."""

    WORKS = "works"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """What is kept of a key: the hash of the whole text, whom it belongs to, who made it, until when it works, and when it was last used (to the hour)."""

    id: str
    hash: str
    agency: str
    role: Role
    holder: str
    created_at: datetime
    expires_at: datetime
    made_by: str = ""
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """Whoever uses the key."""
        return Actor(role=self.role, agency=self.agency, holder=self.holder)

    def state(self, now: datetime) -> KeyState:
        """Whether it opens now."""
        if self.revoked_at is not None:
            return KeyState.REVOKED
        return KeyState.WORKS if now < self.expires_at else KeyState.EXPIRED

    def use_is_noted(self, now: datetime) -> bool:
        """Whether the last use that was noted is near enough."""
        return self.last_used_at is not None and now - self.last_used_at < USE_NOTED_EVERY


def compose(stage: str, id_bytes: bytes, secret_bytes: bytes) -> tuple[str, str]:
    """A key's id and its whole text, from random bytes (8 and 20, that is 160 bits, or more)."""
    key_id, secret = _base62(int.from_bytes(id_bytes), ID_LENGTH), _base62(int.from_bytes(secret_bytes), SECRET_LENGTH)
    body = f"tgp_{stage}_{key_id}_{secret}"
    if not _SHAPE.fullmatch(text := body + _checksum(body)):
        raise ValueError(f"a stage is up to ten small letters, not {stage}")
    return key_id, text


def derive(key: bytes, maker: str, idempotency_key: str) -> tuple[bytes, bytes]:
    """The bytes of a key that is asked for with an Idempotency-Key: the same again for the same maker (the id of the key that asks), nothing being stored."""
    label = f"{maker}\0{idempotency_key}"
    return hmac.digest(key, f"key id\0{label}".encode(), "sha256")[:8], hmac.digest(key, f"key secret\0{label}".encode(), "sha256")[:20]


def key_id(text: str, stage: str) -> str | None:
    """The id inside a text of the shape of this stage's keys, else none. Its checksum is not looked at: a refusal must take as long when only that is wrong."""
    parts = _SHAPE.fullmatch(text)
    return parts[2] if parts and parts[1] == stage else None


def is_whole(text: str) -> bool:
    """Whether the checksum is right, which a scanner for lost keys can prove offline."""
    return bool(_SHAPE.fullmatch(text)) and text[-CHECKSUM_LENGTH:] == _checksum(text[:-CHECKSUM_LENGTH])


def is_key_id(text: str) -> bool:
    """Whether this could be a key's id."""
    return len(text) == ID_LENGTH and all(symbol in BASE62 for symbol in text)


def hashed(text: str) -> str:
    """What is stored of a key's text: it has 160 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def works(key: AccessKey | None, text: str, now: datetime) -> bool:
    """Whether this text is that key, whole, neither revoked nor expired. One checksum, one hash, one comparison, whatever is wrong: time tells nothing."""
    whole, same = is_whole(text), hmac.compare_digest(hashed(text), key.hash if key else _NO_HASH)
    return key is not None and whole and same and key.state(now) is KeyState.WORKS


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(BASE62))
        digits = BASE62[digit] + digits
    return digits
