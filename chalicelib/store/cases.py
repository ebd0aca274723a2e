"""Complaints: one named read per access pattern, and changes as one transaction each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.attachment import Attachment
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.errors import Conflict
from chalicelib.domain.events import Event, instant
from chalicelib.store import decode, keys
from chalicelib.store.tables import Item, Refused, Tables
from chalicelib.store.where import at_most

if TYPE_CHECKING:  # who only reads a case loads nothing that writes or counts
    from chalicelib.domain.change import Change
    from chalicelib.domain.delivery import Trouble
    from chalicelib.domain.facts import CaseFacts, Verification
    from chalicelib.domain.words import Role
    from chalicelib.store.rows import Check, Put, Update


@dataclass(frozen=True, slots=True)
class Cases:
    """The store of complaints; the domain's `Case`, `Complaint` and `Change` in and out."""

    tables: Tables

    def file(self, change: "Change", text: Text, reporter: Reporter | None) -> None:
        """Write a new complaint, with its reporter if one is known; raises `Conflict` when the code is taken."""
        from chalicelib.store import case_writes

        self._write(case_writes.filing(change, text, reporter))

    def append(self, change: "Change", *, agency: str = "", lead: Complaint | None = None, forgets: bool = True) -> None:
        """Write a change; raises `Conflict` when the complaint is no longer at the version before it, or the `lead` not as it was read.

        `agency` is the one that had the case before, where something of it remains in its scores. An erasure takes the reporter with it, unless it `forgets` nobody:
        whoever may not touch identities leaves that to `forget_reporter`.
        """
        from chalicelib.store import case_writes

        gone = case_writes.gone(change) if forgets else []
        self._write(case_writes.change(change, agency), case_writes.unchanged(lead), gone, case_writes.withheld(change))

    def load(self, changes: "Sequence[Change]", text: Text, reporter: Reporter | None = None) -> None:
        """Write a complaint with its whole history at once, at most 90 changes, of which nobody is told; raises `Conflict` when it is there already."""
        from chalicelib.store import case_writes

        self._write(case_writes.history(changes, text, reporter))

    def case(self, code: str, *, consistent: bool = True) -> Case | None:
        """A complaint with all that belongs to it: one Query."""
        items = list(self.tables.all(keys.complaint(code), consistent=consistent))
        return _case(items) if items else None

    def complaints(self, codes: Sequence[str]) -> list[Complaint]:
        """Complaints by their codes, a hundred a round trip; the missing ones are left out."""
        wanted = [(keys.complaint(code), keys.HEAD) for code in codes]
        found = {item["pk"]["S"]: item for item in self.tables.batch(wanted, consistent=True)}
        return [decode.complaint(found[pk]) for pk, _ in wanted if pk in found]

    def linked_to(self, lead: str) -> Iterator[str]:
        """The codes of the complaints that are linked to one."""
        return (item["qs"]["S"] for item in self.tables.all(keys.linked_to(lead), index="queue"))

    def wanting(self, shard: int, now: datetime, limit: int, after: Mapping[str, Any] | None) -> tuple[list[str], Mapping[str, Any] | None]:
        """Codes that the agenda's shard wants looked at by now, the longest waiting first: one page and the key to go on from."""
        items, last = self.tables.page(str(shard), index="agenda", where=at_most("gs", instant(now)), limit=limit, after=after)
        return [keys.code_of(item["pk"]["S"]) for item in items], last

    def wake_later(self, complaint: Complaint) -> None:
        """Move a complaint on the agenda to its `wake`, if it is still at this version; raises `Conflict` if not."""
        from chalicelib.store import case_writes

        try:
            self.tables.update(*case_writes.waking(complaint))
        except Refused as refused:
            raise Conflict("the complaint was changed meanwhile") from refused

    def facts(self, agency: str, month: str) -> "Iterator[tuple[str, CaseFacts]]":
        """The code and the facts of every case of an agency whose resolve date falls in a month, in order of the codes."""
        from chalicelib.store import packing

        found = self.tables.all(keys.period(agency, month), index="period")
        return ((keys.code_of(item["pk"]["S"]), packing.case_facts(item["facts"]["S"])) for item in found)

    def codes(self, agency: str, month: str) -> Iterator[str]:
        """The codes of an agency's cases whose resolve date falls in a month, in order."""
        return (keys.code_of(item["pk"]["S"]) for item in self.tables.all(keys.period(agency, month), index="period"))

    def sheets(self, agency: str, month: str) -> Iterator[tuple[int, ...]]:
        """What was answered in the survey about an agency's cases whose resolve date falls in a month, in no order."""
        return (tuple(map(int, item["an"]["S"])) for item in self.tables.all(keys.sheets(agency, month)))

    def verifications(self, agency: str, month: str) -> "dict[str, list[tuple[date, Verification]]]":
        """The marks of an agency's duties to verify whose date falls in a month, by complaint."""
        from chalicelib.store import packing

        marks: dict[str, list[tuple[date, Verification]]] = {}
        for item in self.tables.all(keys.verifications(agency, month), index="period"):
            marks.setdefault(keys.code_of(item["pk"]["S"]), []).append(packing.verification(item["facts"]["S"]))
        return marks

    def unsealings(self, month: str, limit: int, after: Mapping[str, Any] | None) -> tuple[list[Event], Mapping[str, Any] | None]:
        """The events of a month by which somebody opened a sealed identity, in order: one page and the key to go on from."""
        items, last = self.tables.page(keys.unsealings(month), index="queue", limit=limit, after=after)
        return [decode.event(item, previous="") for item in items], last

    def reporter(self, code: str) -> Reporter | None:
        """Who filed, if that was kept."""
        item = self.tables.identity(code)
        return decode.reporter(item) if item else None

    def forget_reporter(self, code: str) -> None:
        """Delete what is kept of who filed, if anything is."""
        from chalicelib.store.rows import IdentityRow

        self.tables.delete(IdentityRow(code))

    def reporters_of(self, contact: str) -> dict[str, Reporter]:
        """Who filed with an address, given by what stands for it, by the codes of their complaints."""
        return {item["pk"]["S"]: decode.reporter(item) for item in self.tables.identities_of(contact)}

    def expect(self, attachment: Attachment, now: datetime) -> None:
        """Take a number for an upload, or longer for the one that has it; raises `Conflict` when another upload has it or may still come."""
        from chalicelib.store import case_writes

        self._put(case_writes.expected(attachment, now))

    def choose(self, attachment: Attachment) -> None:
        """Keep whether everybody may see an attachment; raises `Conflict` when it is not stored."""
        from chalicelib.store import case_writes

        self._write([], updates=case_writes.chosen(attachment))

    def settle(self, attachment: Attachment, uploaded: str) -> None:
        """Record what became of the upload at that key; raises `Conflict` when its number was given to another one, or it is settled."""
        from chalicelib.store import case_writes

        if attachment.public and attachment.thumbnail:
            self._write([case_writes.settled(attachment, uploaded)], updates=[case_writes.listed(attachment)])
        else:
            self._put(case_writes.settled(attachment, uploaded))

    def erase_file(self, before: Attachment, after: Attachment) -> None:
        """Record that a file of its reporter is gone; raises `Conflict` when the attachment is no longer as it was read."""
        from chalicelib.store import case_writes

        self._write([case_writes.erased(before, after)], updates=case_writes.unlisted(before))

    def attachment(self, code: str, number: int) -> Attachment | None:
        """One attachment."""
        item = self.tables.get(keys.complaint(code), keys.attachment(number), consistent=True)
        return decode.attachment(item) if item else None

    def note_trouble(self, code: str, trouble: "Trouble") -> None:
        """Note why mail about a complaint does not reach an audience; that its reporter wants none stays, whatever else is found out."""
        from chalicelib.store import case_writes

        with suppress(Refused):
            self.tables.put(*case_writes.trouble(code, trouble))

    def forget_trouble(self, code: str, audience: "Role") -> None:
        """Mail about a complaint gets to an audience again, or is to be tried."""
        from chalicelib.store.case_rows import TroubleRow

        self.tables.delete(TroubleRow(keys.complaint(code), keys.trouble(audience)))

    def _put(self, put: "Put") -> None:
        try:
            self.tables.put(*put)
        except Refused as refused:
            raise Conflict("the attachment is another one's, or settled") from refused

    def _write(self, puts: "Sequence[Put]", checks: "Sequence[Check]" = (), deletes: "Sequence[Put]" = (), updates: "Sequence[Update]" = ()) -> None:
        try:
            self.tables.write(*puts, checks=checks, deletes=deletes, updates=updates)
        except Refused as refused:
            raise Conflict("somebody else wrote first") from refused


def _case(items: Sequence[Item]) -> Case:
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item["sk"]["S"][:2]].append(item)
    if not (by_kind[keys.HEAD] and by_kind[keys.TEXT]):
        raise LookupError(f"partition {items[0]['pk']['S']} has no head or no text")
    redactions = (decode.redaction(item) for item in by_kind[keys.REDACTION])
    return Case(
        complaint=decode.complaint(by_kind[keys.HEAD][0]),
        text=decode.text(by_kind[keys.TEXT][0]),
        events=decode.timeline(by_kind[keys.EVENT]),
        attachments=tuple(decode.attachment(item) for item in by_kind[keys.ATTACHMENT]),
        redactions={one.number: one for one in redactions},
        troubles=tuple(decode.trouble(item) for item in by_kind[keys.TROUBLE]),
        supporters=sum(int(item["n"]["N"]) for item in by_kind[keys.SUPPORTERS]),
    )
