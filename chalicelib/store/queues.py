"""Queues: what waits for agencies, in one order over any number of them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from chalicelib.domain.complaint import Complaint
from chalicelib.store import decode, keys
from chalicelib.store.tables import Item, Tables
from chalicelib.store.where import between

Place: TypeAlias = tuple[str, str]
"""Where in a queue: a due date and a code."""
THREADS = 8
AFTER, LAST = "\x00", "\uffff"
"""Just after a place; after every other."""


@dataclass(frozen=True, slots=True)
class Queues:
    """The store of complaints, read by who must act on them and by when."""

    tables: Tables

    def of(
        self, agencies: Sequence[str], each: int | None, most: int | None, after: Place | None = None, until: date | None = None
    ) -> tuple[list[Complaint], Place | None]:
        """What waits for any of these agencies, by due date and code: after a place, due by a date; and the place to go on from when there may be more.

        One Query an agency, of at most `each` complaints or a megabyte; at most `most` are given. Only these are decoded: of forty agencies' pages most is
        looked at for nothing.
        """

        def page(agency: str) -> tuple[Sequence[Item], bool]:
            return self._waiting(agency, each, after, until)

        with ThreadPoolExecutor(THREADS) as pool:
            pages = list(pool.map(page, agencies)) if len(agencies) > 1 else [page(agencies[0])]
        unread = min((_place(items[-1]) for items, more in pages if more and items), default=None)
        merged = sorted((item for items, _ in pages for item in items if unread is None or _place(item) <= unread), key=_place)
        last = _place(merged[most - 1]) if most and len(merged) > most else unread
        return [decode.complaint(item) for item in merged[:most]], keys.place_of(last) if last else None

    def _waiting(self, agency: str, limit: int | None, after: Place | None, until: date | None) -> tuple[Sequence[Item], bool]:
        first, last_place = keys.place(*after) + AFTER if after else AFTER, keys.place(str(until or LAST), LAST)
        if first > last_place:  # a page may go on after the last day of an agency where it is still yesterday
            return [], False
        within = between("qs", first, last_place) if after or until else None
        items, last = self.tables.page(agency, index="queue", where=within, limit=limit)
        return items, last is not None


def _place(item: Item) -> str:
    place: str = item["qs"]["S"]
    return place
