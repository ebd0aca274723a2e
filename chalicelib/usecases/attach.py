"""Attachments: ask for an upload form, record what was uploaded, get a link."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain import attachment
from chalicelib.domain.attachment import Attachment, State, Upload, UploadForm
from chalicelib.domain.case import Case
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, NotFound, NotStored, TooManyAttachments
from chalicelib.domain.words import Status
from chalicelib.usecases.ports import Deps

FORM_WORKS = timedelta(minutes=30)
LINK_WORKS = timedelta(minutes=5)
AFTER_SUBMITTING = timedelta(days=7)
NOT_AS_ANNOUNCED = "not-as-announced"


@dataclass(frozen=True, slots=True)
class Expected:
    """An upload that may come: its number, the form for it, and until when the form works."""

    attachment: Attachment
    form: UploadForm


def may_attach(case: Case, now: datetime) -> bool:
    """For seven days after submitting, and as long as the case is open."""
    ended = case.complaint.status in (Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED)
    return not ended or (case.complaint.status is Status.CLOSED and now < case.complaint.received_at + AFTER_SUBMITTING)


def expect(case: Case, name: str, type_: str, size: int, deps: Deps) -> Expected:
    """A form for one upload of exactly this type and size; raises `TooManyAttachments` when all numbers are taken."""
    now = deps.now()
    if not may_attach(case, now):
        raise ActionRefused("attach.status", "files can be added for seven days after submitting and while the complaint is open")
    number = attachment.free_number(case.attachments, now)
    if number is None:
        raise TooManyAttachments(f"a complaint has at most {attachment.MOST} attachments")
    key = attachment.key_of(case.complaint.code, number, deps.random_bytes(8).hex(), type_)
    one = Attachment(code=case.complaint.code, number=number, key=key, name=name, type=type_, size=size, until=now + FORM_WORKS)
    try:
        deps.cases.expect(one, now)
    except Conflict as error:
        raise Busy("another upload took the number; try again") from error
    return Expected(one, deps.files.upload_form(key, type_, size, int(FORM_WORKS.total_seconds())))


def record(key: str, deps: Deps) -> Attachment | None:
    """Record an upload that the bucket reports; safe to run twice. None for a key that nobody expects any more."""
    place = attachment.place_of(key)
    expected = deps.cases.attachment(*place) if place else None
    found = deps.files.found(key)
    if expected is None or expected.key != key or expected.state is not State.WAITING or found is None:
        return None
    settled = _settled(expected, found, deps)
    try:
        deps.cases.settle(settled, key)
    except Conflict:
        return None
    return settled


def _settled(expected: Attachment, found: Upload, deps: Deps) -> Attachment:
    """What becomes of an upload. The right one is kept where its form, which still works for a while, cannot replace it."""
    if (found.type, found.size) != (expected.type, expected.size):
        return replace(expected, state=State.REFUSED, reason=NOT_AS_ANNOUNCED)
    kept = attachment.kept_key(expected.key)
    deps.files.keep(expected.key, kept, found.etag)
    return replace(expected, state=State.STORED, key=kept)


def link(case: Case, number: int, deps: Deps) -> tuple[str, datetime]:
    """A short-lived address of a stored attachment, and until when it works; raises `NotFound` or `NotStored`."""
    one = next((one for one in case.attachments if one.number == number), None)
    if one is None:
        raise NotFound(f"there is no attachment {number}")
    if one.state is not State.STORED:
        raise NotStored(f"the attachment is {one.state}")
    return deps.files.link(one.key, one.name, one.type, int(LINK_WORKS.total_seconds())), deps.now() + LINK_WORKS
