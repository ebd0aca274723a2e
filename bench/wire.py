"""What goes over the wire to DynamoDB: calls, and units as it bills them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from threading import Lock
from typing import Any

READ_BLOCK = 4096


def size(item: dict[str, Any]) -> int:
    """Bytes of an item: names and values in UTF-8."""
    return sum(len(name.encode()) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())


def read_units(items: list[dict[str, Any]], *, consistent: bool) -> float:
    """Units of one Query: all that it read, in blocks of 4 KB, half when it need not be consistent; at least one block."""
    blocks = max(1, ceil(sum(map(size, items)) / READ_BLOCK))
    return blocks if consistent else blocks / 2


@dataclass
class Wire:
    """Counts the calls of one client. Reads are computed from the items that came (the engine's figures for queries are wrong), writes are the engine's.

    A merged queue reads from several threads, all of its reads alike consistent or not.
    """

    calls: list[str] = field(default_factory=list)
    read: float = 0
    written: float = 0
    _consistent: bool = False
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def listening(self, client: Any) -> Iterator[None]:
        """Listen to a client."""
        heard = {"provide-client-params.dynamodb": self._before, "after-call.dynamodb": self._after}
        for name, hear in heard.items():
            client.meta.events.register(name, hear)
        try:
            yield
        finally:
            for name, hear in heard.items():
                client.meta.events.unregister(name, hear)

    def _before(self, params: dict[str, Any], **_: Any) -> None:
        batches = params.get("RequestItems", {}).values()
        self._consistent = bool(params.get("ConsistentRead")) or any("Keys" in one and one.get("ConsistentRead") for one in batches)

    def _after(self, model: Any, parsed: dict[str, Any], **_: Any) -> None:
        with self._lock:
            self._count(model, parsed)

    def _count(self, model: Any, parsed: dict[str, Any]) -> None:
        self.calls.append(model.name)
        found = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else None)
        if found is not None:
            self.read += read_units(found, consistent=self._consistent)
        for items in parsed.get("Responses", {}).values() if model.name == "BatchGetItem" else ():
            self.read += sum(read_units([item], consistent=self._consistent) for item in items)
        capacity = parsed.get("ConsumedCapacity") or []
        if found is None and model.name != "BatchGetItem":
            self.written += sum(one.get("CapacityUnits", 0) for one in (capacity if isinstance(capacity, list) else [capacity]))
