"""The public calculator of deadlines."""

from typing import Any

from chalicelib.api import parts
from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.domain.deadlines import day_after
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.events import instant
from chalicelib.usecases import calculator
from chalicelib.usecases.calculator import Calculated, Question
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
    return Reply(_shown(found), headers=FOR_A_WHILE)


def _shown(it: Calculated) -> dict[str, Any]:
    """An answer of the calculator: the deadline, and when it is over."""
    one, calendar, over = it.deadline, it.office.calendar, day_after(it.deadline.due)
    return {
        "clock": one.clock,
        "class": it.class_,
        "start": one.start,
        "working_days": one.working_days,
        "extended": one.extended,
        "paused": one.paused,
        "skipped": parts.skipped(one),
        "due": one.due,
        "overdue_on": over,
        "overdue_at": instant(it.office.begins(over)),
        "zone": one.zone,
        "calendar": {"id": calendar.id, "version": calendar.version},
        "policy": it.policy,
    }
