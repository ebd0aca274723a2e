"""One action on many cases, each with its own outcome: what fails for one keeps none from the others."""

from typing import Any

from chalicelib import logs
from chalicelib.api import case_bodies, inputs, parameters, problems
from chalicelib.api.actions import decided
from chalicelib.api.http import Reply, Request
from chalicelib.api.problems import EdgeError
from chalicelib.domain.errors import DomainError, InvalidInput
from chalicelib.domain.words import Action
from chalicelib.usecases import work
from chalicelib.usecases.ports import Deps

log = logs.get("api")
MOST = 100


def bulk(request: Request, deps: Deps) -> Reply:
    """`POST /v1/cases/bulk`: takes one action on up to a hundred cases, each with its own outcome."""
    sent = request.json()
    errors = [error for error in inputs.read_fields(case_bodies.BulkBody, sent)[1] if error.pointer != "/items" or not _are_items(sent.get("items"))]
    if errors:
        raise InvalidInput(errors)
    return Reply({"results": [_outcome(Action(sent["action"]), item, request, deps) for item in sent["items"]]})


def _are_items(sent: Any) -> bool:
    """What is wrong inside of an item is that item's outcome."""
    return isinstance(sent, list) and 0 < len(sent) <= MOST and all(isinstance(item, dict) for item in sent)


def _outcome(action: Action, item: dict[str, Any], request: Request, deps: Deps) -> dict[str, Any]:
    code = item.get("code")
    named = {"code": code if isinstance(code, str) else None}
    try:
        return named | {"status": 200, "version": _act(action, item, request, deps)}
    except (DomainError, EdgeError) as error:
        problem = problems.of_error(error)
    except Exception:
        log.exception("broken", extra=logs.facts(action=action, path="/v1/cases/bulk"))
        problem = problems.broken()
    return named | {"status": problem["status"], "problem": problem}


def _act(action: Action, item: dict[str, Any], request: Request, deps: Deps) -> int:
    target = inputs.read(case_bodies.BulkItem, item)
    fields = {name: value for name, value in item.items() if name not in ("code", "version")}
    decide = decided(action, fields, request.caller, deps)
    return work.act(parameters.code(target.code), target.version, action, decide, request.caller, deps).complaint.version
