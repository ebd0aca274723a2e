"""Attachments: ask for an upload form, record what was uploaded, get a link."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain import attachment
from chalicelib.domain.attachment import Attachment, State, Upload, UploadForm
from chalicelib.domain.case import Case
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, KeyReused, NotFound, NotStored, TooManyAttachments
from chalicelib.domain.words import Status
from chalicelib.usecases.ports import Deps

FORM_WORKS = timedelta(minutes=30)
LINK_WORKS = timedelta(minutes=5)
AFTER_SUBMITTING = timedelta(days=7)
NOT_AS_ANNOUNCED = "not-as-announced"


@dataclass(frozen=True, slots=True)
class Expected:
    """An upload that may come: its number, the form for it, and until when the form works; `again` when it had been announced before."""

    attachment: Attachment
    form: UploadForm
    again: bool


def may_attach(case: Case, now: datetime) -> bool:
    """For seven days after submitting, and as long as the case is open."""
    ended = case.complaint.status in (Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED)
    return not ended or (case.complaint.status is Status.CLOSED and now < case.complaint.received_at + AFTER_SUBMITTING)


def expect(case: Case, name: str, type_: str, size: int, deps: Deps, idempotency_key: str | None = None) -> Expected:
    """A form for one upload of exactly this type and size; the same key and file again find the number that they took, another file raises `KeyReused`.

    Raises `TooManyAttachments` when all numbers are taken.
    """
    now, code = deps.now(), case.complaint.code
    if not may_attach(case, now):
        raise ActionRefused("attach.status", "files can be added for seven days after submitting and while the complaint is open")
    token = attachment.derived_token(deps.key, code, idempotency_key) if idempotency_key else deps.random_bytes(8).hex()
    before = attachment.announced(case.attachments, token)
    if before and (before.name, before.type, before.size) != (name, type_, size):
        raise KeyReused("this Idempotency-Key was used for another file")
    number = before.number if before else _free_number(case, now)
    key = attachment.key_of(code, number, token, type_)
    one = Attachment(code=code, number=number, key=key, name=name, type=type_, size=size, until=now + FORM_WORKS)
    if before is None or before.state is not State.STORED:
        _take(one, now, deps)
    return Expected(one, deps.files.upload_form(key, type_, size, int(FORM_WORKS.total_seconds())), again=before is not None)


def _free_number(case: Case, now: datetime) -> int:
    number = attachment.free_number(case.attachments, now)
    if number is None:
        raise TooManyAttachments(f"a complaint has at most {attachment.MOST} attachments")
    return number


def _take(one: Attachment, now: datetime, deps: Deps) -> None:
    try:
        deps.cases.expect(one, now)
    except Conflict as error:
        raise Busy("another upload took the number; try again") from error


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
