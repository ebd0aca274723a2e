"""One action on many cases, each with its own outcome: what fails for one keeps none from the others."""

from typing import Any

from chalicelib.api import bodies, inputs, problems
from chalicelib.api.actions import decided
from chalicelib.api.http import Reply, Request
from chalicelib.api.problems import EdgeError
from chalicelib.domain import receipt
from chalicelib.domain.errors import DomainError, NotFound
from chalicelib.domain.words import Action
from chalicelib.usecases import work
from chalicelib.usecases.ports import Deps


class Target(bodies.Body):
    """Which case, at the version that was seen."""

    code: str
    version: int


def bulk(request: Request, deps: Deps) -> Reply:
    """`POST /v1/cases/bulk`: up to a hundred."""
    body = inputs.read(bodies.BulkBody, request.json())
    return Reply({"results": [_outcome(Action(body.action), item, request, deps) for item in body.items]})


def _outcome(action: Action, item: dict[str, Any], request: Request, deps: Deps) -> dict[str, Any]:
    named = {"code": item.get("code")}
    try:
        return named | {"status": 200, "version": _act(action, item, request, deps)}
    except (DomainError, EdgeError) as error:
        problem = problems.of_error(error)
        return named | {"status": problem["status"], "problem": problem}


def _act(action: Action, item: dict[str, Any], request: Request, deps: Deps) -> int:
    target = inputs.read(Target, {name: item[name] for name in ("code", "version") if name in item})
    decide = decided(action, {name: value for name, value in item.items() if name not in ("code", "version")}, request.caller, deps)
    return work.act(_code(target.code), target.version, action, decide, request.caller, deps).complaint.version


def _code(text: str) -> str:
    try:
        return receipt.parse_code(text)
    except receipt.Mistyped as error:
        raise NotFound(f"there is no such code: {error}") from error
