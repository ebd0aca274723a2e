"""A thousand actions in any order, wise or foolish: what must hold, holds after each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.domain import agenda
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import ActionRefused, Forbidden, NotFound
from chalicelib.domain.events import verify_chain
from chalicelib.domain.facts import case_facts
from chalicelib.domain.history import fold
from chalicelib.domain.words import Class, Outcome, Status, Visibility
from chalicelib.usecases import follow, submit
from chalicelib.usecases.act import load
from chalicelib.usecases.setting import circumstances
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import COORDINATOR, OFFICER, REASON, STEWARD, a_submission
from tests.fakes import Clock, MemoryCases, fake_deps

ENDED = (Status.CLOSED, Status.WITHDRAWN)
WHO = st.sampled_from([COORDINATOR, OFFICER, STEWARD])
WHERE = st.sampled_from(["51.71", "51.71.pupr", "51.71.dlh", "34.71"])
ANY = st.integers(0, 1000)


class Walk(RuleBasedStateMachine):
    """Reporters, agencies and the schedule, each doing anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.deps = fake_deps(now=self.clock)
        self.codes: list[str] = []
        self.versions: dict[str, int] = {}

    @initialize()
    def begin(self) -> None:
        self.file(Class.COMPLAINT, Visibility.PUBLIC)

    @rule(class_=st.sampled_from([Class.COMPLAINT, Class.ASPIRATION, Class.INFORMATION]), visibility=st.sampled_from(Visibility))
    def file(self, class_: Class, visibility: Visibility) -> None:
        self.codes.append(submit.submit(a_submission(type=class_, visibility=visibility), None, self.deps).receipt.code)

    @rule(which=ANY, who=WHO, to=WHERE)
    def verify(self, which: int, who: Any, to: str) -> None:
        self.attempt(which, lambda case: deeds.verify(case.complaint.code, self.deps, to, who, case.complaint.version))

    @rule(which=ANY, who=WHO)
    def start(self, which: int, who: Any) -> None:
        self.attempt(which, lambda case: deeds.start(case.complaint.code, self.deps, who, case.complaint.version))

    @rule(which=ANY, outcome=st.sampled_from(Outcome), reason=st.sampled_from(["", "Bukan aset kota"]))
    def respond(self, which: int, outcome: Outcome, reason: str) -> None:
        self.attempt(which, lambda case: deeds.respond(case.complaint.code, self.deps, outcome, reason))

    @rule(which=ANY)
    def reply(self, which: int) -> None:
        self.attempt(which, lambda case: follow.reply(case, "Ada dua lampu.", self.deps))

    @rule(which=ANY, rating=st.integers(1, 4))
    def confirm(self, which: int, rating: int) -> None:
        self.attempt(which, lambda case: follow.confirm(case, rating, self.deps))

    @rule(which=ANY)
    def dispute(self, which: int) -> None:
        self.attempt(which, lambda case: follow.dispute(case, REASON, self.deps))

    @rule(which=ANY)
    def withdraw(self, which: int) -> None:
        self.attempt(which, lambda case: follow.withdraw(case, "", self.deps))

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.clock.now += timedelta(hours=hours)

    @rule()
    def tick(self) -> None:
        sweep(self.deps, lambda: True)

    def attempt(self, which: int, act: Callable[[Case], Case]) -> None:
        """What is done is written as it was answered; what is refused changes nothing."""
        before = load(self.codes[which % len(self.codes)], self.deps)
        try:
            after = act(before)
        except (ActionRefused, Forbidden, NotFound):
            after = before
        assert load(before.complaint.code, self.deps) == after

    @invariant()
    def everything_holds(self) -> None:
        for code in self.codes:
            self.check(load(code, self.deps))

    def check(self, case: Case) -> None:
        it = case.complaint
        at = circumstances(it, self.clock.now, self.deps)
        assert fold(case.events) == replace(it, title="", wake=None)
        verify_chain(case.events)
        assert [event.seq for event in case.events] == list(range(1, it.version + 1))
        assert it.version >= self.versions.get(it.code, 1)
        self.versions[it.code] = it.version
        assert (it.clock is None) == (it.due is None) == (it.status in ENDED)
        step = agenda.next_step(it, at.policy, at.office)
        assert step is None if it.wake is None else step is not None and it.wake <= step.at
        assert (case_facts(it, at.office) is None) == (it.forwarded_at is None)


def test_a_thousand_random_actions_keep_every_invariant() -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=20,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_walk_notices_a_broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """An invariant that cannot fail proves nothing: here the store forgets every second change of the state."""
    append = MemoryCases.append

    def forgetful(self: MemoryCases, change: Change, **more: Any) -> None:
        before = self.heads.get(change.complaint.code)
        append(self, change, **more)
        if before and change.event.seq % 2:
            self.heads[change.complaint.code] = replace(before, complaint=replace(before.complaint, version=change.event.seq))

    monkeypatch.setattr(MemoryCases, "append", forgetful)

    with pytest.raises(AssertionError):
        test_a_thousand_random_actions_keep_every_invariant()
