from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import ranking, scoring
from chalicelib.domain.policy import WEIGHTS
from chalicelib.domain.ranking import Member, Scored
from chalicelib.domain.tally import EMPTY, Tally
from tests.builders import NOON, POLICY, later
from tests.domain.samples import repeatable

RULES = replace(POLICY, version=7, weights=dict.fromkeys(WEIGHTS, 0.0) | {"followed_up_on_time": 1.0})
ONLY_RATED = replace(RULES, weights=dict.fromkeys(WEIGHTS, 0.0) | {"satisfaction": 1.0})


def member(id_: str, kind: str = "city", path: str = "") -> Member:
    return Member(id=id_, name=f"Kota {id_}", kind=kind, path=path or f"nation/{id_}")


def counts(good: int, cases: int = 20, **more: int) -> Tally:
    """So many of the cases were followed up in time."""
    return Tally(cases=cases, followed_up_on_time=good, **more)


def table(tallies: dict[str, Tally], earlier: list[Scored] | None = None, **changes: Any) -> list[Scored]:
    kinds = changes.get("kinds", {})
    members = [member(id_, kinds.get(id_, "city")) for id_ in tallies]
    return ranking.scored(changes.get("period", "2026-11"), members, tallies, RULES, NOON, earlier or [], changes.get("months", 1))


def places(rows: list[Scored]) -> dict[str, int | None]:
    return {row.agency: row.place for row in rows}


def test_agencies_are_placed_by_their_scores_and_know_how_many_they_are() -> None:
    rows = table({"a": counts(10), "b": counts(18), "c": counts(14)})

    assert places(rows) == {"b": 1, "c": 2, "a": 3}
    assert {row.ranked for row in rows} == {3}
    assert places(table({"a": counts(0, cases=200), "b": counts(1, cases=200)})) == {"b": 1, "a": 2}


def test_equal_scores_are_told_apart_by_what_was_resolved_on_time_and_then_by_volume() -> None:
    rows = table({"a": counts(10), "b": counts(10, resolved_on_time=5), "c": counts(20, cases=40), "d": counts(20, cases=40, resolved_on_time=10)})

    assert places(rows) == {"d": 1, "b": 2, "c": 3, "a": 4}


def test_who_is_equal_in_everything_shares_a_place_and_the_next_place_is_left_out() -> None:
    rows = table({"a": counts(10), "b": counts(15), "c": counts(15), "d": counts(5)})

    assert places(rows) == {"b": 1, "c": 1, "a": 3, "d": 4}


def test_only_agencies_of_one_kind_and_one_volume_stand_in_one_table() -> None:
    rows = table({"a": counts(10), "b": counts(90, cases=100), "c": counts(20), "p": counts(1)}, kinds={"p": "province"})

    assert places(rows) == {"c": 1, "a": 2, "b": 1, "p": 1}


def test_below_the_first_band_nobody_is_ranked() -> None:
    (row,) = table({"a": counts(9, cases=9)})

    assert (row.place, row.ranked, row.score.value, row.score.band) == (None, 0, 100.0, "unranked")


def test_without_a_score_there_is_no_place() -> None:
    (row,) = ranking.scored("2026-11", [member("a")], {"a": counts(20)}, ONLY_RATED, NOON, [])

    assert (row.score.value, row.score.band, row.place) == (None, "10+", None)


def test_a_band_is_of_the_cases_a_month() -> None:
    (row,) = table({"a": counts(20, cases=29)}, months=3)

    assert row.score.band == "unranked"
    assert table({"a": counts(20, cases=30)}, months=3)[0].score.band == "10+"


def test_a_change_of_place_is_against_the_same_table_of_the_period_before() -> None:
    before = table({"a": counts(10), "b": counts(18), "c": counts(14), "d": counts(90, cases=100), "e": counts(1, cases=5)}, period="2026-10")

    rows = table({"a": counts(20), "b": counts(18), "c": counts(1), "d": counts(9), "e": counts(5), "f": counts(2)}, before)

    assert {row.agency: (row.place, row.change) for row in rows} == {
        "a": (1, 2),
        "b": (2, -1),
        "d": (3, None),
        "e": (4, None),
        "f": (5, None),
        "c": (6, -4),
    }


def test_who_has_become_another_kind_has_not_changed_place() -> None:
    before = table({"a": counts(10)}, period="2026-10", kinds={"a": "regency"})

    assert table({"a": counts(10)}, before)[0].change is None


TREE = [member("n", "nation", "n"), member("p", "province", "n/p"), member("c", path="n/p/c"), member("u", "unit", "n/p/c/u")]


def test_what_an_agency_counts_all_above_it_count_too() -> None:
    own = {"u": counts(3, cases=5), "c": counts(1, cases=1), "elsewhere": counts(9)}

    whole = ranking.rolled_up(own, TREE)

    assert whole == {"u": counts(3, cases=5), "c": counts(4, cases=6), "p": counts(4, cases=6), "n": counts(4, cases=6)}


def test_missing_ratings_count_as_the_mean_of_the_kind_in_which_each_rating_counts_once() -> None:
    units = [member(path[-1], "unit", path) for path in ("n/c/u", "n/c/u/v", "n/c/w", "n/c/x")]
    tallies = {"u": counts(0, ratings=4, top_two=4), "v": counts(0, ratings=2, top_two=2), "w": counts(0, ratings=4)}

    rows = {row.agency: row for row in ranking.scored("2026-11", units, tallies, ONLY_RATED, NOON, [])}

    assert {id_: row.score.value for id_, row in rows.items()} == {"u": 70.0, "v": 60.0, "w": 30.0, "x": None}
    assert rows["x"] == Scored(
        period="2026-11",
        agency="x",
        name="Kota x",
        kind="unit",
        score=scoring.score(EMPTY, 0.5, ONLY_RATED),
        tally=EMPTY,
        policy=7,
        computed_at=NOON,
        months=1,
        path="n/c/x",
    )


def test_a_longer_period_adds_up_its_months_with_the_name_that_an_agency_had_last() -> None:
    october, november = table({"a": counts(5, cases=15), "b": counts(9, cases=9)}, period="2026-10"), table({"a": counts(20, cases=25)})
    november = [replace(row, name="Kota Baru") for row in november]

    rows = ranking.summed("2026-Q4", [*november, *october], RULES, later(1), [])

    first, second = sorted(rows, key=lambda row: row.agency)
    assert (first.score.value, first.score.band) == (62.5, "10+")
    assert first == Scored(
        period="2026-Q4",
        agency="a",
        name="Kota Baru",
        kind="city",
        score=first.score,
        tally=counts(25, cases=40),
        policy=7,
        computed_at=later(1),
        months=2,
        place=1,
        ranked=1,
        path="nation/a",
    )
    assert (second.tally, second.score.band, second.computed_at) == (counts(9, cases=9), "unranked", later(1))


def test_months_in_which_nothing_was_counted_make_no_volume_smaller() -> None:
    empty, november = table({"a": EMPTY}, period="2026-10"), table({"a": counts(10)})

    assert [row.months for row in ranking.summed("2026-Q4", [*empty, *november], RULES, NOON, [])] == [1]
    assert [row.months for row in ranking.summed("2026-Q4", empty, RULES, NOON, [])] == [1]


@pytest.mark.parametrize(
    ("band", "top", "expected"),
    [
        ("", 0, ["b", "d", "c", "a", "e", "p"]),
        ("10", 0, ["c", "a", "p"]),
        ("100", 0, ["b", "d"]),
        ("unranked", 0, ["e"]),
        ("", 1, ["b", "c", "p"]),
        ("10", 1, ["c", "p"]),
    ],
)
def test_a_table_shows_the_largest_first_and_then_by_place_or_only_what_is_asked_for(band: str, top: int, expected: list[str]) -> None:
    tallies = {"a": counts(10), "b": counts(90, cases=100), "c": counts(20), "d": counts(80, cases=100), "e": counts(5, cases=5), "p": counts(1)}

    assert [row.agency for row in ranking.ordered(table(tallies, kinds={"p": "province"}), band, top)] == expected


def test_without_places_who_had_any_volume_stands_before_who_had_none() -> None:
    rows = ranking.scored("2026-11", [member("a"), member("b")], {"b": counts(0, cases=1)}, replace(ONLY_RATED, bands=(1,)), NOON, [])

    assert [(row.agency, row.score.band, row.place) for row in ranking.ordered(rows)] == [("b", "1+", None), ("a", "unranked", None)]


TALLIES = st.lists(st.builds(counts, st.integers(0, 10), st.just(10)) | st.builds(counts, st.integers(0, 100), st.just(100)), min_size=1, max_size=12)


@repeatable
@given(tallies=TALLIES, order=st.randoms(use_true_random=False))
def test_places_do_not_depend_on_the_order_in_which_agencies_come(tallies: list[Tally], order: Any) -> None:
    named = {f"a{number}": one for number, one in enumerate(tallies)}
    shuffled = list(named.items())
    order.shuffle(shuffled)

    assert places(table(dict(shuffled))) == places(table(named))
    for row in table(named):
        better = [other for other in table(named) if other.score.band == row.score.band and (other.score.value or 0) > (row.score.value or 0)]
        assert row.place is None or row.place > len(better)
