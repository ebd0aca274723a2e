"""Scores: one row an agency and period, computed from the facts and never edited."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from chalicelib.domain.ranking import Scored
from chalicelib.store import keys
from chalicelib.store.rows import DocumentRow, Row
from chalicelib.store.tables import Tables


@dataclass(frozen=True, slots=True)
class Scores:
    """The store of scores."""

    tables: Tables

    def put(self, scored: Iterable[Scored]) -> None:
        """Keep scores, in place of earlier ones of the same agency and period."""
        for one in scored:
            doc = msgspec.json.encode(one).decode()
            self.tables.put(DocumentRow(keys.scores(one.period), keys.score(one.kind, one.agency), doc=doc))

    def of(self, period: str, kind: str = "") -> list[Scored]:
        """The scores of a period, of one kind of agency or of all."""
        where = Row.sk.startswith(f"{kind}#") if kind else None
        items = self.tables.all(keys.scores(period), where=where)
        return [msgspec.json.decode(item["doc"]["S"], type=Scored) for item in items]
