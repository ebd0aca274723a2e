"""A file's cases, lived through on a simulated clock over collaborators in memory."""

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bench import replay
from bench.replay import Clock, Life
from chalicelib.domain.words import Action, Status
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.score import score_months
from ops import seed
from ops.importing import mapping
from tests.builders import NOON
from tests.fakes import fake_deps

ROOT = Path(__file__).parents[2]
MAPPED = mapping.load(ROOT / "ops" / "data" / "nyc311.toml")
AGENCY = "nyc.dohmh"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Deps, list[Life]]:
    """The first lines of the sample: some that were never answered, some that were, one a year."""
    path = tmp_path_factory.mktemp("replay") / "few.csv"
    with (ROOT / "tests" / "ops" / "data" / "nyc311-sample.csv").open(encoding="utf-8") as sample:
        path.write_text("".join(islice(sample, 25)), encoding="utf-8")
    clock = Clock(NOON)
    deps = fake_deps(now=clock)
    seed.load(deps, lambda _: None)
    return deps, replay.replay(path, MAPPED, deps, clock)


def test_every_case_of_the_file_is_filed_on_its_own_date(lived: tuple[Deps, list[Life]]) -> None:
    deps, lives = lived

    assert len({life.code for life in lives}) == len(lives) == 24
    for life in lives:
        case = deps.cases.case(life.code)
        assert case
        assert case.complaint.received_at == life.case.received_at.replace(microsecond=0)


def test_what_was_never_answered_climbs_the_whole_ladder_once_and_in_order(lived: tuple[Deps, list[Life]]) -> None:
    deps, lives = lived
    open_ = [case for life in lives if (case := deps.cases.case(life.code)) and case.complaint.status is Status.IN_PROGRESS]

    assert open_
    for case in open_:
        assert [event.data["level"] for event in case.events if event.action is Action.ESCALATE] == [1, 2, 3]


def test_what_was_closed_in_the_file_is_closed_here_by_it_or_by_silence(lived: tuple[Deps, list[Life]]) -> None:
    deps, lives = lived
    closed = [case for life in lives if life.case.status is Status.CLOSED and (case := deps.cases.case(life.code))]

    assert closed
    assert {case.complaint.status for case in closed} == {Status.CLOSED}
    assert {Counter(event.action for event in case.events)[Action.CLOSE] for case in closed} == {1}


def test_the_years_add_up_to_the_file(lived: tuple[Deps, list[Life]]) -> None:
    deps, lives = lived
    months = replay.months_of(lives, deps.now().date())
    score_months(months, {AGENCY}, deps, lambda: True)

    lines = replay.by_year(lives, AGENCY, deps)

    assert sum(line["received"] for line in lines) == len(lives)
    assert sum(line["answered"] for line in lines) == sum(life.case.outcome is not None for life in lives)
    assert sum(line["counted"] for line in lines) == len(lives)
    assert {line["score"] is None for line in lines if line["counted"]} == {False}
