"""Reference data: agencies, categories, regions, calendars, policies. Read often, changed rarely, so each item is remembered for a minute."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import msgspec

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.store import keys
from chalicelib.store.memory import Memory
from chalicelib.store.rows import DocumentRow, Row
from chalicelib.store.tables import Item, Tables

Kind: TypeAlias = type[Agency] | type[Category] | type[Region] | type[Calendar] | type[Policy]
Datum: TypeAlias = Agency | Category | Region | Calendar | Policy
One = TypeVar("One", Agency, Category, Region, Calendar, Policy)
Key: TypeAlias = tuple[Kind, str]

REMEMBERED_SECONDS = 60
_NAME: Mapping[Kind, str] = {Agency: "agency", Category: "category", Region: "region", Calendar: "calendar", Policy: "policy"}


class Reference:
    """The store of reference data. `timer` gives seconds from any start, for the minute's memory."""

    def __init__(self, tables: Tables, timer: Callable[[], float]) -> None:
        self._tables = tables
        self._memory: Memory[Datum] = Memory(5000, REMEMBERED_SECONDS, timer)
        self._lists: Memory[list[Any]] = Memory(len(_NAME), REMEMBERED_SECONDS, timer)

    def fetch(self, *wanted: Key) -> None:
        """Remember these, in one round trip for all that are not remembered yet."""
        missing = [key for key in dict.fromkeys(wanted) if self._memory.get(key) is None]
        kinds = {keys.reference(_NAME[kind]): kind for kind, _ in missing}
        rows = [(keys.reference(_NAME[kind]), id_) for kind, id_ in missing]
        for item in self._tables.batch(rows) if rows else ():
            kind = kinds[item["pk"]["S"]]
            self._memory.put((kind, item["sk"]["S"]), _decoded(item, kind))

    def get(self, kind: type[One], id_: str) -> One | None:
        """One datum, none if there is no such thing."""
        self.fetch((kind, id_))
        found = self._memory.get((kind, id_))
        return found if isinstance(found, kind) else None

    def agencies(self, *, parent: str, kind: str, limit: int, after: Mapping[str, Any] | None) -> tuple[list[Agency], Mapping[str, Any] | None]:
        """A page of agencies: those directly below `parent`, by kind and name, or without one all, by id."""
        if parent:
            where = Row.qs.startswith(f"{kind}#") if kind else None
            items, last = self._tables.page(keys.children(parent), index="queue", where=where, limit=limit, after=after)
        else:
            items, last = self._tables.page(keys.reference("agency"), limit=limit, after=after)
        found = [_decoded(item, Agency) for item in items]
        return [agency for agency in found if kind in ("", agency.kind)], last

    def every(self, kind: type[One]) -> list[One]:
        """All of a kind, by id."""
        found = self._lists.get(kind)
        if found is None:
            found = [_decoded(item, kind) for item in self._tables.all(keys.reference(_NAME[kind]))]
            self._lists.put(kind, found)
        return found

    def put(self, data: Iterable[Datum]) -> int:
        """Keep these; what is kept already is not written again. Returns how many were written."""
        rows = [row for datum in data for row in _rows(datum)]
        before = {(item["pk"]["S"], item["sk"]["S"]): item["doc"]["S"] for item in self._tables.batch([(row.pk, row.sk) for row in rows])}
        changed = [row for row in rows if before.get((row.pk, row.sk)) != row.doc]
        for start in range(0, len(changed), 100):
            self._tables.write(*((row, None) for row in changed[start : start + 100]))
        self._memory.clear()
        self._lists.clear()
        return len(changed)


def _rows(datum: Datum) -> Sequence[DocumentRow]:
    pk, doc = keys.reference(_NAME[type(datum)]), msgspec.json.encode(datum).decode()
    if isinstance(datum, Policy):
        return [DocumentRow(pk, datum.id, doc=doc), DocumentRow(pk, IN_FORCE, doc=doc)]
    if isinstance(datum, Agency):
        above = datum.parent
        return [DocumentRow(pk, datum.id, doc=doc, q=keys.children(above) if above else None, qs=f"{datum.kind}#{datum.name}" if above else None)]
    return [DocumentRow(pk, datum.code if isinstance(datum, Region) else datum.id, doc=doc)]


def _decoded(item: Item, kind: type[Any]) -> Any:
    return msgspec.json.decode(item["doc"]["S"], type=kind)
