"""Scores of the periods that move: from the facts of an agency and of all below it."""

import pytest

from chalicelib.usecases import follow, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.score import score_months
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import REASON, a_submission, later


def answered(deps: Deps, rating: int | None) -> None:
    code = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(code, deps)
    case = deeds.respond(code, deps)
    if rating:
        follow.confirm(case, rating, deps)


def test_a_score_counts_for_the_unit_and_every_agency_above(deps: Deps) -> None:
    answered(deps, 4)
    answered(deps, 1)
    deps.now.now = later(days=40)  # type: ignore[attr-defined]

    scores = score_months(["2026-12"], None, deps, lambda: True)

    assert scores == {"2026-12": 4, "2026": 4, "2026-H2": 4, "2026-Q4": 4}

    scored = {one.agency: one for one in deps.scores.of("2026-12")}
    assert set(scored) == {"51.71.pupr", "51.71", "51", "nation"}
    assert {one.tally.cases for one in scored.values()} == {2}
    # 25 followed up + 35 resolved + 20 undisputed in time, and 20 times one satisfied of two
    assert {one.score.value for one in scored.values()} == {90.0}


def test_the_duty_to_verify_counts_for_the_coordinators_agency_in_the_month_it_fell_due(deps: Deps) -> None:
    answered(deps, None)
    late = submit.submit(a_submission(), None, deps).receipt.code
    deps.now.now = later(days=6)  # type: ignore[attr-defined]
    deeds.verify(late, deps)
    deps.now.now = later(days=40)  # type: ignore[attr-defined]

    score_months(["2026-11"], None, deps, lambda: True)

    scored = {one.agency: one for one in deps.scores.of("2026-11")}
    assert scored["51.71"].tally.verifications == 2
    assert scored["51.71"].score.indicators["verified_on_time"] == 0.5
    assert scored["51.71"].score.value is None
    assert "51.71.pupr" not in scored


def test_a_period_without_cases_has_no_scores(deps: Deps) -> None:
    assert set(score_months(["2026-10"], None, deps, lambda: True).values()) == {0}


def test_when_time_runs_out_no_half_made_scores_are_kept(deps: Deps) -> None:
    answered(deps, 4)

    with pytest.raises(TimeoutError):
        score_months(["2026-12"], None, deps, lambda: False)
    assert deps.scores.of("2026-12") == []


def test_the_score_of_an_agency_whose_last_case_was_moved_to_another_month_is_not_left_behind(deps: Deps) -> None:
    code = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(code, deps)
    deps.now.now = later(days=14)  # type: ignore[attr-defined]
    case = deeds.respond(code, deps)
    deps.now.now = later(days=22)  # type: ignore[attr-defined]
    score_months(["2026-12"], None, deps, lambda: True)
    assert {one.tally.cases for one in deps.scores.of("2026-12")} == {1}
    follow.dispute(case, REASON, deps)

    score_months(["2026-12"], None, deps, lambda: True)

    assert deps.scores.of("2026-12") == deps.scores.of("2026-Q4") == []


def test_a_complaint_that_two_agencies_had_to_verify_counts_for_both_and_twice_above_them(deps: Deps) -> None:
    """Verified in time by the one, returned, and never verified by the other."""
    code = submit.submit(a_submission(), None, deps).receipt.code
    deps.now.now = later(days=1)  # type: ignore[attr-defined]
    deeds.verify(code, deps)
    deeds.return_(code, deps)
    deps.now.now = later(days=60)  # type: ignore[attr-defined]
    sweep(deps, lambda: True)

    score_months(["2026-11"], None, deps, lambda: True)

    duties = {one.agency: (one.tally.verifications, one.tally.verified_on_time) for one in deps.scores.of("2026-11")}
    assert duties == {"51.71": (1, 1), "51": (1, 1), "34.71": (1, 0), "nation": (2, 1)}
