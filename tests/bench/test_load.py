"""What many at once are measured by, and what a life is added up from."""

from itertools import count
from typing import Any

import pytest

from bench import life, load

ROUTES: list[dict[str, Any]] = [{"route": name, "read": 1.0, "written": 6.0, "size": 3000} for name in life.CALLED]


def test_each_client_asks_again_and_again_and_every_request_has_a_number_of_its_own() -> None:
    asked: list[list[int]] = [[], []]

    line = load.under_load("x", [one.append for one in asked], count(), seconds=0.05)

    numbers = sorted(number for one in asked for number in one)
    assert numbers == list(range(len(numbers)))
    assert all(asked)
    assert line["a_second"] == round((len(numbers) - load.WARM) / 0.05)
    assert 0 <= line["p50_ms"] <= line["p95_ms"] <= line["p99_ms"]


def test_a_request_that_fails_ends_the_measurement() -> None:
    def refused(_: int) -> None:
        raise RuntimeError("409")

    with pytest.raises(RuntimeError, match="409"):
        load.under_load("x", [refused], count(), seconds=0.05)


def test_a_life_is_all_that_happens_in_it_at_the_units_that_were_measured() -> None:
    *parts, whole = life.life(ROUTES)

    assert [line["written"] for line in parts[:2]] == [6, 12]
    assert whole["written"] == sum(line["written"] for line in parts)
    assert whole["dollars_a_million"] == pytest.approx(sum(line["dollars_a_million"] for line in parts), abs=0.1)


def test_a_life_names_routes_that_are_measured() -> None:
    with pytest.raises(KeyError):
        life.life(ROUTES[1:])
