"""AWS fails in the middle of a use case. Here the last write of each, which is the one that counts, in each way; `make test-faults` does every call and makes the list in docs/reliability.md."""

from collections.abc import Sequence

import pytest

import app
from chalicelib.api.routes import CASE_ACTIONS, ROUTES
from chalicelib.domain.words import Action
from chalicelib.store import keys
from chalicelib.usecases.act import load
from tests import deeds
from tests.api.calls import CODE
from tests.builders import COORDINATOR
from tests.faults import listing, trial
from tests.faults.scenes import LISTED, READING, SCENES
from tests.faults.stand import Stand
from tests.faults.triggers import TRIGGERS, functions
from tests.faults.wire import FAULTS, NOTES, WRITES, applies

REPORTERS = ("replies", "confirm", "dispute", "unlink", "withdraw", "survey", "erase")
KEPT_SHORT = ("time-out before", "time-out after", "500")
"""A time-out is to us what a reset is, and a 500 what a throttle is: `make test-faults` tries them too."""
ON_A_CASE = [*(f"POST /v1/cases/{{code}}/{action}" for action in CASE_ACTIONS), *(f"POST /v1/complaints/{{code}}/{action}" for action in REPORTERS)]


def last_write(calls: Sequence[str]) -> int:
    """The number of the last call that changes something, 0 for none."""
    return max((number for number, operation in enumerate(calls, start=1) if operation in WRITES), default=0)


@pytest.mark.parametrize("name", LISTED)
def test_a_use_case_survives_every_fault_of_its_last_write(name: str, stand: Stand) -> None:
    good = trial.undisturbed(name, stand)
    number = last_write(good.calls)
    for fault in FAULTS if number else ():
        if fault not in KEPT_SHORT and applies(fault, good.calls[number - 1]):
            trial.disturbed(name, number, fault, stand, good)
    assert listing.lines()[name]["calls"] == listing.made_of(good.calls), "REWRITE=1 make test-faults writes the list anew"


@pytest.mark.parametrize("name", ON_A_CASE)
def test_what_somebody_else_does_to_the_case_meanwhile_is_not_lost(name: str, stand: Stand) -> None:
    number = last_write(trial.undisturbed(name, stand).calls)
    stand.fresh()
    do = SCENES[name](stand)
    before = len([place for place in stand.items() if place[1] == keys.complaint(CODE) and place[2].startswith(keys.EVENT)])
    stand.wire.twin = lambda: deeds.note(CODE, stand.deps, actor=COORDINATOR)
    stand.wire.arm(number, FAULTS["concurrent writer"])
    status, _ = do()

    actions = [event.action for event in load(CODE, stand.deps).events[before:]]
    assert actions[0] is Action.NOTE
    assert status in trial.FINE or status in trial.BEATEN
    assert len(actions) == 1 + (status in trial.FINE)
    trial.coherent(stand.items(), stand)


@pytest.mark.parametrize("name", READING)
def test_who_only_asks_changes_nothing_but_notes_of_use(name: str, stand: Stand) -> None:
    good = trial.undisturbed(name, stand)
    assert [operation for operation in good.calls if operation in WRITES and operation not in NOTES] == []


def test_every_use_case_that_writes_is_in_the_list_and_no_other() -> None:
    assert list(listing.lines()) == list(LISTED)


def test_every_trigger_has_a_scene() -> None:
    assert functions(list(TRIGGERS)) == set(app.app.handler_map) - {route.name for route in ROUTES}
