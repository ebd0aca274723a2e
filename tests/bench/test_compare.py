"""Two runs side by side: counts that moved at all, times that moved by more than chance, and what is over its bar."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import compare

FILED: dict[str, Any] = {
    "route": "POST /v1/complaints",
    "calls": "TransactWriteItems",
    "trips": 1,
    "written": 12.0,
    "cpu": 2.0,
    "bar": "1 write, 12 WCU, 4 ms",
}


def run(**changes: Any) -> dict[str, Any]:
    return {
        "machine": {"python": "3.11.7"},
        "routes": [{**FILED, **{name: value for name, value in changes.items() if name in FILED}}],
        "start": {"ratio": changes.get("ratio", 1.2), "floor_ms": 130},
        "jobs": [{"open": 10_000, "score_rcu": changes.get("score_rcu", 191), "score_cpu_ms": None}],
    }


def told(**changes: Any) -> list[tuple[str, str, Any, Any]]:
    return [(one["of"], one["figure"], one["old"], one["new"]) for one in compare.compared(run(), run(**changes))]


def test_nothing_is_told_of_two_runs_that_are_alike() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"written": 11.0}, ("routes POST /v1/complaints", "written", 12, 11)),
        ({"trips": 2}, ("routes POST /v1/complaints", "trips", 1, 2)),
        ({"cpu": 2.5}, ("routes POST /v1/complaints", "cpu", 2, 2.5)),
        ({"score_rcu": 192}, ("jobs 10000", "score_rcu", 191, 192)),
        ({"ratio": 1.0}, ("start", "ratio", 1.2, 1.0)),
    ],
    ids=["units", "round trips", "time", "of the schedules", "of the start"],
)
def test_what_moved_is_told_with_where_it_was(changes: dict[str, Any], line: tuple[str, str, float, float]) -> None:
    assert told(**changes) == [line]


@pytest.mark.parametrize("cpu", [1.85, 2.15])
def test_a_time_that_moved_by_chance_is_not_told(cpu: float) -> None:
    assert told(cpu=cpu) == []


@pytest.mark.parametrize(
    ("changes", "bar"), [({"written": 13.0}, "over 12"), ({"cpu": 4.1}, "over 4"), ({"ratio": 1.35}, "over 1.3"), ({"score_rcu": 201}, "over 200")]
)
def test_what_is_over_its_bar_is_marked_also_where_it_was_before(changes: dict[str, Any], bar: str) -> None:
    (risen,) = compare.compared(run(), run(**changes))
    (still,) = compare.compared(run(**changes), run(**changes))

    assert (risen["bar"], still["bar"], still["ratio"]) == (bar, bar, 1)
    assert risen["ratio"] > 1


def test_what_is_gone_or_new_is_told_without_a_ratio() -> None:
    less = run()
    del less["start"]["floor_ms"]

    (gone,) = compare.compared(run(), less)
    (new,) = compare.compared(less, run())

    assert (gone["old"], gone["new"], gone["ratio"]) == (130, None, None)
    assert (new["old"], new["new"], new["ratio"]) == (None, 130, None)


def test_both_files_are_read_and_other_machines_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "a.json", tmp_path / "b.json"
    old.write_text(json.dumps(run()))
    new.write_text(json.dumps({**run(written=13.0), "machine": {"python": "3.12.1"}}))

    compare.main([str(old), str(new)])

    first, _, moved, last = capsys.readouterr().out.splitlines()
    assert first == "python: 3.11.7 → 3.12.1"
    assert moved.split() == ["routes", "POST", "/v1/complaints", "written", "12", "13", "1.08", "over", "12"]
    assert last == "1 figures moved or are over their bars"
