"""How fast `ops import` brings in a file: lines of New York's 311, the same ones under ever new numbers."""

import csv
import io
import time
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

from bench.world import BUILD, World
from ops.importing import mapping
from ops.importing.command import Order, import_file

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "ops" / "data" / "nyc311-sample.csv"
MAPPING = ROOT / "ops" / "data" / "nyc311.toml"
LINES = 1500
NUMBER = "Unique Key"


def bringing(world: World) -> dict[str, Any]:
    """Lines a second, and the CPU of each in our process."""
    file = _file(BUILD / "bench" / "import.csv")
    began, used = time.perf_counter(), time.process_time()
    with redirect_stderr(io.StringIO()):  # its progress
        report = import_file(Order(file=file, mapping=mapping.load(MAPPING)), world.deps, lambda _: None)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    return {"lines": sum(report.written.values()), "a_second": round(LINES / seconds), "cpu_ms_a_line": round(1000 * cpu / LINES, 2)}


def _file(at: Path) -> Path:
    with SAMPLE.open(encoding="utf-8", newline="") as sample:
        given = list(csv.DictReader(sample))
    at.parent.mkdir(parents=True, exist_ok=True)
    with at.open("w", encoding="utf-8", newline="") as made:
        writer = csv.DictWriter(made, list(given[0]))
        writer.writeheader()
        for number in range(LINES):
            writer.writerow({**given[number % len(given)], NUMBER: f"{900_000_000 + number}"})
    return at
