"""The list of use cases and faults in docs/reliability.md: a line each, made by the trials."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.faults.wire import FAULTS

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
LINE = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<calls>[A-Z][^|]*|-) \|.*$", re.MULTILINE)
ENDS = ("old", "new", "between")


def lines() -> dict[str, re.Match[str]]:
    """The lines as they are written, by use case."""
    return {it["name"]: it for it in LINE.finditer(DOCUMENT.read_text(encoding="utf-8"))}


def line(name: str, calls: Iterable[str], ended: Mapping[str, Counter[str]]) -> str:
    """What a use case calls, and how often each fault has left it in which state."""
    cells = [" · ".join(f"{state} {ended[fault][state]}" for state in ENDS if ended[fault][state]) or "-" for fault in FAULTS]
    return f"| `{name}` | {made(calls)} | {' | '.join(cells)} |"


def made(calls: Iterable[str]) -> str:
    return ", ".join(f"{operation} {count}" if count > 1 else operation for operation, count in Counter(calls).items()) or "-"


def write(done: Iterable[str]) -> None:
    """Put these lines in place of those that are there."""
    text = DOCUMENT.read_text(encoding="utf-8")
    head = f"| use case | AWS calls | {' | '.join(FAULTS)} |\n|{'---|' * (len(FAULTS) + 2)}\n"
    before, _, rest = text.partition("| use case | AWS calls |")
    after = re.sub(r"\A.*\n|^\|.*\n?", "", rest, flags=re.MULTILINE) if rest else ""
    DOCUMENT.write_text(before + head + "\n".join(done) + "\n" + after, encoding="utf-8")
