from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.domain import agenda, change, reporting
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.facts import CaseFacts, Mark, Verification, case_facts
from chalicelib.domain.words import Class, Outcome, Status
from tests.builders import (
    BALI,
    CALENDAR,
    NOON,
    POLICY,
    REPORTER,
    SYSTEM,
    a_first,
    at,
    confirmed,
    disputed,
    extended,
    held,
    later,
    responded,
    resumed,
    started,
    verified,
    withdrawn,
)
from tests.domain.samples import CLOSED, FORWARDED, IN_PROGRESS, RECEIVED, RESPONDED, WITHDRAWN

DUE = date(2026, 11, 27)
FACTS = CaseFacts(
    class_=Class.COMPLAINT,
    status=Status.FORWARDED,
    forwarded_on=date(2026, 11, 24),
    follow_up_due=date(2026, 12, 1),
    followed_up_on=None,
    resolve_due=date(2026, 12, 14),
    responded_on=None,
    disputes=0,
    rating=None,
)

CANNOT = replace(
    FACTS, status=Status.RESPONDED, followed_up_on=date(2026, 11, 24), responded_on=date(2026, 11, 24), outcome=Outcome.CANNOT_BE_RESOLVED
)


def a_mark(verification: Verification) -> Mark:
    return Mark(agency="51.71", due=DUE, verification=verification)


def stepped(complaint: Complaint, now: datetime) -> Change:
    step = agenda.next_step(complaint, POLICY, BALI)
    assert step
    return change.then(complaint, step.deed, SYSTEM, at(now), "")


REMINDED = stepped(RECEIVED, later(days=2))
FIRST_LEVEL = stepped(REMINDED.complaint, later(days=4))
SECOND_LEVEL = stepped(FIRST_LEVEL.complaint, later(days=8))


@pytest.mark.parametrize("complaint", [RECEIVED, WITHDRAWN], ids=["received", "withdrawn before verification"])
def test_a_complaint_that_was_never_forwarded_has_no_facts(complaint: Complaint) -> None:
    assert case_facts(complaint, BALI) is None


@pytest.mark.parametrize("missing", ["forwarded_at", "follow_up_due", "resolve_due"])
def test_without_one_of_its_dates_a_case_has_no_facts(missing: str) -> None:
    without: dict[str, Any] = {missing: None}

    assert case_facts(replace(FORWARDED, **without), BALI) is None


@pytest.mark.parametrize(
    ("complaint", "expected"),
    [
        (FORWARDED, FACTS),
        (started(FORWARDED, later(days=1)).complaint, replace(FACTS, status=Status.IN_PROGRESS, followed_up_on=date(2026, 11, 25))),
        (
            responded(FORWARDED, later(days=2)).complaint,
            replace(FACTS, status=Status.RESPONDED, followed_up_on=date(2026, 11, 26), responded_on=date(2026, 11, 26), outcome=Outcome.RESOLVED),
        ),
        (
            confirmed(RESPONDED, later(days=9), rating=2).complaint,
            replace(
                FACTS, status=Status.CLOSED, followed_up_on=date(2026, 11, 24), responded_on=date(2026, 11, 24), rating=2, outcome=Outcome.RESOLVED
            ),
        ),
        (
            disputed(CLOSED, later(days=1)).complaint,
            replace(FACTS, status=Status.IN_PROGRESS, followed_up_on=date(2026, 11, 24), resolve_due=date(2026, 12, 15), disputes=1),
        ),
        (withdrawn(FORWARDED).complaint, replace(FACTS, status=Status.WITHDRAWN)),
        (extended(FORWARDED, days=5).complaint, replace(FACTS, resolve_due=date(2026, 12, 21), extension=5)),
        (
            resumed(held(FORWARDED, days=2).complaint, later(days=2)).complaint,
            replace(FACTS, follow_up_due=date(2026, 12, 3), resolve_due=date(2026, 12, 16), held_days=2),
        ),
        (verified(resumed(held(RECEIVED, days=2).complaint, later(days=2)).complaint).complaint, FACTS),
        (responded(FORWARDED, outcome=Outcome.CANNOT_BE_RESOLVED, reason="Bukan aset kota.").complaint, CANNOT),
    ],
    ids=["forwarded", "started", "responded", "closed", "disputed", "withdrawn", "extended", "held", "held before", "cannot be resolved"],
)
def test_the_facts_of_a_case_are_a_few_dates_and_counts(complaint: Complaint, expected: CaseFacts) -> None:
    assert case_facts(complaint, BALI) == expected


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", 24), ("Asia/Makassar", 25), ("Asia/Jayapura", 25)])
def test_the_facts_are_dates_at_the_agency(zone: str, day: int) -> None:
    before_midnight_in_jakarta = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    answered = replace(
        RESPONDED, forwarded_at=before_midnight_in_jakarta, followed_up_at=before_midnight_in_jakarta, responded_at=before_midnight_in_jakarta
    )

    facts = case_facts(answered, Office(zone, CALENDAR))

    assert facts
    assert (facts.forwarded_on, facts.followed_up_on, facts.responded_on) == (date(2026, 11, day),) * 3


def test_filing_marks_the_duty_to_verify() -> None:
    assert a_first().mark == a_mark(Verification.DUE)


def test_verifying_in_time_leaves_no_mark() -> None:
    assert verified(RECEIVED).mark is None


def test_a_late_verification_marks_the_date_as_missed() -> None:
    assert verified(RECEIVED, later(days=4), late=True).mark == a_mark(Verification.MISSED)
    assert verified(REMINDED.complaint, later(days=4), late=True).mark == a_mark(Verification.MISSED)


def test_the_first_level_of_the_verify_clock_marks_the_date_as_missed() -> None:
    assert FIRST_LEVEL.mark == a_mark(Verification.MISSED)


def test_a_missed_date_is_marked_once() -> None:
    assert SECOND_LEVEL.mark is None
    assert verified(FIRST_LEVEL.complaint, later(days=8), late=True).mark is None
    assert verified(SECOND_LEVEL.complaint, later(days=9), late=True).mark is None


def test_withdrawing_before_the_verify_date_makes_the_duty_void() -> None:
    assert withdrawn(RECEIVED).mark == a_mark(Verification.VOID)


def test_withdrawing_after_the_verify_date_was_missed_does_not_undo_the_miss() -> None:
    assert withdrawn(FIRST_LEVEL.complaint, later(days=8)).mark is None


def test_a_reminder_leaves_no_mark() -> None:
    assert REMINDED.mark is None


@pytest.mark.parametrize("complaint", [FORWARDED, IN_PROGRESS], ids=lambda complaint: complaint.status)
def test_after_verification_nothing_marks_the_duty_any_more(complaint: Complaint) -> None:
    assert withdrawn(complaint).mark is None
    assert stepped(replace(complaint, rung=1), later(days=30)).mark is None


@pytest.mark.parametrize("make", [lambda: started(FORWARDED), lambda: responded(IN_PROGRESS), lambda: confirmed(RESPONDED), lambda: disputed(CLOSED)])
def test_other_actions_leave_no_mark(make: Callable[[], Change]) -> None:
    assert make().mark is None


def test_a_message_of_the_reporter_leaves_no_mark() -> None:
    from_reporter = change.then(RECEIVED, reporting.reply(RECEIVED, "Masih mati.", at()), REPORTER, at(NOON), "salt")

    assert from_reporter.mark is None
