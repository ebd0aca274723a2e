"""Anything in any order, by everybody, through the API, the stream and the schedule, over real tables: every rule holds after every step.

`make test` takes 500 steps that are always the same ones, `make test-nightly` 10,000 new ones (`--steps`).
"""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any, ClassVar

import pytest
from chalice.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from app import app
from chalicelib import clock, wiring
from chalicelib.domain import permissions
from chalicelib.domain.events import Actor
from chalicelib.domain.lifecycle import TABLE
from chalicelib.domain.words import Action, Outcome
from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency
from tests.machine.installation import in_engine, in_memory
from tests.machine.rules import IN_THE_END, OF_CASES, OF_THE_WORLD
from tests.machine.world import PEOPLE, WHERE, World

STEPS = 50
"""In one installation at most; then another one begins."""
SHORTEST = 25
"""So many at least, on average."""
A = Action
EVERY = 10
"""Steps after which the rules of all cases together are looked at."""
NUMBERS = st.integers(0, 30)
REPORTERS: dict[Action, dict[str, Any]] = {
    A.REPLY: {"text": "RAHASIA-0000, ada dua lampu."},
    A.CONFIRM: {"rating": 4},
    A.DISPUTE: {"reason": "Lampunya masih mati sampai malam ini."},
    A.WITHDRAW: {},
    A.SURVEY: dict.fromkeys(("requirements", "procedure", "time", "cost", "product", "competence", "behaviour", "facilities", "complaints"), 3),
    A.ERASE: {},
}
CHOICES: dict[Action, st.SearchStrategy[dict[str, Any]]] = {
    A.VERIFY: st.fixed_dictionaries({"agency": st.sampled_from([*WHERE, None])}),
    A.FORWARD: st.fixed_dictionaries({"agency": st.sampled_from(WHERE)}),
    A.RESPOND: st.fixed_dictionaries({"outcome": st.sampled_from([str(one) for one in Outcome]), "confidential": st.booleans()}),
    A.RETURN: st.fixed_dictionaries({"agency": st.sampled_from([*WHERE, None])}),
    A.HOLD: st.fixed_dictionaries({"days": st.sampled_from([None, 1, 3])}),
    A.EXTEND: st.fixed_dictionaries({"days": st.sampled_from([1, 5, 20])}),
    A.ASSIGN: st.fixed_dictionaries({"agency": st.sampled_from(WHERE)}),
    A.PUBLISH: st.fixed_dictionaries({"published": st.booleans()}),
    A.ARCHIVE: st.fixed_dictionaries({"reason": st.sampled_from(["unclear", "no-such-reason"])}),
    A.REDACT: st.one_of(
        st.fixed_dictionaries({"title": st.just("[nama]"), "hide_location": st.booleans()}),
        st.fixed_dictionaries({"title": st.none(), "body": st.just("[nama]"), "place": st.just("[nama]")}),
        st.fixed_dictionaries({"title": st.none(), "text": st.just("[nama]"), "number": st.integers(2, 12)}),
    ),
}
USUAL = (A.VERIFY, A.FORWARD, A.START, A.RESPOND, A.RETURN, A.HOLD, A.EXTEND, A.LINK, A.ASSIGN)


class Machine(RuleBasedStateMachine):
    """Its rules are what anybody may do."""

    made: ClassVar[Callable[[], Any]]
    taken: ClassVar[int] = 0
    done: ClassVar[set[Action]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        deps, news = self.stack.enter_context(self.made())
        patched = self.stack.enter_context(pytest.MonkeyPatch.context())
        patched.setattr(wiring, "deps", lambda: deps)
        patched.setattr(clock, "wait", lambda seconds: self.world.wait(seconds / 3600))
        self.world = World(self.stack.enter_context(Client(app)), deps, news)
        self.versions: dict[str, tuple[int, int]] = {}
        self.steps = 0

    def teardown(self) -> None:
        broken = sys.exception() is not None
        with self.stack:
            if self.world.filed and not broken:
                self.world.settle()
                self.look_at_cases()
                for each in (*OF_THE_WORLD, *IN_THE_END):
                    each(self.world)
            Machine.done |= self.world.done
            Machine.taken += self.steps

    def chosen(self, number: int) -> Any:
        return self.world.filed[number % len(self.world.filed)]

    @initialize(visibility=st.sampled_from(["public", "confidential"]), identity=st.sampled_from(["named", "sealed"]))
    def the_first_is_filed(self, visibility: str, identity: str) -> None:
        self.world.file(visibility=visibility, identity=identity, agency="51.71", type="complaint")

    @precondition(lambda self: len(self.world.filed) < 8)
    @rule(
        visibility=st.sampled_from(["public", "public", "confidential"]),
        identity=st.sampled_from(["named", "sealed", "none"]),
        agency=st.sampled_from(["51.71", "34.71", ...]),
        type_=st.sampled_from(["complaint", "aspiration", "information"]),
    )
    def file(self, type_: str, **changes: Any) -> None:
        self.world.file(type=type_, **changes)

    @rule(number=NUMBERS)
    def file_again(self, number: int) -> None:
        self.world.file_again(self.chosen(number))

    @rule(number=NUMBERS, lead=NUMBERS, who=st.integers(0, 30), pick=st.integers(0, 30), foolish=st.integers(0, 9), data=st.data())
    def an_agency_acts(self, number: int, lead: int, who: int, pick: int, foolish: int, data: st.DataObject) -> None:
        """Mostly who may, with what the case allows; now and then anybody with anything."""
        filed = self.chosen(number)
        wise = [] if foolish == 0 else self.wise(filed)
        people = [(one, action) for one in PEOPLE for action in (A(name) for name in CHOSEN)]
        able = wise or people
        person, action = able[(who * 31 + pick) % len(able)]
        chosen = data.draw(CHOICES[action]) if action in CHOICES else {}
        if action is A.LINK:
            chosen = {"lead": self.chosen(lead).code}
        self.world.act(filed, person, action, self.world.body(action, chosen), stale=foolish == 1)

    def wise(self, filed: Any) -> list[tuple[Any, Action]]:
        """What scope, role and status allow, what moves the case three times as often."""
        [it] = self.world.deps.cases.complaints([filed.code])
        owner = agency(it.agency, self.world.deps)
        actors = [(one, Actor(role=one[0], agency=one[1], holder="Made")) for one in PEOPLE]
        seeing = [(one, actor) for one, actor in actors if permissions.sees(actor, owner)]
        able = [(one, A(name)) for one, actor in seeing for name in CHOSEN if permissions.may(actor, A(name)) and it.status in TABLE[A(name)].sources]
        return [pair for pair in able for _ in range(3 if pair[1] in USUAL else 1)]

    @rule(number=NUMBERS, action=st.sampled_from(sorted(REPORTERS)), foolish=st.integers(0, 9))
    def the_reporter_acts(self, number: int, action: Action, foolish: int) -> None:
        filed = self.chosen(number)
        offered = self.world.api.get(f"/v1/complaints/{filed.code}", filed.secret).body["can"]
        wise = [one for one in sorted(REPORTERS) if one in offered and one not in {A.WITHDRAW, A.ERASE}]
        act = wise[number % len(wise)] if wise and foolish > 1 else action
        self.world.report(filed, act, REPORTERS[act])

    @rule(number=NUMBERS, device=st.integers(1, 4), back=st.booleans())
    def somebody_supports(self, number: int, device: int, *, back: bool) -> None:
        self.world.support(self.chosen(number), device, back=back)

    @rule(number=NUMBERS, hostile=st.booleans())
    def a_photo_is_sent(self, number: int, *, hostile: bool) -> None:
        self.world.attach(self.chosen(number), b"\xff\xd8\xff hostile" if hostile else b"\xff\xd8\xff photo")

    @rule(hours=st.sampled_from([0, 1, 5, 20, 60, 200]))
    def time_passes(self, hours: int) -> None:
        self.world.wait(hours)

    @rule(job=st.sampled_from(["tick", "tick", "score", "tell_again", "send_webhooks"]), hours=st.sampled_from([0, 20, 60, 200]))
    def the_schedule_comes(self, job: str, hours: int) -> None:
        self.world.wait(hours)
        self.world.run(job)

    @rule(most=st.integers(1, 25), again=st.sampled_from([0, 0, 1, 10]), backwards=st.booleans())
    def the_stream_comes(self, most: int, again: int, *, backwards: bool) -> None:
        self.world.hear(most, again=again, backwards=backwards)

    @rule(times=st.integers(1, 5))
    def the_mail_service_breaks(self, times: int) -> None:
        self.world.mail_breaks(times)

    @rule(broken=st.booleans())
    def the_endpoint_breaks(self, *, broken: bool) -> None:
        self.world.endpoint_breaks(broken=broken)

    @precondition(lambda self: self.world.days < 3)
    @rule(ahead=st.integers(1, 20))
    def a_holiday_is_proclaimed(self, ahead: int) -> None:
        self.world.a_holiday_is_proclaimed(ahead)

    @precondition(lambda self: not self.world.closed and len(self.world.filed) > 2)
    @rule()
    def an_agency_is_closed(self) -> None:
        self.world.an_agency_is_closed()

    @invariant()
    def every_rule_holds(self) -> None:
        if self.world.filed:
            self.steps += 1
            self.look_at_cases()
            if self.steps % EVERY == 0:
                for each in OF_THE_WORLD:
                    each(self.world)

    def look_at_cases(self) -> None:
        """The cases that are other than they were."""
        heads = {one.code: one.version for one in self.world.heads()}
        for filed in self.world.filed:
            state = heads[filed.code], len(filed.supporters)
            if self.versions.get(filed.code) != state:
                self.versions[filed.code] = state
                case = self.world.case(filed)
                for each in OF_CASES:
                    each(self.world, filed, case)


CHOSEN = sorted(str(one) for one in {*CHOICES, *USUAL, A.UNLINK, A.NOTE, A.INSTRUCT, A.UNSEAL})


def walk(made: Callable[[], Any], steps: int, *, fresh: bool) -> None:
    """At least so many steps: the same ones each time, or new ones."""
    Machine.made, Machine.taken, Machine.done = staticmethod(made), 0, set()
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=steps // SHORTEST,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not fresh,
            database=None,
            phases=[Phase.generate, Phase.shrink] if fresh else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Machine.taken >= steps


def test_whatever_anybody_does_every_rule_holds_after_each_step(steps: int) -> None:
    walk(in_memory, steps or 500, fresh=bool(steps))


def test_the_same_over_real_tables_and_their_stream(steps: int, engine_settings: Settings, shared_engine_deps: Deps) -> None:
    walk(partial(in_engine, engine_settings), steps or 50, fresh=bool(steps))
