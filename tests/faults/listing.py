"""The list of use cases and faults in docs/reliability.md: a line each, made by the trials."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.faults.wire import FAULTS

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
LINE = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<calls>[A-Z][^|]*|-) \|.*$", re.MULTILINE)
HEAD = "| use case | AWS calls | "
ENDS = ("old", "new", "between")


def lines() -> dict[str, re.Match[str]]:
    """The lines as they are written, by use case."""
    return {it["name"]: it for it in LINE.finditer(DOCUMENT.read_text(encoding="utf-8"))}


def line(name: str, calls: Iterable[str], ended: Mapping[str, Counter[str]]) -> str:
    """What a use case calls, and how often each fault has left it in which state."""
    cells = [" · ".join(f"{state} {ended[fault][state]}" for state in ENDS if ended[fault][state]) or "-" for fault in FAULTS]
    return f"| `{name}` | {made_of(calls)} | {' | '.join(cells)} |"


def made_of(calls: Iterable[str]) -> str:
    return ", ".join(f"{operation} {count}" if count > 1 else operation for operation, count in Counter(calls).items()) or "-"


def write(made: Mapping[str, str], order: Iterable[str]) -> None:
    """Put these lines, by use case, beside the others or in place of theirs; those of use cases that are no more go."""
    text = DOCUMENT.read_text(encoding="utf-8")
    there = {name: it[0] for name, it in lines().items()} | made
    head = [f"{HEAD}{' | '.join(FAULTS)} |", "|---|---|" + "---|" * len(FAULTS)]
    before, _, rest = text.partition(HEAD)
    kept = rest.splitlines(keepends=True)
    after = "".join(kept[next((at for at, one in enumerate(kept[1:], start=1) if not one.startswith("|")), len(kept)) :])
    DOCUMENT.write_text(before + "\n".join([*head, *(there[name] for name in order if name in there)]) + "\n" + after, encoding="utf-8")
