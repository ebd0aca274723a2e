"""Stream records: which ones are events, questions for codes, addresses to be asked or notices to be tried again, and what is in them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.lost import Asked
from chalicelib.store import decode, keys

WOKEN = "wo"
"""The attribute of a delivery that is there from when it was woken until somebody begins it."""


def asked_of(record: Mapping[str, Any]) -> Asked | None:
    """The question for the codes of a mailbox that a stream record says was just asked, none for any other record."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or not image.get("sk", {}).get("S", "").startswith(keys.ASKED):
        return None
    return Asked(image["pk"]["S"].removeprefix(keys.asked("")), image["sk"]["S"].removeprefix(keys.ASKED), image["la"]["S"])


def follower_of(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """The complaint, and what the address is known by, that a stream record says is to be asked whether it is to be told; none for any other record."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] not in ("INSERT", "MODIFY") or not image.get("sk", {}).get("S", "").startswith(keys.FOLLOWER):
        return None
    return image["pk"]["S"].removeprefix(keys.supports("")), image["sk"]["S"].removeprefix(keys.FOLLOWER)


def woken_of(record: Mapping[str, Any]) -> str | None:
    """The delivery that a stream record says was woken, since its time has come; none for any other record."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "MODIFY" or WOKEN not in image or not image["pk"]["S"].startswith(keys.DELIVERY):
        return None
    return keys.delivery_of(image["pk"]["S"])


def event_of(record: Mapping[str, Any]) -> Event | None:
    """The event that a stream record says has just happened, none for any other record. Its `previous` is not known here."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or not image.get("sk", {}).get("S", "").startswith(keys.EVENT):
        return None
    return None if "lo" in image else decode.event(image, previous="")
