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
from tests.faults.stand import Items, Stand, differences, of_cases, outline, said, shape, standing
from tests.faults.wire import FAULTS, applies
from tests.machine.installation import own_tables

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
ALWAYS = ("POST /v1/complaints", "POST /v1/cases/{code}/respond")
MOST_ALIKE = 20
FINE = range(200, 400)
REFUSED = {409, 412, 500, 503}
SAID_ALREADY = {"POST /v1/complaints/{code}/survey": 409, "DELETE /v1/templates/{id}": 404, "DELETE /v1/webhooks/{id}": 404}
"""What a retry is told, where that is not the answer itself: what was taken away is not there; the survey does not know whose answers it has, so it cannot know the same ones again."""


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
    seen = outline if name in JOBS else shape
    stand.fresh()
    do = SCENES[name](stand)
    stand.wire.twin = do
    stand.wire.arm(number, FAULTS[fault])
    outcome = do()
    stand.wire.calm()
    left = stand.items()
    assert outcome[0] in FINE or outcome[0] in REFUSED or answered(name, outcome, good), outcome
    if name not in JOBS:
        assert of_cases(left) in (of_cases(good.before), of_cases(good.after))
    if outcome[0] in FINE and name not in JOBS:
        assert differences(shape(left), shape(good.after)) == []
        assert answered(name, outcome, good)
    for _ in range(1 + 2 * (name in JOBS)):
        outcome = do()
    assert answered(name, outcome, good), outcome
    assert differences(seen(stand.items()), seen(good.after)) == []
    return "new" if seen(left) == seen(good.after) else "old" if seen(left) == seen(good.before) else "between"


def answered(name: str, outcome: Outcome, good: Undisturbed) -> bool:
    """Whether the caller is told what was to be told: the answer, or that it was done already."""
    status, body = outcome
    return status == SAID_ALREADY.get(name) or (status in FINE and (name in JOBS or said(body) == said(good.outcome[1])))


@pytest.mark.parametrize("name", SCENES)
def test_a_use_case_survives_every_fault_of_every_call(name: str, stand: Stand, request: pytest.FixtureRequest) -> None:
    everything, rewrite = request.config.getoption("--every-fault"), request.config.getoption("--rewrite")
    if name not in ALWAYS and not (everything or rewrite):
        pytest.skip("make test-faults does it")
    good = undisturbed(name, stand)
    ended: dict[str, Counter[str]] = {fault: Counter() for fault in FAULTS}
    wrong: list[Any] = []
    for number, operation in looked_at(good.calls):
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


def looked_at(calls: list[str]) -> list[tuple[int, str]]:
    """Every call by its number; of a use case that makes very many alike, as many as these of each kind, spread from the first to the last."""
    alike: dict[str, list[int]] = {}
    for number, operation in enumerate(calls, start=1):
        alike.setdefault(operation, []).append(number)
    return sorted((number, operation) for operation, numbers in alike.items() for number in _spread(numbers))


def _spread(numbers: list[int]) -> list[int]:
    last = len(numbers) - 1
    return numbers if last < MOST_ALIKE else sorted({numbers[round(part * last / (MOST_ALIKE - 1))] for part in range(MOST_ALIKE)})


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
