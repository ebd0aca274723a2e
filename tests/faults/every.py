"""`make test-faults`: every AWS call of every use case goes wrong in every way. Holds the list in docs/reliability.md, or with `REWRITE=1` writes it anew."""

import os
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults import listing, trial
from tests.faults.scenes import LISTED, SCENES
from tests.faults.stand import Stand
from tests.faults.wire import FAULTS

REWRITE = bool(os.environ.get("REWRITE"))


@pytest.fixture(scope="module")
def made() -> Iterator[dict[str, str]]:
    """The lines that have been made, by use case."""
    lines: dict[str, str] = {}
    yield lines
    if REWRITE:
        listing.write({name: it for name, it in lines.items() if name in LISTED}, LISTED)


@pytest.mark.parametrize("name", SCENES)
def test_a_use_case_survives_every_fault_of_every_call(name: str, stand: Stand, made: dict[str, str]) -> None:
    good = trial.undisturbed(name, stand)
    ended: dict[str, Counter[str]] = {fault: Counter() for fault in FAULTS}
    wrong = []
    for number, fault in trial.tries(good.calls):
        try:
            ended[fault][trial.disturbed(name, number, fault, stand, good)] += 1
        except AssertionError as error:
            wrong.append(f"{name}: {number} {good.calls[number - 1]}, {fault}: {error}"[:900])
            sys.stderr.write(f"{wrong[-1]}\n")
    assert wrong == [], "\n".join(wrong)
    made[name] = listing.line(name, good.calls, ended)
    assert REWRITE or name not in LISTED or listing.lines()[name][0] == made[name], "REWRITE=1 writes the list anew"
