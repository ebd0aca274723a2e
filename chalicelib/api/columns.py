"""The columns of an export, and a case's line in each of its forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from chalicelib.domain import receipt
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import instant
from chalicelib.lines import TYPES, Row, csv_line, json_line


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


FORMS: Mapping[str, Form] = {
    "csv": Form(TYPES["csv"], csv_line({name: name for name, _ in COLUMNS}), csv_line),
    "jsonl": Form(TYPES["jsonl"], b"", json_line),
}
