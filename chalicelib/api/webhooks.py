"""Webhooks over the API: kept, tried, looked at, sent again. A secret is in the answer that makes it, and nowhere else."""

from typing import Any

from chalicelib import logs
from chalicelib.api import agency_bodies, cursors, inputs
from chalicelib.api.administration import given, once
from chalicelib.api.fields import Body
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.api.lists import next_link
from chalicelib.api.parameters import code
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.events import instant
from chalicelib.domain.outgoing import Answered, Delivery
from chalicelib.domain.receipt import written
from chalicelib.domain.webhook import Endpoint
from chalicelib.usecases import webhooks
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.webhooks import Shown

log = logs.get("api")


def listed(request: Request, deps: Deps) -> Reply:
    """`GET /v1/webhooks`: lists the webhooks of an agency, the caller's own unless named."""
    found = webhooks.listed(request.asked.get("agency", request.caller.agency), request.caller, deps)
    return Reply({"items": [shown(one) for one in found]})


def make(request: Request, deps: Deps) -> Reply:
    """`POST /v1/webhooks`: adds a webhook, and shows its secret this once."""
    made = webhooks.make(_given(agency_bodies.WebhookBody, request, deps), request.caller, deps, once(request, deps))
    return _with_secret(made, "make", 201)


def change(request: Request, deps: Deps) -> Reply:
    """`PATCH /v1/webhooks/{id}`: changes what is given of a webhook, switches it off or on."""
    it = webhooks.change(request.params["id"], _given(agency_bodies.ChangedWebhookBody, request, deps), request.caller, deps)
    return _noted(it, "change")


def remove(request: Request, deps: Deps) -> Reply:
    """`DELETE /v1/webhooks/{id}`: takes a webhook away, and answers it."""
    return _noted(webhooks.remove(request.params["id"], request.caller, deps), "remove")


def rotate(request: Request, deps: Deps) -> Reply:
    """`POST /v1/webhooks/{id}/rotate`: makes a new secret, and shows it this once; for a while both sign."""
    webhooks.check_role(request.caller)
    body = inputs.read(agency_bodies.RotateBody, request.json())
    return _with_secret(webhooks.rotate(request.params["id"], body.overlap_hours, request.caller, deps, once(request, deps)), "rotate", 200)


def ping(request: Request, deps: Deps) -> Reply:
    """`POST /v1/webhooks/{id}/ping`: sends a test now, and says what came of it."""
    webhooks.check_role(request.caller)
    inputs.read(agency_bodies.PingBody, request.json())
    return Reply(outcome(webhooks.ping(request.params["id"], request.caller, deps)))


def deliveries(request: Request, deps: Deps) -> Reply:
    """`GET /v1/webhooks/{id}/deliveries`: what was put down for a webhook in the last 30 days and what became of it, the newest first."""
    id_ = request.params["id"]
    purpose = f"deliveries {id_}"
    after = cursors.parsed(request.asked.get("cursor", ""), purpose, deps.key)
    found, last = webhooks.log(id_, request.asked.get("limit", 25), after, request.caller, deps)
    following = cursors.written(last, purpose, deps.key)
    items = [delivery(one) for one in found]
    return Reply({"items": items, "next": following}, headers=PRIVATE | next_link(f"/v1/webhooks/{id_}/deliveries", request, following))


def replay(request: Request, deps: Deps) -> Reply:
    """`POST /v1/webhooks/{id}/replay`: sends one event again, or everything that happened since; answers how many, and where to go on."""
    webhooks.check_role(request.caller)
    id_, body = request.params["id"], _which(request)
    if body.since is None:
        webhooks.replay(id_, code(body.code or ""), body.event or 0, request.caller, deps)
        return Reply({"replayed": 1, "next": None})
    purpose = f"replay {id_} {instant(body.since)}"
    count, last = webhooks.replay_since(id_, body.since, cursors.parsed(body.cursor or "", purpose, deps.key), request.caller, deps)
    return Reply({"replayed": count, "next": cursors.written(last, purpose, deps.key)})


def shown(it: Endpoint) -> dict[str, Any]:
    """A webhook without its secret."""
    return {
        "id": it.id,
        "agency": it.agency,
        "url": it.url,
        "types": list(it.types),
        "on": it.off is None,
        "off_because": it.off,
        "off_at": instant(it.off_at) if it.off_at else None,
        "made_by": it.made_by,
        "created_at": instant(it.created_at),
        "overlap_until": instant(it.overlap_until) if it.overlap_until else None,
    }


def outcome(it: Answered) -> dict[str, Any]:
    """What came of an attempt."""
    return {"taken": it.taken, "status": it.status or None, "error": it.error or None, "took_ms": it.took_ms}


def delivery(it: Delivery) -> dict[str, Any]:
    """An event for a webhook and what became of it."""
    return {
        "id": it.message,
        "code": written(it.code),
        "event": it.seq,
        "type": it.type,
        "at": instant(it.at),
        "state": it.state,
        "attempts": it.attempts,
        "tried_at": instant(it.tried_at) if it.tried_at else None,
        "last": outcome(it.last) if it.last else None,
    }


def _given(struct: type[Body], request: Request, deps: Deps) -> dict[str, Any]:
    """Whoever may not have webhooks learns nothing of where a name leads."""
    webhooks.check_role(request.caller)
    return given(struct, request.json(), webhooks.wrong_fields, deps)


def _which(request: Request) -> agency_bodies.ReplayBody:
    """One event, or all since a time: not both, not neither, not half."""
    body = inputs.read(agency_bodies.ReplayBody, request.json())
    one = {name: getattr(body, name) is not None for name in ("code", "event")}
    if body.since is None:
        wrong = [FieldError(f"/{name}", "missing", "name an event by code and event, or a time in since") for name, there in one.items() if not there]
    else:
        wrong = [FieldError(f"/{name}", "must-be-absent", "either an event or a time") for name, there in one.items() if there]
    if wrong:
        raise InvalidInput(wrong)
    return body


def _with_secret(made: Shown, deed: str, status: int) -> Reply:
    if made.new:
        log.info("webhook", extra=logs.facts(action=deed, id=made.endpoint.id))
    return Reply({"secret": made.secret, **shown(made.endpoint)}, status if made.new else 200)


def _noted(it: Endpoint, deed: str) -> Reply:
    log.info("webhook", extra=logs.facts(action=deed, id=it.id))
    return Reply(shown(it))
