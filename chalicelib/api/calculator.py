"""The public calculator of deadlines."""

from chalicelib.api import outputs
from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.usecases import calculator
from chalicelib.usecases.calculator import Question
from chalicelib.usecases.ports import Deps

FIELDS = {"from": "start", "class": "class_"}
"""What the parameters are called inside, where that is another word."""


def deadline(request: Request, deps: Deps) -> Reply:
    """`GET /v1/deadline`: by when something is due, with each day that is not counted."""
    errors = [] if "from" in request.asked else [FieldError("?from", "missing", "a date is needed, 2026-12-20")]
    errors += calculator.wrong_fields(request.asked, deps)
    if errors:
        raise InvalidInput(errors)
    found = calculator.calculate(Question(**{FIELDS.get(name, name): value for name, value in request.asked.items()}), deps)
    return Reply(outputs.calculated(found), headers=FOR_A_WHILE)
