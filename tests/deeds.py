"""What the people of agencies do, in one call each."""

from chalicelib.domain.case import Case
from chalicelib.domain.events import Actor
from chalicelib.domain.words import Action, Outcome
from chalicelib.usecases import handle, route, work
from chalicelib.usecases.act import Decide
from chalicelib.usecases.ports import Deps
from tests.builders import ANSWER, COORDINATOR, OFFICER


def act(code: str, action: Action, decide: Decide, actor: Actor, deps: Deps, version: int | None = None) -> Case:
    """An action on the version that it is at, unless another is named."""
    seen = version or work.visible(code, actor, deps).complaint.version
    return work.act(code, seen, action, decide, actor, deps)


def verify(code: str, deps: Deps, to: str = "51.71.pupr", actor: Actor = COORDINATOR, version: int | None = None) -> Case:
    return act(code, Action.VERIFY, route.verify(to, actor, deps), actor, deps, version)


def start(code: str, deps: Deps, actor: Actor = OFFICER, version: int | None = None) -> Case:
    return act(code, Action.START, handle.start(), actor, deps, version)


def respond(code: str, deps: Deps, outcome: Outcome = Outcome.RESOLVED, reason: str = "", actor: Actor = OFFICER) -> Case:
    return act(code, Action.RESPOND, handle.respond(outcome, ANSWER, reason, deps, confidential=False), actor, deps)
