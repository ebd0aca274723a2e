"""Complaints: one named read per access pattern, and changes as one transaction each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.delivery import Trouble, Why
from chalicelib.domain.errors import Conflict
from chalicelib.domain.events import Event
from chalicelib.domain.facts import CaseFacts, Verification
from chalicelib.domain.words import Identity, Role
from chalicelib.store import decode, keys
from chalicelib.store.case_rows import AttachmentRow, ComplaintRow, EventRow, RedactionRow, TextRow, TroubleRow
from chalicelib.store.rows import IdentityRow, Row
from chalicelib.store.tables import Check, Item, Put, Refused, Tables


@dataclass(frozen=True, slots=True)
class Cases:
    """The store of complaints; the domain's `Case`, `Complaint` and `Change` in and out."""

    tables: Tables

    def file(self, change: Change, text: Text, reporter: Reporter | None) -> None:
        """Write a new complaint, with its reporter if one is known; raises `Conflict` when the code is taken."""
        code = change.complaint.code
        puts: list[Put] = [
            (decode.complaint_row(change), Row.pk.does_not_exist()),
            (decode.text_row(code, text), None),
            (decode.event_row(change.event, change.mark), None),
        ]
        if reporter:
            puts.append((_identity_row(change.complaint, reporter), None))
        self._write(puts)

    def append(self, change: Change, *, agency: str = "", lead: Complaint | None = None) -> None:
        """Write a change; raises `Conflict` when the complaint is no longer at the version before it, or the `lead` not as it was read.

        `agency` is the one that had the case before, where something of it remains in its scores.
        """
        puts: list[Put] = [
            (decode.complaint_row(change), ComplaintRow.version == change.event.seq - 1),
            (decode.event_row(change.event, change.mark), Row.pk.does_not_exist()),
        ]
        self._write([*puts, *((row, None) for row in _beside(change, agency))], lead, [IdentityRow(change.complaint.code)] if change.erases else ())

    def load(self, changes: Sequence[Change], text: Text, reporter: Reporter | None = None) -> None:
        """Write a complaint with its whole history at once, at most 90 changes, of which nobody is told; raises `Conflict` when it is there already."""
        last, code = changes[-1], changes[0].complaint.code
        puts: list[Put] = [(decode.complaint_row(last), Row.pk.does_not_exist()), (decode.text_row(code, text), None)]
        puts += [(decode.event_row(change.event, change.mark, loaded=True), None) for change in changes]
        beside = {row.sk: row for before, change in pairwise(changes) for row in _beside(change, before.complaint.agency)}
        puts += [(row, None) for row in beside.values()]
        if reporter:
            puts.append((_identity_row(last.complaint, reporter), None))
        self._write(puts)

    def case(self, code: str, *, consistent: bool = True) -> Case | None:
        """A complaint with all that belongs to it: one Query."""
        items = list(self.tables.all(keys.complaint(code), consistent=consistent))
        return _case(items) if items else None

    def complaints(self, codes: Sequence[str]) -> list[Complaint]:
        """Complaints by their codes, a hundred a round trip; the missing ones are left out."""
        wanted = [(keys.complaint(code), keys.HEAD) for code in codes]
        found = {item["pk"]["S"]: item for item in self.tables.batch(wanted, consistent=True)}
        return [_complaint(found[pk]) for pk, _ in wanted if pk in found]

    def linked_to(self, lead: str) -> Iterator[str]:
        """The codes of the complaints that are linked to one."""
        return (item["qs"]["S"] for item in self.tables.all(keys.linked_to(lead), index="queue"))

    def wanting(self, shard: int, now: datetime, limit: int, after: Mapping[str, Any] | None) -> tuple[list[str], Mapping[str, Any] | None]:
        """Codes that the agenda's shard wants looked at by now, the longest waiting first: one page and the key to go on from."""
        items, last = self.tables.page(str(shard), index="agenda", where=Row.wake <= now, limit=limit, after=after)
        return [keys.code_of(item["pk"]["S"]) for item in items], last

    def wake_later(self, complaint: Complaint) -> None:
        """Move a complaint on the agenda to its `wake`, if it is still at this version; raises `Conflict` if not."""
        moved = Row.wake.set(complaint.wake) if complaint.wake else Row.wake.remove()
        try:
            self.tables.update(ComplaintRow(keys.complaint(complaint.code), keys.HEAD), [moved], ComplaintRow.version == complaint.version)
        except Refused as refused:
            raise Conflict("the complaint was changed meanwhile") from refused

    def facts(self, agency: str, month: str) -> Iterator[tuple[str, CaseFacts]]:
        """The code and the facts of every case of an agency whose resolve date falls in a month, in order of the codes."""
        found = self.tables.all(keys.period(agency, month), index="period")
        return ((keys.code_of(item["pk"]["S"]), decode.case_facts(item["facts"]["S"])) for item in found)

    def codes(self, agency: str, month: str) -> Iterator[str]:
        """The codes of an agency's cases whose resolve date falls in a month, in order."""
        return (keys.code_of(item["pk"]["S"]) for item in self.tables.all(keys.period(agency, month), index="period"))

    def sheets(self, agency: str, month: str) -> Iterator[tuple[int, ...]]:
        """What was answered in the survey about an agency's cases whose resolve date falls in a month, in no order."""
        return (tuple(map(int, item["an"]["S"])) for item in self.tables.all(keys.sheets(agency, month)))

    def verifications(self, agency: str, month: str) -> dict[str, list[tuple[date, Verification]]]:
        """The marks of an agency's duties to verify whose date falls in a month, by complaint."""
        marks: dict[str, list[tuple[date, Verification]]] = {}
        for item in self.tables.all(keys.verifications(agency, month), index="period"):
            marks.setdefault(keys.code_of(item["pk"]["S"]), []).append(decode.verification(item["facts"]["S"]))
        return marks

    def unsealings(self, month: str, limit: int, after: Mapping[str, Any] | None) -> tuple[list[Event], Mapping[str, Any] | None]:
        """The events of a month by which somebody opened a sealed identity, in order: one page and the key to go on from."""
        items, last = self.tables.page(keys.unsealings(month), index="queue", limit=limit, after=after)
        return [decode.event(EventRow.from_raw_data(item), previous="") for item in items], last

    def reporter(self, code: str) -> Reporter | None:
        """Who filed, if that was kept."""
        item = self.tables.identity(code)
        return _reporter(IdentityRow.from_raw_data(item)) if item else None

    def reporters_of(self, contact: str) -> dict[str, Reporter]:
        """Who filed with an address, given by what stands for it, by the codes of their complaints."""
        rows = map(IdentityRow.from_raw_data, self.tables.identities_of(contact))
        return {row.pk: _reporter(row) for row in rows}

    def expect(self, attachment: Attachment, now: datetime) -> None:
        """Take a number for an upload, or longer for the one that has it; raises `Conflict` when another upload has it or may still come."""
        waiting = AttachmentRow.state == State.WAITING
        same = (AttachmentRow.key == attachment.key) & (AttachmentRow.name == attachment.name) & (AttachmentRow.size == attachment.size)
        self._put(attachment, Row.pk.does_not_exist() | (AttachmentRow.state == State.REFUSED) | (waiting & ((AttachmentRow.until <= now) | same)))

    def settle(self, attachment: Attachment, uploaded: str) -> None:
        """Record what became of the upload at that key; raises `Conflict` when its number was given to another one, or it is settled."""
        self._put(attachment, (AttachmentRow.key == uploaded) & (AttachmentRow.state == State.WAITING))

    def attachment(self, code: str, number: int) -> Attachment | None:
        """One attachment."""
        item = self.tables.get(keys.complaint(code), keys.attachment(number), consistent=True)
        return decode.attachment(AttachmentRow.from_raw_data(item)) if item else None

    def note_trouble(self, code: str, trouble: Trouble) -> None:
        """Note why mail about a complaint does not reach an audience; that its reporter wants none stays, whatever else is found out."""
        row = TroubleRow(keys.complaint(code), keys.trouble(trouble.audience), audience=trouble.audience, why=trouble.why, at=trouble.at)
        with suppress(Refused):
            self.tables.put(row, Row.pk.does_not_exist() | (TroubleRow.why != Why.UNSUBSCRIBED))

    def forget_trouble(self, code: str, audience: Role) -> None:
        """Mail about a complaint gets to an audience again, or is to be tried."""
        self.tables.delete(TroubleRow(keys.complaint(code), keys.trouble(audience)))

    def _put(self, attachment: Attachment, condition: Any) -> None:
        try:
            self.tables.put(decode.attachment_row(attachment), condition)
        except Refused as refused:
            raise Conflict("the attachment is another one's, or settled") from refused

    def _write(self, puts: Sequence[Put], lead: Complaint | None = None, gone: Sequence[IdentityRow] = ()) -> None:
        unchanged: list[Check] = [(ComplaintRow, keys.complaint(lead.code), keys.HEAD, ComplaintRow.version == lead.version)] if lead else []
        try:
            self.tables.write(*puts, checks=unchanged, deletes=[(row, None) for row in gone])
        except Refused as refused:
            raise Conflict("somebody else wrote first") from refused


def _case(items: Sequence[Item]) -> Case:
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item["sk"]["S"][:2]].append(item)
    if not (by_kind[keys.HEAD] and by_kind[keys.TEXT]):
        raise LookupError(f"partition {items[0]['pk']['S']} has no head or no text")
    redactions = (decode.redaction(RedactionRow.from_raw_data(item)) for item in by_kind[keys.REDACTION])
    return Case(
        complaint=_complaint(by_kind[keys.HEAD][0]),
        text=decode.text(TextRow.from_raw_data(by_kind[keys.TEXT][0])),
        events=decode.timeline([EventRow.from_raw_data(item) for item in by_kind[keys.EVENT]]),
        attachments=tuple(decode.attachment(AttachmentRow.from_raw_data(item)) for item in by_kind[keys.ATTACHMENT]),
        redactions={one.number: one for one in redactions},
        troubles=tuple(decode.trouble(TroubleRow.from_raw_data(item)) for item in by_kind[keys.TROUBLE]),
        supporters=sum(int(item["n"]["N"]) for item in by_kind[keys.SUPPORTERS]),
    )


def _complaint(item: Item) -> Complaint:
    return decode.complaint(ComplaintRow.from_raw_data(item))


def _beside(change: Change, agency: str) -> Iterator[Row]:
    """The rows that only few changes have: what remains in the scores of an agency that had the case or of a date that moved, what is shown for a text, a sheet."""
    code = change.complaint.code
    if change.void:
        yield decode.void_row(code, change.event.seq, change.void)
    if change.left:
        yield decode.left_row(code, change.event.seq, agency, change.left)
    if change.redaction:
        yield decode.redaction_row(code, change.redaction)
    if change.sheet and change.facts:
        yield decode.sheet_row(change.sheet, change.complaint.agency, change.facts.resolve_due)


def _identity_row(complaint: Complaint, reporter: Reporter) -> IdentityRow:
    return IdentityRow(
        complaint.code,
        name=reporter.name,
        email=reporter.email or None,
        phone=reporter.phone or None,
        lang=reporter.lang,
        sealed=complaint.identity is Identity.SEALED,
        contact=reporter.contact or None,
    )


def _reporter(row: IdentityRow) -> Reporter:
    return Reporter(name=row.name, email=row.email or "", phone=row.phone or "", lang=row.lang, contact=row.contact or "")
