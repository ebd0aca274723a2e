"""A lost receipt: whoever has the mailbox that a complaint was filed with can have its code shown again, by a link that works once. Never its secret."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINK_WORKS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asks for the codes of a mailbox: `contact` stands for the address, `hour` is when (`2026-11-24T04`), `lang` the language of the page."""

    contact: str
    hour: str
    lang: str


def contact_of(email: str, key: bytes) -> str:
    """What stands for an address where the address itself must not be: the same for each way to write it, and nothing without the installation's key."""
    return hmac.digest(key, f"contact\0{email.strip().lower()}".encode(), "sha256").hex()[:40] if email else ""


def asked(email: str, lang: str, now: datetime, key: bytes) -> Asked:
    """The question for an address: one an hour, whoever asks and however often."""
    return Asked(contact_of(email, key), f"{now.astimezone(UTC):%Y-%m-%dT%H}", lang)


def token_of(question: Asked, key: bytes) -> str:
    """The text in the link that answers a question: 160 bits, the same however often the answer is made."""
    return hmac.digest(key, f"lost\0{question.contact}\0{question.hour}".encode(), "sha256").hex()[:40]


def hashed(token: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]
