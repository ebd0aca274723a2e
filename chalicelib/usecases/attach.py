"""Attachments: ask for an upload form, inspect what was uploaded, get a link."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain import attachment, content
from chalicelib.domain.attachment import MOST, Attachment, Reason, State
from chalicelib.domain.case import Case
from chalicelib.domain.errors import (
    ActionRefused,
    Busy,
    Conflict,
    FieldError,
    Forbidden,
    InvalidInput,
    KeyReused,
    NotFound,
    NotStored,
    TooManyAttachments,
)
from chalicelib.domain.events import Actor
from chalicelib.domain.permissions import may
from chalicelib.domain.upload import Clean, Refused, Upload, UploadForm
from chalicelib.domain.words import Action, Status
from chalicelib.usecases.ports import Deps

FORM_WORKS = timedelta(minutes=30)
COMES = FORM_WORKS + timedelta(minutes=15)
"""A form begun in its last minute may take so long to arrive and be inspected."""
LINK_WORKS = timedelta(minutes=5)
AFTER_SUBMITTING = timedelta(days=7)
CLEAN = "NO_THREATS_FOUND"
VERDICTS: Mapping[str, Reason] = {"THREATS_FOUND": Reason.MALWARE, "UNSUPPORTED": Reason.TOO_COMPLEX}
"""What the scanner says of what is not to be kept. Where it failed, or has not looked yet, the message comes again."""


class NotScanned(Exception):
    """The malware scanner has given no verdict."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An upload that may come: its number, the form for it, and until when the form works; `again` when it had been announced before."""

    attachment: Attachment
    form: UploadForm
    works_until: datetime
    again: bool


def may_attach(case: Case, now: datetime) -> bool:
    """For seven days after submitting, and as long as the case is open."""
    ended = case.complaint.status in (Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED)
    return not ended or (case.complaint.status is Status.CLOSED and now < case.complaint.received_at + AFTER_SUBMITTING)


def expect(case: Case, name: str, type_: str, size: int, deps: Deps, idempotency_key: str | None = None, agent: Actor | None = None) -> Expected:
    """A form for one upload of exactly this type and size; the same key and file again find the number that they took, another file raises `KeyReused`.

    It is the reporter's, of whose device the name is not kept, or with an `agent` of the agency a file for its next response. Raises `TooManyAttachments` when all numbers are taken.
    """
    now, code = deps.now(), case.complaint.code
    if agent and not may(agent, Action.RESPOND):
        raise Forbidden(f"files for a response are not for the role {agent.role}")
    if not may_attach(case, now):
        raise ActionRefused("attach.status", "files can be added for seven days after submitting and while the complaint is open")
    response = case.responses + 1 if agent else 0
    token = (
        attachment.derived_token(deps.key, f"{code} {response}" if agent else code, idempotency_key)
        if idempotency_key
        else deps.random_bytes(8).hex()
    )
    before = attachment.announced(case.attachments, token)
    number = before.number if before else _free_number(case, now, response)
    name = name if agent else attachment.plain_name(number, type_)
    if before and (before.name, before.type, before.size) != (name, type_, size):
        raise KeyReused("this Idempotency-Key was used for another file")
    key = attachment.key_of(code, number, token, type_)
    one = Attachment(code=code, number=number, key=key, name=name, type=type_, size=size, until=now + COMES)
    if before is None or before.state is not State.STORED:
        _take(one, now, deps)
    form = deps.files.upload_form(key, type_, size, int(FORM_WORKS.total_seconds()))
    return Expected(one, form, now + FORM_WORKS, again=before is not None)


def check_files(case: Case, numbers: Sequence[int]) -> None:
    """Whether each of these was inspected and stored for the next response; raises `InvalidInput` that names those that were not."""
    ready = {one.number for one in case.attachments if one.response == case.responses + 1 and one.state is State.STORED}
    wrong = [
        FieldError(f"/attachments/{at}", "not-stored", f"attachment {number} is not stored for this response")
        for at, number in enumerate(numbers)
        if number not in ready
    ]
    if wrong:
        raise InvalidInput(wrong)


def _free_number(case: Case, now: datetime, response: int) -> int:
    number = attachment.free_number(case.attachments, now, response)
    if number is None:
        raise TooManyAttachments(f"a {'response' if response else 'complaint'} has at most {MOST} attachments")
    return number


def _take(one: Attachment, now: datetime, deps: Deps) -> None:
    try:
        deps.cases.expect(one, now)
    except Conflict as error:
        raise Busy("another upload took the number; try again") from error


def inspect(key: str, deps: Deps) -> Attachment | None:
    """Settle an upload that the bucket reports; safe to run twice. None for a key that nobody expects any more; raises `NotScanned` while there is no verdict.

    What was uploaded is gone afterwards, whatever became of it.
    """
    place = attachment.place_of(key)
    if place is None:
        return None
    expected = deps.cases.attachment(*place)
    if expected is None or expected.key != key or expected.state is not State.WAITING:
        _tidy(expected, key, deps)
        return None
    found = deps.files.found(key)
    if found is None:
        return None
    try:
        settled = _settled(expected, found, deps)
        deps.cases.settle(settled, key)
    except Conflict:  # uploaded anew, which the bucket reports too, or its number was given away
        return None
    _tidy(settled, key, deps)
    return settled


def _settled(expected: Attachment, found: Upload, deps: Deps) -> Attachment:
    """What becomes of an upload."""
    try:
        return _kept(expected, _made_anew(expected, found, deps), deps)
    except Refused as refused:
        return replace(expected, state=State.REFUSED, reason=refused.reason)


def _made_anew(expected: Attachment, found: Upload, deps: Deps) -> Clean:
    """Read once, judged and made anew from these very bytes: what is uploaded over it later changes nothing. Raises `Refused`."""
    if (found.type, found.size) != (expected.type, expected.size):
        raise Refused(Reason.NOT_AS_ANNOUNCED)
    if deps.malware_scan:
        _check_verdict(deps.files.verdict(expected.key))
    uploaded = deps.files.read_upload(expected.key, found.etag)
    if content.true_type(uploaded[: content.HEAD]) != expected.type:
        raise Refused(Reason.WRONG_TYPE)
    return deps.inspect(uploaded, expected.type)


def _check_verdict(said: str) -> None:
    if said in VERDICTS:
        raise Refused(VERDICTS[said])
    if said != CLEAN:
        raise NotScanned(said)


def _kept(expected: Attachment, clean: Clean, deps: Deps) -> Attachment:
    """Under keys that no form can write; orphans until the attachment is settled."""
    key = attachment.kept_key(expected.key, clean.type)
    small = attachment.thumbnail_key(key) if clean.thumbnail else ""
    deps.files.keep(key, clean.content, clean.type)
    if small:
        deps.files.keep(small, clean.thumbnail, attachment.JPEG)
    digest = hashlib.sha256(clean.content).hexdigest()
    return replace(expected, state=State.STORED, key=key, kept_type=clean.type, kept_size=len(clean.content), sha256=digest, thumbnail=small)


def _tidy(settled: Attachment | None, key: str, deps: Deps) -> None:
    """The inspected copy stays, what was uploaded goes: it may say where it was taken. Done again when an earlier try was cut off."""
    if settled and settled.state is State.STORED:
        for kept in filter(None, (settled.key, settled.thumbnail)):
            deps.files.adopt(kept)
    deps.files.remove(key)


@dataclass(frozen=True, slots=True)
class Links:
    """Short-lived addresses of a stored attachment and of the small picture of it, if there is one, and until when they work."""

    address: str
    small: str | None
    until: datetime


def link(files: Sequence[Attachment], number: int, deps: Deps) -> Links:
    """The addresses of a stored attachment, of those that the caller may see; raises `NotFound` or `NotStored`."""
    one = next((one for one in files if one.number == number), None)
    if one is None:
        raise NotFound(f"there is no attachment {number}")
    if one.state is not State.STORED:
        raise NotStored(f"the attachment is {one.seen(deps.now()).state}")
    seconds = int(LINK_WORKS.total_seconds())
    small = deps.files.link(one.thumbnail, f"small-{number}.jpg", attachment.JPEG, seconds) if one.thumbnail else None
    return Links(deps.files.link(one.key, one.file_name, one.kept_type or one.type, seconds), small, deps.now() + LINK_WORKS)
