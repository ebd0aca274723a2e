"""What an agency might try instead of answering: none of it raises a score."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import ranking, routing, scoring
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.facts import CaseFacts, case_facts
from chalicelib.domain.ranking import Member
from chalicelib.domain.tally import EMPTY, NUMBERS, Tally, total
from chalicelib.domain.words import Outcome, Status
from tests.builders import BALI, NOON, OTHER_CITY, POLICY, STEWARD, at, extended, held, later, replied, responded, returned, started
from tests.domain.months import DECEMBER, a_case, counts, nov
from tests.domain.samples import FORWARDED, IN_PROGRESS, repeatable

FACTS = st.builds(
    a_case,
    status=st.sampled_from(Status),
    followed_up_on=st.none() | st.dates(nov(2), DECEMBER),
    responded_on=st.none() | st.dates(nov(2), DECEMBER),
    resolve_due=st.dates(nov(9), date(2026, 12, 15)),
    disputes=st.integers(0, 2),
    rating=st.none() | st.integers(1, 4),
    outcome=st.none() | st.sampled_from(Outcome),
    extension=st.integers(0, 14),
    held_days=st.integers(0, 10),
)
CASES = st.lists(FACTS, max_size=15)
MEANS = st.none() | st.floats(0, 1)


def value(cases: list[CaseFacts], mean: float | None) -> float:
    """Without a case there is none, which is no better than the worst."""
    return scoring.score(counts(*cases), mean, POLICY).value or 0


@repeatable
@given(cases=CASES, mean=MEANS, order=st.randoms(use_true_random=False))
def test_a_score_does_not_depend_on_the_order_of_the_cases(cases: list[CaseFacts], mean: float | None, order: Any) -> None:
    shuffled = cases[:]
    order.shuffle(shuffled)

    assert counts(*shuffled) == counts(*cases)
    assert value(shuffled, mean) == value(cases, mean)


@repeatable
@given(cases=CASES, mean=MEANS, case=FACTS, status=st.sampled_from([Status.CLOSED, Status.RESPONDED]))
def test_closing_without_an_answer_never_raises_a_score(cases: list[CaseFacts], mean: float | None, case: CaseFacts, status: Status) -> None:
    waiting = replace(case, status=Status.IN_PROGRESS, responded_on=None, outcome=None, rating=None)
    closed = replace(waiting, status=status)

    assert value([*cases, closed], mean) <= value([*cases, waiting], mean)


@repeatable
@given(cases=CASES, mean=MEANS, days=st.integers(0, 40))
def test_an_answer_before_the_due_date_counts_no_earlier_than_an_answer_on_it(cases: list[CaseFacts], mean: float | None, days: int) -> None:
    due = nov(20) + timedelta(days=days)
    early, on_the_day = a_case(resolve_due=due, responded_on=nov(5)), a_case(resolve_due=due, responded_on=due)

    assert value([*cases, early], mean) == value([*cases, on_the_day], mean)


@repeatable
@given(cases=CASES, mean=MEANS, late=st.integers(0, 30), working=st.booleans())
def test_returning_at_the_last_minute_never_raises_a_score(cases: list[CaseFacts], mean: float | None, late: int, working: bool) -> None:  # noqa: FBT001
    """After its follow-up date a case stays with who returns it, as one that was neither taken up nor answered: what it would be if nobody did anything."""
    complaint = IN_PROGRESS if working else FORWARDED
    kept, left = case_facts(complaint, BALI), returned(complaint, later(8 + late)).left
    assert kept
    assert left
    due = kept.resolve_due + timedelta(days=1)

    assert scoring.score(counts(*cases, left, as_of=due), mean, POLICY).value == pytest.approx(
        scoring.score(counts(*cases, replace(kept, status=Status.FORWARDED, followed_up_on=None), as_of=due), mean, POLICY).value
    )
    assert value([*cases, left], mean) <= value([*cases, kept], mean)


@pytest.mark.parametrize(
    "complaint", [FORWARDED, started(FORWARDED).complaint, extended(IN_PROGRESS).complaint], ids=["forwarded", "started", "extended"]
)
def test_what_the_steward_takes_away_after_the_follow_up_date_stays_in_the_score_as_nothing_done(complaint: Complaint) -> None:
    left = routing.assign(complaint, OTHER_CITY, "Milik kota lain.", at(later(8)), BALI).left

    assert STEWARD.agency != complaint.agency
    assert left
    assert (left.status, left.followed_up_on, left.responded_on, left.rating) == (Status.RECEIVED, None, None, None)


def test_waiting_for_the_reporter_and_asking_for_more_time_are_seen() -> None:
    waited = case_facts(responded(replied(held(FORWARDED).complaint, later(1)).complaint, later(1)).complaint, BALI)
    longer = case_facts(responded(extended(FORWARDED).complaint, later(1)).complaint, BALI)
    assert waited
    assert longer

    one = counts(waited, longer, as_of=date(2027, 1, 31))

    assert (one.cases, one.held, one.extended) == (2, 1, 1)


def test_an_answer_that_nothing_can_be_done_is_an_answer_and_told_apart() -> None:
    one = counts(a_case(outcome=Outcome.CANNOT_BE_RESOLVED), a_case(outcome=Outcome.RESOLVED))

    assert (one.cases, one.resolved, one.cannot_be_resolved) == (2, 2, 1)


UNITS = tuple(Member(id=f"u{number}", name="", kind="unit", path=f"c/u{number}") for number in range(4))
CITY = Member(id="c", name="", kind="city", path="c")


@repeatable
@given(cases=CASES, mean=MEANS, units=st.lists(st.integers(0, 3), min_size=15, max_size=15))
def test_splitting_a_unit_leaves_the_score_above_it_as_it_is(cases: list[CaseFacts], mean: float | None, units: list[int]) -> None:
    split = {unit.id: counts(*(case for case, number in zip(cases, units, strict=False) if unit.id == f"u{number}")) for unit in UNITS}

    whole = ranking.rolled_up(split, [CITY, *UNITS])["c"]

    assert whole == counts(*cases)
    assert (scoring.score(whole, mean, POLICY).value or 0) == value(cases, mean)


WHOLE, OTHER = Member(id="w", name="", kind="unit", path="w"), Member(id="o", name="", kind="unit", path="o")
PARTS = tuple(Member(id=f"p{number}", name="", kind="unit", path=f"w/p{number}") for number in range(4))


@repeatable
@given(cases=CASES, others=CASES, units=st.lists(st.integers(0, 3), min_size=15, max_size=15))
def test_splitting_a_unit_raises_neither_its_own_score_nor_that_of_any_other(
    cases: list[CaseFacts], others: list[CaseFacts], units: list[int]
) -> None:
    """Not by the mean of the kind either, to which few ratings are drawn: its parts' ratings weigh once."""
    split = {part.id: counts(*(case for case, unit in zip(cases, units, strict=False) if part.id == f"p{unit}")) for part in PARTS}
    before = ranking.scored("2026-11", [WHOLE, OTHER], {"w": counts(*cases), "o": counts(*others)}, POLICY, NOON, [])
    after = ranking.scored(
        "2026-11", [WHOLE, OTHER, *PARTS], ranking.rolled_up({**split, "o": counts(*others)}, [WHOLE, OTHER, *PARTS]), POLICY, NOON, []
    )

    assert {row.agency: row.score for row in after if row.agency in "wo"} == {row.agency: row.score for row in before}
    year = ranking.summed("2026", after, POLICY, NOON, [])
    assert {row.agency: row.score.value for row in year if row.agency in "wo"} == {row.agency: row.score.value for row in before}


@repeatable
@given(cases=st.lists(FACTS, min_size=1, max_size=15), units=st.lists(st.integers(0, 3), min_size=15, max_size=15))
def test_splitting_a_unit_never_raises_what_its_parts_score_together(cases: list[CaseFacts], units: list[int]) -> None:
    """Of what it does itself: nobody rated. What ratings do to it is in the next test."""
    unrated = [replace(case, rating=None) for case in cases]
    parts = [counts(*(case for case, number in zip(unrated, units, strict=False) if number == unit)) for unit in range(4)]
    whole = counts(*unrated)

    together = sum((scoring.score(part, None, POLICY).value or 0) * part.cases for part in parts)

    assert together == pytest.approx(value(unrated, None) * whole.cases, abs=0.02 * len(cases))


@repeatable
@given(ratings=st.lists(st.lists(st.booleans(), min_size=10, max_size=30), min_size=1, max_size=4))
def test_with_enough_ratings_in_each_the_satisfaction_of_the_parts_comes_to_that_of_the_whole(ratings: list[list[bool]]) -> None:
    parts = [Tally(cases=len(part), ratings=len(part), top_two=sum(part)) for part in ratings]
    whole = total(parts)

    together = sum((scoring.score(part, 0.5, POLICY).value or 0) * part.cases for part in parts)

    assert together == pytest.approx((scoring.score(whole, 0.5, POLICY).value or 0) * whole.cases, abs=0.02 * whole.cases)


@repeatable
@given(cases=CASES, units=st.lists(st.integers(0, 3), min_size=15, max_size=15))
def test_what_the_parts_of_a_split_unit_do_in_time_is_in_the_mean_what_the_whole_did(cases: list[CaseFacts], units: list[int]) -> None:
    parts = [counts(*(case for case, number in zip(cases, units, strict=False) if number == unit)) for unit in range(4)]
    whole = counts(*cases)

    for name in NUMBERS:
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert total(parts) == whole
    assert total(reversed(parts)) == whole


def test_a_tally_of_nothing_adds_nothing() -> None:
    one = counts(a_case())

    assert one + EMPTY == EMPTY + one == one
    assert Tally(days={3: 1}) + Tally(days={0: 2, 3: 1}) == Tally(days={0: 2, 3: 2})
