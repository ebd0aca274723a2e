"""What the people of agencies look at: their queue, its counts, their cases."""

from chalicelib.api import cursors, line_outputs, outputs
from chalicelib.api.complaints import link_of
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.api.lists import next_link
from chalicelib.api.parameters import QUEUE_FILTERS
from chalicelib.domain.case import Case
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.events import Actor
from chalicelib.domain.words import Role, Status
from chalicelib.usecases import queues, work
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.queues import Wanted

USUAL = 25
"""Cases a page."""


def queue(request: Request, deps: Deps) -> Reply:
    """`GET /v1/cases`: the cases that wait for the agencies in scope, by due date, 25 a page, at most 100."""
    asked = request.asked
    unit, limit = asked.get("unit", ""), asked.get("limit", USUAL)
    wanted = Wanted(**{"class_" if name == "class" else name: asked[name] for name in QUEUE_FILTERS if name in asked})
    purpose = f"queue {request.caller.role} {unit or request.caller.agency} {wanted}"
    after = cursors.parsed(asked.get("cursor", ""), purpose, deps.key)
    lines, last = queues.queue(request.caller, unit, wanted, limit, (after["due"], after["code"]) if after else None, deps)
    following = cursors.written({"due": last[0], "code": last[1]} if last else None, purpose, deps.key)
    shown = [line_outputs.queue_line(line, observed=request.caller.role is Role.OBSERVER) for line in lines]
    return Reply({"items": shown, "next": following}, headers=PRIVATE | next_link("/v1/cases", request, following))


def counts(request: Request, deps: Deps) -> Reply:
    """`GET /v1/cases/counts`: how many cases wait, for the header of a queue."""
    counted = queues.count(request.caller, request.asked.get("unit", ""), deps)
    return Reply(
        {
            "counts": {status: counted.by_status.get(status, 0) for status in Status if status in queues.QUEUED},
            "overdue": counted.overdue,
            "escalated": counted.escalated,
            "complete": counted.complete,
        }
    )


def show(request: Request, deps: Deps) -> Reply:
    """`GET /v1/cases/{code}`: one case, with the reporter where the identity allows."""
    return seen(work.visible(request.params["code"], request.caller, deps), deps, request.caller)


def attachment_link(request: Request, deps: Deps) -> Reply:
    """`GET …/attachments/{number}`: gives a short-lived link to a stored attachment.

    What a photo shows may be personal, so it is not for observers.
    """
    case = work.visible(request.params["code"], request.caller, deps)
    if request.caller.role is Role.OBSERVER:
        raise Forbidden("attachments are not for the role observer")
    return link_of(case.attachments, request, deps)


def seen(case: Case, deps: Deps, reader: Actor | None = None, *, unsealed: bool = False) -> Reply:
    """The case as agencies see it, with its version as ETag; only a named reader is shown the reporter, which costs another read, or who has just unsealed."""
    shown = outputs.agencies(picture(case, deps, reader, unsealed=unsealed))
    return Reply(shown, headers=PRIVATE | {"ETag": f'"{case.complaint.version}"'})
