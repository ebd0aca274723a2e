"""What the public looks through: complaints by when they were published and by where they are, and how many were published in each province."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

import msgspec

from chalicelib.domain.complaint import Complaint, Location
from chalicelib.domain.events import instant
from chalicelib.store import decode, keys
from chalicelib.store.rows import DocumentRow
from chalicelib.store.tables import Tables
from chalicelib.store.where import at_least

Entry: TypeAlias = tuple[datetime, str]
"""When a complaint was published, and its code."""
THREADS = 8
KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Feed:
    """The store of complaints, read as the public may find them. An index may lag: whether something is still published, its complaint says."""

    tables: Tables

    def days(self, days: Sequence[date], each: int, after: Entry | None = None) -> list[tuple[list[Entry], bool]]:
        """What was published on each of these days (UTC), the newest first, at most so many of each; and whether there is more. One Query a day.

        `after` is where to go on in the first of them.
        """

        def page(day: date) -> tuple[list[Entry], bool]:
            start = _key(after) if after and day == days[0] else None
            items, last = self.tables.page(f"{day}", index="feed", limit=each, after=start, backwards=True)
            return [(datetime.fromisoformat(item["fw"]["S"]), keys.code_of(item["pk"]["S"])) for item in items], last is not None

        if len(days) == 1:
            return [page(days[0])]
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(page, days))

    def near(self, squares: Sequence[str], each: int) -> list[str]:
        """The codes of complaints in these squares, of each the newest: one Query a square."""

        def page(square: str) -> list[str]:
            items, _ = self.tables.page(square, index="place", limit=each, backwards=True)
            return [keys.code_of(item["pk"]["S"]) for item in items]

        with ThreadPoolExecutor(THREADS) as pool:
            return [code for codes in pool.map(page, squares) for code in codes]

    def complaints(self, codes: Sequence[str]) -> list[Complaint]:
        """Complaints as they were a moment ago, which costs half; in the order of their codes, a hundred a round trip, the missing ones left out."""
        wanted = [(keys.complaint(code), keys.HEAD) for code in codes]
        found = {item["pk"]["S"]: item for item in self.tables.batch(wanted)}
        return [decode.complaint(found[pk]) for pk, _ in wanted if pk in found]

    def beside(self, codes: Sequence[str], *, places: bool = True) -> tuple[dict[str, int], dict[str, Location], dict[str, int]]:
        """How many support each complaint, where it is, and the number of its first picture for everybody, by code; fifty a round trip. What there is none of is left out."""
        kinds = (keys.SUPPORTERS, keys.TEXT) if places else (keys.SUPPORTERS,)
        supporters, located, pictures = dict[str, int](), dict[str, Location](), dict[str, int]()
        for item in self.tables.batch([(keys.complaint(code), kind) for code in codes for kind in kinds]):
            code = keys.code_of(item["pk"]["S"])
            if item["sk"]["S"] == keys.SUPPORTERS:
                supporters[code] = int(item["n"]["N"])
                continue
            if location := decode.text(item).location:
                located[code] = location
            if picture := decode.first_picture(item):
                pictures[code] = picture
        return supporters, located, pictures

    def counts(self, since: date) -> dict[date, Mapping[str, int]]:
        """How many were published in each province, by day: one Query."""
        items = self.tables.all(keys.published_counts(), where=at_least("sk", f"{since}"))
        return {date.fromisoformat(item["sk"]["S"]): msgspec.json.decode(item["doc"]["S"], type=dict[str, int]) for item in items}

    def keep_count(self, day: date, counts: Mapping[str, int], now: datetime) -> None:
        """Keep how many were published on a day."""
        doc = msgspec.json.encode(dict(counts), order="sorted").decode()
        self.tables.put(DocumentRow(keys.published_counts(), f"{day}", doc=doc, ttl=int((now + KEPT).timestamp())))


def _key(entry: Entry) -> Mapping[str, Mapping[str, str]]:
    """The entry's key in the index, whether or not it is still there."""
    at, code = entry
    return {
        "pk": {"S": keys.complaint(code)},
        "sk": {"S": keys.HEAD},
        "f": {"S": f"{at:%Y-%m-%d}"},
        "fw": {"S": instant(at)},
    }
