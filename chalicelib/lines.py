"""A row as a line of a file, in each of its forms."""

import csv
import io
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

Row: TypeAlias = Mapping[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""What makes a spreadsheet calculate a cell, instead of showing it, where it comes first (OWASP ASVS 5.0, 1.2.10)."""
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
"""The media type of each form."""


def csv_line(row: Row) -> bytes:
    """A record of RFC 4180; no cell of it is a formula."""
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(value) for value in row.values()])
    return line.getvalue().encode()


def json_line(row: Row) -> bytes:
    """An object on a line of its own."""
    return msgspec.json.encode(row) + b"\n"


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
