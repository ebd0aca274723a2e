"""Events: what happened to a complaint, one after the other, each sealed by the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeAlias

from chalicelib.domain.words import Action, Role

Value: TypeAlias = str | int | bool | Sequence[str] | Sequence[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it: a role, and for an agency's people the agency and the named holder of the key."""

    role: Role
    agency: str = ""
    holder: str = ""


REPORTER = Actor(role=Role.REPORTER)
SYSTEM = Actor(role=Role.SYSTEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a timeline.

    `seq` counts from 1 and is the complaint's version after it. `data` holds the facts that change the state; what people wrote is in `text`, and only its
    salted digest is sealed, so that a redaction can replace the text and leave the chain whole.
    """

    code: str
    seq: int
    at: datetime
    action: Action
    actor: Actor
    data: Mapping[str, Value]
    public: bool = True
    text: str = ""
    salt: str = ""
    text_digest: str = ""
    previous: str = ""
    hash: str = ""


class BrokenChain(ValueError):
    """A timeline was changed, shortened in the middle or put together from others."""


def seal(event: Event) -> Event:
    """The event with the digest of its text and its own hash."""
    digest = digest_of(event.text, event.salt) if event.text else event.text_digest
    sealed = replace(event, text_digest=digest)
    return replace(sealed, hash=_hash(sealed))


def digest_of(text: str, salt: str) -> str:
    """The salted SHA-256 that stands for a text in the chain; without the salt a short text cannot be guessed from it."""
    return hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def verify_chain(events: Iterable[Event]) -> None:
    """Raise `BrokenChain` naming the first event that does not follow from the one before."""
    previous: Event | None = None
    for number, event in enumerate(events, start=1):
        code, head = (previous.code, previous.hash) if previous else (event.code, "")
        if (event.seq, event.code, event.previous, event.hash) != (number, code, head, _hash(event)):
            raise BrokenChain(f"event {number} of {event.code}")
        previous = event


def instant(at: datetime) -> str:
    """An instant as it is stored and shown: UTC, whole seconds, `2026-11-24T03:04:05Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash(event: Event) -> str:
    actor = [event.actor.role, event.actor.agency, event.actor.holder]
    parts = [event.code, event.seq, instant(event.at), event.action, actor, dict(event.data), event.public, event.text_digest, event.previous]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
