"""What the survey says of an agency; how it is answered is in `follow`."""

from contextlib import suppress
from dataclasses import dataclass

from chalicelib.domain import survey
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.reference import Agency
from chalicelib.domain.survey import Result
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, policy


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody may know of an agency's month; no result while too few have answered."""

    agency: Agency
    month: str
    result: Result | None


def shown(agency_id: str, month: str, deps: Deps) -> Shown:
    """What is shown of an agency's own cases in a month; raises `NotFound`."""
    found = agency(agency_id, deps)
    return Shown(found, month, survey.result(deps.surveys.shown(found.id, month)))


def move_on(surveyed: Complaint, deps: Deps) -> None:
    """Show what was answered about the agency in the case's month, if enough was since; what fails is made up for at the next answer."""
    agency_id, month = surveyed.agency, f"{surveyed.resolve_due:%Y-%m}"
    with suppress(Busy, Conflict):
        before = deps.surveys.shown(agency_id, month)
        after = survey.shown_next(before, survey.add_up(deps.cases.sheets(agency_id, month)), policy(None, deps).few_answers)
        if after != before:
            deps.surveys.show(agency_id, month, before, after)
