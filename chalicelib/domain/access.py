"""Agency keys: `tgp_<stage>_<id>_<secret><checksum>`, how they are made, read and checked.

The prefix lets a scanner find a leaked key, the checksum lets it be sure without asking anyone. 160 random bits, stored hashed, shown once.
"""

import hashlib
import hmac
import re
import zlib
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Actor
from chalicelib.domain.words import Role

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 10
SECRET_LENGTH = 27
CHECKSUM_LENGTH = 6
_SHAPE = re.compile(rf"tgp_([a-z]{{1,10}})_([0-9A-Za-z]{{{ID_LENGTH}}})_([0-9A-Za-z]{{{SECRET_LENGTH}}})([0-9A-Za-z]{{{CHECKSUM_LENGTH}}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """What is kept of a key: the hash of the whole text, whom it belongs to, and until when it works."""

    id: str
    hash: str
    agency: str
    role: Role
    holder: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """Whoever uses the key."""
        return Actor(role=self.role, agency=self.agency, holder=self.holder)


def compose(stage: str, id_bytes: bytes, secret_bytes: bytes) -> tuple[str, str]:
    """A key's id and its whole text, from random bytes (8 and 20, that is 160 bits, or more)."""
    key_id, secret = _base62(int.from_bytes(id_bytes), ID_LENGTH), _base62(int.from_bytes(secret_bytes), SECRET_LENGTH)
    body = f"tgp_{stage}_{key_id}_{secret}"
    if not _SHAPE.fullmatch(text := body + _checksum(body)):
        raise ValueError(f"a stage is up to ten small letters, not {stage}")
    return key_id, text


def key_id(text: str, stage: str) -> str | None:
    """The id inside a key's text; none when it is not a whole key of this stage, which needs no look-up to know."""
    parts = _SHAPE.fullmatch(text)
    if not parts or parts[1] != stage or not hmac.compare_digest(_checksum(text[:-CHECKSUM_LENGTH]), parts[4]):
        return None
    return parts[2]


def hashed(text: str) -> str:
    """What is stored of a key's text: it has 160 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def works(key: AccessKey, text: str, now: datetime) -> bool:
    """Whether this text is that key, and the key neither revoked nor expired."""
    return hmac.compare_digest(hashed(text), key.hash) and key.revoked_at is None and now < key.expires_at


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(BASE62))
        digits = BASE62[digit] + digits
    return digits
