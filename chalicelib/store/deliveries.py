"""Deliveries: which notices have gone out, so that a record that arrives twice is told once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.store import keys
from chalicelib.store.rows import DeliveryRow, Row
from chalicelib.store.tables import Refused, Tables

KEPT = timedelta(days=30)
"""Longer than any stream or queue repeats a record."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The store of deliveries."""

    tables: Tables

    def begin(self, delivery: str, now: datetime) -> bool:
        """Whether the notice still has to go out: nobody sent it, though somebody may have begun and died."""
        row = DeliveryRow(keys.delivery(delivery), keys.HEAD, sent=False, ttl=_forget(now))
        try:
            self.tables.put(row, Row.pk.does_not_exist() | (DeliveryRow.sent == False))  # noqa: E712  a condition, not a comparison
        except Refused:
            return False
        return True

    def done(self, delivery: str, now: datetime) -> None:
        """The notice went out."""
        self.tables.put(DeliveryRow(keys.delivery(delivery), keys.HEAD, sent=True, ttl=_forget(now)))


def _forget(now: datetime) -> int:
    return int((now + KEPT).timestamp())
