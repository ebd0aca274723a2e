"""AWS fails in the middle of a use case. Here the last write of each, which is the one that counts, in each way; `make test-faults` does every call and makes the list in docs/reliability.md."""

from collections.abc import Sequence

import pytest

import app
from tests.faults import listing, trial
from tests.faults.scenes import READING, SCENES, WRITING
from tests.faults.stand import Stand
from tests.faults.triggers import TRIGGERS, functions
from tests.faults.wire import FAULTS, NOTES, WRITES, applies

KEPT_SHORT = ("time-out before", "time-out after", "500")
"""They end as a reset does, and as a throttle: what is between has the same exceptions for all. `make test-faults` shows it."""


def last_write(calls: Sequence[str]) -> int:
    """The number of the last call that changes something, 0 for none."""
    return max((number for number, operation in enumerate(calls, start=1) if operation in WRITES), default=0)


@pytest.mark.parametrize("name", [*WRITING, *TRIGGERS])
def test_a_use_case_survives_every_fault_of_its_last_write(name: str, stand: Stand) -> None:
    good = trial.undisturbed(name, stand)
    number = last_write(good.calls)
    for fault in FAULTS if number else ():
        if fault not in KEPT_SHORT and applies(fault, good.calls[number - 1]):
            trial.disturbed(name, number, fault, stand, good)
    assert listing.lines()[name]["calls"] == listing.made_of(good.calls), "REWRITE=1 make test-faults writes the list anew"


@pytest.mark.parametrize("name", READING)
def test_who_only_asks_changes_nothing_but_notes_of_use(name: str, stand: Stand) -> None:
    good = trial.undisturbed(name, stand)
    assert [operation for operation in good.calls if operation in WRITES and operation not in NOTES] == []


def test_every_use_case_is_in_the_list_and_no_other() -> None:
    assert list(listing.lines()) == list(SCENES)


def test_every_trigger_has_a_scene() -> None:
    assert functions(list(TRIGGERS)) == {one.name for one in app.app.pure_lambda_functions}
