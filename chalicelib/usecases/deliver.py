"""A notice goes out once, however often it is asked for."""

from chalicelib import logs
from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import Notice
from chalicelib.usecases.ports import Deps

log = logs.get("jobs")
AGENCY_LANG = "id"


def track_page(code: str, lang: str, deps: Deps) -> str:
    """Where a complaint is followed, in the reader's language; the code is behind the `#`, which no server gets."""
    page = "/track.html" if lang == AGENCY_LANG else f"/{lang}/track.html"
    return f"{deps.site_url}{page}#{code}"


def deliver(delivery: str, to: str, notice: Notice, deps: Deps) -> bool:
    """Whether the notice has gone out now; not when it had before, or when there can be no such address."""
    if not deps.deliveries.begin(delivery, deps.now()):
        return False
    try:
        deps.mail.send(to, notice)
    except Undeliverable:
        log.warning("undeliverable", extra=logs.facts(code=notice.code, action=notice.action))
        return False
    deps.deliveries.done(delivery, deps.now())
    return True
