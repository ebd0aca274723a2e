"""What the survey says of an agency: for everybody, once enough have answered."""

from typing import Any

from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.domain.survey import NAMES
from chalicelib.usecases import survey
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.survey import Shown


def of_agency(request: Request, deps: Deps) -> Reply:
    """`GET /v1/agencies/{id}/survey`: what reporters answered in the survey about an agency's own cases of a month, this one unless named."""
    period = request.asked.get("month", f"{deps.now():%Y-%m}")
    return Reply(_answer(survey.shown(request.params["id"], period, deps)), headers=FOR_A_WHILE)


def _answer(it: Shown) -> dict[str, Any]:
    found = it.result
    means = found.means.items() if found else ()
    return {
        "agency": {"id": it.agency.id, "name": it.agency.name},
        "period": it.month,
        "count": found.count if found else None,
        "index": found.index if found else None,
        "grade": found.grade if found else None,
        "elements": [{"element": element, "name": NAMES[element][0], "name_en": NAMES[element][1], "mean": mean} for element, mean in means],
    }
