"""How often each key was used this minute.

Every process counts for itself. Twenty times a quota it adds its count to a row that all share, and so learns what the others counted.
"""

import threading
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import Busy
from chalicelib.store import keys
from chalicelib.store.rows import CountRow
from chalicelib.store.tables import Tables

KEPT_SECONDS = 300
TOLD_PER_QUOTA = 20


@dataclass(slots=True)
class Count:
    """Uses of one key: counted here, told of these to the shared row, counted by others as last learned."""

    own: int = 0
    told: int = 0
    others: int = 0


class Limits:
    """The store of counts. It holds one minute, so its memory is bounded by the keys that were used in it. Threads may share it."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._lock = threading.Lock()
        self._minute = ""
        self._counts: dict[str, Count] = {}

    def count(self, key_id: str, now: datetime, quota: int) -> int:
        """How often the key was used in this minute, this time included, as far as is known here; over the quota nothing more is counted."""
        with self._lock:
            count = self._of(key_id, keys.minute(now))
            if count.own + count.others >= quota:
                return quota + 1
            count.own += 1
            telling = count.own - count.told if count.own % max(2, quota // TOLD_PER_QUOTA) == 0 else 0
            count.told += telling
        if telling:
            self._tell(key_id, now, count, telling)
        return count.own + count.others

    def _of(self, key_id: str, minute: str) -> Count:
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        return self._counts.setdefault(key_id, Count())

    def _tell(self, key_id: str, now: datetime, count: Count, telling: int) -> None:
        """When the store is busy the request goes on, and the next telling makes up for it."""
        row = CountRow(keys.uses(key_id), keys.minute(now))
        try:
            self._tables.update(row, [CountRow.used.add(telling), CountRow.ttl.set(int(now.timestamp()) + KEPT_SECONDS)])
        except Busy:
            with self._lock:
                count.told -= telling
            return
        with self._lock:
            count.others = max(count.others, int(row.used) - count.told)
