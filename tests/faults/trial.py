"""A use case goes undisturbed once; then one call of it goes wrong in one way, and what is left, what was answered and what a retry gives is judged."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.events import verify_chain
from chalicelib.domain.history import fold
from tests.faults.scenes import SCENES, Outcome
from tests.faults.stand import Items, Stand, differences, in_the_end, shape
from tests.faults.triggers import TRIGGERS
from tests.faults.wire import FAULTS, MAIL, applies

FINE = range(200, 400)
BEATEN = frozenset({409, 412, 503})
"""Somebody was first, or AWS does not answer."""
SAID_ALREADY = {"POST /v1/complaints/{code}/survey": 409, "DELETE /v1/templates/{id}": 404, "DELETE /v1/webhooks/{id}": 404}
"""What a retry is told where that is not the answer itself: what was taken away is not there; the survey does not know whose answers it has, so cannot know the same ones again."""
IN_STEPS = frozenset({"POST /v1/cases/{code}/notices/resume"})
"""Routes that write twice: the address is free again before the case says so, and the same call ends it."""
ANEW = frozenset({"POST /v1/webhooks/{id}/ping"})
"""What goes out each time that it is asked for."""
AGAIN = {"tick, a recount": 3}
"""Times that a trigger comes again after the one that went wrong, if not once."""
MOST_ALIKE = ((100, 1), (40, 3), (0, 8))
"""Of more calls than so many in one use case, so many of each kind are looked at."""


@dataclass(frozen=True)
class Undisturbed:
    """How a use case goes when nothing breaks: the rows before and after, the answer, the calls, and what went out of the house, in the end and how often."""

    before: Items
    after: Items
    outcome: Outcome
    calls: list[str]
    out: Counter[str]


def undisturbed(name: str, stand: Stand) -> Undisturbed:
    for _ in range(1 if name in TRIGGERS or name in stand.able else 2):  # the first time it is found out who may
        stand.fresh()
        do = SCENES[name](stand)
        before = stand.items()
        stand.wire.calm()
        outcome = do()
        calls = list(stand.wire.calls)
    assert outcome[0] in FINE, f"{name} answered {outcome}"
    if name in TRIGGERS:
        for _ in range(AGAIN.get(name, 1)):
            do()
    return Undisturbed(before, stand.items(), outcome, calls, stand.gone_out())


def disturbed(name: str, number: int, fault: str, stand: Stand, good: Undisturbed) -> str:
    """The state that one fault leaves, `old` or `new`, or `between` for triggers, which do many things; `AssertionError` says what is wrong with it."""
    stand.fresh()
    do = SCENES[name](stand)
    stand.wire.twin = do
    stand.wire.arm(number, FAULTS[fault])
    outcome = do()
    stand.wire.calm()
    left = stand.items()
    judge = _trigger_ended if name in TRIGGERS else _route_answered
    judge(name, outcome, left, good)
    coherent(left, stand)
    for _ in range(AGAIN.get(name, 1)):
        outcome = do()
    assert _answered(name, outcome, good), outcome
    seen = in_the_end if name in TRIGGERS else shape
    _same(seen(stand.items()), seen(good.after))
    if name not in ANEW:
        _went_out(number, stand.gone_out(), good)
    return "new" if seen(left) == seen(good.after) else "old" if seen(left) == seen(good.before) else "between"


def _route_answered(name: str, outcome: Outcome, left: Items, good: Undisturbed) -> None:
    """Everything or nothing is done; who is told that it is done is told the same, and it is."""
    assert outcome[0] in BEATEN or _answered(name, outcome, good), outcome
    if outcome[0] in FINE or (shape(left) != shape(good.before) and name not in IN_STEPS):
        _same(shape(left), shape(good.after))


def _trigger_ended(name: str, outcome: Outcome, _: Items, __: Undisturbed) -> None:
    """It is done, or comes again; what it left stands in the middle, as it takes one complaint, and one step of it, after the other."""
    assert outcome[0] in (200, 500), (name, outcome)


def coherent(left: Items, stand: Stand) -> None:
    """Each complaint is what its events say, and they are one chain."""
    for code in {place[1].removeprefix("C#") for place in left if place[1].startswith("C#")}:
        case = stand.deps.cases.case(code)
        assert case, code
        verify_chain(case.events)
        assert fold(case.events) == replace(case.complaint, title="", wake=None), code
        assert [event.seq for event in case.events] == list(range(1, case.complaint.version + 1)), code


def _same(one: Items, other: Items) -> None:
    wrong = differences(one, other)
    assert not wrong, "; ".join(wrong)


def _answered(name: str, outcome: Outcome, good: Undisturbed) -> bool:
    """Whether who calls is told what was to be told: the answer, or that it was done already."""
    status, said = outcome
    return status == SAID_ALREADY.get(name) or (status in FINE and said == good.outcome[1])


def _went_out(number: int, out: Mapping[str, int], good: Undisturbed) -> None:
    """Nothing is missing, and nothing twice; but whether a mail or an event has arrived is not known where the answer, or the note that it has, was lost."""
    assert out.keys() == good.out.keys()
    outside = MAIL in good.calls and number < good.calls.index(MAIL) + 1
    assert all(times <= good.out[one] + (not outside) for one, times in out.items()), out


def tries(calls: list[str]) -> list[tuple[int, str]]:
    """Every call by its number with each way to go wrong; of very many alike, so many spread from the first to the last."""
    return [(number, fault) for number, operation in _looked_at(calls) for fault in FAULTS if applies(fault, operation)]


def _looked_at(calls: list[str]) -> list[tuple[int, str]]:
    most_alike = next(most for many, most in MOST_ALIKE if len(calls) >= many)
    alike: dict[str, list[int]] = {}
    for number, operation in enumerate(calls, start=1):
        alike.setdefault(operation, []).append(number)
    return sorted((number, operation) for operation, numbers in alike.items() for number in _spread(numbers, most_alike))


def _spread(numbers: list[int], most: int) -> list[int]:
    if most == 1:
        return numbers[-1:]
    last = len(numbers) - 1
    return numbers if last < most else sorted({numbers[round(part * last / (most - 1))] for part in range(most)})
