"""A notice goes out once, however often it is asked for; one that fails for now is tried again later, one that fails for good is noted on its case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from chalicelib import logs
from chalicelib.domain.case import Case
from chalicelib.domain.delivery import Trouble, Why, known_by, next_try, stop_token
from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import Notice
from chalicelib.domain.words import Role
from chalicelib.usecases.ports import Deps

log = logs.get("jobs")
AGENCY_LANG = "id"


class Outcome(StrEnum):
    """What came of a delivery: it went out now, is tried again later, never will be, or there was nothing to do."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice, to whom, and the name of its delivery: one for each event and person."""

    delivery: str
    to: str
    notice: Notice


def track_page(code: str, lang: str, deps: Deps) -> str:
    """Where a complaint is followed, in the reader's language; the code is behind the `#`, which no server gets."""
    return f"{_page('track', lang, deps)}#{code}"


def explore_page(filters: Mapping[str, str], lang: str, deps: Deps) -> str:
    """Where published complaints are looked through, narrowed to some."""
    return f"{_page('explore', lang, deps)}?{urlencode(filters)}"


def stop_page(token: str, lang: str, deps: Deps) -> str:
    """Where notices are ended by the token in them."""
    return f"{_page('stop', lang, deps)}#{token}"


def _page(name: str, lang: str, deps: Deps) -> str:
    return f"{deps.site_url}{'' if lang == AGENCY_LANG else f'/{lang}'}/{name}.html"


def stops(code: str, lang: str, deps: Deps) -> tuple[str, str]:
    """Where a complaint's reporter ends the notices: a page, and the address of RFC 8058 that a mail program calls."""
    token = stop_token(deps.key, code)
    return stop_page(token, lang, deps), stop_address(token, deps)


def stop_address(token: str, deps: Deps) -> str:
    """What a mail program calls to end notices with one click."""
    return f"{deps.site_url}/v1/notices/stop/{token}"


def wants_mail(case: Case) -> bool:
    """Whether a case's reporter has not ended the notices about it."""
    return not any(one.audience is Role.REPORTER and one.why is Why.UNSUBSCRIBED for one in case.troubles)


def deliver(letter: Letter, deps: Deps) -> Outcome:
    """Send a letter if that is still to be done. That it never will arrive is noted on its case."""
    it = letter.notice

    def note(why: Why) -> None:
        if not it.supported:  # a supporter is nobody of the case
            deps.cases.note_trouble(it.code, Trouble(audience=it.audience, why=why, at=deps.now()))
        log.warning("undelivered", extra=logs.facts(code=it.code, action=it.action, kind=why))

    return carry(letter.delivery, letter.to, lambda: deps.mail.send(letter.to, it), note, deps)


def carry(delivery: str, to: str, send: Callable[[], None], note: Callable[[Why], None], deps: Deps) -> Outcome:
    """Send a mail if that is still to be done, and `note` that it never will arrive. Only what the stores refuse is raised; it is then tried again as if it had failed."""
    attempt = deps.deliveries.begin(delivery, deps.now())
    if not attempt:
        return Outcome.NOTHING
    why = deps.deliveries.suppressed(known_by(deps.key, to)) or _failed(send, delivery, attempt, deps)
    if isinstance(why, datetime):
        deps.deliveries.again(delivery, why)
        return Outcome.LATER
    if why:
        note(why)
    deps.deliveries.done(delivery, deps.now())
    return Outcome.FAILED if why else Outcome.SENT


def _failed(send: Callable[[], None], delivery: str, attempt: int, deps: Deps) -> Why | datetime | None:
    """Why a mail will never arrive, or when it is tried again; none once it went out."""
    try:
        send()
    except Undeliverable:
        return Why.FAILED
    except Exception:  # whatever it was, no other notice waits for this one
        log.exception("notice", extra=logs.facts(code=delivery.partition("#")[0], count=attempt))
        return next_try(attempt, deps.now()) or Why.FAILED
    return None
