"""Scores: one row an agency and period, computed from the facts; which periods are frozen; and what has changed since the last run."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.errors import Conflict
from chalicelib.domain.open_data import Frozen
from chalicelib.domain.periods import Runs
from chalicelib.domain.ranking import Scored
from chalicelib.store import keys
from chalicelib.store.rows import Check, DocumentRow, Row
from chalicelib.store.tables import Refused, Tables
from chalicelib.store.where import begins_with

TOGETHER = 50
"""Rows a transaction: a hundred are allowed, of four megabytes."""


class NoteRow(Row):
    """That an agency's counts have changed, and by which event last."""

    event = UnicodeAttribute(attr_name="e")


@dataclass(frozen=True, slots=True)
class Scores:
    """The store of scores."""

    tables: Tables

    def put(self, period: str, scored: Iterable[Scored], gone: Iterable[Scored] = ()) -> None:
        """Keep scores of a period that moves, in place of earlier ones, without those that are gone; raises `Conflict` when it is frozen meanwhile."""
        moves: Check = (DocumentRow, keys.FROZEN, period, Row.pk.does_not_exist())
        changes = iter([(True, one) for one in scored] + [(False, one) for one in gone])
        while batch := list(islice(changes, TOGETHER)):
            kept, left = ([_row(one) for stays, one in batch if stays is wanted] for wanted in (True, False))
            try:
                self.tables.write(*((row, None) for row in kept), checks=[moves], deletes=[(row, None) for row in left])
            except Refused as refused:
                raise Conflict(f"{period} is frozen") from refused

    def put_frozen(self, scored: Iterable[Scored], gone: Iterable[Scored] = ()) -> None:
        """Keep the scores of a frozen period, without those that are gone: the same ones, however often."""
        for one in scored:
            self.tables.put(_row(one))
        for one in gone:
            self.tables.delete(_row(one))

    def of(self, period: str, kind: str = "", *, consistent: bool = False) -> list[Scored]:
        """The scores of a period, of one kind of agency or of all."""
        where = begins_with("sk", f"{kind}#") if kind else None
        return [_scored(item["doc"]["S"]) for item in self.tables.all(keys.scores(period), where=where, consistent=consistent)]

    def history(self, kinds: Sequence[str], agency: str, periods: Collection[str]) -> list[Scored]:
        """The scores of an agency in those of the periods in which it has any, in their order; of two in a period that of the kind named first."""
        items = self.tables.batch([(keys.scores(period), keys.score(kind, agency)) for period in periods for kind in kinds])
        found = {(one.period, one.kind): one for one in (_scored(item["doc"]["S"]) for item in items)}
        return [one for period in periods if (one := next((found[period, kind] for kind in kinds if (period, kind) in found), None))]

    def frozen(self) -> list[Frozen]:
        """Every frozen period, by name."""
        return [msgspec.json.decode(item["doc"]["S"], type=Frozen) for item in self.tables.all(keys.FROZEN, consistent=True)]

    def freeze(self, one: Frozen) -> None:
        """Freeze a period; raises `Conflict` when it is already."""
        try:
            self.tables.put(_document(keys.FROZEN, one.period, one), Row.pk.does_not_exist())
        except Refused as refused:
            raise Conflict(f"{one.period} is frozen") from refused

    def complete(self, one: Frozen) -> None:
        """Every score of a frozen period is kept."""
        self.tables.put(_document(keys.FROZEN, one.period, replace(one, whole=True)))

    def note(self, agency: str, event: str) -> None:
        """An event has changed what an agency counts; `event` names it."""
        self.tables.put(NoteRow(keys.CHANGED, agency, event=event))

    def noted(self) -> dict[str, str]:
        """The agencies that have changed since they were forgotten, each with the last event."""
        return {item["sk"]["S"]: item["e"]["S"] for item in self.tables.all(keys.CHANGED, consistent=True)}

    def forget(self, agency: str, event: str) -> None:
        """The change of an agency has been counted, unless another event was noted since."""
        try:
            self.tables.delete(NoteRow(keys.CHANGED, agency), NoteRow.event == event)
        except Refused:
            return

    def runs(self) -> Runs | None:
        """When scores were computed, none before the first time."""
        item = self.tables.get(keys.RUNS, keys.HEAD, consistent=True)
        return msgspec.json.decode(item["doc"]["S"], type=Runs) if item else None

    def keep_runs(self, runs: Runs) -> None:
        """Keep when scores were computed."""
        self.tables.put(_document(keys.RUNS, keys.HEAD, runs))


def _row(one: Scored) -> DocumentRow:
    return _document(keys.scores(one.period), keys.score(one.kind, one.agency), one)


def _document(pk: str, sk: str, datum: Scored | Frozen | Runs) -> DocumentRow:
    return DocumentRow(pk, sk, doc=msgspec.json.encode(datum).decode())


def _scored(doc: str) -> Scored:
    return msgspec.json.decode(doc, type=Scored)
