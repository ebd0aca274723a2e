"""The tables of docs/performance.md are what a run has found."""

import pytest

from bench import report
from bench.scenes import SCENES

DOCUMENT = report.DOCUMENT.read_text(encoding="utf-8")
PLACES = "".join(f"<!-- bench: {name} -->\nold\n<!-- end -->\n" for name in report.TABLES)
LINE = {
    "route": "GET /v1/cases, 25",
    "calls": "Query",
    "read": 2.0,
    "written": 0,
    "size": 7368,
    "cpu": 2.5,
    "floor": None,
    "bar": "1 read, 3 ms",
}
FOUND = {
    "routes": [LINE],
    "start": {"bundle_mb": 4.4, "floor_ms": 100, "floor_megabytes": 60, "function_ms": 115, "function_megabytes": 61, "ratio": 1.15},
    "load": [{"what": "status, 8 at once", "a_second": 1744, "p50_ms": 10.3, "p95_ms": 17.8, "p99_ms": 22.3, "megabytes": None}],
    "jobs": [
        {
            "open": 1000,
            "looked_at": 100,
            "sweep_calls": 116,
            "sweep_rcu": 104.5,
            "cases": 1000,
            "duties": 1100,
            "score_rcu": 20.0,
            "score_cpu_ms": 13.6,
        }
    ],
    "import": {"lines": 1500, "a_second": 207, "cpu_ms_a_line": 4.41},
    "pages": [{"page": "track.html", "files": 31, "bytes": 51_121}],
    "life": [{"what": "together", "times": None, "read": 28.0, "written": 71.0, "dollars_a_million": 2139.04}],
}


@pytest.mark.parametrize(
    "row",
    [
        "| `GET /v1/cases`, 25 | Query | 2 | 0 | 7,368 | 2.50 |  | 1 read, 3 ms |",
        "| 4.40 | 115 | 100 | 1.15 | 61 | 60 |",
        "| status, 8 at once | 1,744 | 10.3 | 17.8 | 22.3 |  |",
        "| 1,000 | 100 | 116 | 104.5 | 1,000 | 1,100 | 20 | 14 |",
        "| 1,500 | 207 | 4.4 |",
        "| track.html | 31 | 51,121 |",
        "| together |  | 28 | 71 | 2,139.04 |",
    ],
)
def test_each_table_is_written_in_its_place(row: str) -> None:
    written = report.written(PLACES, FOUND)

    assert row in written.splitlines()
    assert "old" not in written
    assert report.written(PLACES.replace("old\n", ""), FOUND) == written
    assert report.written(written, FOUND) == written


def test_a_document_without_a_place_for_a_table_is_not_written() -> None:
    with pytest.raises(LookupError, match="no place for life"):
        report.written(PLACES.partition("<!-- bench: life -->")[0], FOUND)


def test_the_document_has_a_place_for_every_table_and_a_row_for_every_route_that_is_measured() -> None:
    report.written(DOCUMENT, FOUND)
    rows = {line.split("`")[1] for line in DOCUMENT.splitlines() if line.startswith("| `")}
    assert set(SCENES) - rows == set()
