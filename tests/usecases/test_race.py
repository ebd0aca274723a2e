"""Two at once on one case, over the engine: one wins, the other is told and can try again; no event is lost or doubled."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from random import Random
from threading import Barrier

import pytest

from chalicelib.domain import permissions
from chalicelib.domain.case import Case, Stale
from chalicelib.domain.errors import ActionRefused, NotFound
from chalicelib.domain.events import Actor, verify_chain
from chalicelib.domain.history import fold
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.words import Action, Outcome, Role, Status
from chalicelib.usecases import handle, route, submit, work
from chalicelib.usecases.act import Decide
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, load
from tests import deeds
from tests.builders import ANSWER, COORDINATOR, OFFICER, STEWARD, a_submission
from tests.fakes import Counting

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

PAIRS = 80
WHY = "Suku cadang lampu harus dipesan dulu."
COLLEAGUE = Actor(role=Role.OFFICER, agency="51.71.pupr", holder="Kadek")
INSPECTOR = Actor(role=Role.INSPECTOR, agency="51", holder="Nyoman")
USED = count(900_000_000, 1_000_000)
Attempt = tuple[Action, Actor, Callable[[Deps], Decide]]
ATTEMPTS: dict[Status, list[Attempt]] = {
    Status.FORWARDED: [
        (Action.START, OFFICER, lambda _: handle.start()),
        (Action.START, COLLEAGUE, lambda _: handle.start()),
        (Action.FORWARD, COORDINATOR, lambda deps: route.forward("51.71.dlh", COORDINATOR, deps)),
        (Action.ASSIGN, STEWARD, lambda deps: route.assign("51.71.pupr", WHY, deps)),
    ],
    Status.IN_PROGRESS: [
        (Action.EXTEND, OFFICER, lambda _: handle.extend(5, WHY)),
        (Action.EXTEND, COLLEAGUE, lambda _: handle.extend(7, WHY)),
        (Action.HOLD, COORDINATOR, lambda _: handle.hold("Di sebelah mana?", 2)),
        (Action.RESPOND, COLLEAGUE, lambda deps: handle.respond(Outcome.RESOLVED, ANSWER, "", deps, confidential=False)),
        (Action.RETURN, OFFICER, lambda deps: route.return_("34.71", WHY, deps)),
    ],
}
ALWAYS: list[Attempt] = [
    (Action.NOTE, OFFICER, lambda _: handle.note("Sudah ditelepon.")),
    (Action.NOTE, COLLEAGUE, lambda _: handle.note("Sudah dikunjungi.")),
    (Action.PUBLISH, COORDINATOR, lambda _: handle.publish(WHY, published=False)),
    (Action.REDACT, STEWARD, lambda _: handle.redact(Redaction(number=0, body="[nama]"), WHY)),
    (Action.INSTRUCT, INSPECTOR, lambda _: handle.instruct(WHY)),
]


@pytest.fixture
def engine(engine_deps: Deps) -> Deps:
    """Codes that no other test has."""
    return replace(engine_deps, random_bytes=Counting(next(USED)))


def at_once(tries: Sequence[Callable[[], Case]]) -> list[Case | Exception]:
    """What comes of each when all begin at the same moment."""
    together = Barrier(len(tries))

    def attempt(one: Callable[[], Case]) -> Case | Exception:
        together.wait(10)
        try:
            return one()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test judges it
            return error

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(attempt, tries))


def a_case(status: Status, deps: Deps) -> Case:
    code = submit.submit(a_submission(), None, deps).receipt.code
    case = deeds.verify(code, deps)
    return deeds.start(code, deps) if status is Status.IN_PROGRESS else case


def test_of_two_who_act_at_once_exactly_one_wins_and_the_other_can_try_again(engine: Deps) -> None:
    chance = Random(1)
    for _ in range(PAIRS):
        status = chance.choice(list(ATTEMPTS))
        case = a_case(status, engine)
        one, other = chance.sample(ATTEMPTS[status] + ALWAYS, 2)
        while one[1] == other[1]:
            other = chance.choice(ATTEMPTS[status] + ALWAYS)

        outcomes = at_once([partial(acted, it, case, engine) for it in (one, other)])

        won, lost = sorted(outcomes, key=lambda outcome: isinstance(outcome, Exception))
        loser = one if outcomes[0] is lost else other
        assert isinstance(won, Case), outcomes
        assert won == load(case.complaint.code, engine)
        if permissions.sees(loser[1], agency(won.complaint.agency, engine)):
            assert isinstance(lost, Stale), outcomes
            assert lost.case == won
            with suppress(ActionRefused):  # what the other did may have made it impossible
                assert acted(loser, lost.case, engine).complaint.version == case.complaint.version + 2
        else:  # the case has left the loser's scope
            assert isinstance(lost, NotFound), outcomes
        sound(case.complaint.code, engine)


def acted(attempt: Attempt, case: Case, deps: Deps) -> Case:
    action, actor, decide = attempt
    return work.act(case.complaint.code, case.complaint.version, action, decide(deps), actor, deps)


def sound(code: str, deps: Deps) -> None:
    """No event is lost or doubled, and the state is what they add up to."""
    case = load(code, deps)
    verify_chain(case.events)
    assert [event.seq for event in case.events] == list(range(1, case.complaint.version + 1))
    assert fold(case.events) == replace(case.complaint, title="", wake=None)


@pytest.mark.parametrize("_", range(15))
def test_two_complaints_are_never_linked_to_each_other(engine: Deps, _: int) -> None:
    one, two = (a_case(Status.FORWARDED, engine).complaint.code for _ in range(2))

    outcomes = at_once([partial(deeds.link, one, two, engine, version=2), partial(deeds.link, two, one, engine, version=2)])

    leads = [load(code, engine).complaint.lead for code in (one, two)]
    assert sorted(lead is None for lead in leads) == [False, True], outcomes
    assert sorted(isinstance(outcome, Case) for outcome in outcomes) == [False, True]
    for code in (one, two):
        sound(code, engine)


def test_of_many_who_note_at_once_each_gets_in_by_trying_again(engine: Deps) -> None:
    case = a_case(Status.FORWARDED, engine)
    code = case.complaint.code

    def noted(number: int) -> Case:
        seen = case
        while True:
            try:
                return deeds.note(code, engine, f"Catatan {number}", version=seen.complaint.version)
            except Stale as stale:
                seen = stale.case

    at_once([partial(noted, number) for number in range(6)])

    sound(code, engine)
    assert sorted(event.text for event in load(code, engine).events if event.action is Action.NOTE) == [f"Catatan {number}" for number in range(6)]
