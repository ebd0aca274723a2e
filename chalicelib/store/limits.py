"""How often each key was used this minute, each client filed today, and the like.

Every process counts for itself. Twenty times a quota it adds its count to a row that all share, and so learns what the others counted.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.allowance import WINDOW
from chalicelib.domain.errors import Busy
from chalicelib.store import keys
from chalicelib.store.rows import CountRow, Row
from chalicelib.store.tables import Refused, Tables

KEPT_SECONDS = 240
"""How long a count is kept after its window could have ended."""
TOLD_PER_QUOTA = 20
MOST_REMEMBERED = 10_000
"""What is counted for a day, clients and texts, has no bound of its own; the longest unused are forgotten here, and begin anew from what was told."""


@dataclass(slots=True)
class Count:
    """Uses of one thing: counted here, told of these to the shared row, counted by others as last learned."""

    own: int = 0
    told: int = 0
    others: int = 0


class Limits:
    """The store of counts. Of each length of window it holds one, and of that the last `MOST_REMEMBERED`, so its memory is bounded. Threads may share it."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._lock = threading.Lock()
        self._counts: dict[int, tuple[str, dict[str, Count]]] = {}

    def count(self, name: str, now: datetime, quota: int, window: int = WINDOW) -> int:
        """How often something was used in this window of so many seconds, this time included, as far as is known here; over the quota nothing more is counted."""
        begun = keys.minute(datetime.fromtimestamp(now.timestamp() // window * window, UTC))
        with self._lock:
            count = self._of(name, window, begun)
            if count.own + count.others >= quota:
                return quota + 1
            count.own += 1
            telling = count.own - count.told if count.own % max(2, quota // TOLD_PER_QUOTA) == 0 else 0
            count.told += telling
        if telling:
            self._tell(CountRow(keys.uses(name), begun), int(now.timestamp()) + window + KEPT_SECONDS, count, telling)
        return count.own + count.others

    def once(self, name: str, until: datetime) -> bool:
        """Whether something is used for the first time, of all processes; that is known until then."""
        row = CountRow(keys.uses(name), keys.HEAD, used=1, ttl=int(until.timestamp()) + KEPT_SECONDS)
        try:
            self._tables.put(row, Row.pk.does_not_exist())
        except Refused:
            return False
        return True

    def _of(self, name: str, window: int, begun: str) -> Count:
        kept, counts = self._counts.get(window, ("", {}))
        if kept != begun:
            counts = {}
            self._counts[window] = begun, counts
        counts[name] = counts.pop(name, Count())
        if len(counts) > MOST_REMEMBERED:
            del counts[next(iter(counts))]
        return counts[name]

    def _tell(self, row: CountRow, until: int, count: Count, telling: int) -> None:
        """When the store is busy the request goes on, and the next telling makes up for it."""
        try:
            self._tables.update(row, [CountRow.used.add(telling), CountRow.ttl.set(until)])
        except Busy:
            with self._lock:
                count.told -= telling
            return
        with self._lock:
            count.others = max(count.others, int(row.used) - count.told)
