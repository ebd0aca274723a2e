"""A notice goes out once, however often it is asked for."""

from chalicelib import logs
from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import Notice
from chalicelib.usecases.ports import Deps

log = logs.get("jobs")
FIRST_LANG = "id"
"""The language of agencies, and of the pages that have no prefix."""


def tracking_page(code: str, lang: str, deps: Deps) -> str:
    """Where a reader of this language follows a complaint."""
    prefix = "" if lang == FIRST_LANG else f"/{lang}"
    return f"{deps.site_url}{prefix}/track.html#{code}"


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
