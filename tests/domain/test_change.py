from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain import agenda, change, reporting, routing
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.facts import case_facts
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Identity
from tests.builders import (
    ANSWERS,
    BALI,
    CALENDAR,
    COORDINATOR,
    NOON,
    POLICY,
    REPORTER,
    SYSTEM,
    UNIT,
    a_filing,
    a_first,
    a_receipt,
    a_text,
    at,
    confirmed,
    disputed,
    erased,
    later,
    responded,
    started,
    surveyed,
    verified,
)
from tests.domain.samples import CLOSED, FORWARDED, IN_PROGRESS, RECEIVED, RESPONDED


def step_of(complaint: Complaint) -> datetime:
    step = agenda.next_step(complaint, POLICY, BALI)
    assert step
    return step.at


def test_a_filed_complaint_wakes_at_its_first_reminder() -> None:
    assert a_first().complaint.wake == datetime(2026, 11, 25, 16, tzinfo=UTC)


def test_the_title_is_no_part_of_the_change_that_files() -> None:
    filed = change.first(a_receipt().code, reporting.submit(a_filing(), at()), REPORTER, at())

    assert filed.complaint.title == ""


@pytest.mark.parametrize(("make", "complaint"), [(verified, RECEIVED), (started, FORWARDED), (responded, IN_PROGRESS)])
def test_a_wake_that_comes_before_the_next_step_is_kept(make: Callable[[Complaint], Change], complaint: Complaint) -> None:
    wake = later(hours=1)

    assert make(replace(complaint, wake=wake)).complaint.wake == wake


def test_a_wake_that_comes_after_the_next_step_is_brought_forward() -> None:
    filed = replace(FORWARDED, wake=later(days=300))

    after = started(filed).complaint

    assert after.wake == step_of(after) == BALI.begins(datetime(2026, 12, 11, tzinfo=UTC).date())


@pytest.mark.parametrize("hours", [0, -1, -1000])
def test_a_wake_that_has_passed_gives_way_to_the_next_step(hours: int) -> None:
    after = started(replace(FORWARDED, wake=later(hours=hours))).complaint

    assert after.wake == step_of(after)


def test_a_complaint_without_a_wake_gets_one_with_its_next_step() -> None:
    after = disputed(confirmed(replace(RESPONDED, identity=Identity.NONE)).complaint).complaint

    assert after.wake == step_of(after)


@pytest.mark.parametrize("make", [lambda: confirmed(replace(RESPONDED, identity=Identity.NONE)), lambda: erased(CLOSED)], ids=["anonymous", "erased"])
def test_a_wake_is_dropped_when_nothing_is_left_to_do(make: Callable[[], Change]) -> None:
    assert make().complaint.wake is None


def test_the_last_step_of_the_ladder_drops_the_wake() -> None:
    almost = replace(RECEIVED, rung=3, level=2)
    step = agenda.next_step(almost, POLICY, BALI)
    assert step

    assert change.then(almost, step.deed, SYSTEM, at(step.at), "").complaint.wake is None


def test_a_step_that_is_overdue_already_wakes_at_once() -> None:
    late = verified(RECEIVED, NOON).complaint

    after = started(late, later(days=200)).complaint

    assert after.wake
    assert after.wake == step_of(after) < later(days=200)


def test_the_facts_are_those_after_the_change_at_the_agency_that_acts() -> None:
    half_past_eleven_in_jakarta = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    circumstances = at(half_past_eleven_in_jakarta, Office("Asia/Jayapura", CALENDAR))

    made = change.then(RECEIVED, routing.verify(RECEIVED, UNIT, circumstances, late=False), COORDINATOR, circumstances, "")

    assert made.facts == case_facts(made.complaint, circumstances.office)
    assert made.facts
    assert made.facts.forwarded_on.day == 25


def test_a_survey_brings_its_sheet() -> None:
    made = surveyed(CLOSED)

    assert (made.sheet, confirmed(RESPONDED).sheet) == (Sheet(id=f"sheet-{CLOSED.code}", answers=ANSWERS), None)


def test_a_case_grows_by_the_event_of_each_change() -> None:
    filed = a_first()
    case = Case(complaint=filed.complaint, text=a_text(), events=(filed.event,))
    forwarded = verified(filed.complaint)

    assert case.after(forwarded) == Case(complaint=forwarded.complaint, text=a_text(), events=(filed.event, forwarded.event))
