"""What becomes of notices once they are sent: somebody wants no more of them, or the mail service reports that they do not arrive."""

from chalicelib import logs
from chalicelib.domain.delivery import SUPPRESSED, Report, Trouble, Why, known_by, stopped_by
from chalicelib.domain.errors import NotFound
from chalicelib.domain.words import Role
from chalicelib.usecases import support
from chalicelib.usecases.ports import Deps

log = logs.get("jobs")


def stop(token: str, deps: Deps) -> None:
    """End the notices to the reporter, or to the supporter, of the complaint that the token is for; raises `NotFound`. Again is no error."""
    code, _, of_support = token.partition("-")
    if support.stop(code, of_support, deps):
        return
    if stopped_by(deps.key, token) is None or not deps.cases.complaints([code]):
        raise NotFound("there are no notices that this address ends")
    deps.cases.note_trouble(code, Trouble(audience=Role.REPORTER, why=Why.UNSUBSCRIBED, at=deps.now()))


def hear(report: Report, deps: Deps) -> None:
    """Send nothing more to who cannot or will not read it, and note on the case that mail does not arrive. Safe to run twice."""
    for address in report.addresses if report.why in SUPPRESSED else ():
        deps.deliveries.suppress(known_by(deps.key, address), report.why, deps.now())
    if report.audience and report.code and deps.cases.complaints([report.code]):
        deps.cases.note_trouble(report.code, Trouble(audience=report.audience, why=report.why, at=deps.now()))
    log.warning("undelivered", extra=logs.facts(code=report.code, kind=report.why, count=len(report.addresses)))
