"""What the people of agencies do: their queue, their cases, the actions."""

from chalicelib.api import bodies, cursors, inputs, outputs
from chalicelib.api.complaints import link_of
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.api.lists import id_of, limit_of, next_link
from chalicelib.domain.case import Case
from chalicelib.domain.events import Actor
from chalicelib.usecases import work
from chalicelib.usecases.picture import picture, queue_lines
from chalicelib.usecases.ports import Deps


def queue(request: Request, deps: Deps) -> Reply:
    """`GET /v1/cases`: the cases that wait for an agency, by due date, 25 a page, at most 100."""
    of = id_of(request, "agency", request.caller.agency)
    purpose = f"queue {of}"
    after = cursors.parsed(request.query.get("cursor", ""), purpose, deps.key)
    complaints, last = work.queue(request.caller, of, limit_of(request, 25), after, deps)
    following = cursors.written(last, purpose, deps.key)
    lines = [outputs.queue_line(line) for line in queue_lines(complaints, deps)]
    return Reply({"items": lines, "next": following}, headers=PRIVATE | next_link("/v1/cases", request, following))


def show(request: Request, deps: Deps) -> Reply:
    """`GET /v1/cases/{code}`: one case, with the reporter where the identity allows."""
    return seen(_case(request, deps), deps, request.caller)


def verify(request: Request, deps: Deps) -> Reply:
    """`POST …/verify`: accepts a complaint and forwards it."""
    body = inputs.read(bodies.VerifyBody, request.json())
    return seen(work.verify(_case(request, deps), inputs.version(request.headers), body.agency or "", request.caller, deps), deps)


def start(request: Request, deps: Deps) -> Reply:
    """`POST …/start`: takes up the work."""
    inputs.read(bodies.StartBody, request.json())
    return seen(work.start(_case(request, deps), inputs.version(request.headers), request.caller, deps), deps)


def respond(request: Request, deps: Deps) -> Reply:
    """`POST …/respond`: answers with an outcome."""
    body = inputs.read(bodies.RespondBody, request.json())
    answer = (body.outcome, body.text, body.reason or "")
    return seen(work.respond(_case(request, deps), inputs.version(request.headers), answer, request.caller, deps), deps)


def attachment_link(request: Request, deps: Deps) -> Reply:
    """`GET …/attachments/{number}`: gives a short-lived link to a stored attachment."""
    return link_of(_case(request, deps), request, deps)


def seen(case: Case, deps: Deps, reader: Actor | None = None) -> Reply:
    """The case as agencies see it, with its version as ETag; only a named reader is shown the reporter, which costs another read."""
    shown = outputs.agencies(picture(case, deps, reader))
    return Reply(shown, headers=PRIVATE | {"ETag": f'"{case.complaint.version}"'})


def _case(request: Request, deps: Deps) -> Case:
    return work.visible(request.params["code"], request.caller, deps)
