from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import tally
from chalicelib.domain.facts import Duty, Verification
from chalicelib.domain.tally import EMPTY
from chalicelib.domain.words import Status
from tests.domain.months import DECEMBER, MONTH, a_case, counts, nov
from tests.domain.samples import repeatable

DUE, MISSED, VOID = Verification


def duties(*marks: list[tuple[date, Verification]], as_of: date = DECEMBER) -> tuple[int, int]:
    owed = tally.duties({str(number): entries for number, entries in enumerate(marks)}, as_of)
    counted = tally.tally((), owed, as_of)
    return counted.verifications, counted.verified_on_time


def test_a_month_is_counted_case_by_case() -> None:
    expected = replace(
        EMPTY,
        cases=5,
        followed_up=4,
        followed_up_on_time=2,
        resolved=3,
        resolved_on_time=2,
        ratings=2,
        top_two=1,
        unresolved=2,
        overdue_days=11 + 11,
        days={10: 1, 18: 1, 22: 1},
    )

    assert counts(*MONTH) == expected


def test_the_order_of_the_cases_does_not_matter() -> None:
    assert counts(*reversed(MONTH)) == counts(*MONTH)


def test_an_early_answer_counts_only_once_its_date_has_passed() -> None:
    early = a_case(resolve_due=nov(30))

    assert counts(early, as_of=nov(30)) == EMPTY
    assert counts(early, as_of=DECEMBER).resolved_on_time == 1


def test_a_fresh_case_does_not_hurt_before_the_day_after_its_date() -> None:
    fresh = a_case(status=Status.FORWARDED, followed_up_on=None, responded_on=None, resolve_due=nov(30))

    assert counts(*MONTH, fresh, as_of=nov(30)) == counts(*MONTH, as_of=nov(30))
    assert counts(*MONTH, fresh).cases == 6


def test_withdrawn_complaints_are_left_out_even_when_they_were_late() -> None:
    withdrawn = a_case(status=Status.WITHDRAWN, followed_up_on=None, responded_on=None)

    assert counts(*MONTH, withdrawn) == counts(*MONTH)


@pytest.mark.parametrize("responded_on", [None, nov(12)], ids=["still open", "answered again"])
def test_a_disputed_answer_is_not_a_resolution(responded_on: date | None) -> None:
    disputed = counts(a_case(status=Status.IN_PROGRESS, disputes=1, responded_on=responded_on))

    assert (disputed.disputed, disputed.resolved, disputed.resolved_on_time, disputed.followed_up_on_time) == (1, 0, 0, 1)


def test_a_case_disputed_twice_is_one_disputed_case() -> None:
    assert counts(a_case(disputes=2)).disputed == 1


@pytest.mark.parametrize(("days_late", "on_time"), [(-1, 1), (0, 1), (1, 0)])
def test_on_time_takes_in_the_due_date(days_late: int, on_time: int) -> None:
    late = timedelta(days=days_late)
    one = counts(a_case(followed_up_on=nov(9) + late, responded_on=nov(20) + late))

    assert (one.followed_up_on_time, one.resolved_on_time, one.followed_up, one.resolved) == (on_time, on_time, 1, 1)


@pytest.mark.parametrize(("rating", "top_two"), [(1, 0), (2, 0), (3, 1), (4, 1)])
def test_three_and_four_are_satisfied(rating: int, top_two: int) -> None:
    one = counts(a_case(rating=rating))

    assert (one.ratings, one.top_two) == (1, top_two)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([(nov(27), DUE)], (1, 1)),
        ([(nov(27), DUE), (nov(27), MISSED)], (1, 0)),
        ([(nov(27), MISSED), (nov(27), DUE), (nov(27), MISSED)], (1, 0)),
        ([(nov(27), DUE), (nov(27), VOID)], (0, 0)),
        ([(nov(30), DUE)], (1, 1)),
        ([(DECEMBER, DUE)], (0, 0)),
        ([], (0, 0)),
    ],
    ids=["in time", "missed", "missed is missed once", "void", "due yesterday", "due today", "no mark"],
)
def test_a_duty_to_verify_counts_once_its_date_has_passed(marks: list[tuple[date, Verification]], expected: tuple[int, int]) -> None:
    assert duties(marks) == expected


def test_each_complaint_is_one_duty_to_verify() -> None:
    in_time, missed, void = [(nov(27), DUE)], [(nov(27), DUE), (nov(27), MISSED)], [(nov(27), DUE), (nov(27), VOID)]

    assert duties(in_time, missed, void, in_time) == (3, 2)


@pytest.mark.parametrize("days", [0, 1, 5])
def test_one_day_more_or_one_day_of_waiting_counts(days: int) -> None:
    one = counts(a_case(extension=days, held_days=days))

    assert (one.extended, one.held) == (int(days > 0), int(days > 0))


def test_a_duty_says_whose_it_is() -> None:
    assert list(tally.duties({"C": [(nov(27), DUE)]}, DECEMBER)) == [Duty(case="C", due=nov(27), missed=False)]


def test_nothing_added_up_is_nothing() -> None:
    assert tally.total([]) == EMPTY


@pytest.mark.parametrize("status", Status)
def test_what_is_nobodys_fault_somebody_elses_or_stands_still_is_left_out(status: Status) -> None:
    one = a_case(status=status, followed_up_on=None, responded_on=None)
    left_out = status in {Status.WITHDRAWN, Status.ARCHIVED, Status.LINKED, Status.ON_HOLD}

    assert counts(*MONTH, one).cases == len(MONTH) + (not left_out)


def test_what_an_agency_kept_too_long_and_lost_counts_as_nothing_done_and_is_no_backlog() -> None:
    kept = a_case(status=Status.RECEIVED, followed_up_on=None, responded_on=None)

    assert counts(kept) == replace(EMPTY, cases=1, returned=1)


Entries = list[tuple[date, Verification]]
LATER = nov(29)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([(nov(27), DUE), (nov(27), VOID), (nov(27), DUE)], (1, 1)),
        ([(nov(27), DUE), (nov(27), VOID), (nov(27), DUE), (nov(27), VOID)], (0, 0)),
        ([(nov(27), DUE), (nov(27), VOID), (nov(27), DUE), (nov(27), MISSED)], (1, 0)),
        ([(nov(27), DUE), (nov(27), MISSED), (nov(27), DUE)], (1, 0)),
        ([(nov(27), DUE), (nov(27), VOID), (LATER, DUE)], (1, 1)),
        ([(nov(27), DUE), (nov(27), VOID), (LATER, DUE), (LATER, MISSED)], (1, 0)),
        ([(nov(27), DUE), (LATER, DUE)], (2, 2)),
        ([(nov(27), DUE), (nov(27), DUE)], (1, 1)),
        ([(nov(27), VOID)], (0, 0)),
    ],
    ids=["came again", "went twice", "came again, missed", "missed, held", "moved", "moved, missed", "two of them", "taken over", "void alone"],
)
def test_a_duty_that_comes_and_goes_counts_once_by_its_date(marks: Entries, expected: tuple[int, int]) -> None:
    assert duties(marks) == expected
    assert duties(marks[::-1]) == expected


ENTRIES = st.lists(st.tuples(st.sampled_from([nov(27), LATER, DECEMBER]), st.sampled_from(Verification)), max_size=6)


@repeatable
@given(marks=st.lists(ENTRIES, max_size=5), more=ENTRIES)
def test_duties_are_the_sum_over_complaints_and_no_more_are_kept_than_there_are(marks: list[Entries], more: Entries) -> None:
    due, in_time = duties(*marks)
    separately = [duties(entries) for entries in marks]

    assert (due, in_time) == (sum(one[0] for one in separately), sum(one[1] for one in separately))
    assert 0 <= in_time <= due <= len({(number, day) for number, entries in enumerate(marks) for day, _ in entries})
    assert duties(*marks, more)[0] >= due


@repeatable
@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_the_days_to_answer_have_the_mean_and_the_middle_that_they_have_one_by_one(days: list[int]) -> None:
    one = counts(*(a_case(responded_on=nov(2) + timedelta(days=number)) for number in days))

    assert one.mean_days == pytest.approx(fmean(days))
    assert one.median_days == median(days)


def test_without_an_answer_there_is_no_mean_and_without_a_backlog_no_lateness() -> None:
    assert (EMPTY.mean_days, EMPTY.median_days, EMPTY.backlog_days) == (None, None, None)
    assert counts(*MONTH).backlog_days == 11


def test_counts_are_numbers_however_few_there_are() -> None:
    only = tally.tally((), [Duty(case="C", due=nov(27), missed=False)], DECEMBER)

    assert {type(getattr(only, name)) for name in tally.NUMBERS} == {int}
