"""What a reporter does with the receipt: look, reply, confirm, dispute, unlink, withdraw, answer the survey, be forgotten."""

from collections.abc import Callable, Sequence

from chalicelib.domain import identity, receipt, reporting, routing
from chalicelib.domain.case import Case
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import ActionRefused, DomainError, TooManyTries, WrongSecret
from chalicelib.domain.events import REPORTER
from chalicelib.domain.reference import NATION
from chalicelib.domain.screening import client
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Action
from chalicelib.usecases import survey as surveys
from chalicelib.usecases.act import Decision, act_on_latest
from chalicelib.usecases.attach import may_attach
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency_now, circumstances, load, office_at, policy, salt


def own(code: str, secret: str, deps: Deps, *, address: str = "", consistent: bool = True) -> Case:
    """The reporter's own case; raises `NotFound`, `WrongSecret`, or `TooManyTries` where wrong secrets came too often, for the complaint or from the address.

    The right secret is never counted and never waits: nobody can lock a reporter out, by guesses at the complaint or from behind the same address. That costs
    no safety, since nobody guesses 113 bits, however fast; what is throttled is the noise.
    """
    case = load(code, deps, consistent=consistent)
    if receipt.matches(secret, case.complaint.secret_hash):
        return case
    raise _refusal(code, address, deps)


def _refusal(code: str, address: str, deps: Deps) -> DomainError:
    """Counted in windows of a minute, for the complaint and for the client, under a name that changes daily."""
    now, rules = deps.now(), policy(None, deps)
    of_case = deps.limits.count(f"secret-{code}", now, rules.wrong_secrets)
    of_client = deps.limits.count(f"guess-{client(address, now.date(), deps.key)}", now, rules.client_wrong_secrets) if address else 0
    if of_case > rules.wrong_secrets or of_client > rules.client_wrong_secrets:
        return TooManyTries("too many wrong secrets came; wait a minute. The right one is let in at any time")
    return WrongSecret("the secret does not belong to this complaint")


def possible(case: Case, deps: Deps) -> list[str]:
    """What the reporter can do now: reply, confirm, dispute, unlink, withdraw, survey, erase, attach."""
    it, at = case.complaint, circumstances(case.complaint, deps.now(), deps)
    tries: dict[str, Callable[[], object]] = {
        Action.REPLY: lambda: _reply(case, "", at),
        Action.CONFIRM: lambda: reporting.confirm(it, 1),
        Action.DISPUTE: lambda: _dispute(case, "", at, deps),
        Action.UNLINK: lambda: routing.unlink(it, ""),
        Action.WITHDRAW: lambda: reporting.withdraw(it, ""),
        Action.SURVEY: lambda: _survey(case, (), ""),
        Action.ERASE: lambda: identity.erase(it),
    }
    allowed = [str(action) for action, attempt in tries.items() if _allowed(attempt)]
    return allowed + (["attach"] if may_attach(case, deps) else [])


def _allowed(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except ActionRefused:
        return False
    return True


def reply(case: Case, text: str, deps: Deps) -> Case:
    """A message to the agency."""
    return act_on_latest(case, lambda now, at: Decision(_reply(now, text, at)), REPORTER, deps)


def _reply(case: Case, text: str, at: Circumstances) -> Deed:
    """Each message is read with the case and mailed to the agency: without a limit one reporter makes a case too large to be opened."""
    if sum(event.action is Action.REPLY for event in case.events) >= at.policy.replies:
        raise ActionRefused("reply.limit", f"a complaint has at most {at.policy.replies} messages of its reporter")
    return reporting.reply(case.complaint, text, at)


def confirm(case: Case, rating: int, deps: Deps) -> Case:
    """Accept the answer."""
    return act_on_latest(case, lambda now, _: Decision(reporting.confirm(now.complaint, rating)), REPORTER, deps)


def dispute(case: Case, reason: str, deps: Deps) -> Case:
    """Refuse the answer."""
    return act_on_latest(case, lambda now, at: _dispute(now, reason, at, deps), REPORTER, deps)


def _dispute(case: Case, reason: str, at: Circumstances, deps: Deps) -> Decision:
    """An archived complaint goes to the steward, in whose time it is then to be verified; an answered one to the agency that has the business now."""
    heir = agency_now(case.complaint.agency, deps).id
    deed = reporting.dispute(case.complaint, reason, at, heir)
    if "back_to" not in deed.data:
        return Decision(deed, to=heir)
    return Decision(routing.received_by(deed, office_at(NATION, deps), at), to=NATION)


def unlink(case: Case, reason: str, deps: Deps) -> Case:
    """It is no duplicate: it goes on by itself, and nobody but a steward can link it again."""
    return act_on_latest(case, lambda now, _: Decision(routing.unlink(now.complaint, reason)), REPORTER, deps)


def withdraw(case: Case, reason: str, deps: Deps) -> Case:
    """Take the complaint back."""
    return act_on_latest(case, lambda now, _: Decision(reporting.withdraw(now.complaint, reason)), REPORTER, deps)


def erase(case: Case, deps: Deps) -> Case:
    """Have what is kept of the reporter erased, at once."""
    return act_on_latest(case, lambda now, _: Decision(identity.erase(now.complaint)), REPORTER, deps)


def survey(case: Case, answers: Sequence[int], deps: Deps) -> Case:
    """Answer the survey, once. A second time is refused and not taken for the first, since its answers may be others; two at once are one."""
    _survey(case, answers, "")
    surveyed = act_on_latest(case, lambda now, _: Decision(_survey(now, answers, salt(deps))), REPORTER, deps)
    surveys.move_on(surveyed.complaint, deps)
    return surveyed


def _survey(case: Case, answers: Sequence[int], id_: str) -> Deed:
    if any(event.action is Action.SURVEY for event in case.events):
        raise ActionRefused("survey.once", "the survey has been answered; a case is surveyed once")
    return reporting.survey(case.complaint, Sheet(id=id_, answers=tuple(answers)))
