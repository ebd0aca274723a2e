"""The agencies' actions on a case: what each takes and what it does, as a table; one handler serves all."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from chalicelib.api import bodies, inputs
from chalicelib.api.cases import seen
from chalicelib.api.http import Reply, Request
from chalicelib.domain import receipt
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.events import Actor
from chalicelib.domain.redaction import FILED, Redaction
from chalicelib.domain.words import Action
from chalicelib.usecases import handle, route, work
from chalicelib.usecases.act import Decide
from chalicelib.usecases.ports import Deps

DecideOf: TypeAlias = Callable[[Any, Actor, Deps], Decide]

ACTIONS: Mapping[Action, tuple[type[bodies.Body], DecideOf]] = {
    Action.VERIFY: (bodies.VerifyBody, lambda body, actor, deps: route.verify(body.agency or "", actor, deps)),
    Action.FORWARD: (bodies.ForwardBody, lambda body, actor, deps: route.forward(body.agency, actor, deps)),
    Action.START: (bodies.StartBody, lambda *_: handle.start()),
    Action.RESPOND: (
        bodies.RespondBody,
        lambda body, *_: handle.respond(body.outcome, body.text, body.reason or "", confidential=body.confidential),
    ),
    Action.RETURN: (bodies.ReturnBody, lambda body, _, deps: route.return_(body.agency or "", body.reason, deps)),
    Action.HOLD: (bodies.HoldBody, lambda body, *_: handle.hold(body.question, body.days)),
    Action.EXTEND: (bodies.ExtendBody, lambda body, *_: handle.extend(body.days, body.reason)),
    Action.ARCHIVE: (bodies.ArchiveBody, lambda body, *_: handle.archive(body.reason, body.text)),
    Action.LINK: (bodies.LinkBody, lambda body, actor, deps: route.link(_lead(body), actor, deps)),
    Action.UNLINK: (bodies.UnlinkBody, lambda body, *_: route.unlink(body.reason)),
    Action.NOTE: (bodies.NoteBody, lambda body, *_: handle.note(body.text)),
    Action.INSTRUCT: (bodies.InstructBody, lambda body, *_: handle.instruct(body.text)),
    Action.ASSIGN: (bodies.AssignBody, lambda body, _, deps: route.assign(body.agency, body.reason, deps)),
    Action.PUBLISH: (bodies.PublishBody, lambda body, *_: handle.publish(body.reason, published=body.published)),
    Action.REDACT: (bodies.RedactBody, lambda body, *_: handle.redact(_redaction(body), body.reason)),
}


def handler_of(action: Action) -> Callable[[Request, Deps], Reply]:
    """The handler of `POST /v1/cases/{code}/<action>`."""

    def handle_action(request: Request, deps: Deps) -> Reply:
        sent = request.json()
        decide = decided(action, sent, request.caller, deps)
        case = work.act(request.params["code"], inputs.version(request.headers), action, decide, request.caller, deps)
        return seen(case, deps)

    handle_action.__doc__ = f"`POST …/{action}`."
    return handle_action


def decided(action: Action, sent: Any, actor: Actor, deps: Deps) -> Decide:
    """What the sent fields ask for; raises `InvalidInput`."""
    struct, decide_of = ACTIONS[action]
    return decide_of(inputs.read(struct, sent), actor, deps)


def _lead(body: bodies.LinkBody) -> str:
    try:
        return receipt.parse_code(body.lead)
    except receipt.Mistyped as error:
        raise InvalidInput([FieldError("/lead", "wrong-form", f"it is no code: {error}")]) from error


def _redaction(body: bodies.RedactBody) -> Redaction:
    of_filed = {name: getattr(body, name) for name in ("title", "body", "place")}
    hides_filed = body.hide_location or any(value is not None for value in of_filed.values())
    if body.number == FILED and (body.text is not None or not hides_filed):
        raise InvalidInput([FieldError("/number", "wrong-form", "for what was filed, title, body, place or hide_location say what is shown")])
    if body.number != FILED and (body.text is None or hides_filed):
        raise InvalidInput([FieldError("/text", "missing", "for an event, text and nothing else says what is shown")])
    return Redaction(number=body.number, text=body.text, hide_location=body.hide_location, **of_filed)
