"""What is written of a complaint: the rows of each change, and on which conditions."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.delivery import Trouble, Why
from chalicelib.domain.words import Identity
from chalicelib.store import encode, keys
from chalicelib.store.case_rows import AttachmentRow, ComplaintRow, TextRow, TroubleRow
from chalicelib.store.rows import Check, IdentityRow, Put, Row, Update


def filing(change: Change, text: Text, reporter: Reporter | None) -> list[Put]:
    """A new complaint."""
    puts: list[Put] = [
        (encode.complaint_row(change), Row.pk.does_not_exist()),
        (encode.text_row(change.complaint.code, text), None),
        (encode.event_row(change.event, change.mark), None),
    ]
    return puts + _identity(change.complaint, reporter)


def change(it: Change, agency: str) -> list[Put]:
    """A change; `agency` is the one that had the case before."""
    puts: list[Put] = [
        (encode.complaint_row(it), ComplaintRow.version == it.event.seq - 1),
        (encode.event_row(it.event, it.mark), Row.pk.does_not_exist()),
    ]
    return [*puts, *((row, None) for row in _beside(it, agency))]


def history(changes: Sequence[Change], text: Text, reporter: Reporter | None) -> list[Put]:
    """A complaint with all that happened to it."""
    last, code = changes[-1], changes[0].complaint.code
    puts: list[Put] = [(encode.complaint_row(last), Row.pk.does_not_exist()), (encode.text_row(code, text), None)]
    puts += [(encode.event_row(change.event, change.mark, loaded=True), None) for change in changes]
    beside = {row.sk: row for before, change in pairwise(changes) for row in _beside(change, before.complaint.agency)}
    return [*puts, *((row, None) for row in beside.values()), *_identity(last.complaint, reporter)]


def gone(it: Change) -> list[Put]:
    """What a change takes away."""
    return [(IdentityRow(it.complaint.code), None)] if it.erases else []


def unchanged(lead: Complaint | None) -> list[Check]:
    """That another complaint is as it was read."""
    return [(ComplaintRow, keys.complaint(lead.code), keys.HEAD, ComplaintRow.version == lead.version)] if lead else []


def waking(it: Complaint) -> Update:
    """Another place on the agenda."""
    moved = Row.wake.set(it.wake) if it.wake else Row.wake.remove()
    return ComplaintRow(keys.complaint(it.code), keys.HEAD), [moved], ComplaintRow.version == it.version


def expected(attachment: Attachment, now: datetime) -> Put:
    """An upload to come, where no other has its number or may still come."""
    waiting = AttachmentRow.state == State.WAITING
    same = (AttachmentRow.key == attachment.key) & (AttachmentRow.name == attachment.name) & (AttachmentRow.size == attachment.size)
    free = Row.pk.does_not_exist() | (AttachmentRow.state == State.REFUSED) | (waiting & ((AttachmentRow.until <= now) | same))
    return encode.attachment_row(attachment), free


def chosen(attachment: Attachment) -> list[Update]:
    """Whether everybody may see it, of one that is stored; and of a picture, whether lists tell of it."""
    choice = AttachmentRow.public.set(True) if attachment.public else AttachmentRow.public.remove()
    row = AttachmentRow(keys.complaint(attachment.code), keys.attachment(attachment.number))
    told = listed(attachment) if attachment.public else _unlisted(attachment.code, {attachment.number})
    return [(row, [choice], AttachmentRow.state == State.STORED), *([told] if attachment.thumbnail else [])]


def listed(attachment: Attachment) -> Update:
    """That it is a picture for everybody, beside what was written: lists read that anyway. Whether it may be seen, and still, says the case."""
    return TextRow(keys.complaint(attachment.code), keys.TEXT), [TextRow.pictures.add({attachment.number})], Row.pk.exists()


def withheld(it: Change) -> list[Update]:
    """The files that a change withholds, for lists: also one that is still to come, or that its reporter is just showing."""
    if not it.redaction or not it.redaction.files:
        return []
    return [(TextRow(keys.complaint(it.complaint.code), keys.TEXT), [TextRow.withheld.add(set(it.redaction.files))], Row.pk.exists())]


def unlisted(attachment: Attachment) -> list[Update]:
    """That lists tell of it no more, if it is a picture: whether its reporter has just shown it to everybody or not."""
    return [_unlisted(attachment.code, {attachment.number})] if attachment.thumbnail else []


def _unlisted(code: str, numbers: set[int]) -> Update:
    return TextRow(keys.complaint(code), keys.TEXT), [TextRow.pictures.delete(numbers)], Row.pk.exists()


def settled(attachment: Attachment, uploaded: str) -> Put:
    """What became of the upload at that key, which waits."""
    return encode.attachment_row(attachment), (AttachmentRow.key == uploaded) & (AttachmentRow.state == State.WAITING)


def erased(before: Attachment, after: Attachment) -> Put:
    """What is left of an attachment that is as it was read."""
    return encode.attachment_row(after), (AttachmentRow.key == before.key) & (AttachmentRow.state == before.state)


def trouble(code: str, it: Trouble) -> Put:
    """Why mail does not reach an audience, unless it is its own wish."""
    row = TroubleRow(keys.complaint(code), keys.trouble(it.audience), audience=it.audience, why=it.why, at=it.at)
    return row, Row.pk.does_not_exist() | (TroubleRow.why != Why.UNSUBSCRIBED)


def _beside(change: Change, agency: str) -> Iterator[Row]:
    """The rows that only few changes have: what remains in the scores of an agency that had the case or of a date that moved, what is shown for a text, a sheet."""
    code = change.complaint.code
    if change.void:
        yield encode.void_row(code, change.event.seq, change.void)
    if change.left:
        yield encode.left_row(code, change.event.seq, agency, change.left)
    if change.redaction:
        yield encode.redaction_row(code, change.redaction)
    if change.sheet and change.facts:
        yield encode.sheet_row(change.sheet, change.complaint.agency, change.facts.resolve_due)


def _identity(complaint: Complaint, reporter: Reporter | None) -> list[Put]:
    return [(encode.identity_row(complaint.code, reporter, sealed=complaint.identity is Identity.SEALED), None)] if reporter else []
