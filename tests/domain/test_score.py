from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import scoring
from chalicelib.domain.facts import CaseFacts
from chalicelib.domain.policy import WEIGHTS, Policy
from chalicelib.domain.survey import add_up
from chalicelib.domain.tally import EMPTY
from chalicelib.domain.words import Status
from tests.builders import POLICY
from tests.domain.months import DECEMBER, MONTH, a_case, counts, nov
from tests.domain.samples import repeatable

ONLY_SATISFACTION = Policy(weights=dict.fromkeys(WEIGHTS, 0) | {"satisfaction": 1})


def test_an_empty_month_has_no_score() -> None:
    score = scoring.score(counts(), None, POLICY)

    assert counts() == EMPTY
    assert (score.value, score.zone, score.band) == (None, None, "unranked")
    assert set(score.indicators.values()) == {None}


def test_a_score_is_the_weighted_sum_of_its_four_parts() -> None:
    followed_up_on_time, resolved_on_time, undisputed_resolved = 2 / 5, 2 / 5, (1 - 0) * 3 / 5
    satisfaction = (1 + 8 * 0.75) / 10
    by_hand = 100 * (0.25 * followed_up_on_time + 0.35 * resolved_on_time + 0.20 * undisputed_resolved + 0.20 * satisfaction)

    score = scoring.score(counts(*MONTH), 0.75, POLICY)

    assert by_hand == pytest.approx(10 + 14 + 12 + 14)
    assert (score.value, score.zone, score.band) == (50.0, "red", "unranked")


def test_a_disputed_case_is_not_resolved_and_takes_nothing_from_the_others() -> None:
    tally = replace(EMPTY, cases=20, followed_up=20, followed_up_on_time=18, resolved=16, resolved_on_time=15, disputed=2, ratings=10, top_two=9)
    by_hand = 100 * (0.25 * 18 / 20 + 0.35 * 15 / 20 + 0.20 * 16 / 20 + 0.20 * 9 / 10)

    score = scoring.score(tally, 0.5, POLICY)

    assert by_hand == pytest.approx(22.5 + 26.25 + 16 + 18)
    assert (score.value, score.zone, score.band) == (82.75, "green", "10+")


def test_a_score_has_two_decimals() -> None:
    thirds = replace(EMPTY, cases=3, followed_up_on_time=1, resolved=1, resolved_on_time=1)

    assert scoring.score(thirds, None, POLICY).value == 33.33


@pytest.mark.parametrize(("months", "band"), [({}, "10+"), ({"months": 1}, "10+"), ({"months": 2}, "unranked")])
def test_a_band_is_of_the_cases_a_month_of_which_there_is_one_unless_named(months: dict[str, int], band: str) -> None:
    assert scoring.score(replace(EMPTY, cases=10), None, POLICY, **months).band == band


def test_linked_cases_count_with_their_lead_and_stand_beside_the_score() -> None:
    linked = a_case(status=Status.LINKED, responded_on=None, followed_up_on=None)
    alone, beside = (scoring.score(counts(*MONTH, *more), 0.75, POLICY) for more in ((), (linked,) * 5))

    assert (beside.value, beside.band) == (alone.value, alone.band)
    assert (alone.indicators["linked"], beside.indicators["linked"]) == (0.0, 0.5)
    assert counts(*MONTH, linked) == replace(counts(*MONTH), linked=1)


def test_every_indicator_is_a_share_of_what_was_counted() -> None:
    tally = replace(counts(*MONTH * 6), verifications=4, verified_on_time=3)
    expected = {
        "followed_up": 0.8,
        "followed_up_on_time": 0.4,
        "resolved": 0.6,
        "resolved_on_time": 0.4,
        "cannot_be_resolved": 0.0,
        "disputed": 0.0,
        "returned": 0.0,
        "extended": 0.0,
        "held": 0.0,
        "linked": 0.0,
        "survey_index": None,
        "verified_on_time": 0.75,
        "satisfaction": 0.5,
        "speed_points": 0.0,
        "backlog_days": 11.0,
        "median_days": 18.0,
        "mean_days": 16.6667,
    }

    assert scoring.score(tally, 0.9, POLICY).indicators == expected


def test_the_index_of_the_survey_is_that_of_all_that_is_shown_together() -> None:
    unit, other = replace(EMPTY, survey=add_up([(4,) * 9] * 10)), replace(EMPTY, survey=add_up([(2,) * 9] * 30))

    assert scoring.score(unit, None, POLICY).indicators["survey_index"] == 100
    assert scoring.score(unit + other, None, POLICY).indicators["survey_index"] == 62.5


def test_without_any_rating_of_the_kind_the_other_weights_are_scaled_up() -> None:
    unrated = [replace(case, rating=None) for case in MONTH]
    by_hand = (10 + 14 + 12) / (0.25 + 0.35 + 0.20)

    score = scoring.score(counts(*unrated), None, POLICY)

    assert by_hand == pytest.approx(45)
    assert score.value == 45.0
    assert score.indicators["satisfaction"] is None


@pytest.mark.parametrize(
    ("ratings", "top_two", "by_hand"),
    [
        (0, 0, (0 + 10 * 0.8) / 10),
        (1, 1, (1 + 9 * 0.8) / 10),
        (1, 0, (0 + 9 * 0.8) / 10),
        (9, 0, (0 + 1 * 0.8) / 10),
        (10, 0, 0 / 10),
        (10, 10, 10 / 10),
        (12, 3, 3 / 12),
    ],
)
def test_few_ratings_are_drawn_to_the_mean_of_the_kind(ratings: int, top_two: int, by_hand: float) -> None:
    tally = replace(EMPTY, cases=12, ratings=ratings, top_two=top_two)

    assert scoring.score(tally, 0.8, ONLY_SATISFACTION).value == pytest.approx(100 * by_hand)


def test_where_the_kind_has_no_mean_an_agencys_own_ratings_stand_alone() -> None:
    assert scoring.score(replace(EMPTY, cases=2, ratings=2, top_two=1), None, ONLY_SATISFACTION).value == 50.0


def test_how_many_ratings_are_few_is_the_policys() -> None:
    tally = replace(EMPTY, cases=12, ratings=2, top_two=1)

    assert scoring.score(tally, 0.8, replace(ONLY_SATISFACTION, few_ratings=4)).value == pytest.approx(100 * (1 + 2 * 0.8) / 4)
    assert scoring.score(tally, 0.8, replace(ONLY_SATISFACTION, few_ratings=0)).value == 50.0


@pytest.mark.parametrize(
    ("value", "zone"), [(100.0, "green"), (81.0, "green"), (80.99, "yellow"), (51.0, "yellow"), (50.99, "red"), (0.0, "red"), (None, None)]
)
def test_a_zone_begins_at_its_edge(value: float | None, zone: str | None) -> None:
    assert scoring.zone(value, POLICY.zones) == zone


@pytest.mark.parametrize(
    ("cases", "band"),
    [(0, "unranked"), (9, "unranked"), (10, "10+"), (99, "10+"), (100, "100+"), (999, "100+"), (1000, "1000+"), (50_000, "1000+")],
)
def test_a_volume_band_begins_at_its_edge(cases: int, band: str) -> None:
    assert scoring.band(cases, POLICY.bands) == band


@pytest.mark.parametrize(
    ("days", "points"),
    [(0, 5), (1, 5), (1.01, 4), (3, 4), (3.01, 3), (5, 3), (5.01, 2), (7, 2), (7.01, 1), (14, 1), (14.01, 0), (365, 0), (None, None)],
)
def test_speed_points_fall_with_the_mean_of_the_days(days: float | None, points: float | None) -> None:
    assert scoring.speed_points(days) == points


FACTS = st.builds(
    a_case,
    status=st.sampled_from(Status),
    followed_up_on=st.none() | st.dates(nov(2), DECEMBER),
    responded_on=st.none() | st.dates(nov(2), DECEMBER),
    resolve_due=st.dates(nov(9), date(2026, 12, 15)),
    disputes=st.integers(0, 2),
    rating=st.none() | st.integers(1, 4),
)


@repeatable
@given(cases=st.lists(FACTS, max_size=15), mean=st.none() | st.floats(0, 1))
def test_a_score_lies_between_nothing_and_everything(cases: list[CaseFacts], mean: float | None) -> None:
    tally = counts(*cases)
    score = scoring.score(tally, mean, POLICY)

    assert tally.cases >= tally.followed_up >= tally.followed_up_on_time >= 0
    assert tally.cases >= tally.resolved + tally.disputed
    assert tally.resolved >= tally.resolved_on_time >= 0
    assert (score.value is None) is (tally.cases == 0)
    assert score.value is None or 0 <= score.value <= 100


@repeatable
@given(cases=st.lists(FACTS, max_size=15), late=st.integers(0, 14))
def test_answering_on_time_instead_of_late_never_lowers_a_score(cases: list[CaseFacts], late: int) -> None:
    better = counts(*cases, a_case(responded_on=nov(20)))
    worse = counts(*cases, a_case(responded_on=nov(20) + timedelta(days=late)))

    assert (scoring.score(better, 0.5, POLICY).value or 0) >= (scoring.score(worse, 0.5, POLICY).value or 0)
