"""A notice goes out once, however often it is asked for."""

from chalicelib import logs
from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import Notice
from chalicelib.usecases.ports import Deps

log = logs.get("jobs")


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
