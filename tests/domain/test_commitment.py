"""What an agency commits to, and when that is met, on course, behind, missed or not measured."""

from datetime import date
from itertools import islice

import pytest

from chalicelib.domain import commitment
from chalicelib.domain.commitment import SCALES, Indicator, Measured, Scale, State
from chalicelib.domain.errors import FieldError
from chalicelib.domain.policy import Policy
from chalicelib.domain.scoring import score
from chalicelib.domain.tally import EMPTY
from tests.builders import a_commitment

MADE, BY = date(2026, 11, 24), date(2027, 6, 30)


def in_(period: str, value: float) -> Measured:
    return Measured(period=period, value=value)


def test_every_indicator_has_a_scale_and_is_one_of_the_scores() -> None:
    scored = score(EMPTY, None, Policy())

    assert set(SCALES) == set(Indicator)
    assert set(Indicator) - {Indicator.SCORE} == set(scored.indicators)


@pytest.mark.parametrize(("scale", "value", "reaches"), [(Scale(1), 0.9, True), (Scale(1), 0.95, True), (Scale(1), 0.89, False)])
def test_more_is_better_of_most(scale: Scale, value: float, *, reaches: bool) -> None:
    assert scale.reaches(value, 0.9) is reaches


@pytest.mark.parametrize(("value", "reaches"), [(5, True), (4, True), (5.1, False)])
def test_less_is_better_of_days_and_disputes(value: float, *, reaches: bool) -> None:
    assert SCALES[Indicator.MEAN_DAYS].reaches(value, 5) is reaches
    assert not SCALES[Indicator.DISPUTED].more_is_better


# Made on 24 November at 0.6, to be at 0.9 by 30 June, 218 days later: a line of 0.03 in 21.8 days.
@pytest.mark.parametrize(
    ("latest", "today", "state"),
    [
        (None, date(2027, 1, 1), State.NOT_MEASURED),
        (None, date(2027, 7, 1), State.NOT_MEASURED),
        (in_("2026-12", 0.9), date(2027, 1, 1), State.MET),
        (in_("2026-12", 0.95), date(2027, 1, 1), State.MET),
        (in_("2027-06", 0.9), date(2027, 8, 1), State.MET),
        (in_("2027-06", 0.8999), date(2027, 7, 1), State.MISSED),
        (in_("2027-06", 0.8999), BY, State.BEHIND),  # there is one day left
        (in_("2026-12", 0.651), date(2027, 1, 20), State.ON_COURSE),  # 37 days gone by the end of December: 0.6509
        (in_("2026-12", 0.6509), date(2027, 1, 20), State.BEHIND),
        (in_("2026-12", 0.6509), date(2026, 12, 30), State.ON_COURSE),  # while December runs, by today: 36 days, 0.6495
        (in_("2026-11", 0.6), MADE, State.ON_COURSE),
        (in_("2026-11", 0.59), MADE, State.BEHIND),
        (in_("2027-02", 0.733), date(2027, 3, 2), State.ON_COURSE),  # 96 days gone by the end of February: 0.7321
        (in_("2027-02", 0.732), date(2027, 3, 2), State.BEHIND),
        (in_("2027-03", 0.5), date(2027, 4, 2), State.BEHIND),
    ],
)
def test_how_a_commitment_stands(latest: Measured | None, today: date, state: State) -> None:
    stands = commitment.progress(a_commitment(), latest, today)

    assert (stands.state, stands.latest) == (state, latest)


@pytest.mark.parametrize(
    ("value", "state"), [(9.0, State.ON_COURSE), (9.2, State.BEHIND), (5.0, State.MET), (4.0, State.MET)]
)  # half of the way from 12 to 6 has gone
def test_fewer_days_are_on_course_below_the_line(value: float, state: State) -> None:
    it = a_commitment(indicator=Indicator.MEAN_DAYS, target=6.0, start=in_("2026-10", 12), made_on=date(2026, 12, 31), by=date(2027, 12, 31))

    assert commitment.progress(it, in_("2027-06", value), date(2027, 7, 2)).state is state


def test_what_had_never_been_measured_has_no_line_to_be_behind() -> None:
    it = a_commitment(start=None)

    assert commitment.progress(it, in_("2027-05", 0.01), date(2027, 6, 1)).state is State.ON_COURSE
    assert commitment.progress(it, in_("2027-06", 0.01), date(2027, 7, 1)).state is State.MISSED


def test_who_is_worse_than_at_the_start_is_behind_at_once() -> None:
    assert commitment.progress(a_commitment(), in_("2026-12", 0.55), date(2026, 12, 1)).state is State.BEHIND


@pytest.mark.parametrize(("value", "state"), [(0.89, State.BEHIND), (0.9, State.MET)])
def test_a_commitment_for_tomorrow_has_gone_all_the_way_then(value: float, state: State) -> None:
    it = a_commitment(made_on=date(2026, 11, 29), by=date(2026, 11, 30))

    assert commitment.progress(it, in_("2026-11", value), date(2026, 11, 30)).state is state


def test_a_commitment_that_was_made_on_its_very_date_does_not_break_the_line() -> None:
    it = a_commitment(made_on=date(2026, 11, 30), by=date(2026, 11, 30))

    assert commitment.progress(it, in_("2026-11", 0.7), date(2026, 11, 30)).state is State.ON_COURSE


@pytest.mark.parametrize(
    ("by", "today", "months"),
    [
        (BY, MADE, ["2026-11"]),
        (BY, date(2027, 1, 1), ["2027-01", "2026-12", "2026-11"]),
        (date(2027, 1, 31), date(2027, 5, 5), ["2027-01", "2026-12", "2026-11"]),
        (date(2027, 1, 30), date(2027, 5, 5), ["2026-12", "2026-11"]),
        (date(2028, 2, 29), date(2028, 3, 5), ["2028-02", "2028-01"]),
        (date(2026, 11, 29), date(2027, 5, 5), []),
    ],
)
def test_it_is_measured_by_the_months_since_it_was_made_that_end_by_its_date(by: date, today: date, months: list[str]) -> None:
    assert list(islice(commitment.months_of(a_commitment(by=by), today), 2 if by.year == 2028 else None)) == months


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert list(islice(commitment.months_back(date(2027, 1, 31)), 3)) == ["2027-01", "2026-12", "2026-11"]


@pytest.mark.parametrize(
    ("indicator", "target", "wrong"),
    [
        (Indicator.SCORE, 100, None),
        (Indicator.SCORE, 100.1, "score is from 0 to 100"),
        (Indicator.SATISFACTION, 0, None),
        (Indicator.SATISFACTION, -0.1, "satisfaction is from 0 to 1"),
        (Indicator.RESOLVED, 90, "resolved is from 0 to 1"),
        (Indicator.SPEED_POINTS, 5, None),
        (Indicator.BACKLOG_DAYS, 14, None),
        (Indicator.BACKLOG_DAYS, 1001, "backlog_days is from 0 to 1000"),
        (Indicator.RESOLVED, float("nan"), "resolved is from 0 to 1"),
    ],
)
def test_a_target_lies_on_its_indicators_scale(indicator: Indicator, target: float, wrong: str | None) -> None:
    assert commitment.wrong_target(indicator, target) == ([FieldError("/target", "out-of-range", wrong)] if wrong else [])


@pytest.mark.parametrize(
    ("by", "today", "right"),
    [
        (date(2026, 11, 29), MADE, False),  # no month ends by then
        (date(2026, 11, 30), MADE, True),
        (date(2026, 11, 30), date(2026, 11, 30), False),
        (date(2026, 12, 1), date(2026, 11, 30), True),
        (date(2020, 1, 1), MADE, False),
        (date(2027, 2, 27), date(2027, 2, 1), False),
        (date(2027, 2, 28), date(2027, 2, 1), True),
        (date(2028, 2, 28), date(2028, 2, 1), False),
        (date(2028, 2, 29), date(2028, 2, 1), True),
        (date(2031, 11, 28), MADE, True),
        (date(2031, 11, 29), MADE, False),
    ],
)
def test_a_date_leaves_a_month_to_be_measured_and_is_not_too_far(by: date, today: date, *, right: bool) -> None:
    wrong = FieldError(
        "/by", "out-of-range", "a date after today, at the end of this month at the earliest and five years ahead at most, is expected"
    )

    assert commitment.wrong_date(by, today) == ([] if right else [wrong])


def test_the_same_promise_has_the_same_id() -> None:
    ids = [
        commitment.id_of("51.71", Indicator.SCORE, 80, BY),
        commitment.id_of("51.71", Indicator.SCORE, 80.5, BY),
        commitment.id_of("51.72", Indicator.SCORE, 80, BY),
        commitment.id_of("51.71", Indicator.RESOLVED, 80, BY),
        commitment.id_of("51.71", Indicator.SCORE, 80, MADE),
    ]

    assert commitment.id_of("51.71", Indicator.SCORE, 80.0, BY) == ids[0]
    assert len(set(ids)) == len(ids)
    assert {len(id_) for id_ in ids} == {20}
