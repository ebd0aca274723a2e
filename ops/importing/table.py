"""The lines of a CSV file, each with the number an editor shows for it; nothing is held in memory."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops.importing.mapping import Mapping, WrongMapping

REPLACED = "\ufffd"
"""What stands for bytes that the file's encoding does not know."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its columns by name; `broken` says why it has none."""

    number: int
    cells: dict[str, str]
    broken: str = ""


def lines(path: Path, mapping: Mapping) -> Iterator[Line]:
    """Every line after the heading; raises `WrongMapping` at once when a column the mapping needs is missing."""
    with path.open(encoding=mapping.encoding, errors="replace", newline="") as file:
        rows = csv.reader(file)
        heading = [name.strip() for name in next(rows, [])]
        if missing := sorted(mapping.needed - set(heading)):
            raise WrongMapping(f"{path} has no column {', '.join(missing)}")
        number = rows.line_num + 1
        while (row := _next(rows)) is not None:
            if row:
                yield _line(number, row, heading)
            number = rows.line_num + 1


def count(path: Path, mapping: Mapping) -> int:
    """How many lines `lines` gives: a line break inside quotes does not count."""
    return sum(1 for _ in lines(path, mapping))


def _next(rows: Iterator[list[str]]) -> list[str] | str | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        return str(error)


def _line(number: int, row: list[str] | str, heading: list[str]) -> Line:
    if isinstance(row, str):
        return Line(number, {}, row)
    if len(row) != len(heading):
        return Line(number, {}, f"{len(row)} columns, not {len(heading)}")
    return Line(number, {name: cell.strip() for name, cell in zip(heading, row, strict=True)})
