"""Assessments by others, for everybody; recorded by stewards."""

from typing import Any

from chalicelib import logs
from chalicelib.api import steward_bodies
from chalicelib.api.administration import given, once
from chalicelib.api.http import FOR_A_WHILE, PRIVATE, Reply, Request
from chalicelib.usecases import assessments
from chalicelib.usecases.assessments import Named
from chalicelib.usecases.ports import Deps

log = logs.get("api")


def listed(request: Request, deps: Deps) -> Reply:
    """`GET /v1/assessments`: what others found about an agency, or in a year about any."""
    of = request.asked.get("agency", "")
    year = request.asked.get("year", None if of else deps.now().year)
    return Reply({"items": [_answer(one) for one in assessments.listed(of, year, deps)]}, headers=FOR_A_WHILE)


def record(request: Request, deps: Deps) -> Reply:
    """`POST /v1/assessments`: records what others found about an agency, in place of an earlier record if it names one."""
    values = given(steward_bodies.AssessmentBody, request.json(), assessments.wrong_fields, deps)
    done = assessments.record(values, request.caller, deps, call=once(request, deps))
    if done.before is None:
        log.info("administered", extra=logs.facts(kind="assessment", id=done.after.id))
    return Reply(_answer(assessments.named(done.after, deps)), 200 if done.before else 201, PRIVATE)


def _answer(one: Named) -> dict[str, Any]:
    it = one.assessment
    return {
        "id": it.id,
        "agency": {"id": it.agency, "name": one.agency},
        "assessor": it.assessor,
        "year": it.year,
        "result": it.result,
        "place": it.place,
        "source": it.source,
        "recorded_on": it.recorded_on,
        "replaces": it.replaces or None,
        "replaced_by": it.replaced_by or None,
    }
