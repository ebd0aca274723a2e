"""Prints what `make mutate` has found: of each module how many changes a test notices, and the names of those that none does."""

import json
from collections import Counter
from pathlib import Path

FOUND = Path("mutants") / "chalicelib" / "domain"
SURVIVED, NO_TEST = 0, 33
"""What mutmut notes of a change after which all tests passed, and of one that no test runs."""


def main() -> None:
    """Modules of which nothing was tried are left out."""
    lived, total = [], Counter[str]()
    for path in sorted(FOUND.glob("*.py.meta")):
        tried = {name: code for name, code in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].items() if code is not None}
        survivors = [name for name, code in tried.items() if code in (SURVIVED, NO_TEST)]
        if tried:
            lived += survivors
            total += Counter(tried=len(tried), killed=len(tried) - len(survivors))
            print(f"{path.name.removesuffix('.py.meta'):14} {len(tried) - len(survivors):5} of {len(tried):5}  {1 - len(survivors) / len(tried):.1%}")
    print(f"{'together':14} {total['killed']:5} of {total['tried']:5}  {total['killed'] / max(1, total['tried']):.1%}")
    print(*lived, sep="\n")


if __name__ == "__main__":
    main()
