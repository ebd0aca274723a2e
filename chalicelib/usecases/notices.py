"""What becomes of notices once they are sent: somebody wants no more of them, or the mail service reports that they do not arrive."""

from dataclasses import replace

from chalicelib import logs
from chalicelib.domain.case import Case
from chalicelib.domain.delivery import SUPPRESSED, Report, Trouble, Why, known_by, stopped_by
from chalicelib.domain.errors import ActionRefused, NotFound
from chalicelib.domain.notices import address
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases import support
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency

log = logs.get("jobs")


def stop(token: str, deps: Deps) -> None:
    """End the notices to the reporter, or to the supporter, of the complaint that the token is for; raises `NotFound`. Again is no error."""
    code, _, of_support = token.partition("-")
    if support.stop(code, of_support, deps):
        return
    if stopped_by(deps.key, token) is None or not deps.cases.complaints([code]):
        raise NotFound("there are no notices that this address ends")
    deps.cases.note_trouble(code, Trouble(audience=Role.REPORTER, why=Why.UNSUBSCRIBED, at=deps.now()))


def resume(case: Case, deps: Deps) -> Case:
    """The case whose reporter wants its notices again; raises `ActionRefused` where it is the address that gets none. Again is no error."""
    why = _why(case, Role.REPORTER)
    if why in SUPPRESSED:
        raise ActionRefused("notices.address", "mail to this address did not arrive, or was called spam; a steward can have it tried again")
    return _forget(case, Role.REPORTER, deps) if why else case


def try_again(case: Case, audience: Role, deps: Deps) -> Case:
    """The case of which an audience gets mail again, at the address that it has now, which is told to nobody. That a reporter wants none stays: raises `ActionRefused`."""
    if _why(case, audience) is Why.UNSUBSCRIBED:
        raise ActionRefused("notices.unsubscribed", "the reporter wants no mail about this complaint, and alone can take that back, with the receipt")
    if to := _address(case, audience, deps):
        deps.deliveries.allow(known_by(deps.key, to))
    log.info("allowed", extra=logs.facts(code=case.complaint.code))
    return _forget(case, audience, deps)


def _why(case: Case, audience: Role) -> Why | None:
    return next((one.why for one in case.troubles if one.audience is audience), None)


def _forget(case: Case, audience: Role, deps: Deps) -> Case:
    deps.cases.forget_trouble(case.complaint.code, audience)
    return replace(case, troubles=tuple(one for one in case.troubles if one.audience is not audience))


def _address(case: Case, audience: Role, deps: Deps) -> str | None:
    if audience is Role.REPORTER:
        reporter = deps.cases.reporter(case.complaint.code) if case.complaint.identity is not Identity.NONE else None
        return reporter.email if reporter else None
    lineage = agency(case.complaint.agency, deps).lineage
    deps.reference.fetch(*((Agency, id_) for id_ in lineage))
    return address(audience, tuple(agency(id_, deps) for id_ in lineage))


def hear(report: Report, deps: Deps) -> None:
    """Send nothing more to who cannot or will not read it, and note on the case that mail does not arrive. Safe to run twice."""
    for one in report.addresses if report.why in SUPPRESSED else ():
        deps.deliveries.suppress(known_by(deps.key, one), report.why, deps.now())
    if report.audience and report.code and deps.cases.complaints([report.code]):
        deps.cases.note_trouble(report.code, Trouble(audience=report.audience, why=report.why, at=deps.now()))
    log.warning("undelivered", extra=logs.facts(code=report.code, kind=report.why, count=len(report.addresses)))
