"""Commitments: what agencies have committed to and how they stand, for everybody; made and withdrawn by coordinators and stewards."""

from typing import Any

from chalicelib import logs
from chalicelib.api import agency_bodies, inputs
from chalicelib.api.administration import given, once
from chalicelib.api.http import FOR_A_WHILE, PRIVATE, Reply, Request
from chalicelib.domain.commitment import Measured
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.usecases import commitments
from chalicelib.usecases.commitments import Standing
from chalicelib.usecases.ports import Deps

log = logs.get("api")


def listed(request: Request, deps: Deps) -> Reply:
    """`GET /v1/commitments`: what an agency has committed to, and how it stands by its scores."""
    if "agency" not in request.asked:
        raise InvalidInput([FieldError("?agency", "missing", "say which agency's")])
    return Reply({"items": [_answer(one) for one in commitments.listed(request.asked["agency"], deps)]}, headers=FOR_A_WHILE)


def make(request: Request, deps: Deps) -> Reply:
    """`POST /v1/commitments`: commits an agency to a target by a date."""
    values = given(agency_bodies.CommitmentBody, request.json(), commitments.wrong_fields, deps)
    done = commitments.make(values, request.caller, deps, call=once(request, deps))
    if done.before is None:
        log.info("administered", extra=logs.facts(kind="commitment", id=done.after.id))
    return Reply(_answer(commitments.standing(done.after, deps)), 200 if done.before else 201, PRIVATE)


def withdraw(request: Request, deps: Deps) -> Reply:
    """`POST /v1/commitments/{id}/withdraw`: withdraws a commitment, which stays to be seen."""
    body = inputs.read(agency_bodies.WithdrawCommitmentBody, request.json())
    it = commitments.withdraw(request.params["id"], body.reason, request.caller, deps)
    log.info("administered", extra=logs.facts(kind="commitment", id=it.id))
    return Reply(_answer(commitments.standing(it, deps)), headers=PRIVATE)


def _answer(standing: Standing) -> dict[str, Any]:
    it = standing.commitment
    return {
        "id": it.id,
        "agency": {"id": it.agency, "name": standing.agency.name},
        "indicator": it.indicator,
        "target": it.target,
        "by": it.by,
        "text": it.text,
        "made_on": it.made_on,
        "start": _measured(it.start),
        "state": standing.progress.state,
        "latest": _measured(standing.progress.latest),
        "withdrawn": {"on": it.withdrawn_on, "reason": it.withdrawn_because} if it.withdrawn_on else None,
    }


def _measured(it: Measured | None) -> dict[str, Any] | None:
    return {"period": it.period, "value": it.value} if it else None
