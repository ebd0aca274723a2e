"""The public calculator of deadlines."""

from datetime import date
from typing import Any

from chalicelib.api import inputs, outputs
from chalicelib.api.bodies import Id
from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.api.steward_bodies import Zone
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.words import Class, Clock
from chalicelib.usecases import calculator
from chalicelib.usecases.calculator import Question
from chalicelib.usecases.ports import Deps

QUESTION: dict[str, tuple[str, Any]] = {
    "from": ("start", date),
    "class": ("class_", Class),
    "clock": ("clock", Clock),
    "calendar": ("calendar", Id),
    "zone": ("zone", Zone),
}
"""Query parameter to field and its type."""


def deadline(request: Request, deps: Deps) -> Reply:
    """`GET /v1/deadline`: by when something is due, with each day that is not counted."""
    sent, errors = inputs.read_query(request.query, {name: type_ for name, (_, type_) in QUESTION.items()})
    unknown = sorted(set(request.query) - set(QUESTION))
    errors += [FieldError(f"?{name[:60]}", "unknown-field", "there is no such parameter") for name in unknown]
    if "from" not in request.query:
        errors.append(FieldError("?from", "missing", "a date is needed, 2026-12-20"))
    errors += calculator.wrong_fields(sent, deps)
    if errors:
        raise InvalidInput(errors)
    found = calculator.calculate(Question(**{QUESTION[name][0]: value for name, value in sent.items()}), deps)
    return Reply(outputs.calculated(found), headers=FOR_A_WHILE)
