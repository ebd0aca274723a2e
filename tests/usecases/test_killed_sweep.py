"""A sweep that dies after any of its writes, that is before the next, and is started again ends where an undisturbed one ends."""

from typing import Any

import pytest

from chalicelib.usecases import submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import a_submission, later
from tests.fakes import Clock, MemoryCases, apart, fake_deps

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

CASES = 50
WRITES = ("append", "wake_later")


class Killed(BaseException):
    """As SIGKILL: nothing catches it."""


def fifty(clock: Clock) -> Deps:
    """To be reminded of, to climb several levels, on hold that is over, to be closed by silence, and to be moved on the agenda only."""
    deps = fake_deps(now=clock)
    for number in range(CASES):
        clock.now = later(days=number % 3)
        code = submit.submit(a_submission(), None, deps).receipt.code
        if number % 5:
            deeds.verify(code, deps)
        if number % 5 == 2:
            deeds.hold(code, deps, days=2)
        if number % 5 > 2:
            deeds.respond(code, deps)
    return deps


def state(deps: Deps) -> dict[str, Any]:
    """Every complaint with its timeline, and when the agenda looks at it next."""
    codes = sorted(deps.cases.heads)  # type: ignore[attr-defined]
    return {code: deps.cases.case(code) for code in codes}


def writes_of(deps: Deps, monkeypatch: pytest.MonkeyPatch, at: int | None = None) -> int:
    """Sweep, dying after a write, if one is named; how many there were."""
    done = 0

    def counted(name: str) -> Any:
        write = getattr(MemoryCases, name)

        def killing(self: MemoryCases, *given: Any, **more: Any) -> None:
            nonlocal done
            write(self, *given, **more)
            done += 1
            if done == at:
                raise Killed

        return killing

    with monkeypatch.context() as patch:
        for name in WRITES:
            patch.setattr(MemoryCases, name, counted(name))
        if at is None:
            sweep(deps, lambda: True)
        else:
            with pytest.raises(Killed):
                sweep(deps, lambda: True)
    return done


@pytest.mark.parametrize("days", [9, 30])
def test_a_sweep_killed_at_any_write_and_started_again_ends_as_if_it_had_not_been(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    start = fifty(clock)
    clock.now = later(days=days)
    undisturbed = apart(start)
    writes = writes_of(undisturbed, monkeypatch)
    assert writes >= CASES
    end = state(undisturbed)

    for number in range(1, writes + 1):
        deps = apart(start)
        writes_of(deps, monkeypatch, number)
        sweep(deps, lambda: True)
        assert state(deps) == end
