"""Thousands of actions in any order, wise or foolish: what must hold, holds after each. The seed of a walk is its test's name."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from chalicelib.api import outputs
from chalicelib.domain import agenda, permissions
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import ActionRefused, Forbidden, InvalidInput, NotFound
from chalicelib.domain.events import Actor, verify_chain
from chalicelib.domain.facts import Verification, case_facts
from chalicelib.domain.history import fold
from chalicelib.domain.lifecycle import TABLE
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.tally import duties, tally
from chalicelib.domain.words import Action, Class, Identity, Outcome, Role, Status, Visibility
from chalicelib.usecases import follow, handle, route, submit, work
from chalicelib.usecases.act import Decide
from chalicelib.usecases.follow import possible
from chalicelib.usecases.hand_over import hand_over
from chalicelib.usecases.picture import picture
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import agency, circumstances, load
from chalicelib.usecases.sweep import sweep
from tests.builders import AGENCIES, COORDINATOR, OFFICER, STEWARD, a_submission
from tests.fakes import Clock, MemoryCases, SentMail, fake_deps

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

A = Action
WALKS, STEPS = 80, 250
ENDED = {Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED}
ACTORS = [
    OFFICER,
    COORDINATOR,
    STEWARD,
    Actor(role=Role.OFFICER, agency="51.71.dlh", holder="Putu"),
    Actor(role=Role.OFFICER, agency="51.71", holder="Gede"),
    Actor(role=Role.OFFICER, agency="34.71", holder="Slamet"),
    Actor(role=Role.COORDINATOR, agency="34.71", holder="Wahyu"),
    Actor(role=Role.INSPECTOR, agency="51", holder="Nyoman"),
    Actor(role=Role.OBSERVER, agency="nation", holder="Ombudsman"),
]
WHERE = ["51.71", "51.71.pupr", "51.71.dlh", "34.71", "nation", "no-such-agency"]
HIDDEN = "RAHASIA"
"""In every text that a redaction may hide, with a number of its own."""
WEIGHT = (
    dict.fromkeys((A.RETURN, A.EXTEND), 15.0)
    | dict.fromkeys((A.FORWARD, A.LINK, A.START, A.RESPOND, A.CONFIRM, A.DISPUTE), 6.0)
    | dict.fromkeys((A.WITHDRAW, A.NOTE), 0.1)
)
"""What brings a complaint far is tried more often than what ends it or changes nothing."""
SUPPOSED = (ActionRefused, Forbidden, NotFound, InvalidInput)
Try = Callable[[Case], Case]


class Walk:
    """Reporters, agencies and the schedule, each doing anything at any time."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.clock = chance, Clock()
        self.deps = fake_deps(now=self.clock)
        self.codes: list[str] = []
        self.versions: dict[str, int] = {}
        self.sealed: dict[str, set[str]] = {}
        self.texts = 0
        self.done: Counter[Action] = Counter()
        self.file()

    def step(self) -> None:
        self.clock.now += timedelta(hours=self.chance.choice([0, 0, 0, 1, 5, 20, 60, 200]))
        moves = [self.an_agency_acts] * 8 + [self.the_reporter_acts] * 2 + [self.tick, self.react, self.file, self.an_agency_is_closed]
        self.chance.choice(moves)()
        for case in [load(code, self.deps) for code in self.codes]:
            if case.complaint.version != self.versions.get(case.complaint.code):
                self.check(case)

    def text(self) -> str:
        self.texts += 1
        return f"{HIDDEN}-{self.texts:04d}, sejelas mungkin."

    def file(self) -> None:
        if len(self.codes) < 5 or all(load(code, self.deps).complaint.status in ENDED for code in self.codes):
            order = a_submission(
                type=self.chance.choice([Class.COMPLAINT, Class.ASPIRATION, Class.INFORMATION]),
                visibility=self.chance.choice([Visibility.PUBLIC, Visibility.PUBLIC, Visibility.CONFIDENTIAL]),
                identity=self.chance.choice([Identity.NAMED, Identity.SEALED]),
                agency=self.chance.choice(["51.71", "34.71", ""]),
                title=self.text(),
                body=self.text(),
                place=self.text(),
            )
            self.codes.append(submit.submit(order, None, self.deps).receipt.code)

    def an_agency_acts(self) -> None:
        """Mostly what the case, the scope and the role allow; now and then anything at all."""
        code, foolish = self.chance.choice(self.codes), self.chance.random() < 0.2
        case = load(code, self.deps)
        it, last = case.complaint, case.events[-1].actor
        in_scope = [one for one in ACTORS if permissions.sees(one, agency(it.agency, self.deps))]
        actor = self.chance.choice([*ACTORS, *[last] * 9 * (last in ACTORS)] if foolish else in_scope)
        wise = [one for one in self.actions(actor, case) if foolish or (permissions.may(actor, one[0]) and it.status in TABLE[one[0]].sources)]
        if wise:
            [(action, decide)] = self.chance.choices(wise, [WEIGHT.get(one[0], 1) for one in wise])
            self.attempt(code, lambda case: work.act(code, case.complaint.version, action, decide, actor, self.deps), actor, action)

    def actions(self, actor: Actor, case: Case) -> list[tuple[Action, Decide]]:
        deps, where, lead = self.deps, self.chance.choice(WHERE), self.chance.choice(self.codes)
        return [
            (A.VERIFY, route.verify(self.chance.choice([where, ""]), actor, deps)),
            (A.FORWARD, route.forward(where, actor, deps)),
            (A.START, handle.start()),
            (
                A.RESPOND,
                handle.respond(self.chance.choice(list(Outcome)), self.text(), self.text(), self.deps, confidential=self.chance.random() < 0.3),
            ),
            (A.RETURN, route.return_(self.chance.choice([where, ""]), self.text(), deps)),
            (A.HOLD, handle.hold(self.text(), self.chance.choice([None, 1, 3]))),
            (A.EXTEND, handle.extend(self.chance.choice([1, 5, 20]), self.text())),
            (A.ARCHIVE, handle.archive(self.chance.choice(["unclear", "no-such-reason"]), self.text())),
            (A.LINK, route.link(lead, actor, deps)),
            (A.UNLINK, route.unlink(self.text())),
            (A.NOTE, handle.note(self.text())),
            (A.INSTRUCT, handle.instruct(self.text())),
            (A.ASSIGN, route.assign(where, self.text(), deps)),
            (A.PUBLISH, handle.publish(self.text(), published=self.chance.random() < 0.5)),
            (A.UNSEAL, handle.unseal("Pelapor diancam dan harus dilindungi.")),
            (A.REDACT, handle.redact(self.redaction(case), self.text())),
        ]

    def redaction(self, case: Case) -> Redaction:
        number = self.chance.choice([0, 1, *(event.seq for event in case.events if event.text)])
        if number:
            return Redaction(number=number, text="[nama]")
        part = self.chance.choice(["title", "body", "place"])
        return replace(Redaction(number=0, hide_location=self.chance.random() < 0.5), **{part: "[nama]"})

    def the_reporter_acts(self) -> None:
        deps, rating = self.deps, self.chance.randint(1, 4)
        tries: list[tuple[Action, Try]] = [
            (A.REPLY, lambda case: follow.reply(case, self.text(), deps)),
            (A.CONFIRM, lambda case: follow.confirm(case, rating, deps)),
            (A.DISPUTE, lambda case: follow.dispute(case, self.text(), deps)),
            (A.WITHDRAW, lambda case: follow.withdraw(case, self.text(), deps)),
            (A.SURVEY, lambda case: follow.survey(case, (rating,) * 9, deps)),
            (A.ERASE, lambda case: follow.erase(case, deps)),
        ]
        code = self.chance.choice(self.codes)
        allowed = possible(load(code, deps), deps)
        wise = [one for one in tries if one[0] in allowed or self.chance.random() < 0.1]
        [(action, act)] = self.chance.choices(wise or tries, [WEIGHT.get(one[0], 1) for one in wise or tries])
        self.attempt(code, act, None, action)

    def tick(self) -> None:
        sweep(self.deps, lambda: True)

    def react(self) -> None:
        """The record of any event comes, early or late or again."""
        case = load(self.chance.choice(self.codes), self.deps)
        react(self.chance.choice(case.events), self.deps)

    def an_agency_is_closed(self) -> None:
        closed, to = self.chance.sample([one for one in AGENCIES if one.kind == "unit"], 2)
        hand_over(closed, to, STEWARD, self.deps, lambda: True)

    def attempt(self, code: str, act: Try, actor: Actor | None, action: Action) -> None:
        """What is done is written as it was answered, and nobody does it who may not; what is refused changes nothing."""
        before = load(code, self.deps)
        try:
            after = act(before)
        except SUPPOSED:
            assert load(before.complaint.code, self.deps) == before
            return
        assert load(before.complaint.code, self.deps) == after
        assert actor is None or permissions.sees(actor, agency(before.complaint.agency, self.deps))
        assert actor is None or permissions.may(actor, action)
        self.done[action] += 1
        self.seal(after)

    def seal(self, after: Case) -> None:
        """Remember every text that a redaction has hidden."""
        for number, it in after.redactions.items():
            parts = [getattr(after.text, name) for name in ("title", "body", "place") if getattr(it, name) is not None] if number == 0 else []
            events = [event for event in after.events if event.seq == number]
            parts += [text for event in events for text in (event.text, str(event.data.get("reason", ""))) if HIDDEN in text]
            self.sealed.setdefault(after.complaint.code, set()).update(part[:12] for part in parts)

    def check(self, case: Case) -> None:
        for rule in RULES:
            rule(self, case)


def the_state_is_the_fold_of_the_events(_: Walk, case: Case) -> None:
    assert fold(case.events) == replace(case.complaint, title="", wake=None)


def no_event_is_lost_doubled_or_changed(walk: Walk, case: Case) -> None:
    it = case.complaint
    verify_chain(case.events)
    assert [event.seq for event in case.events] == list(range(1, it.version + 1))
    assert it.version >= walk.versions.get(it.code, 1)
    walk.versions[it.code] = it.version


def an_open_complaint_has_a_running_clock_and_a_next_step(walk: Walk, case: Case) -> None:
    it, at = case.complaint, circumstances(case.complaint, walk.clock.now, walk.deps)
    assert (it.clock is None) == (it.due is None) == (it.status in ENDED | {Status.LINKED})
    step = agenda.next_step(it, at.policy, at.office)
    assert (step is None) is (it.wake is None)
    assert step is None or (it.wake is not None and it.wake <= step.at)
    assert step is not None or it.clock is None or it.level == 3
    assert (it.status is Status.ON_HOLD) is (step is not None and step.deed.action is A.RESUME)


def limits_are_kept(walk: Walk, case: Case) -> None:
    it, at = case.complaint, circumstances(case.complaint, walk.clock.now, walk.deps)
    extensions = sum(event.action is A.EXTEND for event in case.events)
    assert (it.held_days <= at.policy.hold_days, it.returns <= at.policy.returns, it.disputes <= at.policy.disputes) == (True, True, True)
    assert extensions <= 1
    assert not (it.assigned and any(event.action is A.RETURN for event in case.events[_first(case, A.ASSIGN) :]))


def the_lead_of_a_linked_complaint_exists_and_no_links_go_round(walk: Walk, case: Case) -> None:
    seen, code = {case.complaint.code}, case.complaint.lead
    assert (code is not None) is (case.complaint.status is Status.LINKED)
    while code:
        assert code not in seen
        seen.add(code)
        code = load(code, walk.deps).complaint.lead


def the_facts_are_those_of_the_state(walk: Walk, case: Case) -> None:
    at = circumstances(case.complaint, walk.clock.now, walk.deps)
    assert (case_facts(case.complaint, at.office) is None) == (case.complaint.forwarded_at is None)


def each_duty_to_verify_is_counted_once(walk: Walk, case: Case) -> None:
    assert isinstance(walk.deps.cases, MemoryCases)
    marks = [change.mark for change in walk.deps.cases.changes[case.complaint.code] if change.mark]
    for duty in {(mark.agency, mark.due) for mark in marks}:
        fates, after = [mark.verification for mark in marks if (mark.agency, mark.due) == duty], duty[1] + timedelta(days=1)
        counts = tally((), duties({"C": [(duty[1], fate) for fate in fates]}, after), after)
        assert fates[0] is Verification.DUE
        assert (counts.verifications, counts.verified_on_time) in {(1, 1), (1, 0), (0, 0)}
        assert Verification.MISSED not in fates or counts.verified_on_time == 0


def nothing_sealed_is_shown_to_public_reporter_or_agency(walk: Walk, case: Case) -> None:
    hidden = walk.sealed.get(case.complaint.code, set())
    plain, observed = picture(case, walk.deps), picture(case, walk.deps, ACTORS[-1])
    views = [outputs.public(plain), outputs.reporters(plain, possible(case, walk.deps)), outputs.agencies(plain), outputs.agencies(observed)]
    shown = json.dumps(views, default=str)
    assert [text for text in hidden if text in shown] == []
    internal = {event.text[:12] for event in case.events if not event.public and event.text}
    outside = json.dumps([views[0], views[1], views[3]], default=str)
    assert [text for text in internal if text in outside] == []


def what_is_confidential_or_withheld_is_not_public(walk: Walk, case: Case) -> None:
    if not case.complaint.published:
        assert HIDDEN not in json.dumps(outputs.public(picture(case, walk.deps)), default=str)


def _first(case: Case, action: Action) -> int:
    return next(event.seq for event in case.events if event.action is action)


def who_filed_is_kept_until_it_is_erased(walk: Walk, case: Case) -> None:
    erased = any(event.action is A.ERASE for event in case.events)
    assert (walk.deps.cases.reporter(case.complaint.code) is None) is erased is (case.complaint.identity is Identity.NONE)


RULES: list[Callable[[Walk, Case], None]] = [
    the_state_is_the_fold_of_the_events,
    no_event_is_lost_doubled_or_changed,
    an_open_complaint_has_a_running_clock_and_a_next_step,
    limits_are_kept,
    the_lead_of_a_linked_complaint_exists_and_no_links_go_round,
    the_facts_are_those_of_the_state,
    each_duty_to_verify_is_counted_once,
    nothing_sealed_is_shown_to_public_reporter_or_agency,
    what_is_confidential_or_withheld_is_not_public,
    who_filed_is_kept_until_it_is_erased,
]


@cache
def walked(seed: int) -> Walk:
    """Walked once, whoever looks at it."""
    return walking(seed)


def walking(seed: int) -> Walk:
    walk = Walk(Random(seed))
    for _ in range(STEPS):
        walk.step()
    return walk


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_anybody_does_every_rule_holds(seed: int) -> None:
    walked(seed)


def test_the_walks_do_everything_that_can_be_done_and_tell_somebody() -> None:
    walks = [walked(seed) for seed in range(WALKS)]
    by_people = set(Action) - {A.SUBMIT, A.RESUME, A.CLOSE, A.TRANSFER, A.REMIND, A.ESCALATE, A.RECOUNT}
    by_itself = {change.event.action for walk in walks for changes in walk.deps.cases.changes.values() for change in changes}  # type: ignore[attr-defined]

    assert by_people - {action for walk in walks for action in walk.done} == set()
    assert set(Action) - by_itself == {A.RECOUNT}
    assert any(isinstance(walk.deps.mail, SentMail) and walk.deps.mail.sent for walk in walks)


def test_the_walk_notices_a_broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that cannot fail proves nothing: here the store forgets every second change of the state."""
    append = MemoryCases.append

    def forgetful(self: MemoryCases, change: Change, **more: Any) -> None:
        before = self.heads.get(change.complaint.code)
        append(self, change, **more)
        if before and change.event.seq % 2:
            self.heads[change.complaint.code] = replace(before, complaint=replace(before.complaint, version=change.event.seq))

    monkeypatch.setattr(MemoryCases, "append", forgetful)

    with pytest.raises(AssertionError):
        walking(0)


def test_the_walk_notices_a_text_that_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Case, "shown", property(lambda case: case))

    with pytest.raises(AssertionError):
        assert [walking(seed) for seed in range(WALKS)] == []
