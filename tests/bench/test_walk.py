"""Which routes are measured, and on what: the walk over collaborators in memory, where calls cost nothing but must succeed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import dropwhile
from typing import Any

import pytest

import app
from bench import before
from bench.lines import LINES, calls_of, lines_of
from bench.routes import Walk
from bench.scenes import SCENES
from bench.wire import Wire
from bench.world import World
from chalicelib import wiring
from chalicelib.api.routes import ROUTES
from chalicelib.usecases.ports import Deps
from tests.fakes import Counting, fake_deps

FRESH = 3


class Recorded(World):
    """Keeps the addresses that changed something."""

    def __init__(self, deps: Deps) -> None:
        super().__init__(app, deps, client=None, settings={})
        self.changed: list[str] = []

    @contextmanager
    def counting(self) -> Iterator[Wire]:
        """Nothing goes over any."""
        yield Wire()

    def send(self, sent: dict[str, Any]) -> Any:
        if sent["requestContext"]["httpMethod"] != "GET":
            self.changed.append(f"{sent['requestContext']['path']} {sent['body']}")
        return super().send(sent)


@pytest.fixture
def deps() -> Deps:
    """Codes are others than the examples name."""
    return fake_deps(random_bytes=Counting(1000))


@pytest.fixture
def world(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> Recorded:
    monkeypatch.setattr(wiring, "deps", lambda: deps)
    return Recorded(deps)


def names(world: World) -> list[str]:
    before.units(world)
    known = {**before.told(world), "month": f"{world.deps.now():%Y-%m}"}
    return [cost.route for cost in Walk(world, lambda *_: None, times=30, fresh=FRESH).from_here(known)]


def test_every_route_of_the_api_is_measured() -> None:
    routes = {route.name for route in ROUTES}

    assert routes == set(SCENES), f"one line a route in SCENES in bench/scenes.py is all that it takes: {sorted(routes ^ set(SCENES))}"


def test_every_route_gives_its_lines_when_they_are_walked(world: Recorded) -> None:
    assert sorted(names(world)) == sorted(name + line.said for name in SCENES for line, _ in lines_of(name))


def test_every_call_that_changes_something_is_another_one(world: Recorded) -> None:
    names(world)

    again = [call for call, times in Counter(world.changed).items() if times > 1]
    assert not again, f"the second time it would do nothing, or be refused: say in SCENES what is `anew` in {again}"


def test_a_route_is_called_once_for_each_call_that_follows_and_never_less_than_is_needed() -> None:
    respond = calls_of("POST /v1/cases/{code}/respond", FRESH)

    assert calls_of("POST /v1/complaints/{code}/confirm", FRESH) == FRESH
    assert respond == 2 * FRESH
    assert calls_of("POST /v1/cases/{code}/start", FRESH) == respond + FRESH


def test_nothing_is_said_of_a_route_that_is_not_there() -> None:
    assert set(LINES) <= set(SCENES)


def test_what_only_reads_comes_before_what_fills_the_queues() -> None:
    firsts = [name for name, scene in SCENES.items() if scene.after is None]
    late = [name for name in dropwhile(lambda name: name.startswith("GET"), firsts) if name.startswith("GET")]

    assert late == []


def test_a_scene_that_fails_is_named(world: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "key", lambda *_: {})

    with pytest.raises(RuntimeError, match=r"GET /v1/cases: 401 .* SCENES in bench/scenes.py"):
        names(world)


def test_every_unit_has_a_full_queue_of_cases_of_its_own() -> None:
    item = {"pk": {"S": "C#AB1"}, "q": {"S": "51.71.pupr"}, "qs": {"S": "2026-12-01#AB1"}, "h": {"S": "f" * 40}}

    made = list(before.copies(item, "AB1"))

    assert Counter(one["q"]["S"] for one in made) == dict.fromkeys(before.UNITS, before.WAITING)
    assert len({one["pk"]["S"] for one in made}) == len(made)
    assert all(one["qs"]["S"] == f"2026-12-01#{one['pk']['S'].removeprefix('C#')}" and one["h"] == item["h"] for one in made)
