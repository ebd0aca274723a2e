"""Prints what `make mutate` has found: of each module how many changes a test notices, and the names of those that none does."""

import json
import sys
from collections import Counter
from pathlib import Path

FOUND = Path("mutants") / "chalicelib" / "domain"
SURVIVED, NO_TEST = 0, 33
"""What mutmut notes of a change after which all tests passed, and of one that no test runs."""


def report() -> list[str]:
    """Modules of which nothing was tried are left out."""
    lines, lived, total = [], [], Counter[str]()
    for path in sorted(FOUND.glob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        tried = {name: code for name, code in codes.items() if code is not None}
        survivors = [name for name, code in tried.items() if code in (SURVIVED, NO_TEST)]
        if tried:
            lived += survivors
            total += Counter(tried=len(tried), noticed=len(tried) - len(survivors))
            lines.append(_line(path.name.removesuffix(".py.meta"), len(tried) - len(survivors), len(tried)))
    return [*lines, _line("together", total["noticed"], total["tried"]), *lived]


def _line(name: str, noticed: int, tried: int) -> str:
    return f"{name:14} {noticed:5} of {tried:5}  {noticed / max(1, tried):.1%}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report())
