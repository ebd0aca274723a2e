"""Calls with an Idempotency-Key that do something once: sent again they are answered, and not done again (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

KEPT = timedelta(days=30)
"""How long a call is remembered: whoever sends it again after a month means another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """A call and, once it is done, what it made: `asked` stands for all that was asked for, `made` is the id of what came of it, remembered for `KEPT`."""

    id: str
    asked: str
    until: datetime
    made: str = ""

    def done(self, made: str) -> "Once":
        """The call with what came of it."""
        return replace(self, made=made)


def once(caller: str, idempotency_key: str, asked: bytes, now: datetime) -> Once:
    """The call of a caller (the id of an agency key): the same Idempotency-Key of another caller is another call."""
    return Once(id=_digest(f"{caller}\0{idempotency_key}".encode()), asked=_digest(asked), until=now.replace(microsecond=0) + KEPT)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
