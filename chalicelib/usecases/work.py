"""How the people of agencies act on a case: it must be in their scope, the action for their role, the case at the version that they saw."""

from chalicelib.domain import permissions
from chalicelib.domain.case import Case, Stale
from chalicelib.domain.errors import Busy, Conflict, Forbidden, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.words import Action
from chalicelib.usecases.act import Decide, was_just_done, write
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, circumstances, load


def visible(code: str, actor: Actor, deps: Deps) -> Case:
    """A case in the actor's scope; raises `NotFound` for any other, as if it did not exist."""
    case = load(code, deps)
    if not _sees(case, actor, deps):
        raise NotFound("there is no complaint with this code")
    return case


def act(code: str, version: int, action: Action, decide: Decide, actor: Actor, deps: Deps) -> Case:
    """The case after an action on the version that the actor saw; raises `Stale` on any other. What was done already, its answer lost, is answered again.

    So is who has just sent the case out of the own scope, by returning it; anything else they can do to it no more.
    """
    case = load(code, deps)
    again = case.complaint.version == version + 1 and was_just_done(case, decide, actor, deps)
    if not again and not _sees(case, actor, deps):
        raise NotFound("there is no complaint with this code")
    if not permissions.may(actor, action):
        raise Forbidden(f"{action} is not for the role {actor.role}")
    if again:
        return case
    if case.complaint.version != version:
        raise Stale(case)
    at = circumstances(case.complaint, deps.now(), deps)
    try:
        return write(case, decide(case, at), actor, at, deps)
    except Conflict:
        return act(code, version, action, decide, actor, deps)
    except Busy:  # the answer may be lost, or the write called off for another one at the same moment
        if load(code, deps).complaint.version == version:
            raise
        return act(code, version, action, decide, actor, deps)


def _sees(case: Case, actor: Actor, deps: Deps) -> bool:
    return permissions.sees(actor, agency(case.complaint.agency, deps))
