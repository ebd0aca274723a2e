"""Anything in any order, by everybody, through the API, the stream and the schedule, over real tables: every rule holds after every step.

`make test` takes 500 steps that are always the same ones, `make test-nightly` 10,000 new ones (`--steps`). What fails is told as the calls to do again.
"""

import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from math import ceil
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
from chalicelib.usecases import ports
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency
from tests.fakes import MemoryCases, MemoryDeliveries, MemoryQueues
from tests.machine.installation import Ledger, in_engine, in_memory
from tests.machine.rules import IN_THE_END, OF_CASES, OF_THE_WORLD
from tests.machine.world import PEOPLE, WHERE, World

STEPS = 100
"""In one installation at most; then another one begins."""
SHORTEST = 50
"""So many at least, on average."""
A = Action
LONG = 10_000
EVERY = 20
"""Steps after which the rules of all cases together are looked at."""
MOST_HOLIDAYS = 3
LONGEST_WALK = timedelta(days=300)
"""So long the schedule lets pass; keys last for a year."""
NUMBERS = st.integers(0, 30)
REPORTERS: dict[Action, dict[str, Any]] = {
    A.REPLY: {"text": "Ada dua lampu."},
    A.CONFIRM: {"rating": 4},
    A.DISPUTE: {"reason": "Lampunya masih mati sampai malam ini."},
    A.WITHDRAW: {},
    A.SURVEY: dict.fromkeys(("requirements", "procedure", "time", "cost", "product", "competence", "behaviour", "facilities", "complaints"), 3),
    A.ERASE: {},
}
UNITS = ("51.71.pupr", "51.71.dlh")
"""Where the city's coordinator may forward to: of all there are too few to be met in a walk."""
CHOICES: dict[Action, st.SearchStrategy[dict[str, Any]]] = {
    A.VERIFY: st.fixed_dictionaries({"agency": st.sampled_from([*WHERE, None])}),
    A.FORWARD: st.fixed_dictionaries({"agency": st.sampled_from([*UNITS, *UNITS, *WHERE])}),
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
            Machine.done |= {event.action for filed in self.world.filed for event in self.world.case(filed).events}
            Machine.taken += self.steps

    def chosen(self, number: int) -> Any:
        return self.world.filed[number % len(self.world.filed)]

    @initialize(visibility=st.sampled_from(["public", "confidential"]), identity=st.sampled_from(["named", "sealed"]))
    def the_first_is_filed(self, visibility: str, identity: str) -> None:
        self.world.file(visibility=visibility, identity=identity, agency="51.71", type="complaint")

    @precondition(lambda self: len(self.world.filed) < 5)
    @rule(
        visibility=st.sampled_from(["public", "public", "confidential"]),
        identity=st.sampled_from(["named", "sealed", "none"]),
        agency=st.sampled_from(["51.71", "34.71", ...]),
        type_=st.sampled_from(["complaint", "aspiration", "information"]),
    )
    def file(self, type_: str, **changes: Any) -> None:
        self.world.file(type=type_, **changes)

    def an_agency_acts(self, data: st.DataObject) -> None:
        """Mostly who may, with what the case allows, and four times as often what moves it; now and then anybody with anything."""
        number, lead, foolish, hours = data.draw(
            st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 9), st.sampled_from([0, 0, 1, 20, 60]))
        )
        self.world.wait(hours)
        filed = self.chosen(number)
        able = (self.wise(filed) if foolish else {}) or ANYTHING
        action = data.draw(st.sampled_from([one for one in sorted(able) for _ in range(4 if one in USUAL else 1)]))
        person = data.draw(st.sampled_from(able[action]))
        chosen = data.draw(CHOICES[action]) if action in CHOICES else {}
        if action is A.LINK:
            chosen = {"lead": self.chosen(lead).code}
        self.world.act(filed, person, action, self.world.body(action, chosen), stale=foolish == 1)

    morning_work = rule(data=st.data())(an_agency_acts)
    noon_work = rule(data=st.data())(an_agency_acts)
    evening_work = rule(data=st.data())(an_agency_acts)
    night_work = rule(data=st.data())(an_agency_acts)

    def wise(self, filed: Any) -> Mapping[Action, list[Any]]:
        """What scope, role and status allow, and whom."""
        [it] = self.world.deps.cases.complaints([filed.code])
        owner = agency(it.agency, self.world.deps)
        actors = [(one, Actor(role=one[0], agency=one[1], holder="Made")) for one in PEOPLE]
        seeing = [(one, actor) for one, actor in actors if permissions.sees(actor, owner)]
        allowed = {
            action: [one for one, actor in seeing if permissions.may(actor, action)] for action in CHOSEN if it.status in TABLE[action].sources
        }
        return {action: people for action, people in allowed.items() if people}

    def the_reporter_acts(self, number: int, action: Action, foolish: int) -> None:
        """Mostly what the page offers, and seldom what ends it."""
        filed = self.chosen(number)
        offered = self.world.api.get(f"/v1/complaints/{filed.code}", filed.secret).body["can"]
        wise = [one for one in sorted(REPORTERS) if one in offered and one not in {A.WITHDRAW, A.ERASE}]
        act = wise[number % len(wise)] if wise and foolish > 1 else action
        self.world.report(filed, act, REPORTERS[act])

    first_word = rule(number=NUMBERS, action=st.sampled_from(sorted(REPORTERS)), foolish=st.integers(0, 9))(the_reporter_acts)
    last_word = rule(number=NUMBERS, action=st.sampled_from(sorted(REPORTERS)), foolish=st.integers(0, 9))(the_reporter_acts)

    @rule(number=NUMBERS, device=st.integers(1, 4), what=st.sampled_from(["support", "support", "back", "photo", "hostile", "again"]))
    def somebody_comes_by(self, number: int, device: int, what: str) -> None:
        filed = self.chosen(number)
        if what in {"support", "back"}:
            self.world.support(filed, device, back=what == "back")
        elif what == "again":
            self.world.file_again(filed)
        else:
            self.world.attach(filed, f"\xff\xd8\xff {what}".encode("latin-1"))

    @rule(job=st.sampled_from(["tick", "tick", "tick", "score", "send_webhooks"]), hours=st.sampled_from([0, 20, 60, 200, 400]))
    def the_schedule_comes(self, job: str, hours: int) -> None:
        self.world.wait(hours if self.world.age < LONGEST_WALK else 0)
        self.world.run(job)

    @rule(most=st.integers(1, 25), again=st.sampled_from([0, 0, 1, 10]), backwards=st.booleans())
    def the_stream_comes(self, most: int, again: int, *, backwards: bool) -> None:
        self.world.hear(most, again=again, backwards=backwards)

    @rule(what=st.sampled_from(["mail breaks", "endpoint breaks", "endpoint works", "holiday", "closing"]), number=st.integers(1, 20))
    def the_world_turns(self, what: str, number: int) -> None:
        if what == "mail breaks":
            self.world.mail_breaks(number // 4)
        elif what == "holiday" and self.world.days < MOST_HOLIDAYS:
            self.world.a_holiday_is_proclaimed(number)
        elif what == "closing" and not self.world.closed and len(self.world.filed) > 1:
            self.world.an_agency_is_closed()
        else:
            self.world.endpoint_breaks(broken=what == "endpoint breaks")

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


CHOSEN = sorted({*CHOICES, *USUAL, A.UNLINK, A.NOTE, A.INSTRUCT, A.UNSEAL})
ANYTHING: Mapping[Action, Any] = dict.fromkeys(CHOSEN, PEOPLE)


def walk(made: Callable[[], Any], steps: int, *, fresh: bool) -> None:
    """At least so many steps: the same ones each time, or new ones."""
    Machine.made, Machine.taken, Machine.done = staticmethod(made), 0, set()
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=ceil(steps / SHORTEST),
            stateful_step_count=min(STEPS, steps),
            deadline=None,
            derandomize=not fresh,
            database=None,
            phases=[Phase.generate, Phase.shrink] if fresh else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Machine.taken >= steps


def test_whatever_anybody_does_every_rule_holds_after_each_step(steps: int) -> None:
    """So many steps do most of what can be done; long walks do everything."""
    walk(in_memory, steps or 500, fresh=bool(steps))

    assert len(set(A) - Machine.done) <= (0 if steps >= LONG else len(A) // 3), set(A) - Machine.done


def test_the_same_over_real_tables_and_their_stream(steps: int, engine_settings: Settings, shared_engine_deps: Deps) -> None:
    """Ten times slower, so fewer."""
    walk(partial(in_engine, engine_settings), steps // 4 or 20, fresh=bool(steps))


FORGETFUL: Mapping[str, Any] = {
    "a state that is not what its events add up to": (
        MemoryCases,
        "append",
        lambda append: lambda self, change, **more: append(self, replace(change, complaint=replace(change.complaint, disputes=7)), **more),
    ),
    "a notice that goes out twice": (MemoryDeliveries, "begin", lambda _: lambda *_: 1),
    "a complaint that the agenda forgets": (MemoryCases, "wanting", lambda _: lambda *_: ([], None)),
    "a case that no queue has": (MemoryQueues, "of", lambda _: lambda *_: ([], None)),
}


@pytest.mark.parametrize("what", FORGETFUL)
def test_the_machine_notices(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that cannot fail proves nothing."""
    owner, name, broken = FORGETFUL[what]
    monkeypatch.setattr(owner, name, broken(getattr(owner, name)))

    with pytest.raises((AssertionError, ExceptionGroup)):
        walk(in_memory, 500, fresh=False)


@pytest.mark.parametrize("port", [ports.Mail, ports.Deliveries])
def test_the_mail_service_that_breaks_takes_whatever_the_real_one_takes(port: type) -> None:
    assert [name for name in vars(port) if not name.startswith("_") and not hasattr(Ledger, name)] == []
