"""Lost receipts: a mailbox is sent a link that shows, once, the codes of the complaints filed with it. Who asks learns nothing about who filed."""

from chalicelib import logs
from chalicelib.domain import lost
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import TooManyTries, Undeliverable
from chalicelib.domain.lost import Asked
from chalicelib.domain.screening import client
from chalicelib.usecases.deliver import AGENCY_LANG
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import policy

HOUR = 3600
log = logs.get("jobs")


def ask(email: str, lang: str, address: str, deps: Deps) -> None:
    """Have the link sent, if anything was filed with this address. That is looked up later and elsewhere, so the answer and its time are the same for any.

    A mailbox gets at most one an hour. Raises `TooManyTries` for a client that asks for more than it can have lost.
    """
    now, most = deps.now(), policy(None, deps).client_lost_receipts
    if deps.limits.count(f"lost-{client(address, now.date(), deps.key)}", now, most, HOUR) > most:
        raise TooManyTries("too many lost receipts were asked for; wait an hour")
    deps.links.ask(lost.asked(email, lang, now, deps.key), now)


def answer(question: Asked, deps: Deps) -> bool:
    """Whether the link has gone out now; safe to run twice."""
    now, delivery = deps.now(), f"lost#{question.contact}#{question.hour}"
    reporters = deps.cases.reporters_of(question.contact)
    if not reporters or not deps.deliveries.begin(delivery, now):
        return False
    token = lost.token_of(question, deps.key)
    deps.links.make(lost.hashed(token), question.contact, now + lost.LINK_WORKS)
    try:
        deps.mail.send_link(next(iter(reporters.values())).email, _page(token, question.lang, deps), question.lang)
    except Undeliverable:
        log.warning("undeliverable", extra=logs.facts(kind="link"))
        return False
    deps.deliveries.done(delivery, now)
    return True


def codes(token: str, deps: Deps) -> list[Complaint] | None:
    """The complaints that a link leads to, this once; none at all when it has been used, is too old, or never was one."""
    contact = deps.links.use(lost.hashed(token), deps.now())
    if contact is None:
        return None
    return sorted(deps.cases.complaints(list(deps.cases.reporters_of(contact))), key=lambda one: one.received_at)


def _page(token: str, lang: str, deps: Deps) -> str:
    """The text of the link stands behind the `#`, which no server gets."""
    page = "/lost.html" if lang == AGENCY_LANG else f"/{lang}/lost.html"
    return f"{deps.site_url}{page}#{token}"
