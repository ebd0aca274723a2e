"""The index and the grades of Permenpan RB 14/2017, and what may be shown of them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.survey import NAMES, Element, Sums, add_up, result, shown_next
from tests.domain.samples import repeatable

ANSWERS = st.tuples(*(st.integers(1, 4) for _ in Element))


def graded(count: int, total: int) -> tuple[float, str] | None:
    """Index and grade where the nine sums add up to `total`."""
    found = result(Sums(count=count, answers=(total, *(0,) * 8)))
    return (found.index, found.grade) if found else None


def test_the_nine_elements_have_their_names_in_both_languages() -> None:
    assert len(Element) == 9
    assert set(NAMES) == set(Element)
    assert all(indonesian and english for indonesian, english in NAMES.values())


@pytest.mark.parametrize(
    ("count", "total", "index", "grade"),
    [
        (1, 36, 100.0, "A"),
        (1, 9, 25.0, "D"),
        (29, 955, 91.48, "A"),  # 25 times 955 / 261
        (10_000, 317_916, 88.31, "A"),
        (10_000, 317_898, 88.31, "A"),  # 88.305 exactly
        (10_000, 317_897, 88.30, "B"),
        (10_000, 275_778, 76.61, "B"),  # 76.605
        (10_000, 275_777, 76.60, "C"),
        (10_000, 234_000, 65.0, "C"),
        (10_000, 233_982, 65.0, "C"),  # 64.995
        (10_000, 233_981, 64.99, "D"),
    ],
)
def test_an_index_is_rounded_once_and_then_graded(count: int, total: int, index: float, grade: str) -> None:
    assert graded(count, total) == (index, grade)


def test_the_index_is_the_mean_of_the_means_of_the_elements() -> None:
    found = result(add_up([(4, 4, 4, 4, 4, 4, 4, 4, 4), (1, 2, 3, 4, 1, 2, 3, 4, 1), (3, 3, 3, 3, 3, 3, 3, 3, 4)]))

    assert found
    assert list(found.means.values()) == [2.67, 3.0, 3.33, 3.67, 2.67, 3.0, 3.33, 3.67, 3.0]
    assert (found.count, found.index, found.grade) == (3, 78.7, "B")


def test_what_nobody_answered_has_no_index() -> None:
    assert result(Sums()) is None


@repeatable
@given(st.lists(ANSWERS, min_size=1, max_size=20), st.lists(ANSWERS, max_size=20))
def test_sums_of_parts_are_the_sum_of_the_whole_in_any_order(some: list[tuple[int, ...]], others: list[tuple[int, ...]]) -> None:
    whole = add_up(some + others)
    found = result(whole)

    assert add_up(others) + add_up(reversed(some)) == whole
    assert found
    assert 25 <= found.index <= 100


def test_sums_of_other_elements_come_to_nothing() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Sums() + Sums(answers=(1, 2))
    with pytest.raises(ValueError, match="shorter"):
        result(Sums(count=1, answers=(4,) * 8))


@pytest.mark.parametrize(
    ("shown", "now", "next_"),
    [(0, 0, 0), (0, 9, 0), (0, 10, 10), (0, 15, 15), (10, 10, 10), (10, 19, 10), (10, 20, 20), (10, 33, 33)],
)
def test_what_is_shown_moves_on_by_many_sheets_at_a_time(shown: int, now: int, next_: int) -> None:
    assert shown_next(Sums(count=shown), Sums(count=now), 10).count == next_


def test_two_figures_that_were_shown_never_differ_by_one_persons_answers() -> None:
    shown = Sums()
    for count, few in product(range(1, 100), (5, 7)):
        after = shown_next(shown, Sums(count=count), few)
        assert after.count == shown.count or after.count - shown.count >= few
        shown = after
