"""Scores of a period, recomputed from the facts of its cases, so that they can never drift."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain import scoring
from chalicelib.domain.facts import CaseFacts, Verification
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import Agency
from chalicelib.domain.scoring import Tally
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import office, policy


@dataclass(slots=True)
class _Gathered:
    """What an agency and everything below it did in a period."""

    cases: list[CaseFacts] = field(default_factory=list)
    verifications: dict[str, list[tuple[date, Verification]]] = field(default_factory=dict)


def running_periods(today: date) -> tuple[str, str]:
    """The periods whose figures still move: last month and this one."""
    this = today.replace(day=1)
    return f"{date.fromordinal(this.toordinal() - 1):%Y-%m}", f"{this:%Y-%m}"


def score_period(period: str, deps: Deps, has_time: Callable[[], bool]) -> int:
    """Score every agency in a month (`2026-11`); returns how many have anything to count, or had. Raises `TimeoutError` when time runs out, before any is written."""
    agencies = deps.reference.every(Agency)
    gathered = _gather(period, agencies, deps, has_time)
    scored_before = {one.agency for one in deps.scores.of(period)}  # a dispute may have moved its last case to another month
    counted = [agency for agency in agencies if agency.id in gathered or agency.id in scored_before]
    tallies = {agency.id: _tally(gathered.get(agency.id, _Gathered()), agency, deps) for agency in counted}
    satisfaction = _satisfaction_by_kind(counted, tallies)
    rules = policy(None, deps)
    deps.scores.put(
        Scored(
            period=period,
            agency=agency.id,
            name=agency.name,
            kind=agency.kind,
            score=scoring.score(tallies[agency.id], satisfaction.get(agency.kind), rules),
            tally=tallies[agency.id],
            policy=rules.version,
            computed_at=deps.now(),
        )
        for agency in counted
    )
    return len(counted)


def _gather(period: str, agencies: Iterable[Agency], deps: Deps, has_time: Callable[[], bool]) -> Mapping[str, _Gathered]:
    """Facts of each agency, also given to every agency above it."""
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    for agency in agencies:
        if not has_time():
            raise TimeoutError(f"scores of {period}")
        cases = list(deps.cases.facts(agency.id, period))
        verifications = {code: list(marks) for code, marks in deps.cases.verifications(agency.id, period).items()}
        for id_ in agency.lineage if cases or verifications else ():
            gathered[id_].cases.extend(cases)
            for code, marks in verifications.items():
                gathered[id_].verifications.setdefault(code, []).extend(marks)
    return gathered


def _tally(gathered: _Gathered, agency: Agency, deps: Deps) -> Tally:
    return scoring.tally(gathered.cases, gathered.verifications, office(agency, deps).today(deps.now()))


def _satisfaction_by_kind(agencies: Iterable[Agency], tallies: Mapping[str, Tally]) -> dict[str, float]:
    ratings: dict[str, int] = defaultdict(int)
    satisfied: dict[str, int] = defaultdict(int)
    for agency in agencies:
        ratings[agency.kind] += tallies[agency.id].ratings
        satisfied[agency.kind] += tallies[agency.id].top_two
    return {kind: satisfied[kind] / count for kind, count in ratings.items() if count}
