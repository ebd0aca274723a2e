"""A notice on its way to one person: how often it is tried, and why it may never arrive."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.words import Role

LEASE = timedelta(minutes=2)
"""How long whoever has begun to send a notice has it alone: longer than the functions that send may run, so it is over only when they died."""
WOKEN = timedelta(minutes=10)
"""How long a notice that was woken is left to the stream, which brings it within seconds and repeats what failed; then it is woken again."""
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long after each failure a notice is tried again; after that it has failed for good."""
KEPT = timedelta(days=30)
"""How long it is known that a notice went out: longer than any stream or queue repeats a record, and than a notice is tried."""
HASH_LENGTH = 32
TOKEN_LENGTH = 20


class Why(StrEnum):
    """Why mail does not reach somebody."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    FAILED = "failed"


SUPPRESSED = frozenset({Why.BOUNCED, Why.COMPLAINED})
"""What is remembered of an address, for every case: it does not exist, or its owner called a notice spam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """That mail about a case does not reach an audience, since when and why; never the address."""

    audience: Role
    why: Why
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the mail service says of a mail that did not arrive or was not wanted: which case and audience it was for, if that is known, and where it went."""

    code: str
    audience: Role | None
    why: Why
    addresses: tuple[str, ...]


def next_try(attempt: int, now: datetime) -> datetime | None:
    """When a notice is tried again of which this attempt, counted from 1, has failed; none when it has failed for good."""
    return now + WAITS[attempt - 1] if attempt <= len(WAITS) else None


def known_by(key: bytes, address: str) -> str:
    """What an address is known by where it must not be kept: a keyed digest, the same however its letters are written."""
    return _digest(key, "address", address.strip().casefold())[:HASH_LENGTH]


def stop_token(key: bytes, code: str) -> str:
    """What ends the notices to a complaint's reporter, without login: good for nothing else."""
    return f"{code}-{_digest(key, 'stop', code)[:TOKEN_LENGTH]}"


def stopped_by(key: bytes, token: str) -> str | None:
    """The code of the complaint that a token ends the notices of; none where it is not one of ours."""
    code = token.partition("-")[0]
    return code if hmac.compare_digest(stop_token(key, code).encode(), token.encode()) else None


def _digest(key: bytes, *parts: str) -> str:
    return hmac.digest(key, "\0".join(("mail", *parts)).encode(), "sha256").hex()
