"""Webhooks: an agency's endpoint, which events it gets, and how what is sent to it is signed (Standard Webhooks).

A secret is derived from the installation's key, the endpoint and how often it was rotated, so none is stored.
"""

import base64
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.events import Event
from chalicelib.domain.words import Action

PREFIX = "case."
PING = "ping"
TYPES = tuple(f"{PREFIX}{action}" for action in Action)
"""What an endpoint may ask for: each action of a case is a type of event."""
MOST = 5
"""Endpoints of one agency."""
OVERLAP_HOURS, MOST_OVERLAP_HOURS = 24, 168
"""How long both secrets sign after a rotation, unless something else is asked for, and at most."""
COLLECTED = timedelta(days=30)
"""How long events are collected for an endpoint that is switched off, and how long each is kept."""


class Off(StrEnum):
    """Why nothing is sent: a coordinator switched it off, or the endpoint itself answered 410."""

    BY_HAND = "by_hand"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where an agency's events are sent.

    `types` are the types of event that it gets, none for all. `rotation` counts its secrets; the one before signs too until `overlap_until`. `off` says why nothing is
    sent since `off_at`. One that is removed stays for a while, for the runs that know of it.
    """

    id: str
    agency: str
    url: str
    types: tuple[str, ...] = ()
    made_by: str
    created_at: datetime
    rotation: int = 1
    overlap_until: datetime | None = None
    off: Off | None = None
    off_at: datetime | None = None
    removed_at: datetime | None = None

    def wants(self, event: Event) -> bool:
        """Whether it asked for events of this type, and it happened since the second in which the endpoint came: instants of events are kept to the second."""
        return event.at >= self.created_at.replace(microsecond=0) and (not self.types or type_of(event) in self.types)

    def collects(self, now: datetime) -> bool:
        """Whether events are put down for it: also while it is switched off, but not for ever."""
        return self.removed_at is None and (self.off_at is None or now - self.off_at < COLLECTED)

    def rotated(self, now: datetime, overlap: timedelta) -> "Endpoint":
        """With a new secret; the one before signs too for a while, the one before that no more."""
        return replace(self, rotation=self.rotation + 1, overlap_until=now + overlap)

    def switched(self, off: Off | None, now: datetime) -> "Endpoint":
        """Switched off for that reason, or on; as it is if it is so already."""
        return self if (off is None) == (self.off is None) else replace(self, off=off, off_at=now if off else None)


def type_of(event: Event) -> str:
    """The type of an event, as receivers know it."""
    return f"{PREFIX}{event.action}"


def secret(it: Endpoint, key: bytes, rotation: int | None = None) -> str:
    """The text of a secret, `whsec_…`: of the latest unless another rotation is named. `key` is the installation's."""
    number = it.rotation if rotation is None else rotation
    return "whsec_" + base64.b64encode(hmac.digest(key, f"webhook secret\0{it.id}\0{number}".encode(), "sha256")).decode()


def secrets(it: Endpoint, key: bytes, now: datetime) -> list[str]:
    """Every secret that signs now, the latest first."""
    overlaps = it.overlap_until is not None and now < it.overlap_until
    return [secret(it, key, number) for number in ((it.rotation, it.rotation - 1) if overlaps else (it.rotation,))]


def headers(message: str, body: str, now: datetime, by: Sequence[str]) -> Mapping[str, str]:
    """The headers of one attempt: the same id each time, the time of this attempt, a signature by every secret."""
    timestamp = str(int(now.timestamp()))
    signed = f"{message}.{timestamp}.{body}".encode()
    signatures = (base64.b64encode(hmac.digest(base64.b64decode(one.removeprefix("whsec_")), signed, "sha256")).decode() for one in by)
    return {
        "content-type": "application/json; charset=utf-8",
        "webhook-id": message,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }
