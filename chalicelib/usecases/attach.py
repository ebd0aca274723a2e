"""Attachments: ask for an upload form, choose who sees a file, get a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import attachment
from chalicelib.domain.attachment import Attachment, State
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
from chalicelib.domain.upload import UploadForm
from chalicelib.domain.words import Action, Status
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import policy

FORM_WORKS = timedelta(minutes=30)
COMES = FORM_WORKS + timedelta(minutes=15)
"""A form begun in its last minute may take so long to arrive and be inspected."""
NOT_OFFERED = "only who filed a public complaint by name may let everybody see a file of theirs: a photo may show who took it"
LINK_WORKS = timedelta(minutes=5)
ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Expected:
    """An upload that may come: its number, the form for it, and until when the form works; `again` when it had been announced before."""

    attachment: Attachment
    form: UploadForm
    works_until: datetime
    again: bool


def may_attach(case: Case, deps: Deps) -> bool:
    """For some days after submitting, however it ended meanwhile, and as long as the case is open; of whom was erased no file is taken that nothing would take away again."""
    it = case.complaint
    if case.erased:
        return it.status not in ENDED and it.lead is None
    return it.status not in ENDED or deps.now() < it.received_at + timedelta(days=policy(it.policy, deps).attachment_calendar_days)


def wrong_size(case: Case, values: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with the announced size of an upload for its type; `values` may be incomplete."""
    type_, size = values.get("type"), values.get("size", 0)
    most = attachment.most_bytes(type_, policy(case.complaint.policy, deps)) if type_ else size
    return [FieldError("/size", "too-large", f"at most {most} bytes are taken of {type_}")] if size > most else []


def wrong_choice(case: Case, values: Mapping[str, Any], agent: Actor | None) -> list[FieldError]:
    """What is wrong with wishing that everybody may see a file."""
    if not values.get("public") or (agent is None and case.complaint.offers_files):
        return []
    return [FieldError("/public", "not-an-option", NOT_OFFERED)]


def let_see(case: Case, number: int, deps: Deps, *, public: bool) -> Case:
    """The case once its reporter has chosen whether everybody may see a file; taking that back is always possible. Raises `NotFound` or `NotStored`."""
    one = next((one for one in case.attachments if one.number == number and not one.response), None)
    if one is None:
        raise NotFound(f"there is no attachment {number}")
    if public and not case.complaint.offers_files:
        raise ActionRefused("attach.public", NOT_OFFERED)
    if public and number in case.withheld_files:
        raise ActionRefused("attach.withheld", "an agency keeps this file from the public; its reason is on the timeline")
    chosen = replace(one, public=public)
    try:
        deps.cases.choose(chosen)
    except Conflict as error:
        raise NotStored(f"the attachment is {one.seen(deps.now()).state}") from error
    return replace(case, attachments=tuple(chosen if other is one else other for other in case.attachments))


def _as_chosen_since(before: Attachment, *, public: bool) -> bool:
    """What was chosen for a file that is stored may have been changed since it was announced: that is no other file."""
    return before.public if before.state is State.STORED else public


def expect(
    case: Case, name: str, type_: str, size: int, deps: Deps, idempotency_key: str | None = None, agent: Actor | None = None, *, public: bool = False
) -> Expected:
    """A form for one upload of exactly this type and size; the same key and file again find the number that they took, another file raises `KeyReused`.

    It is the reporter's, of whose device the name is not kept, or with an `agent` of the agency a file for its next response. Raises `TooManyAttachments` when all numbers are taken.
    """
    _check_attaching(case, agent, deps)
    now, code = deps.now(), case.complaint.code
    response = case.responses + 1 if agent else 0
    token = (
        attachment.derived_token(deps.key, f"{code} {response}" if agent else code, idempotency_key)
        if idempotency_key
        else deps.random_bytes(8).hex()
    )
    before = attachment.announced(case.attachments, token)
    number = before.number if before else _free_number(case, response, deps)
    name = name if agent else attachment.plain_name(number, type_)
    if before and (before.name, before.type, before.size, before.public) != (name, type_, size, _as_chosen_since(before, public=public)):
        raise KeyReused("this Idempotency-Key was used for another file")
    key = attachment.key_of(code, number, token, type_)
    one = Attachment(code=code, number=number, key=key, name=name, type=type_, size=size, until=now + COMES, public=public)
    if before is None or before.state is not State.STORED:
        _take(one, now, deps)
    form = deps.files.upload_form(key, type_, size, int(FORM_WORKS.total_seconds()))
    return Expected(one, form, now + FORM_WORKS, again=before is not None)


def _check_attaching(case: Case, agent: Actor | None, deps: Deps) -> None:
    """Raises `Forbidden` or `ActionRefused` for whoever may add no file, or none any more."""
    if agent and not may(agent, Action.RESPOND):
        raise Forbidden(f"files for a response are not for the role {agent.role}")
    if may_attach(case, deps):
        return
    if case.erased:
        raise ActionRefused("attach.erased", "whoever was erased adds files only while somebody works on the complaint")
    days = policy(case.complaint.policy, deps).attachment_calendar_days
    raise ActionRefused("attach.status", f"files can be added for {days} days after submitting and while the complaint is open")


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


def _free_number(case: Case, response: int, deps: Deps) -> int:
    most = policy(case.complaint.policy, deps).attachments
    number = attachment.free_number(case.attachments, deps.now(), most, response)
    if number is None:
        raise TooManyAttachments(f"a {'response' if response else 'complaint'} has at most {most} attachments")
    return number


def _take(one: Attachment, now: datetime, deps: Deps) -> None:
    try:
        deps.cases.expect(one, now)
    except Conflict as error:
        raise Busy("another upload took the number; try again") from error


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
