"""What is shown of the survey, by agency and month; what was answered is written with the case, in `cases`."""

from dataclasses import dataclass

import msgspec

from chalicelib.domain.errors import Conflict
from chalicelib.domain.survey import Sums
from chalicelib.store import keys
from chalicelib.store.rows import DocumentRow, Row
from chalicelib.store.tables import Refused, Tables


@dataclass(frozen=True, slots=True)
class Surveys:
    """The store of what is shown of the survey."""

    tables: Tables

    def shown(self, agency: str, month: str) -> Sums:
        """What is shown of an agency's month, as it is at this moment; nothing at first."""
        item = self.tables.get(keys.shown_sums(agency, month), keys.HEAD, consistent=True)
        return msgspec.json.decode(item["doc"]["S"], type=Sums) if item else Sums()

    def show(self, agency: str, month: str, before: Sums, after: Sums) -> None:
        """Show other sums; raises `Conflict` when others are shown than `before`."""
        row = DocumentRow(keys.shown_sums(agency, month), keys.HEAD, doc=msgspec.json.encode(after).decode(), version=after.count)
        as_read = DocumentRow.version == before.count if before.count else Row.pk.does_not_exist()
        try:
            self.tables.put(row, as_read)
        except Refused as refused:
            raise Conflict("somebody else moved it on first") from refused
