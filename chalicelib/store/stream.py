"""Stream records: which ones are events, or questions for codes, and what is in them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.lost import Asked
from chalicelib.store import decode, keys


def asked_of(record: Mapping[str, Any]) -> Asked | None:
    """The question for the codes of a mailbox that a stream record says was just asked, none for any other record."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or not image.get("sk", {}).get("S", "").startswith(keys.ASKED):
        return None
    return Asked(image["pk"]["S"].removeprefix(keys.asked("")), image["sk"]["S"].removeprefix(keys.ASKED), image["la"]["S"])


def event_of(record: Mapping[str, Any]) -> Event | None:
    """The event that a stream record says has just happened, none for any other record. Its `previous` is not known here."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or not image.get("sk", {}).get("S", "").startswith(keys.EVENT):
        return None
    return None if "lo" in image else decode.event(image, previous="")
