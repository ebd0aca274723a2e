"""What each kind of reader sees of a complaint: the public, its reporter and agencies are separate functions."""

from typing import TYPE_CHECKING, Any

from chalicelib.api import parts
from chalicelib.domain import receipt
from chalicelib.domain.case import Case
from chalicelib.domain.events import Event, instant
from chalicelib.domain.redaction import FILED
from chalicelib.domain.words import Role
from chalicelib.usecases.picture import Picture

if TYPE_CHECKING:
    from chalicelib.usecases.rights import Held
    from chalicelib.usecases.submit import Filed


def filed(it: "Filed", picture: Picture) -> dict[str, Any]:
    """The receipt, with the secret: the only answer that ever holds it."""
    state = it.case.complaint
    return {
        "code": receipt.written(it.receipt.code),
        "secret": receipt.written(it.receipt.secret, 6),
        "received_at": instant(state.received_at),
        "status": state.status,
        "agency": parts.named(state.agency, picture.agencies),
        "deadlines": [parts.deadline(one) for one in picture.deadlines],
    }


def public(picture: Picture) -> dict[str, Any]:
    """What everybody may know: what was written only once it is published."""
    published = picture.case.complaint.published
    text = picture.case.text if published else None
    events = [parts.event(event, picture, written=published and _open(event)) for event in picture.case.events if event.public]
    return (
        parts.state(picture)
        | parts.text(text)
        | {"timeline": events, "attachments": parts.files(picture.case.told_files, picture), "can": [], "mail": []}
    )


def reporters(picture: Picture, possible: list[str]) -> dict[str, Any]:
    """What the reporter sees: everything but internal events, and what can be done now."""
    case = picture.case
    events = [parts.event(event, picture, written=True) for event in case.events if event.public]
    files = parts.files(case.reporters_files, picture)
    return (
        parts.state(picture) | parts.text(case.text) | {"timeline": events, "attachments": files, "can": possible, "mail": _mail(case, Role.REPORTER)}
    )


def agencies(picture: Picture) -> dict[str, Any]:
    """What agencies see: every event with who did it, and the reporter where the identity allows. An observer reads nothing confidential or internal."""
    case = picture.case
    written = not (picture.observed and case.complaint.guarded)
    events = [parts.event(event, picture, written=written and (_open(event) or not picture.observed)) | _by(event) for event in case.events]
    files = [] if picture.observed else parts.files(case.attachments, picture)
    linked = {} if picture.linked is None else {"linked": [receipt.written(code) for code in picture.linked]}
    more = linked | _reporter(picture) | _sealed(picture) | {"moderation": case.complaint.moderation}
    return (
        parts.state(picture)
        | parts.text(case.text if written else None)
        | {"timeline": events, "attachments": files, "mail": _mail(case, *Role)}
        | more
    )


def _mail(case: Case, *audiences: Role) -> list[dict[str, Any]]:
    """To whom mail about a case does not get, of these."""
    return [{"to": one.audience, "why": one.why, "at": instant(one.at)} for one in case.troubles if one.audience in audiences]


def held(it: "Held") -> dict[str, Any]:
    """What is held about who filed, beside the view of the complaint: to themselves. What they wrote is as they wrote it, whatever is shown to others."""
    who = it.reporter
    return {
        "reporter": {"name": who.name, "email": who.email or None, "phone": who.phone or None, "lang": who.lang} if who else None,
        "erased_on": it.erased_on,
        "filed": parts.text(it.case.text),
        "messages": {str(event.seq): event.text for event in it.messages},
        "internal": it.internal,
    }


def _open(event: Event) -> bool:
    """Whether what was written in an event is for everybody."""
    return event.public and not event.data.get("confidential")


def _reporter(picture: Picture) -> dict[str, Any]:
    who = picture.reporter
    return {"reporter": {"name": who.name, "email": who.email or None, "phone": who.phone or None}} if who else {}


def _sealed(picture: Picture) -> dict[str, Any]:
    """What was written where something else is shown, for stewards."""
    if picture.sealed is None:
        return {}
    redacted = picture.sealed.redactions
    hidden = [event for event in picture.sealed.events if event.seq in redacted]
    texts = {str(event.seq): event.text for event in hidden}
    reasons = {str(event.seq): event.data["reason"] for event in hidden if "reason" in event.data}
    return {"sealed": (parts.text(picture.sealed.text) if FILED in redacted else {}) | {"texts": texts, "reasons": reasons}}


def _by(event: Event) -> dict[str, Any]:
    return {"role": event.actor.role, "holder": event.actor.holder or None, "public": event.public}
