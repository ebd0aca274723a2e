"""Scores of the periods that move: from the facts of an agency and of all below it."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from chalicelib.usecases import agencies, follow, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.score import run, score_months
from chalicelib.usecases.setting import load
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import AGENCIES, CITY, COORDINATOR, OFFICER, REASON, SIBLING, STEWARD, UNIT, a_submission, later


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


@dataclass
class CountedReads:
    """Which agencies' months were read."""

    cases: Any
    read: list[tuple[str, str]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cases, name)

    def facts(self, agency: str, month: str) -> Any:
        self.read.append((agency, month))
        return self.cases.facts(agency, month)


def always() -> bool:
    return True


def told(code: str, deps: Deps) -> None:
    """The stream brings the last event."""
    react(load(code, deps).events[-1], deps)


def values(deps: Deps, period: str = "2026-12") -> dict[str, tuple[int, float | None]]:
    return {one.agency: (one.tally.cases, one.score.value) for one in deps.scores.of(period)}


def test_the_first_run_of_a_day_reads_everything_and_later_ones_only_what_has_changed(deps: Deps) -> None:
    counting = CountedReads(deps.cases)
    deps = replace(deps, cases=counting)
    answered(deps, 4)
    deps.now.now = later(days=20)  # type: ignore[attr-defined]
    run(deps, always)
    code = submit.submit(a_submission(), None, deps).receipt.code
    everyone, counting.read = counting.read, []
    told(code, deps)

    run(deps, always)
    changed, counting.read = counting.read, []
    run(deps, always)
    idle, counting.read = counting.read, []
    deps.now.now = later(days=20, hours=24)  # type: ignore[attr-defined]
    run(deps, always)

    assert {agency for agency, _ in everyone} == {agency for agency, _ in counting.read} == {one.id for one in AGENCIES}
    assert set(changed) == {("51.71", "2026-11"), ("51.71", "2026-12")}
    assert idle == []


def test_a_change_is_counted_within_the_hour_for_the_unit_and_all_above(deps: Deps) -> None:
    answered(deps, None)
    code = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(code, deps)
    deps.now.now = later(days=30)  # type: ignore[attr-defined]
    run(deps, always)
    before = values(deps)
    deeds.respond(code, deps)
    told(code, deps)

    done = run(deps, always)

    assert {agency: cases for agency, (cases, _) in values(deps).items()} == dict.fromkeys(["51.71.pupr", "51.71", "51", "nation"], 2)
    assert all(values(deps)[agency] > before[agency] for agency in before)
    assert done.scored["2026-12"] == done.scored["2026"] == 4


def test_what_was_missed_is_found_the_next_day(deps: Deps) -> None:
    code = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(code, deps)
    deps.now.now = later(days=30)  # type: ignore[attr-defined]
    run(deps, always)
    deeds.respond(code, deps)  # the stream never brought it

    run(deps, always)
    missed = values(deps)
    deps.now.now = later(days=31)  # type: ignore[attr-defined]
    run(deps, always)

    assert missed != values(deps)
    assert {one.tally.resolved for one in deps.scores.of("2026-12")} == {1}


def test_scores_of_changes_are_those_that_all_would_give(deps: Deps) -> None:
    """Ratings of one agency move the mean of its kind, and with it the scores of others that have not changed."""
    for agency in ("51.71", "34.71"):
        code = submit.submit(a_submission(agency=agency), None, deps).receipt.code
        actor = replace(COORDINATOR, agency=agency)
        deeds.verify(code, deps, to=agency, actor=actor)
        case = deeds.respond(code, deps, actor=replace(OFFICER, agency=agency))
    deps.now.now = later(days=30)  # type: ignore[attr-defined]
    run(deps, always)
    before = values(deps)
    follow.confirm(case, 1, deps)
    told(case.complaint.code, deps)
    run(deps, always)
    by_hour = values(deps)

    score_months(["2026-12"], None, deps, always)

    assert values(deps) == by_hour
    assert (before["51.71"], before["34.71"]) == ((1, 100.0), (1, 100.0))
    assert (by_hour["51.71"], by_hour["34.71"]) == ((1, 80.0), (1, 80.0))


def test_a_change_that_comes_while_scores_are_computed_is_not_forgotten(deps: Deps) -> None:
    run(deps, always)
    deps.scores.note("51.71", "A#1")

    def meanwhile() -> bool:
        deps.scores.note("51.71", "A#2")
        return True

    run(deps, meanwhile)

    assert deps.scores.noted() == {"51.71": "A#2"}


def test_when_time_runs_out_nothing_is_forgotten_and_the_day_is_not_done(deps: Deps) -> None:
    code = submit.submit(a_submission(), None, deps).receipt.code
    told(code, deps)

    with pytest.raises(TimeoutError):
        run(deps, lambda: False)

    assert deps.scores.noted() == {"51.71": f"{code}#1"}
    assert deps.scores.runs() is None


def test_an_event_is_noted_for_whoever_had_the_complaint_before_and_has_it_now(deps: Deps) -> None:
    code = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(code, deps)
    deeds.return_(code, deps)
    told(code, deps)

    assert deps.scores.noted() == dict.fromkeys(["51.71", "51.71.pupr", "34.71"], f"{code}#3")


def test_a_score_that_stands_is_not_written_again(deps: Deps) -> None:
    answered(deps, 4)
    deps.now.now = later(days=40)  # type: ignore[attr-defined]
    score_months(["2026-12"], None, deps, always)
    before = deps.scores.of("2026-12")
    deps.now.now = later(days=41)  # type: ignore[attr-defined]

    assert set(score_months(["2026-12"], None, deps, always).values()) == {0}
    assert deps.scores.of("2026-12") == before


def test_an_agency_that_moves_in_a_month_that_is_not_frozen_counts_for_its_new_parent(deps: Deps) -> None:
    answered(deps, 4)
    deps.now.now = later(days=40)  # type: ignore[attr-defined]
    score_months(["2026-12"], None, deps, always)
    deps.reference.put([replace(CITY, path="nation/51.71"), replace(UNIT, path="nation/51.71/51.71.pupr")])

    score_months(["2026-12"], (), deps, always)

    assert set(values(deps)) == {"51.71.pupr", "51.71", "nation"}


def test_a_closed_agency_keeps_what_it_counted_and_its_successor_counts_what_it_took_over(deps: Deps) -> None:
    answered(deps, 4)
    code = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(code, deps)
    assert not agencies.close(UNIT.id, SIBLING.id, STEWARD, deps, always).left
    deps.now.now = later(days=40)  # type: ignore[attr-defined]

    score_months(["2026-12"], None, deps, always)

    counted = {agency: cases for agency, (cases, _) in values(deps).items()}
    assert counted == {UNIT.id: 1, SIBLING.id: 1, "51.71": 2, "51": 2, "nation": 2}


def test_an_agency_of_another_kind_has_one_score(deps: Deps) -> None:
    answered(deps, 4)
    deps.now.now = later(days=40)  # type: ignore[attr-defined]
    score_months(["2026-12"], None, deps, always)
    deps.reference.put([replace(CITY, kind="regency")])

    score_months(["2026-12"], (), deps, always)

    assert [one.kind for one in deps.scores.of("2026-12") if one.agency == CITY.id] == ["regency"]


@pytest.mark.parametrize("hours", [15, 16.9])
def test_a_day_begins_at_midnight_of_the_nation(deps: Deps, hours: float) -> None:
    """Noon in Bali is 11:00 in Jakarta: 13 hours are left of the nation's day."""
    run(deps, always)
    deps.now.now = later(hours=hours)  # type: ignore[attr-defined]
    run(deps, always)

    runs = deps.scores.runs()
    assert runs
    assert runs.all_on == (date(2026, 11, 25))
