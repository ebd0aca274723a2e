"""What the people of an agency do: see their queue and cases, verify and forward, start, respond."""

from dataclasses import replace

from chalicelib.domain import permissions, routing, working
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import is_overdue
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import ActionRefused, Conflict, FieldError, Forbidden, InvalidInput, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Outcome
from chalicelib.usecases.act import Decide, load, was_just_done, write
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.setting import agency, circumstances, office
from chalicelib.usecases.templates import in_own_words


class Stale(Conflict):
    """The case is not at the version that the caller saw; `case` is how it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"the case is at version {case.complaint.version} now")
        self.case = case


def visible(code: str, actor: Actor, deps: Deps) -> Case:
    """A case in the actor's scope; raises `NotFound` for any other, as if it did not exist."""
    case = load(code, deps)
    if not permissions.sees(actor, agency(case.complaint.agency, deps)):
        raise NotFound("there is no complaint with this code")
    return case


def queue(actor: Actor, of: str, limit: int, after: After, deps: Deps) -> tuple[list[Complaint], After]:
    """A page of what waits for an agency (the actor's own unless named), by due date."""
    owner = agency(of or actor.agency, deps)
    if not permissions.sees(actor, owner):
        raise NotFound(f"there is no agency {owner.id}")
    return deps.cases.queue(owner.id, limit, after)


def verify(case: Case, version: int, to: str, actor: Actor, deps: Deps) -> Case:
    """Accept and forward, to the named agency unless another is given; the clocks run in the receiving agency's time."""
    _allowed(actor, Action.VERIFY)
    target = _target(to or case.complaint.coordinator, deps)
    if not permissions.may_forward_to(actor, target):
        raise ActionRefused("verify.scope", "a coordinator forwards inside the tree of the own agency")

    def decide(seen: Case, at: Circumstances) -> Deed:
        late = is_overdue(seen.complaint, at.office, at.now)
        return routing.verify(seen.complaint, target, replace(at, office=office(target, deps)), late=late)

    return _at_version(case, version, decide, actor, deps, target)


def start(case: Case, version: int, actor: Actor, deps: Deps) -> Case:
    """Take up the work."""
    _allowed(actor, Action.START)
    return _at_version(case, version, lambda seen, _: working.start(seen.complaint), actor, deps)


def respond(case: Case, version: int, answer: tuple[Outcome, str, str], actor: Actor, deps: Deps) -> Case:
    """Answer with an outcome, a text and (needed when it cannot be resolved) a reason."""
    _allowed(actor, Action.RESPOND)
    return _at_version(case, version, lambda seen, at: in_own_words(seen, working.respond(seen.complaint, *answer, at), deps), actor, deps)


def _at_version(case: Case, version: int, decide: Decide, actor: Actor, deps: Deps, next_agency: Agency | None = None) -> Case:
    """Do it on the version that the caller saw; what was done already, because the answer was lost, is answered again."""
    if case.complaint.version != version:
        if case.complaint.version == version + 1 and was_just_done(case, decide, actor, deps):
            return case
        raise Stale(case)
    at = circumstances(case.complaint, deps.now(), deps)
    deed = decide(case, at)
    afterwards = replace(at, office=office(next_agency, deps)) if next_agency else at
    try:
        return write(case, deed, actor, afterwards, deps)
    except Conflict:
        return _at_version(visible(case.complaint.code, actor, deps), version, decide, actor, deps, next_agency)


def _allowed(actor: Actor, action: Action) -> None:
    if not permissions.may(actor, action):
        raise Forbidden(f"{action} is not for the role {actor.role}")


def _target(agency_id: str, deps: Deps) -> Agency:
    found = deps.reference.get(Agency, agency_id)
    if found is None:
        raise InvalidInput([FieldError("/agency", "unknown", f"there is no agency {agency_id}")])
    return found
