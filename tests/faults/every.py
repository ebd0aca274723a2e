"""`make test-faults`: every AWS call of every use case goes wrong in every way. Holds the list in docs/reliability.md, or with `REWRITE=1` writes it anew."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults import listing, trial
from tests.faults.scenes import SCENES
from tests.faults.stand import Stand
from tests.faults.wire import FAULTS

MOST_ALIKE = 20
"""Calls of one kind that are looked at in one use case."""
REWRITE = bool(os.environ.get("REWRITE"))


@pytest.fixture(scope="module")
def done() -> Iterator[list[str]]:
    """The lines that have been made; if all were, they may be written."""
    made: list[str] = []
    yield made
    if REWRITE and len(made) == len(SCENES):
        listing.write(made)


@pytest.mark.parametrize("name", SCENES)
def test_a_use_case_survives_every_fault_of_every_call(name: str, stand: Stand, done: list[str]) -> None:
    good = trial.undisturbed(name, stand)
    ended: dict[str, Counter[str]] = {fault: Counter() for fault in FAULTS}
    wrong = []
    for number, fault in trial.tries(good.calls, MOST_ALIKE):
        try:
            ended[fault][trial.disturbed(name, number, fault, stand, good)] += 1
        except AssertionError as error:
            wrong.append(f"{number} {good.calls[number - 1]}, {fault}: {error}"[:900])
    assert wrong == [], "\n".join(wrong)
    done.append(listing.line(name, good.calls, ended))
    assert REWRITE or listing.lines()[name][0] == done[-1], "REWRITE=1 writes the list anew"
