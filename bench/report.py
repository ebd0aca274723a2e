"""`python -m bench.report`: writes the tables of docs/performance.md from build/bench.json; what is said around them is written by people."""

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from bench.world import BUILD

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
Line: TypeAlias = Mapping[str, Any]
Column: TypeAlias = tuple[str, Callable[[Line], str]]


def column(title: str, name: str, form: str = "{:g}") -> Column:
    """A column of what a line has under a name; numbers in a form."""

    def cell(line: Line) -> str:
        value = line[name]
        return "" if value is None else value if isinstance(value, str) else form.format(value)

    return title, cell


def _route(line: Line) -> str:
    """The address as code, what is said of it after it."""
    address, comma, said = line["route"].partition(", ")
    return f"`{address}`{comma}{said}"


UNITS = (column("read units", "read"), column("write units", "written"))
TABLES: Mapping[str, Sequence[Column]] = {
    "routes": (
        ("route", _route),
        column("calls", "calls"),
        *UNITS,
        column("response bytes", "size", "{:,}"),
        column("CPU ms", "cpu", "{:.2f}"),
        column("a bare call of the same kind", "floor", "{:.2f}"),
        column("bar", "bar"),
    ),
    "start": (
        column("bundle, MB", "bundle_mb", "{:.2f}"),
        column("CPU ms", "function_ms"),
        column("of a session and a client", "floor_ms"),
        column("ratio (bar 1.3)", "ratio", "{:.2f}"),
        column("memory, MB", "function_megabytes"),
        column("of a session and a client", "floor_megabytes"),
    ),
    "load": (
        column("what", "what"),
        column("a second", "a_second", "{:,}"),
        column("p50 ms", "p50_ms"),
        column("p95 ms", "p95_ms"),
        column("p99 ms", "p99_ms"),
        column("memory, MB", "megabytes"),
    ),
    "jobs": (
        column("open cases", "open", "{:,}"),
        column("due", "looked_at", "{:,}"),
        column("calls of a sweep", "sweep_calls", "{:,}"),
        column("read units of a sweep", "sweep_rcu"),
        column("cases of an agency-month", "cases", "{:,}"),
        column("duties to verify", "duties", "{:,}"),
        column("read units", "score_rcu"),
        column("CPU ms", "score_cpu_ms", "{:.0f}"),
    ),
    "import": (column("lines", "lines", "{:,}"), column("a second", "a_second", "{:,}"), column("CPU ms a line", "cpu_ms_a_line", "{:.1f}")),
    "pages": (column("page", "page"), column("files", "files"), column("bytes", "bytes", "{:,}")),
    "life": (
        ("what", lambda line: f"`{line['what']}`" if " /" in line["what"] else line["what"]),
        column("times", "times"),
        *UNITS,
        column("dollars for a million", "dollars_a_million", "{:,.2f}"),
    ),
}


def table(columns: Sequence[Column], lines: Sequence[Line]) -> str:
    """In Markdown."""
    rows = [[title for title, _ in columns], ["---"] * len(columns), *([cell(line) for _, cell in columns] for line in lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def written(document: str, found: Mapping[str, Any]) -> str:
    """The document with its tables as they were found; raises `LookupError` if it has no place for one."""
    for name, columns in TABLES.items():
        lines = found[name] if isinstance(found[name], list) else [found[name]]
        place = re.compile(rf"(<!-- bench: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not place.search(document):
            raise LookupError(f"no place for {name}: <!-- bench: {name} --> and <!-- end -->")
        document = place.sub(partial(_filled, table(columns, lines)), document)
    return document


def _filled(rows: str, place: re.Match[str]) -> str:
    return f"{place[1]}{rows}\n{place[2]}"


def main() -> int:
    """Write them."""
    found = json.loads((BUILD / "bench.json").read_text(encoding="utf-8"))
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
