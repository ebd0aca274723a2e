"""Stream records: which ones are events, and the event in them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.store import decode, keys
from chalicelib.store.rows import EventRow


def event_of(record: Mapping[str, Any]) -> Event | None:
    """The event that a stream record says has just happened, none for any other record. Its `previous` is not known here."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or not image.get("sk", {}).get("S", "").startswith(keys.EVENT):
        return None
    row = EventRow.from_raw_data(image)
    return None if row.loaded else decode.event(row, previous="")
