"""A row as a line of a file, in each of its forms."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

Row: TypeAlias = Mapping[str, Any]
FORMULA = re.compile(r'(^|;"*)(?=[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20])')
"""Where a cell begins with what makes a spreadsheet calculate it, instead of showing it (OWASP ASVS 5.0, 1.2.10).

Where numbers have a decimal comma, as in Indonesia, spreadsheets begin a new cell after each semicolon. Some read the wide forms of the signs too.
"""
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
    return FORMULA.sub(r"\1'", value) if isinstance(value, str) else value
