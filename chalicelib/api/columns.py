"""The columns of an export, and a case's line in each of its forms."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec

from chalicelib.domain import receipt
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import instant

Row: TypeAlias = Mapping[str, Any]
FORMULA = re.compile(r'(^|;"*)(?=[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20])')
"""Where a cell begins with what makes a spreadsheet calculate it, instead of showing it (OWASP ASVS 5.0, 1.2.10).

Where numbers have a decimal comma, as in Indonesia, spreadsheets begin a new cell after each semicolon. Some read the wide forms of the signs too.
"""


def _instant(name: str) -> Callable[[Complaint], str | None]:
    return lambda it: instant(at) if (at := getattr(it, name)) else None


COLUMNS: tuple[tuple[str, Callable[[Complaint], Any]], ...] = (
    ("code", lambda it: receipt.written(it.code)),
    ("status", attrgetter("status")),
    ("class", attrgetter("class_")),
    ("category", attrgetter("category")),
    ("region", attrgetter("region")),
    ("agency", attrgetter("agency")),
    ("coordinator", attrgetter("coordinator")),
    ("visibility", attrgetter("visibility")),
    ("received_at", _instant("received_at")),
    ("forwarded_at", _instant("forwarded_at")),
    ("followed_up_at", _instant("followed_up_at")),
    ("follow_up_due", attrgetter("follow_up_due")),
    ("resolve_due", attrgetter("resolve_due")),
    ("responded_at", _instant("responded_at")),
    ("outcome", attrgetter("outcome")),
    ("closed_at", _instant("closed_at")),
    ("rating", attrgetter("rating")),
    ("disputes", attrgetter("disputes")),
    ("returns", attrgetter("returns")),
    ("extension", attrgetter("extension")),
    ("held_days", attrgetter("held_days")),
    ("level", attrgetter("level")),
    ("title", attrgetter("title")),
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: its media type, its first line if it has one, and what makes a line of a row."""

    type: str
    heading: bytes
    line: Callable[[Row], bytes]


def row(complaint: Complaint) -> Row:
    """A case's value in every column."""
    return {name: value(complaint) for name, value in COLUMNS}


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


FORMS: Mapping[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", csv_line({name: name for name, _ in COLUMNS}), csv_line),
    "jsonl": Form("application/jsonl", b"", json_line),
}
