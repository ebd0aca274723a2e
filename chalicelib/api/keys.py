"""Agency keys over the API: listed, made, revoked. A key's text is in the answer that makes it, and nowhere else."""

from chalicelib import logs
from chalicelib.api import agency_bodies, inputs, list_outputs
from chalicelib.api.http import Reply, Request
from chalicelib.domain.words import Role
from chalicelib.usecases import keys
from chalicelib.usecases.keys import Wish
from chalicelib.usecases.ports import Deps

log = logs.get("api")


def show(request: Request, deps: Deps) -> Reply:
    """`GET /v1/keys`: lists the keys of an agency, the caller's own unless named."""
    found = keys.listed(request.asked.get("agency", request.caller.agency), request.caller, deps)
    return Reply({"items": [list_outputs.key(one, deps.now()) for one in found]})


def make(request: Request, deps: Deps) -> Reply:
    """`POST /v1/keys`: makes a key, and shows its text this once."""
    again = inputs.idempotency_key(request.headers)
    body = inputs.read(agency_bodies.KeyBody, request.json())
    wish = Wish(agency=body.agency, role=Role(body.role), holder=body.holder, days=body.days)
    made = keys.give(wish, request.own_key, again, deps)
    if not made.again:
        log.info("key", extra=logs.facts(action="make", key_id=made.key.id))
    return Reply({"key": made.text, **list_outputs.key(made.key, deps.now())}, 200 if made.again else 201)


def revoke(request: Request, deps: Deps) -> Reply:
    """`POST /v1/keys/{id}/revoke`: stops a key for good."""
    inputs.read(agency_bodies.RevokeBody, request.json())
    revoked = keys.revoke(request.params["id"], request.caller, deps)
    log.info("key", extra=logs.facts(action="revoke", key_id=revoked.id))
    return Reply(list_outputs.key(revoked, deps.now()))
