"""Deliveries: which notices have gone out, so that a record that arrives twice is told once; those that have not are on the agenda. And addresses without mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute
from pynamodb.expressions.update import Action

from chalicelib.domain.delivery import KEPT, LEASE, WOKEN, Why
from chalicelib.domain.events import instant
from chalicelib.store import keys
from chalicelib.store.attributes import Instant, Word
from chalicelib.store.rows import Row
from chalicelib.store.tables import Refused, Tables
from chalicelib.store.where import at_most

SUPPRESSED_FOR = timedelta(days=365)
"""Then an address is tried again: mailboxes are repaired, and nothing about a person is kept for ever."""


class DeliveryRow(Row):
    """A notice that must go out once: `sent` once it did, or never will. Until then it is on the agenda; `woken` says since when the stream brings it."""

    sent = BooleanAttribute()
    attempts = NumberAttribute(null=True, attr_name="n")
    woken = Instant(null=True, attr_name="wo")


class SuppressionRow(Row):
    """An address that nothing is sent to."""

    why = Word(Why, attr_name="wy")


_OPEN = DeliveryRow.sent == False  # noqa: E712  a condition, not a comparison


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The store of deliveries."""

    tables: Tables

    def begin(self, delivery: str, now: datetime) -> int:
        """Which attempt at the notice this is, from 1; 0 when there is nothing to do: it is over, somebody has just begun it, or it waits for its next attempt and was not woken.

        It is on the agenda until it is over, so whoever begins it may die.
        """
        row = DeliveryRow(keys.delivery(delivery), keys.HEAD)
        news: list[Action] = [
            DeliveryRow.attempts.add(1),
            DeliveryRow.sent.set(False),
            DeliveryRow.g.set(keys.deliveries(delivery)),
            DeliveryRow.wake.set(now + LEASE),
            DeliveryRow.woken.remove(),
            DeliveryRow.ttl.set(_forget(now)),
        ]
        due = _OPEN & ((DeliveryRow.wake <= now) | DeliveryRow.woken.exists())
        try:
            self.tables.update(row, news, Row.pk.does_not_exist() | due)
        except Refused:
            return 0
        return int(row.attempts or 1)

    def wake(self, delivery: str, now: datetime) -> bool:
        """Have the stream bring a notice whose time has come to whoever sends it; whether it was so. Unless it is begun, it is due again ten minutes later."""
        try:
            self.tables.update(
                DeliveryRow(keys.delivery(delivery), keys.HEAD),
                [DeliveryRow.woken.set(now), DeliveryRow.wake.set(now + WOKEN)],
                _OPEN & (DeliveryRow.wake <= now),
            )
        except Refused:
            return False
        return True

    def again(self, delivery: str, at: datetime) -> None:
        """The notice is tried again then."""
        self.tables.update(DeliveryRow(keys.delivery(delivery), keys.HEAD), [DeliveryRow.wake.set(at)])

    def done(self, delivery: str, now: datetime) -> None:
        """The notice went out, or never will."""
        self.tables.put(DeliveryRow(keys.delivery(delivery), keys.HEAD, sent=True, ttl=_forget(now)))

    def due(self, shard: int, now: datetime, limit: int, after: Mapping[str, Any] | None) -> tuple[list[str], Mapping[str, Any] | None]:
        """The deliveries of a shard that are to be tried by now, the longest waiting first: one page, and the key to go on from."""
        items, last = self.tables.page(keys.deliveries_of(shard), index="agenda", where=at_most("gs", instant(now)), limit=limit, after=after)
        return [keys.delivery_of(item["pk"]["S"]) for item in items], last

    def suppress(self, known_by: str, why: Why, now: datetime) -> None:
        """Send nothing to an address for a year; it is known by its keyed digest alone."""
        self.tables.put(SuppressionRow(keys.address(known_by), keys.HEAD, why=why, ttl=int((now + SUPPRESSED_FOR).timestamp())))

    def allow(self, known_by: str) -> None:
        """Send to an address again."""
        self.tables.delete(SuppressionRow(keys.address(known_by), keys.HEAD))

    def suppressed(self, known_by: str) -> Why | None:
        """Why nothing is sent to an address, if so."""
        item = self.tables.get(keys.address(known_by), keys.HEAD)
        return Why(item["wy"]["S"]) if item else None


def _forget(now: datetime) -> int:
    return int((now + KEPT).timestamp())
