"""Reference data: agencies, categories, regions, calendars, policies, templates, commitments, assessments, webhooks. Read often, changed rarely, so each item is remembered for a minute."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

import msgspec

from chalicelib.domain.assessment import Assessment
from chalicelib.domain.calendar import Calendar, version_id
from chalicelib.domain.commitment import Commitment
from chalicelib.domain.errors import Conflict
from chalicelib.domain.once import Once
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.recount_job import Recount
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.template import Templates
from chalicelib.domain.webhook import COLLECTED, Endpoint
from chalicelib.store import keys
from chalicelib.store.memory import Memory
from chalicelib.store.rows import DocumentRow, Row
from chalicelib.store.tables import Item, Put, Refused, Tables

Kind: TypeAlias = (
    type[Agency]
    | type[Category]
    | type[Region]
    | type[Calendar]
    | type[Policy]
    | type[Templates]
    | type[Commitment]
    | type[Assessment]
    | type[Recount]
    | type[Once]
    | type[Endpoint]
)
Datum: TypeAlias = Agency | Category | Region | Calendar | Policy | Templates | Commitment | Assessment | Recount | Once | Endpoint
One = TypeVar("One", Agency, Category, Region, Calendar, Policy, Templates, Commitment, Assessment, Recount, Once, Endpoint)
Key: TypeAlias = tuple[Kind, str]

REMEMBERED_SECONDS = 60
_NAME: Mapping[Kind, str] = {
    Agency: "agency",
    Category: "category",
    Region: "region",
    Calendar: "calendar",
    Policy: "policy",
    Templates: "templates",
    Commitment: "commitment",
    Assessment: "assessment",
    Recount: "recount",
    Once: "once",
    Endpoint: "webhook",
}


class Reference:
    """The store of reference data. `timer` gives seconds from any start, for the minute's memory."""

    def __init__(self, tables: Tables, timer: Callable[[], float]) -> None:
        self._tables = tables
        self._memory: Memory[Datum] = Memory(5000, REMEMBERED_SECONDS, timer)
        self._lists: Memory[list[Any]] = Memory(len(_NAME), REMEMBERED_SECONDS, timer)

    def fetch(self, *wanted: Key) -> None:
        """Remember these, in one round trip for all that are not remembered yet; where no templates are kept, that too."""
        missing = [key for key in dict.fromkeys(wanted) if self._memory.get(key) is None]
        kinds = {keys.reference(_NAME[kind]): kind for kind, _ in missing}
        rows = [(keys.reference(_NAME[kind]), id_) for kind, id_ in missing]
        found: dict[Key, Datum] = {(kind, id_): Templates(agency=id_) for kind, id_ in missing if kind is Templates}
        for item in self._tables.batch(rows) if rows else ():
            kind = kinds[item["pk"]["S"]]
            found[kind, item["sk"]["S"]] = _decoded(item, kind)
        for key, datum in found.items():
            self._memory.put(key, datum)

    def get(self, kind: type[One], id_: str) -> One | None:
        """One datum, none if there is no such thing."""
        self.fetch((kind, id_))
        found = self._memory.get((kind, id_))
        return found if isinstance(found, kind) else None

    def templates(self, agency: str, *, latest: bool = False) -> Templates:
        """The templates of an agency, perhaps none; `latest` as they are at this moment, whatever is remembered: what a change starts from."""
        if latest:
            item = self._tables.get(keys.reference(_NAME[Templates]), agency, consistent=True)
            return _decoded(item, Templates) if item else Templates(agency=agency)
        return self.get(Templates, agency) or Templates(agency=agency)

    def agencies(self, *, parent: str, kind: str, limit: int, after: Mapping[str, Any] | None) -> tuple[list[Agency], Mapping[str, Any] | None]:
        """A page of agencies: those directly below `parent`, by kind and name, or without one all, by id."""
        if parent:
            where = Row.qs.startswith(f"{kind}#") if kind else None
            items, last = self._tables.page(keys.children(parent), index="queue", where=where, limit=limit, after=after)
        else:
            items, last = self._tables.page(keys.reference("agency"), limit=limit, after=after)
        found = [_decoded(item, Agency) for item in items]
        return [agency for agency in found if kind in ("", agency.kind)], last

    def every(self, kind: type[One], *, latest: bool = False) -> list[One]:
        """All of a kind, by id; each is remembered by itself too. `latest` as they are at this moment, whatever is remembered: what a change is decided on."""
        found = None if latest else self._lists.get(kind)
        if found is None:
            kept = [(item["sk"]["S"], _decoded(item, kind)) for item in self._tables.all(keys.reference(_NAME[kind]), consistent=latest)]
            found = [datum for sk, datum in kept if sk == _id(datum)]
            self._lists.put(kind, found)
            for datum in found:
                self._memory.put((kind, _id(datum)), datum)
        return found

    def about(self, kind: type[One], agency: str, prefix: str = "") -> list[One]:
        """All of a kind that are about an agency, by id; without one about any, and then only those whose ids begin alike."""
        name = _NAME[kind]
        where = Row.qs.startswith(prefix) if agency and prefix else Row.sk.startswith(prefix) if prefix else None
        pk, index = (keys.told_of(name, agency), "queue") if agency else (keys.reference(name), None)
        return [_decoded(item, kind) for item in self._tables.all(pk, index=index, where=where)]

    def open_recounts(self) -> list[Recount]:
        """The recounts that are not done, by id."""
        return [_decoded(item, Recount) for item in self._tables.all(keys.open_recounts(), index="queue")]

    def fresh(self, kind: type[One], id_: str) -> One | None:
        """One datum as it is kept at this moment, whatever is remembered: what a change is decided on."""
        item = self._tables.get(keys.reference(_NAME[kind]), id_, consistent=True)
        found: One | None = _decoded(item, kind) if item else None
        return found

    def put(self, data: Iterable[Datum]) -> int:
        """Keep these; what is kept already is not written again. Returns how many were written."""
        rows = [row for datum in data for row in _rows(datum)]
        before = {(item["pk"]["S"], item["sk"]["S"]): item["doc"]["S"] for item in self._tables.batch([(row.pk, row.sk) for row in rows])}
        changed = [row for row in rows if before.get((row.pk, row.sk)) != row.doc]
        for start in range(0, len(changed), 100):
            self._tables.write(*((row, None) for row in changed[start : start + 100]))
        self._forget()
        return len({row.doc for row in changed})

    def replace(self, *pairs: tuple[Datum | None, Datum]) -> None:
        """Keep the second of each pair, all or none, if the first (none: nothing) is what is kept now; raises `Conflict`. A pair of the same only holds it."""
        wanted = [(row.pk, row.sk) for row in (_rows(after)[-1] for _, after in pairs)]
        kept = {(item["pk"]["S"], item["sk"]["S"]): item for item in self._tables.batch(wanted, consistent=True)}
        try:
            self._tables.write(*(put for before, after in pairs for put in _puts(before, after, kept)))
        except Refused as refused:
            raise Conflict("somebody else changed it first") from refused
        finally:
            self._forget()

    def put_next(self, templates: Templates) -> None:
        """Keep the next version of an agency's templates; raises `Conflict` when they are no longer at the one before."""
        (row,) = _rows(templates)
        before = DocumentRow.version == templates.version - 1 if templates.version > 1 else Row.pk.does_not_exist()
        try:
            self._tables.put(row, before)
        except Refused as refused:
            raise Conflict("somebody else changed the templates first") from refused
        self._memory.put((Templates, templates.id), templates)
        self._lists.clear()

    def _forget(self) -> None:
        self._memory.clear()
        self._lists.clear()


def _puts(before: Datum | None, after: Datum, kept: Mapping[tuple[str, str], Item]) -> Sequence[Put]:
    """The writes of a change. They hang on the document as it was read: written anew, an old one would get the fields that were invented since."""
    *versions, current = _rows(after)
    item = kept.get((current.pk, current.sk))
    if (_decoded(item, type(after)) if item else None) != before:
        raise Conflict("somebody else changed it first")
    as_read = DocumentRow.doc == item["doc"]["S"] if item else Row.pk.does_not_exist()
    new = versions if after != before else []
    return [*((row, Row.pk.does_not_exist()) for row in new), (current, as_read)]


def _rows(datum: Datum) -> Sequence[DocumentRow]:
    """The rows of a datum; of one that has versions, this version's and then the one in force."""
    pk, doc = keys.reference(_NAME[type(datum)]), msgspec.json.encode(datum).decode()
    return [DocumentRow(pk, sk, doc=doc, **_more(datum)) for sk in _kept_as(datum)]


def _kept_as(datum: Datum) -> Sequence[str]:
    if isinstance(datum, Policy):
        return datum.id, IN_FORCE
    return (version_id(datum.id, datum.version), datum.id) if isinstance(datum, Calendar) else (_id(datum),)


def _more(datum: Datum) -> Mapping[str, Any]:
    """What a row has beside its document: a version that changes depend on, an end, a place in a list."""
    match datum:
        case Templates():
            return {"version": datum.version}
        case Once():
            return {"ttl": int(datum.until.timestamp())}
        case Endpoint(removed_at=datetime() as removed_at):
            return {"ttl": int((removed_at + COLLECTED).timestamp())}
    return _listed(datum)


def _listed(datum: Datum) -> Mapping[str, str]:
    match datum:
        case Agency(parent=str(above)):
            return {"q": keys.children(above), "qs": f"{datum.kind}#{datum.name}"}
        case Commitment() | Assessment() | Endpoint():
            return {"q": keys.told_of(_NAME[type(datum)], datum.agency), "qs": datum.id}
        case Recount(done_at=None):
            return {"q": keys.open_recounts(), "qs": datum.id}
    return {}


def _id(datum: Datum) -> str:
    """What a datum is listed as, once, however many rows it has."""
    return datum.code if isinstance(datum, Region) else datum.id


def _decoded(item: Item, kind: type[Any]) -> Any:
    return msgspec.json.decode(item["doc"]["S"], type=kind)
