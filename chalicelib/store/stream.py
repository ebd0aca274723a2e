"""Stream records: which ones are events, or questions for codes, and what is in them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.lost import Asked
from chalicelib.store import decode, keys
from chalicelib.store.case_rows import EventRow
from chalicelib.store.links import AskedRow


def asked_of(record: Mapping[str, Any]) -> Asked | None:
    """The question for the codes of a mailbox that a stream record says was just asked, none for any other record."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or not image.get("sk", {}).get("S", "").startswith(keys.ASKED):
        return None
    row = AskedRow.from_raw_data(image)
    return Asked(row.pk.removeprefix(keys.asked("")), row.sk.removeprefix(keys.ASKED), row.lang)


def event_of(record: Mapping[str, Any]) -> Event | None:
    """The event that a stream record says has just happened, none for any other record. Its `previous` is not known here."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or not image.get("sk", {}).get("S", "").startswith(keys.EVENT):
        return None
    row = EventRow.from_raw_data(image)
    return None if row.loaded else decode.event(row, previous="")
