"""How reference data are written: the rows of a datum, and what a change of one hangs on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.domain.assessment import Assessment
from chalicelib.domain.calendar import Calendar, version_id
from chalicelib.domain.commitment import Commitment
from chalicelib.domain.data import Datum
from chalicelib.domain.errors import Conflict
from chalicelib.domain.once import Once
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.recount_job import Recount
from chalicelib.domain.reference import Agency
from chalicelib.domain.template import Templates
from chalicelib.domain.webhook import COLLECTED, Endpoint
from chalicelib.store import keys
from chalicelib.store.reference import decoded, id_of
from chalicelib.store.rows import DocumentRow, Put, Row
from chalicelib.store.tables import Item


def puts_of(before: Datum | None, after: Datum, kept: Mapping[tuple[str, str], Item]) -> Sequence[Put]:
    """The writes of a change. They hang on the document as it was read: written anew, an old one would get the fields that were invented since."""
    *versions, current = rows_of(after)
    item = kept.get((current.pk, current.sk))
    if (decoded(item, type(after)) if item else None) != before:
        raise Conflict("somebody else changed it first")
    as_read = DocumentRow.doc == item["doc"]["S"] if item else Row.pk.does_not_exist()
    new = versions if after != before else []
    return [*((row, Row.pk.does_not_exist()) for row in new), (current, as_read)]


def next_of(templates: Templates) -> Put:
    """The write of the next version of an agency's templates, which hangs on the one before."""
    (row,) = rows_of(templates)
    return row, DocumentRow.version == templates.version - 1 if templates.version > 1 else Row.pk.does_not_exist()


def rows_of(datum: Datum) -> Sequence[DocumentRow]:
    """The rows of a datum; of one that has versions, this version's and then the one in force."""
    pk, doc = keys.reference(keys.kind(type(datum))), msgspec.json.encode(datum).decode()
    return [DocumentRow(pk, sk, doc=doc, **_more(datum)) for sk in _kept_as(datum)]


def _kept_as(datum: Datum) -> Sequence[str]:
    if isinstance(datum, Policy):
        return datum.id, IN_FORCE
    return (version_id(datum.id, datum.version), datum.id) if isinstance(datum, Calendar) else (id_of(datum),)


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
            return {"q": keys.told_of(keys.kind(type(datum)), datum.agency), "qs": datum.id}
        case Recount(done_at=None):
            return {"q": keys.open_recounts(), "qs": datum.id}
    return {}
