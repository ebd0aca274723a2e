"""Costs are computed from units that are measured, and the simulated hour is the same each time."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import costs, hour, life
from infra import alarms

ROOT = Path(__file__).parents[2]
PERFORMANCE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SCALE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def measured(route: str) -> tuple[float, float]:
    """Write and read units of a row of docs/performance.md."""
    found = re.search(rf"\| `{re.escape(route)}`[^|]*\| [^|]+ \| ([\d.]+) \| ([\d.]+) \|", PERFORMANCE)
    assert found, route
    return float(found[2]), float(found[1])


@pytest.mark.parametrize(
    ("what", "route"),
    [
        ("it is filed", "POST /v1/complaints"),
        ("its status is looked at", "GET /v1/complaints/{code}"),
        ("officers look at queues", "GET /v1/cases"),
        ("officers open the case", "GET /v1/cases/{code}"),
        ("it is worked on: verified, started, held, answered, confirmed", "POST /v1/cases/{code}/start"),
    ],
)
def test_units_are_those_that_were_measured(what: str, route: str) -> None:
    _, use = costs.A_COMPLAINT[what]
    assert (use.write_unit, use.read_unit) == measured(route)


def test_what_a_life_costs_is_what_its_routes_were_measured_at() -> None:
    lines = re.findall(r"^\| `([^`]+)`([^|]*)\| [^|]+ \| ([\d.]+)[^|]* \| ([\d.]+) \| ([\d,]+) \|", PERFORMANCE, re.MULTILINE)
    routes = [
        {"route": name + said.rstrip(), "read": float(read), "written": float(written), "size": int(size.replace(",", ""))}
        for name, said, read, written, size in lines
    ]
    for line in life.life(routes):
        told = f"| {line['read']:g} | {line['written']:g} | {line['dollars_a_million']:,.2f} |"
        assert told in PERFORMANCE, line


def test_what_is_told_to_operators_is_what_is_computed() -> None:
    for how in (costs.year, costs.by_service):
        for line in costs.table({order: how(order) for order in costs.ORDERS}):
            assert line in OPERATIONS
    assert "\n".join(costs.sources()) in OPERATIONS


def test_every_price_says_where_it_was_found_or_that_it_was_not() -> None:
    told = costs.KNOWN["per"] | costs.KNOWN["a_month"]
    assert [name for name, one in told.items() if bool(one["from"]) != bool(one["as_of"]) or not one["says"]] == []


def test_about_as_many_alarms_are_paid_for_as_there_are() -> None:
    assert costs.PRICES["a_month"]["alarms"] == pytest.approx(len(alarms.alarms()) * 0.1, abs=0.4)


def test_both_ways_to_add_up_give_the_same_but_for_what_is_paid_by_the_month() -> None:
    whole, by_bill = sum(costs.year(10_000).values()), sum(costs.by_service(10_000).values())
    assert whole - by_bill == pytest.approx(sum(costs.PRICES["a_month"].values()) * 12)


def test_every_use_has_a_price() -> None:
    assert set(costs.PRICES["per"]) == set(costs.Use.__dataclass_fields__)


def test_the_hottest_hour_is_the_same_each_time_and_as_told() -> None:
    hottest, account = hour.simulate(1_000_000)
    assert hour.simulate(1_000_000) == (hottest, account)
    assert f"| `X#`, changed agencies: one key | 1, 0 | {hottest['changed'][0]:.0f}, 0 |" in SCALE
    assert re.search(rf"requests a second at the gateway \| 7 \| {account['requests a second at the gateway']:.0f} \|", SCALE)


@pytest.mark.parametrize("order", ["1", "3"])
def test_another_process_simulates_the_same_hour(order: str) -> None:
    command = [sys.executable, "-m", "bench.hour", "--complaints", "10000", "1000000"]
    printed = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": order}, capture_output=True, text=True, check=True).stdout
    rows = [line.removesuffix("|") for line in printed.splitlines() if line and not line.startswith("|---")]
    assert rows
    assert [row for row in rows if row not in SCALE] == []


def test_no_key_comes_to_its_end_at_a_hundred_million_as_the_last_column_says() -> None:
    rows = re.findall(r"^\| .+ \| (\d+), (\d+) \|$", SCALE, re.MULTILINE)
    assert rows
    assert all(int(writes) < hour.WRITES and int(reads) < hour.READS for writes, reads in rows)
