"""Statistics: what happened to complaints on a day, a row each; what that comes to by day and by month; and which days are to be counted anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.statistics import Counts, Entry, Month
from chalicelib.store import keys
from chalicelib.store.rows import DocumentRow, Row
from chalicelib.store.tables import Refused, Tables
from chalicelib.store.where import between


class DayRow(Row):
    """That a day is to be counted, and what was entered for it last."""

    event = UnicodeAttribute(attr_name="e")


@dataclass(frozen=True, slots=True)
class Statistics:
    """The store of statistics."""

    tables: Tables

    def enter(self, entries: Sequence[Entry]) -> None:
        """Enter what happened to a complaint, and after it that its days are to be counted: a day noted first could be counted without it, and forgotten.

        The same, however often it is told.
        """
        self.tables.put_all([_document(keys.happened(one.day), keys.entry(one.code, one.what), one) for one in entries])
        days = {one.day: DayRow(keys.DAYS_TO_COUNT, f"{one.day}", event=keys.entry(one.code, one.what)) for one in entries}
        self.tables.put_all(list(days.values()))

    def entered(self, day: date) -> Iterator[Entry]:
        """All that happened on a day."""
        return (msgspec.json.decode(item["doc"]["S"], type=Entry) for item in self.tables.all(keys.happened(day), consistent=True))

    def noted(self) -> dict[date, str]:
        """The days for which something was entered since they were forgotten, each with the last."""
        return {date.fromisoformat(item["sk"]["S"]): item["e"]["S"] for item in self.tables.all(keys.DAYS_TO_COUNT, consistent=True)}

    def forget(self, day: date, name: str) -> None:
        """The day has been counted, unless something else was noted since."""
        try:
            self.tables.delete(DayRow(keys.DAYS_TO_COUNT, f"{day}"), DayRow.event == name)
        except Refused:
            return

    def keep_day(self, day: date, counts: Counts) -> None:
        """Keep what a day comes to."""
        self.tables.put(_document(keys.counted_days(keys.month(day)), f"{day}", counts))

    def days(self, period: str) -> dict[date, Counts]:
        """What each day of a month comes to, as far as anything happened."""
        items = self.tables.all(keys.counted_days(period), consistent=True)
        return {date.fromisoformat(item["sk"]["S"]): msgspec.json.decode(item["doc"]["S"], type=Counts) for item in items}

    def keep_month(self, month: Month) -> None:
        """Keep what a month comes to."""
        self.tables.put(_document(keys.COUNTED_MONTHS, month.period, month))

    def months(self, first: str, last: str) -> list[Month]:
        """What was counted of the months from one to another, both included, as far as there is any: one Query."""
        items = self.tables.all(keys.COUNTED_MONTHS, where=between("sk", first, last))
        return [msgspec.json.decode(item["doc"]["S"], type=Month) for item in items]


def _document(pk: str, sk: str, datum: Entry | Counts | Month) -> DocumentRow:
    return DocumentRow(pk, sk, doc=msgspec.json.encode(datum).decode())
