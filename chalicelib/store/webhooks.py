"""What is on its way to endpoints: an endpoint's partition holds its turn, a line a case, and every delivery by time. Lines that wait are on the agenda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, TypeVar

import msgspec

from chalicelib.domain.errors import Conflict
from chalicelib.domain.events import instant
from chalicelib.domain.outgoing import Delivery, Line, Turn
from chalicelib.domain.webhook import COLLECTED
from chalicelib.store import keys
from chalicelib.store.rows import DocumentRow, Put, Row
from chalicelib.store.tables import Item, Refused, Tables
from chalicelib.store.where import at_most, begins_with, between

LINES_KEPT = 2 * COLLECTED
"""Longer than any event is put down after it happened: a line that was forgotten would have some put down anew."""
AFTER = "\uffff"
Awake: TypeAlias = tuple[str, datetime]
"""The code of a case, and when its line is to be looked at."""
Kept = TypeVar("Kept", Turn, Line, Delivery)


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The store of what is on its way."""

    tables: Tables

    def turn(self, endpoint: str) -> Turn:
        """Whose turn it is to send to an endpoint."""
        item = self.tables.get(keys.webhook(endpoint), keys.HEAD, consistent=True)
        return _decoded(item, Turn) if item else Turn()

    def keep_turn(self, endpoint: str, turn: Turn) -> None:
        """Keep the turn; raises `Conflict` when somebody else took it first."""
        self._write([(_row(endpoint, keys.HEAD, turn, version=turn.version), _at_version(turn.version - 1))])

    def line(self, endpoint: str, code: str) -> Line:
        """What waits of one case."""
        item = self.tables.get(keys.webhook(endpoint), keys.line(code), consistent=True)
        return _decoded(item, Line) if item else Line(code=code)

    def delivery(self, endpoint: str, code: str, place: tuple[int, str]) -> Delivery | None:
        """An event for an endpoint, by its place in the line of its case; none when it is kept no more."""
        item = self.tables.get(keys.webhook(endpoint), keys.outgoing(code, *place), consistent=True)
        return _decoded(item, Delivery) if item else None

    def keep(self, endpoint: str, line: Line, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Keep a line and deliveries of its case together; raises `Conflict` when somebody else changed the line first."""
        awake = {"g": keys.webhook(endpoint), "wake": line.wake} if line.wake else {}
        ends = {"version": line.version, "ttl": _forget(now, LINES_KEPT)}
        puts: list[Put] = [(_row(endpoint, keys.line(line.code), line, **ends, **awake), _at_version(line.version - 1))]
        kept = ((one, keys.outgoing(one.code, *one.place)) for one in deliveries)
        puts += [(_row(endpoint, sk, one, ttl=_forget(max(one.at, now), COLLECTED)), None) for one, sk in kept]
        self._write(puts)

    def waiting(
        self, endpoint: str, until: datetime | None, limit: int, after: Mapping[str, Any] | None
    ) -> tuple[list[Awake], Mapping[str, Any] | None]:
        """The cases of which something is to be tried by then, and since when, the longest waiting first: one page, and the key to go on from."""
        where = at_most("gs", instant(until)) if until else None
        items, last = self.tables.page(keys.webhook(endpoint), index="agenda", where=where, limit=limit, after=after)
        return [(keys.line_of(item["sk"]["S"]), datetime.fromisoformat(item["gs"]["S"])) for item in items], last

    def log(
        self, endpoint: str, since: datetime | None, limit: int, after: Mapping[str, Any] | None
    ) -> tuple[list[Delivery], Mapping[str, Any] | None]:
        """Deliveries by the time of their events: from an instant on, or without one the newest first; one page, and the key to go on from."""
        where = between("sk", f"{keys.OUTGOING}{instant(since)}", keys.OUTGOING + AFTER) if since else begins_with("sk", keys.OUTGOING)
        items, last = self.tables.page(keys.webhook(endpoint), where=where, limit=limit, after=after, backwards=since is None)
        return [_decoded(item, Delivery) for item in items], last

    def _write(self, puts: Sequence[Put]) -> None:
        try:
            self.tables.write(*puts)
        except Refused as refused:
            raise Conflict("somebody else was first") from refused


def _at_version(version: int) -> Any:
    return DocumentRow.version == version if version else Row.pk.does_not_exist()


def _row(endpoint: str, sk: str, kept: Turn | Line | Delivery, **more: Any) -> DocumentRow:
    return DocumentRow(keys.webhook(endpoint), sk, doc=msgspec.json.encode(kept).decode(), **more)


def _decoded(item: Item, kind: type[Kept]) -> Kept:
    return msgspec.json.decode(item["doc"]["S"], type=kind)


def _forget(from_: datetime, after: timedelta) -> int:
    return int((from_ + after).timestamp())
