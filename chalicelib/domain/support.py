"""Support: who stands behind a public complaint without having filed it. Devices, addresses and clients are known by keyed digests alone."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.complaint import Reporter

A_DAY = 5
"""How often one client, behind whose address there may be many people, supports the same complaint on a day."""
CONFIRM_WITHIN = timedelta(days=7)
"""An address of which nobody confirms for so long that it is to be told is deleted."""
ID_LENGTH = 20
_TOKEN = re.compile(rf"([0-9a-f]{{{ID_LENGTH}}})-([0-9a-f]{{{ID_LENGTH}}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One person's support: the device that it came from, the address that follows the complaint if one was given, and the client of that day, unless none is known; the address is to be confirmed until then."""

    code: str
    device: str
    email: str = ""
    client: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a device and an address at a complaint: whether the device's support is counted, by which address it follows or would, whether that waits to be confirmed,
    and whether the address that was asked for is known by any device.
    """

    counted: bool = False
    email: str = ""
    follows: bool = False
    waits: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Follower:
    """A supporter who is told of what happens `since` they confirmed it, with the device that the address came from; or who is to be, and is asked `until` then whether that is wished."""

    id: str
    device: str
    reporter: Reporter
    until: datetime | None = None
    since: datetime | None = None

    def hears(self, at: datetime) -> bool:
        """Whether they are told of what happened then: what happened before they confirmed it is no news, however late its record comes or comes again."""
        return self.until is None and (self.since is None or self.since <= at)


def device(key: bytes, code: str, token: str) -> str:
    """The device that a token stands for, of a complaint: none can be found again at another. The token of a notice stands for the device that asked for it."""
    if is_stop_token(key, code, token):
        return token.partition("-")[0]
    return _digest(key, "device", code, token)


def is_stop_token(key: bytes, code: str, token: str) -> bool:
    """Whether a token is one of those that notices about a complaint have."""
    return _is_token(key, "stop", code, token)


def email(key: bytes, code: str, address: str) -> str:
    """What an address is known by, however its letters are written."""
    return _digest(key, "email", code, address.casefold())


def client(key: bytes, code: str, daily: str) -> str:
    """What a client is known by at one complaint; `daily` is its name of that day (`screening.client`)."""
    return _digest(key, "client", code, daily)


def stop_token(key: bytes, code: str, device_id: str) -> str:
    """What a notice lets its reader take the support back with."""
    return f"{device_id}-{_digest(key, 'stop', code, device_id)}"


def confirm_token(key: bytes, code: str, email_id: str) -> str:
    """What whoever reads the mail to an address confirms with that it is to be told."""
    return f"{email_id}-{_digest(key, 'confirm', code, email_id)}"


def confirmed_by(key: bytes, code: str, token: str) -> str | None:
    """What the address is known by that a token confirms; none where it is not one of ours."""
    return token.partition("-")[0] if _is_token(key, "confirm", code, token) else None


def _is_token(key: bytes, purpose: str, code: str, token: str) -> bool:
    sent = _TOKEN.fullmatch(token)
    return sent is not None and hmac.compare_digest(sent[2], _digest(key, purpose, code, sent[1]))


def _digest(key: bytes, *parts: str) -> str:
    return hmac.digest(key, "\0".join(("support", *parts)).encode(), "sha256").hex()[:ID_LENGTH]
