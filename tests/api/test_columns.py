"""The lines of an export, cell by cell."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from chalicelib.api.columns import COLUMNS, row
from chalicelib.domain.words import Status
from chalicelib.lines import csv_line, json_line
from tests.builders import a_first, confirmed, later, responded, verified

CELLS = [
    ("Lampu jalan mati", b"Lampu jalan mati"),
    ("", b'""'),
    (None, b'""'),
    (0, b"0"),
    (4, b"4"),
    (Status.IN_PROGRESS, b"in_progress"),
    (date(2026, 12, 14), b"2026-12-14"),
    ("satu, dua", b'"satu, dua"'),
    ('kata "lampu"', b'"kata ""lampu"""'),
    ("dua\nbaris", b'"dua\nbaris"'),
    ("dua\r\nbaris", b'"dua\r\nbaris"'),
    ("é 漢 🌧", "é 漢 🌧".encode()),
    ("=1+1", b"'=1+1"),
    ('=HYPERLINK("x","y")', b'"\'=HYPERLINK(""x"",""y"")"'),
    ("+62", b"'+62"),
    ("-1", b"'-1"),
    ("@SUM(A1)", b"'@SUM(A1)"),
    ("\t=1", b"'\t=1"),
    ("\r=1", b'"\'\r=1"'),
    ("\0=1", b"'\0=1"),
    ("1=1", b"1=1"),
    ("Lampu;=1+1;mati", b"Lampu;'=1+1;mati"),
    ('a;"=1', b'"a;""\'=1"'),
    ("=1;-1", b"'=1;'-1"),
    ("Lampu; mati", b"Lampu; mati"),
    ("\uff1d1+1", "'\uff1d1+1".encode()),
    ("'=1", b"'=1"),
    (-1, b"-1"),
]


@pytest.mark.parametrize(("value", "cell"), CELLS, ids=lambda one: repr(one)[:20])
def test_a_cell_is_quoted_where_it_must_be_and_never_a_formula(value: Any, cell: bytes) -> None:
    assert csv_line({"title": value}) == cell + b"\r\n"


@pytest.mark.parametrize("value", [value for value, _ in CELLS if isinstance(value, str)], ids=lambda one: repr(one)[:20])
def test_json_lines_keep_text_as_it_is(value: str) -> None:
    line = json_line({"title": value})

    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"title": value}


def test_a_row_has_every_column_with_its_real_type() -> None:
    forwarded = verified(a_first().complaint, later(hours=1))
    change = confirmed(responded(forwarded.complaint, later(days=1)).complaint, later(days=2), rating=3)

    assert json.loads(json_line(row(change.complaint))) == {
        "code": "1000-0000-000Z",
        "status": "closed",
        "class": "complaint",
        "category": "jalan.lampu",
        "region": "51.71",
        "agency": "51.71.pupr",
        "coordinator": "51.71",
        "visibility": "public",
        "received_at": "2026-11-24T04:00:00Z",
        "forwarded_at": "2026-11-24T05:00:00Z",
        "followed_up_at": "2026-11-25T04:00:00Z",
        "follow_up_due": "2026-12-01",
        "resolve_due": "2026-12-14",
        "responded_at": "2026-11-25T04:00:00Z",
        "outcome": "resolved",
        "closed_at": "2026-11-26T04:00:00Z",
        "rating": 3,
        "disputes": 0,
        "returns": 0,
        "extension": None,
        "held_days": 0,
        "level": 0,
        "title": "Lampu jalan mati",
    }


def test_what_has_not_happened_is_null_and_an_empty_cell() -> None:
    values = row(verified(a_first().complaint).complaint)
    names = [name for name, _ in COLUMNS]

    (cells,) = csv.reader(io.StringIO(csv_line(values).decode(), newline=""))

    unset = {"followed_up_at", "responded_at", "outcome", "closed_at", "rating", "extension"}
    assert {name for name in names if values[name] is None} == unset
    assert {name for name, cell in zip(names, cells, strict=True) if cell == ""} == unset
