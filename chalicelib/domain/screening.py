"""What makes a new complaint suspicious. It is marked for whoever verifies it, and taken like any other: a heuristic may be wrong."""

import hmac
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Suspicion

LINK = re.compile(r"\b(?:https?://|www\.)\S", re.IGNORECASE)
IPV6_PREFIX = 64
"""What one household gets: within it every address is the same sender's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is known of a submission, it included: how many its client sent today, how many its agency got this hour, how often this text came today."""

    by_client: int
    at_agency: int
    alike: int
    links: int


SUSPICIONS: Mapping[Suspicion, Callable[[Signs, Policy], bool]] = {
    Suspicion.CLIENT: lambda signs, policy: signs.by_client > policy.client_submits,
    Suspicion.SURGE: lambda signs, policy: signs.at_agency > policy.surge,
    Suspicion.LINKS: lambda signs, policy: signs.links > policy.links,
    Suspicion.REPEATED: lambda signs, policy: signs.alike > policy.repeats,
}

Suspicions: TypeAlias = tuple[Suspicion, ...]


def suspicions(signs: Signs, policy: Policy) -> Suspicions:
    """All that these signs raise, in the order of the table."""
    return tuple(suspicion for suspicion, raised in SUSPICIONS.items() if raised(signs, policy))


def links(*texts: str) -> int:
    """How many addresses of pages there are."""
    return sum(len(LINK.findall(text)) for text in texts)


def client(address: str, today: date, key: bytes) -> str:
    """A name for whoever sends from an address, another one each day; nobody without the installation's key gets from one to the other."""
    return _digest("client", f"{today}\0{_network(address)}", key)


def likeness(title: str, body: str, key: bytes) -> str:
    """The same for texts that differ in nothing but case, digits, blanks and punctuation."""
    letters = "".join(filter(str.isalpha, f"{title} {body}".casefold()))
    return _digest("text", letters, key)


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # a proxy may say "unknown", or nothing
        return address
    mapped = parsed.ipv4_mapped if parsed.version == 6 else None  # noqa: PLR2004 - the version of the protocol
    if parsed.version == 4 or mapped:  # noqa: PLR2004 - as above
        return str(mapped or parsed)
    return str(ipaddress.ip_network((int(parsed), IPV6_PREFIX), strict=False))


def _digest(kind: str, text: str, key: bytes) -> str:
    return hmac.digest(key, f"{kind}\0{text}".encode(), "sha256").hex()[:32]
