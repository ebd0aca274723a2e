"""`make lighthouse`: form and tracking as Lighthouse's slow phone loads them (four times slower processor, slow 4G), the median of some runs."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser import chromium
from tests.local.running import stack

ROOT = Path(__file__).parents[2]
PINNED = Path(__file__).parent / "npm"
TOOLS = ROOT / ".venv" / "lighthouse"
OUTPUT = ROOT / "build" / "lighthouse"
PAGES = ("/complain.html", "/en/complain.html", "/track.html", "/en/track.html")
RUNS = 3
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100}
FIGURES = {"first-contentful-paint": "ms", "largest-contentful-paint": "ms", "total-blocking-time": "ms", "cumulative-layout-shift": ""}
FLAGS = " ".join(["--headless", "--no-sandbox", *chromium.QUIET])


def main() -> int:
    """Measures, prints a table, keeps the reports; fails where a bar is missed."""
    tool = _tool()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "said").open("w") as said, stack(Path(folder), output=said) as running:
        rows = {page: _median([_measure(tool, running.site + page, run) for run in range(RUNS)]) for page in PAGES}
    sys.stdout.write(_table(rows))
    return int(any(row[name] < bar for row in rows.values() for name, bar in BARS.items()))


def _tool() -> Path:
    """Lighthouse, from the npm registry as it is pinned."""
    if not shutil.which("npm"):
        sys.exit("Lighthouse needs node and npm. Install them and run again: make lighthouse")
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, TOOLS)
    if not (TOOLS / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=TOOLS, check=True)
    return TOOLS / "node_modules" / ".bin" / "lighthouse"


def _measure(tool: Path, address: str, run: int) -> dict[str, float]:
    report = OUTPUT / f"{address.split('/', 3)[3].replace('/', '-').removesuffix('.html')}-{run}"
    options = [
        "--quiet",
        f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(BARS)}",
        "--output=json",
        "--output=html",
        f"--output-path={report}",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium.find()}
    if subprocess.run([tool, address, *options], env=environment, check=False).returncode:  # on a busy machine it may miss the start of a page
        subprocess.run([tool, address, *options], env=environment, check=True)
    return _figures(json.loads(report.with_name(report.name + ".report.json").read_text()))


def _figures(report: dict[str, Any]) -> dict[str, float]:
    scores = {name: round(100 * report["categories"][name]["score"]) for name in BARS}
    return {**scores, **{name: round(report["audits"][name]["numericValue"], 3) for name in FIGURES}}


def _median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _table(rows: dict[str, dict[str, float]]) -> str:
    """As it stands in docs/performance.md."""
    titles = ["page", *BARS, *(f"{name.replace('-', ' ')} {unit}".strip() for name, unit in FIGURES.items())]
    lines = [
        titles,
        ["---"] * len(titles),
        *([f"`{page}`", *(f"{value:,.4g}" if value < 1 else f"{value:,.0f}" for value in row.values())] for page, row in rows.items()),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
