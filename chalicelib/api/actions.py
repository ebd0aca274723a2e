"""The agencies' actions on a case: what each takes and what it does, as a table; one handler serves all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from chalicelib.api import bodies, case_bodies, inputs
from chalicelib.api.cases import seen
from chalicelib.api.fields import Body
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


@dataclass(frozen=True, slots=True)
class Way:
    """How an action comes in: what it does in a few words, the body it takes, and what is to be decided by it."""

    does: str
    body: type[Body]
    decide_of: DecideOf


ACTIONS: Mapping[Action, Way] = {
    Action.VERIFY: Way(
        "accepts a complaint and forwards it", case_bodies.VerifyBody, lambda body, actor, deps: route.verify(body.agency or "", actor, deps)
    ),
    Action.FORWARD: Way(
        "passes a case on inside the tree", case_bodies.ForwardBody, lambda body, actor, deps: route.forward(body.agency, actor, deps)
    ),
    Action.START: Way("takes up the work", case_bodies.StartBody, lambda *_: handle.start()),
    Action.RESPOND: Way(
        "answers with an outcome",
        case_bodies.RespondBody,
        lambda body, _, deps: handle.respond(
            body.outcome, body.text, body.reason or "", deps, confidential=body.confidential, attachments=body.attachments
        ),
    ),
    Action.RETURN: Way(
        "hands a case back that is not the agency's",
        case_bodies.ReturnBody,
        lambda body, _, deps: route.return_(body.agency or "", body.reason, deps),
    ),
    Action.HOLD: Way("asks the reporter, and waits", case_bodies.HoldBody, lambda body, *_: handle.hold(body.question, body.days)),
    Action.EXTEND: Way("takes more time, once", case_bodies.ExtendBody, lambda body, *_: handle.extend(body.days, body.reason)),
    Action.ARCHIVE: Way("archives what nobody can act on", case_bodies.ArchiveBody, lambda body, *_: handle.archive(body.reason, body.text)),
    Action.LINK: Way("attaches a duplicate to its lead", case_bodies.LinkBody, lambda body, actor, deps: route.link(_lead(body), actor, deps)),
    Action.UNLINK: Way("detaches it", bodies.UnlinkBody, lambda body, *_: route.unlink(body.reason)),
    Action.NOTE: Way("keeps a remark for colleagues", case_bodies.NoteBody, lambda body, *_: handle.note(body.text)),
    Action.INSTRUCT: Way("tells the agency what to do", case_bodies.InstructBody, lambda body, *_: handle.instruct(body.text)),
    Action.ASSIGN: Way("decides whose it is, for good", case_bodies.AssignBody, lambda body, _, deps: route.assign(body.agency, body.reason, deps)),
    Action.PUBLISH: Way("publishes or withholds", case_bodies.PublishBody, lambda body, *_: handle.publish(body.reason, published=body.published)),
    Action.REDACT: Way(
        "shows something else in place of a text", case_bodies.RedactBody, lambda body, *_: handle.redact(_redaction(body), body.reason, body.files)
    ),
    Action.UNSEAL: Way("opens a sealed identity, which is told to its reporter", case_bodies.UnsealBody, lambda body, *_: handle.unseal(body.reason)),
}


def handler_of(action: Action) -> Callable[[Request, Deps], Reply]:
    """The handler of `POST /v1/cases/{code}/<action>`."""

    def handle_action(request: Request, deps: Deps) -> Reply:
        sent = request.json()
        decide = decided(action, sent, request.caller, deps)
        case = work.act(request.params["code"], inputs.version(request.headers), action, decide, request.caller, deps)
        return seen(case, deps, unsealed=action is Action.UNSEAL)

    handle_action.__doc__ = f"`POST …/{action}`: {ACTIONS[action].does}."
    return handle_action


def __getattr__(name: str) -> Callable[[Request, Deps], Reply]:
    """`actions.verify` is the handler of that action: by such names the table of routes knows them."""
    if name not in {*ACTIONS}:
        raise AttributeError(name)
    return handler_of(Action(name))


def decided(action: Action, sent: Any, actor: Actor, deps: Deps) -> Decide:
    """What the sent fields ask for; raises `InvalidInput`."""
    way = ACTIONS[action]
    return way.decide_of(inputs.read(way.body, sent), actor, deps)


def _lead(body: case_bodies.LinkBody) -> str:
    try:
        return receipt.parse_code(body.lead)
    except receipt.Mistyped as error:
        raise InvalidInput([FieldError("/lead", "wrong-form", f"it is no code: {error}")]) from error


def _redaction(body: case_bodies.RedactBody) -> Redaction:
    of_filed = {name: getattr(body, name) for name in ("title", "body", "place")}
    hides_filed = body.hide_location or bool(body.files) or any(value is not None for value in of_filed.values())
    if body.number == FILED and (body.text is not None or not hides_filed):
        raise InvalidInput([FieldError("/number", "wrong-form", "for what was filed, title, body, place, hide_location or files say what is shown")])
    if body.number != FILED and (body.text is None or hides_filed):
        raise InvalidInput([FieldError("/text", "missing", "for an event, text and nothing else says what is shown")])
    return Redaction(number=body.number, text=body.text, hide_location=body.hide_location, files=frozenset(body.files), **of_filed)
