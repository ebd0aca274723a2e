"""Which addresses an endpoint may have. What we send to is chosen by others, so it must not lead to anything that only we can reach."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

LONGEST = 500
NAME = re.compile(r"(?=.{1,253}\Z)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # a cloud's metadata under a public address
        "192.0.0.0/24",  # another's; older Pythons know only a part of it
        "192.88.99.0/24",  # from here on what leads from one kind of address to the other, or did
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "fec0::/10",
    )
)
"""Beside what the standard library knows not to be global."""


def is_open(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, metadata, multicast or reserved, nor one of these in IPv6's clothes."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    plain = (ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None) or ip
    inside = any(plain.version == network.version and plain in network for network in CLOSED)
    return plain.is_global and not (inside or plain.is_multicast or plain.is_reserved or plain.is_unspecified)


def is_loopback(address: str) -> bool:
    """Whether an IP address is this machine's own."""
    return ipaddress.ip_address(address).is_loopback


def split(url: str) -> SplitResult | None:
    """The parts of an address, none where it is no address."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that cannot be
    except ValueError:
        return None
    return parts


def wrong_url(url: str, *, loopback: bool) -> str | None:
    """What is wrong with the address of an endpoint, before anybody asks where its name leads. `loopback` allows this machine's, which needs no https."""
    parts = split(url)
    if parts is None or not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST:
        return f"an address of at most {LONGEST} plain characters is expected"
    if loopback and parts.scheme in ("http", "https") and parts.hostname in LOOPBACK_NAMES:
        return None
    if parts.scheme != "https":
        return "https:// is expected"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "there must be no user, password or # in it"
    return None if NAME.fullmatch(parts.hostname or "") else "the full name of a host is expected, as hooks.example.org, not an IP address"
