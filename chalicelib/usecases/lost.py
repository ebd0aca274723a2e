"""Lost receipts: a mailbox is sent a link that shows, once, the codes of the complaints filed with it. Who asks learns nothing about who filed."""

from chalicelib import logs
from chalicelib.domain import lost
from chalicelib.domain.complaint import Complaint, Reporter
from chalicelib.domain.errors import TooManyTries
from chalicelib.domain.lost import Asked
from chalicelib.domain.screening import client
from chalicelib.domain.words import Identity
from chalicelib.usecases.deliver import AGENCY_LANG, Outcome, carry
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import policy

HOUR = 3600
LOST = "lost"
log = logs.get("jobs")


def ask(email: str, lang: str, address: str, deps: Deps) -> None:
    """Have the link sent, if anything was filed with this address. That is looked up later and elsewhere, so the answer and its time are the same for any.

    A mailbox gets at most one an hour. Raises `TooManyTries` for a client that asks for more than it can have lost.
    """
    now, most = deps.now(), policy(None, deps).client_lost_receipts
    if deps.limits.count(f"lost-{client(address, now.date(), deps.key)}", now, most, HOUR) > most:
        raise TooManyTries("too many lost receipts were asked for; wait an hour")
    deps.links.ask(lost.asked(email, lang, now, deps.key), now)


def answer(question: Asked, deps: Deps) -> Outcome:
    """Send the link if that is still to be done; safe to run twice."""
    filed = _filed(question.contact, deps)
    if not filed:
        return Outcome.NOTHING
    to = filed[0][1].email

    def send() -> None:
        token = lost.token_of(question, deps.key)
        deps.links.make(lost.hashed(token), question.contact, deps.now() + lost.LINK_WORKS)
        deps.mail.send_link(to, _page(token, question.lang, deps), question.lang)

    return carry(_delivery(question), to, send, lambda why: log.warning("undelivered", extra=logs.facts(kind=why)), deps)


def again(delivery: str, deps: Deps) -> Outcome:
    """Send a link that waits; nobody is left to get it where what was filed with the address has been erased."""
    _, contact, hour, lang = delivery.split("#")
    if not _filed(contact, deps):
        deps.deliveries.done(delivery, deps.now())
    return answer(Asked(contact, hour, lang), deps)


def _delivery(question: Asked) -> str:
    return f"{LOST}#{question.contact}#{question.hour}#{question.lang}"


def codes(token: str, idempotency_key: str | None, deps: Deps) -> list[Complaint] | None:
    """The complaints that a link leads to, this once; none at all when it has been used, is too old, or never was one.

    Who sends the same Idempotency-Key again, because no answer came, gets it again.
    """
    by = lost.hashed(idempotency_key or deps.random_bytes(20).hex())
    contact = deps.links.use(lost.hashed(token), by, deps.now())
    if contact is None:
        return None
    return sorted((one for one, _ in _filed(contact, deps)), key=lambda one: one.received_at)


def _filed(contact: str, deps: Deps) -> list[tuple[Complaint, Reporter]]:
    """What was filed with an address, by whom; not what says of itself that nobody is known any more, though what was kept of them may be there for a moment."""
    reporters = deps.cases.reporters_of(contact)
    return [(one, reporters[one.code]) for one in deps.cases.complaints(list(reporters)) if one.identity is not Identity.NONE]


def _page(token: str, lang: str, deps: Deps) -> str:
    """The text of the link stands behind the `#`, which no server gets."""
    page = "/lost.html" if lang == AGENCY_LANG else f"/{lang}/lost.html"
    return f"{deps.site_url}{page}#{token}"
