"""Reference data: agencies, categories, regions, calendars, policies, templates, commitments, assessments, webhooks. Read often, changed rarely, so each item is remembered for a minute."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from chalicelib.domain.errors import Conflict
from chalicelib.domain.reference import Agency, Region
from chalicelib.store import keys
from chalicelib.store.memory import Memory
from chalicelib.store.tables import Item, Refused, Tables
from chalicelib.store.where import begins_with

if TYPE_CHECKING:  # each kind is loaded by who asks for it
    from chalicelib.domain.data import Datum, One
    from chalicelib.domain.recount_job import Recount
    from chalicelib.domain.template import Templates

Key: TypeAlias = "tuple[type[Datum], str]"

REMEMBERED_SECONDS = 60
KINDS = 11


class Reference:
    """The store of reference data. `timer` gives seconds from any start, for the minute's memory."""

    def __init__(self, tables: Tables, timer: Callable[[], float]) -> None:
        self._tables = tables
        self._memory: Memory[Datum] = Memory(5000, REMEMBERED_SECONDS, timer)
        self._lists: Memory[list[Any]] = Memory(KINDS, REMEMBERED_SECONDS, timer)

    def fetch(self, *wanted: Key) -> None:
        """Remember these, in one round trip for all that are not remembered yet; where no templates are kept, that too."""
        missing: list[tuple[Any, str]] = [key for key in dict.fromkeys(wanted) if self._memory.get(key) is None]
        kinds = {keys.reference(keys.kind(kind)): kind for kind, _ in missing}
        rows = [(keys.reference(keys.kind(kind)), id_) for kind, id_ in missing]
        found: dict[Key, Any] = {(kind, id_): kind(agency=id_) for kind, id_ in missing if keys.kind(kind) == "templates"}
        for item in self._tables.batch(rows) if rows else ():
            kind = kinds[item["pk"]["S"]]
            found[kind, item["sk"]["S"]] = decoded(item, kind)
        for key, datum in found.items():
            self._memory.put(key, datum)

    def get(self, kind: "type[One]", id_: str) -> "One | None":
        """One datum, none if there is no such thing."""
        self.fetch((kind, id_))
        found = self._memory.get((kind, id_))
        return found if isinstance(found, kind) else None

    def templates(self, agency: str, *, latest: bool = False) -> "Templates":
        """The templates of an agency, perhaps none; `latest` as they are at this moment, whatever is remembered: what a change starts from."""
        from chalicelib.domain.template import Templates

        if latest:
            item = self._tables.get(keys.reference(keys.kind(Templates)), agency, consistent=True)
            return decoded(item, Templates) if item else Templates(agency=agency)
        return self.get(Templates, agency) or Templates(agency=agency)

    def agencies(self, *, parent: str, kind: str, limit: int, after: Mapping[str, Any] | None) -> tuple[list[Agency], Mapping[str, Any] | None]:
        """A page of agencies: those directly below `parent`, by kind and name, or without one all, by id."""
        if parent:
            where = begins_with("qs", f"{kind}#") if kind else None
            items, last = self._tables.page(keys.children(parent), index="queue", where=where, limit=limit, after=after)
        else:
            items, last = self._tables.page(keys.reference("agency"), limit=limit, after=after)
        found = [decoded(item, Agency) for item in items]
        return [agency for agency in found if kind in ("", agency.kind)], last

    def every(self, kind: "type[One]", *, latest: bool = False) -> "list[One]":
        """All of a kind, by id; each is remembered by itself too. `latest` as they are at this moment, whatever is remembered: what a change is decided on."""
        found = None if latest else self._lists.get(kind)
        if found is None:
            kept = [(item["sk"]["S"], decoded(item, kind)) for item in self._tables.all(keys.reference(keys.kind(kind)), consistent=latest)]
            found = [datum for sk, datum in kept if sk == id_of(datum)]
            self._lists.put(kind, found)
            for datum in found:
                self._memory.put((kind, id_of(datum)), datum)
        return found

    def about(self, kind: "type[One]", agency: str, prefix: str = "") -> "list[One]":
        """All of a kind that are about an agency, by id; without one about any, and then only those whose ids begin alike."""
        name = keys.kind(kind)
        where = begins_with("qs" if agency else "sk", prefix) if prefix else None
        pk, index = (keys.told_of(name, agency), "queue") if agency else (keys.reference(name), None)
        return [decoded(item, kind) for item in self._tables.all(pk, index=index, where=where)]

    def open_recounts(self) -> "list[Recount]":
        """The recounts that are not done, by id."""
        from chalicelib.domain.recount_job import Recount

        return [decoded(item, Recount) for item in self._tables.all(keys.open_recounts(), index="queue")]

    def fresh(self, kind: "type[One]", id_: str) -> "One | None":
        """One datum as it is kept at this moment, whatever is remembered: what a change is decided on."""
        item = self._tables.get(keys.reference(keys.kind(kind)), id_, consistent=True)
        found: One | None = decoded(item, kind) if item else None
        return found

    def put(self, data: "Iterable[Datum]") -> int:
        """Keep these; what is kept already is not written again. Returns how many were written."""
        from chalicelib.store.reference_rows import rows_of

        rows = [row for datum in data for row in rows_of(datum)]
        before = {(item["pk"]["S"], item["sk"]["S"]): item["doc"]["S"] for item in self._tables.batch([(row.pk, row.sk) for row in rows])}
        changed = [row for row in rows if before.get((row.pk, row.sk)) != row.doc]
        for start in range(0, len(changed), 100):
            self._tables.write(*((row, None) for row in changed[start : start + 100]))
        self._forget()
        return len({row.doc for row in changed})

    def replace(self, *pairs: "tuple[Datum | None, Datum]") -> None:
        """Keep the second of each pair, all or none, if the first (none: nothing) is what is kept now; raises `Conflict`. A pair of the same only holds it."""
        from chalicelib.store.reference_rows import puts_of, rows_of

        rows = [(type(after), rows_of(after)) for _, after in pairs]
        wanted = [(current.pk, current.sk) for _, (*_, current) in rows]
        kept = {(item["pk"]["S"], item["sk"]["S"]): item for item in self._tables.batch(wanted, consistent=True)}
        try:
            self._tables.write(*(put for before, after in pairs for put in puts_of(before, after, kept)))
        except Exception as error:
            self._forget()  # who knows what else has changed
            if isinstance(error, Refused):
                raise Conflict("somebody else changed it first") from error
            raise
        for key in ((kind, row.sk) for kind, its in rows for row in its):
            self._memory.forget(key)
        self._lists.clear()

    def put_next(self, templates: "Templates") -> None:
        """Keep the next version of an agency's templates; raises `Conflict` when they are no longer at the one before."""
        from chalicelib.store.reference_rows import next_of

        try:
            self._tables.put(*next_of(templates))
        except Refused as refused:
            raise Conflict("somebody else changed the templates first") from refused
        self._memory.put((type(templates), templates.id), templates)
        self._lists.clear()

    def _forget(self) -> None:
        self._memory.clear()
        self._lists.clear()


def id_of(datum: "Datum") -> str:
    """What a datum is listed as, once, however many rows it has."""
    return datum.code if isinstance(datum, Region) else datum.id


def decoded(item: Item, kind: type[Any]) -> Any:
    """A datum from its row."""
    return msgspec.json.decode(item["doc"]["S"], type=kind)
