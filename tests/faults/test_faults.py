"""Every AWS call of every use case goes wrong in every way: the old or the new state, the same answer to a retry, no double event, no orphan.

docs/reliability.md lists what was put through. `make test` does the first two use cases, `make test-faults` all, and holds its lines of the list; `--rewrite` writes them anew.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from tests.faults.scenes import JOBS, SCENES, Outcome
from tests.faults.stand import Items, Stand, differences, of_cases, shape, standing
from tests.faults.wire import FAULTS, applies
from tests.machine.installation import own_tables

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
ALWAYS = ("POST /v1/complaints", "POST /v1/cases/{code}/respond")
FINE = range(200, 400)
REFUSED = {409, 412, 500, 503}


@pytest.fixture(scope="module")
def stand(engine_settings: Settings, shared_engine_deps: Deps) -> Iterator[Stand]:
    with own_tables(engine_settings) as own, standing(own) as made:
        yield made


@dataclass
class Undisturbed:
    """How a use case goes when nothing breaks."""

    before: Items
    after: Items
    outcome: Outcome
    calls: list[str]
    ended: Counter[str] = field(default_factory=Counter)


def undisturbed(name: str, stand: Stand) -> Undisturbed:
    for _ in range(2):  # the first time it is found out who may
        stand.fresh()
        do = SCENES[name](stand)
        before = stand.items()
        stand.wire.calm()
        outcome = do()
        calls = list(stand.wire.calls)
    assert outcome[0] in FINE, f"{name} answered {outcome}"
    for _ in range(2 * (name in JOBS)):
        do()
    return Undisturbed(before, stand.items(), outcome, calls)


def disturbed(name: str, number: int, fault: str, stand: Stand, good: Undisturbed) -> str:
    """What one fault leaves, judged; whether that is the old or the new state."""
    stand.fresh()
    do = SCENES[name](stand)
    stand.wire.arm(number, FAULTS[fault])
    status, body = do()
    stand.wire.calm()
    left = stand.items()
    assert status in FINE or status in REFUSED, (status, body)
    assert of_cases(left) in (of_cases(good.before), of_cases(good.after)) or name in JOBS
    if status in FINE and name not in JOBS:
        assert differences(shape(left), shape(good.after)) == []
        assert body == good.outcome[1]
    for _ in range(1 + 2 * (name in JOBS)):
        status, body = do()
    assert status in FINE, (status, body)
    assert name in JOBS or body == good.outcome[1]
    assert differences(shape(stand.items()), shape(good.after)) == []
    return "new" if shape(left) == shape(good.after) else "old" if shape(left) == shape(good.before) else "between"


@pytest.mark.parametrize("name", SCENES)
def test_a_use_case_survives_every_fault_of_every_call(name: str, stand: Stand, request: pytest.FixtureRequest) -> None:
    everything, rewrite = request.config.getoption("--every-fault"), request.config.getoption("--rewrite")
    if name not in ALWAYS and not (everything or rewrite):
        pytest.skip("make test-faults does it")
    good = undisturbed(name, stand)
    ended: dict[str, Counter[str]] = {fault: Counter() for fault in FAULTS}
    wrong: list[Any] = []
    for number, operation in enumerate(good.calls, start=1):
        for fault in (one for one in FAULTS if applies(one, operation)):
            try:
                ended[fault][disturbed(name, number, fault, stand, good)] += 1
            except AssertionError as error:
                wrong.append((number, operation, fault, str(error)[:900]))
    assert wrong == [], "\n".join(map(str, wrong))
    row = _row(name, good.calls, ended)
    if rewrite:
        _write(name, row)
    assert row in DOCUMENT.read_text(encoding="utf-8").splitlines(), row


def _row(name: str, calls: list[str], ended: dict[str, Counter[str]]) -> str:
    made = ", ".join(f"{operation} {count}" if count > 1 else operation for operation, count in Counter(calls).items())
    cells = [" · ".join(f"{state} {count}" for state, count in sorted(ended[fault].items())) or "-" for fault in FAULTS]
    return f"| `{name}` | {made} | {' | '.join(cells)} |"


def _write(name: str, row: str) -> None:
    """Put the line where the one of its use case is."""
    text = DOCUMENT.read_text(encoding="utf-8")
    old = re.search(rf"^\| `{re.escape(name)}` \|.*$", text, re.MULTILINE)
    DOCUMENT.write_text(text.replace(old[0], row) if old else f"{text.rstrip()}\n{row}\n", encoding="utf-8")


def test_every_use_case_that_writes_is_in_the_list_and_no_other() -> None:
    assert re.findall(r"^\| `([^`]+)` \| [A-Z]", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE) == list(SCENES)
