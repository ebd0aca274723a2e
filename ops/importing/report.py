"""What became of every line of an imported file: a summary for the terminal and a CSV with each remark."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ops.importing.remarks import Remark, Weight, fate

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = ("line", "id", "code", "fate", "written", "weight", "remark", "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one line. `written` is new, present (already here, unchanged), refused, or tried (a dry run)."""

    number: int
    source_id: str
    code: str
    written: str
    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class Report:
    """Counts while lines come in, and writes the ones with remarks, if there is somewhere to write them."""

    write: Callable[[Iterable[object]], object] | None = None
    fates: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    remarks: Counter[tuple[Weight, str]] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Count a line."""
        self.fates[fate(result.remarks)] += 1
        self.written[result.written] += 1
        for remark in result.remarks:
            self.remarks[remark.weight, remark.code] += 1
            self.first.setdefault(remark.code, result.number)
            if self.write:
                row = (result.number, result.source_id, result.code, fate(result.remarks), result.written)
                self.write((*row, remark.weight.name.lower(), remark.code, remark.detail))

    def summary(self) -> "Iterator[str]":
        """The lines of the terminal summary."""
        lines = sum(self.fates.values())
        yield f"{lines:,} lines: " + ", ".join(f"{count:,} {name}" for name, count in sorted(self.fates.items()))
        yield "written: " + ", ".join(f"{count:,} {name}" for name, count in sorted(self.written.items()))
        for (weight, code), count in sorted(self.remarks.items(), key=lambda entry: (-entry[0][0], -entry[1])):
            yield f"  {weight.name.lower():8} {code:24} {count:>7,}   first in line {self.first[code]}"


@contextmanager
def reporting(path: Path | None) -> "Iterator[Report]":
    """A report, written to the path when there is one."""
    if path is None:
        yield Report()
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADING)
        yield Report(writer.writerow)
