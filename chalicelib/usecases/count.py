"""What an agency itself counts in a month: one Query for its cases, one for its duties to verify, one Get for what is shown of the survey."""

from dataclasses import replace
from datetime import date

from chalicelib.domain.facts import CaseFacts, Duty
from chalicelib.domain.ranking import Member
from chalicelib.domain.reference import Agency
from chalicelib.domain.tally import Tally, counted, duties, tally
from chalicelib.usecases.ports import Deps


def counts(agency: str, month: str, as_of: date, deps: Deps) -> tuple[list[tuple[str, CaseFacts]], list[Duty]]:
    """Its cases with their codes, and its duties to verify, whose dates have passed on `as_of`."""
    return list(counted(deps.cases.facts(agency, month), as_of)), list(duties(deps.cases.verifications(agency, month), as_of))


def own_tally(agency: str, month: str, as_of: date, deps: Deps) -> Tally:
    """The same, added up one by one, with what is shown of the survey: shown figures added up tell no more than they do."""
    cases = (facts for _, facts in counted(deps.cases.facts(agency, month), as_of))
    owed = duties(deps.cases.verifications(agency, month), as_of)
    return replace(tally(cases, owed, as_of), survey=deps.surveys.shown(agency, month))


def member(agency: Agency) -> Member:
    """The agency as it stands in a period."""
    return Member(id=agency.id, name=agency.name, kind=agency.kind, path=agency.path)
