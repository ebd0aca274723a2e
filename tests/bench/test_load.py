"""What many at once are measured by, and what a life is added up from."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from bench import life, load
from chalicelib.settings import Settings

ROUTES: list[dict[str, Any]] = [{"route": name, "read": 1.0, "written": 6.0, "size": 3000} for name in life.CALLED]


def a_timer() -> Callable[[], float]:
    """A hundredth of a second passes at each look."""
    looks = count()
    return lambda: next(looks) / 100


def test_the_application_that_is_measured_answers(engine_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in engine_settings._asdict().items():
        monkeypatch.setenv(name.upper(), value)

    with load.serving() as server:
        assert b'"items"' in bytes(server.asking("GET", "/v1/complaints")(0))


def test_every_request_has_a_number_of_its_own_and_counts_once() -> None:
    asked: list[int] = []

    line = load.under_load("x", [asked.append, asked.append], count(), seconds=1, timer=a_timer())

    assert sorted(asked) == list(range(len(asked)))
    assert line["a_second"] == len(asked) - load.WARM
    assert 10 <= line["p50_ms"] <= line["p95_ms"] <= line["p99_ms"]


def test_of_one_client_it_is_known_how_long_each_waits() -> None:
    line = load.under_load("x", [lambda _: None], count(), seconds=1, timer=a_timer())

    assert (line["a_second"], line["p50_ms"], line["p99_ms"]) == (50, 10, 10)


def test_a_request_that_fails_ends_the_measurement() -> None:
    def refused(_: int) -> None:
        raise RuntimeError("409")

    with pytest.raises(RuntimeError, match="409"):
        load.under_load("x", [refused], count(), timer=a_timer())


def test_a_life_is_all_that_happens_in_it_at_the_units_that_were_measured() -> None:
    *parts, whole = life.life(ROUTES)

    assert [line["written"] for line in parts[:2]] == [6, 12]
    assert whole["written"] == sum(line["written"] for line in parts)
    assert whole["dollars_a_million"] == pytest.approx(sum(line["dollars_a_million"] for line in parts), abs=0.1)


def test_a_life_names_routes_that_are_measured() -> None:
    with pytest.raises(KeyError):
        life.life(ROUTES[1:])
