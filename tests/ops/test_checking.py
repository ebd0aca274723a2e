"""Whatever is changed behind the timeline is found: state, events, their order, texts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.words import Status
from chalicelib.usecases import submit
from chalicelib.usecases.ports import Deps
from ops import checking
from tests import deeds
from tests.builders import a_submission


@pytest.fixture
def whole(deps: Deps) -> Case:
    filed = submit.submit(a_submission(agency="51.71"), "key-of-the-checked-one", deps).case
    return deeds.verify(filed.complaint.code, deps)


def test_a_case_that_nobody_touched_has_no_fault(whole: Case) -> None:
    assert list(checking.faults(whole)) == []


@pytest.mark.parametrize(
    ("touch", "found"),
    [
        (lambda case: replace(case, complaint=replace(case.complaint, status=Status.CLOSED)), "status is closed, its events add up to forwarded"),
        (lambda case: replace(case, complaint=replace(case.complaint, resolve_due=date(2030, 1, 1))), "resolve_due is 2030-01-01"),
        (lambda case: replace(case, events=case.events[:1]), "version is 2, its events add up to 1"),
        (
            lambda case: replace(case, events=(replace(case.events[0], data={**case.events[0].data, "region": "51"}), *case.events[1:])),
            "chain broken at event 1",
        ),
        (lambda case: replace(case, events=(case.events[0], replace(case.events[1], previous="0" * 64))), "chain broken at event 2"),
        (lambda case: replace(case, text=replace(case.text, body="Somebody wrote something else here.")), "what was filed is not what was sealed"),
        (
            lambda case: replace(case, events=(case.events[0], replace(case.events[1], text="Put in later."))),
            "text of event 2 is not what was sealed",
        ),
    ],
)
def test_what_was_touched_is_found(whole: Case, touch: Callable[[Case], Case], found: str) -> None:
    faults = list(checking.faults(touch(whole)))

    assert any(fault.startswith(found) for fault in faults), faults


def test_a_complaint_that_is_not_there_is_a_fault(whole: Case, deps: Deps) -> None:
    code = whole.complaint.code

    assert list(checking.check([code, "GONE"], deps)) == [("GONE", "is not there")]


def test_complaints_are_found_by_the_agency_they_were_filed_with(whole: Case, deps: Deps) -> None:
    code = whole.complaint.code

    assert checking.filed_with(["51.71"], None, deps) == checking.filed_with(None, "2026-11", deps) == [code]
    assert checking.filed_with(["51.71"], "2026-12", deps) == []
    assert checking.filed_with(["51.71.pupr"], None, deps) == []


def test_months_run_over_the_end_of_a_year() -> None:
    assert list(checking.months(date(2026, 11, 24), date(2027, 2, 1))) == ["2026-11", "2026-12", "2027-01", "2027-02"]
