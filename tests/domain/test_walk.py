"""Random walks over everything that can happen to a complaint, alone and one thing after the other; what must hold, holds after each step.

The chances are even and the same in every run: the seed is the test's name.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from chalicelib.domain import agenda, change, history, reporting
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, explain
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.events import verify_chain
from chalicelib.domain.facts import Verification
from chalicelib.domain.words import Action, Class, Identity, Status
from tests.builders import CALENDAR, NOON, POLICY, REPORTER, SYSTEM, a_filing, a_receipt
from tests.domain.samples import ZONES
from tests.domain.steps import steps_between

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

S, A = Status, Action
WALKS, STEPS = 60, 60
OPEN = {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD, S.RESPONDED}
LONG_CALENDAR = replace(CALENDAR, last=date(2050, 12, 31))
OFFICES = [Office(zone, LONG_CALENDAR) for zone in ZONES]
REMARKS = {A.NOTE, A.PUBLISH, A.REDACT, A.INSTRUCT, A.UNSEAL, A.ERASE}
MOVES = {A.RESUME, A.REPLY, A.UNLINK, A.EXTEND, A.FORWARD, A.TRANSFER}
NEW_CLOCK = {A.VERIFY, A.RETURN, A.ASSIGN, A.DISPUTE, A.START, A.RESPOND}
DUES = ("verify_due", "follow_up_due", "resolve_due")


class Walk:
    """One complaint after the other, and the office in whose time it is."""

    changes: list[Change]

    def __init__(self, chance: Random) -> None:
        self.chance, self.now = chance, NOON
        self.done: set[Action] = set()
        self.file()

    @property
    def complaint(self) -> Complaint:
        return self.changes[-1].complaint

    @property
    def at(self) -> Circumstances:
        return Circumstances(self.now, POLICY, self.office)

    def file(self) -> None:
        self.office = self.chance.choice(OFFICES)
        filing = a_filing(class_=self.chance.choice(list(Class)), identity=self.chance.choice(list(Identity)))
        filed = change.first(a_receipt().code, reporting.submit(filing, self.at), REPORTER, self.at)
        self.changes = [replace(filed, complaint=replace(filed.complaint, title="Lampu jalan mati"))]

    def step(self) -> None:
        self.now += timedelta(hours=self.chance.choice([0, 0, 1, 9, 20, 47, 100, 300]))
        self.chance.choice([self.somebody_acts, self.somebody_acts, self.somebody_acts, self.somebody_remarks, self.the_schedule_runs])()

    def somebody_acts(self) -> None:
        """Anything that moves it on; when nothing is left, another complaint is filed."""
        possible = [one for one in self.possible() if one[0].event.action not in REMARKS | self.seldom()]
        if not possible:
            self.file()
            return
        action = self.chance.choice(sorted({made.event.action for made, _ in possible}))
        self.do(self.chance.choice([one for one in possible if one[0].event.action is action]))

    def somebody_remarks(self) -> None:
        self.do(self.chance.choice([one for one in self.possible() if one[0].event.action in REMARKS]))

    def the_schedule_runs(self) -> None:
        before = len(self.changes)
        while (step := agenda.next_step(self.complaint, POLICY, self.office)) and step.at <= self.now:
            assert self.complaint.wake
            assert self.complaint.wake <= self.now
            self.do((change.then(self.complaint, step.deed, SYSTEM, self.at, ""), self.office))
            assert len(self.changes) <= before + 1 + len(POLICY.ladder)

    def possible(self) -> list[tuple[Change, Office]]:
        return steps_between(self.complaint, self.now, self.office, self.chance.choice(OFFICES))

    def seldom(self) -> set[Action]:
        """What would end it too soon, or be done again and again."""
        ends = {A.WITHDRAW, A.ARCHIVE} if len(self.changes) < 12 else set()
        return ends | {self.changes[-1].event.action} & {A.REPLY, A.LINK, A.TRANSFER, A.ASSIGN}

    def do(self, one: tuple[Change, Office]) -> None:
        made, self.office = one
        self.changes.append(made)
        self.done.add(made.event.action)
        for rule in RULES:
            rule(self)


def the_state_is_the_fold_of_the_events(walk: Walk) -> None:
    assert history.fold(made.event for made in walk.changes) == replace(walk.complaint, title="", wake=None)


def the_chain_verifies_and_each_event_is_one_version(walk: Walk) -> None:
    verify_chain(made.event for made in walk.changes)
    assert [made.complaint.version for made in walk.changes] == list(range(1, len(walk.changes) + 1))


def an_open_complaint_has_a_running_clock_with_a_due_date(walk: Walk) -> None:
    is_open = walk.complaint.status in OPEN
    assert (walk.complaint.clock is not None, walk.complaint.due is not None) == (is_open, is_open)


def the_agenda_never_looks_later_than_the_next_step(walk: Walk) -> None:
    step = agenda.next_step(walk.complaint, POLICY, walk.office)
    assert (walk.complaint.wake is None) is (step is None)
    assert step is None or (walk.complaint.wake is not None and walk.complaint.wake <= step.at)


def what_is_on_hold_goes_on_by_itself(walk: Walk) -> None:
    it = walk.complaint
    step = agenda.next_step(it, POLICY, walk.office)
    assert (it.status is S.ON_HOLD) is (step is not None and step.deed.action is A.RESUME)
    assert (it.hold_due is not None) is (it.status is S.ON_HOLD)


def what_is_paused_knows_where_it_goes_on(walk: Walk) -> None:
    it = walk.complaint
    paused = it.status in {S.ON_HOLD, S.LINKED}
    assert (it.paused_at is not None) is (it.paused_from in {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS}) is paused
    assert (it.lead is not None) is (it.status is S.LINKED)


def what_is_limited_stays_within_its_limit(walk: Walk) -> None:
    it = walk.complaint
    extensions = sum(made.event.action is A.EXTEND for made in walk.changes)
    assert 0 <= it.held_days <= POLICY.hold_days
    assert 0 <= it.returns <= POLICY.returns
    assert 0 <= it.disputes <= POLICY.disputes
    assert extensions <= 1
    assert (it.extension is None) is (extensions == 0)


def no_date_comes_earlier_by_a_pause_or_another_hand(walk: Walk) -> None:
    before, after = (made.complaint for made in walk.changes[-2:])
    if walk.changes[-1].event.action in MOVES:
        assert all(getattr(before, name) is None or getattr(after, name) >= getattr(before, name) for name in DUES)


def the_ladder_is_climbed_only_while_an_agency_must_act(walk: Walk) -> None:
    it = walk.complaint
    assert (it.level, it.rung) == (0, 0) or it.status not in {S.RESPONDED, S.CLOSED}
    assert 0 <= it.level <= 3
    assert 0 <= it.rung <= 4


def each_date_is_reminded_of_and_each_level_reached_once_by_a_clock(walk: Walk) -> None:
    start = max((number for number, made in enumerate(walk.changes) if made.event.action in NEW_CLOCK), default=0)
    data = [made.event.data for made in walk.changes[start:] if made.event.action in {A.REMIND, A.ESCALATE}]
    climbed = [(one["clock"], one["due"], one.get("level")) for one in data]
    assert len(climbed) == len(set(climbed))


def a_duty_to_verify_begins_before_it_ends(walk: Walk) -> None:
    marks = [made.mark for made in walk.changes if made.mark]
    for duty in {(mark.agency, mark.due) for mark in marks}:
        fates = [mark.verification for mark in marks if (mark.agency, mark.due) == duty]
        assert fates[0] is Verification.DUE
        assert fates.count(Verification.VOID) <= fates.count(Verification.DUE)


def what_remains_with_an_agency_is_a_case_that_it_kept_too_long(walk: Walk) -> None:
    left = walk.changes[-1].left
    if left:
        assert walk.changes[-1].event.action in {A.RETURN, A.ASSIGN}
        assert (left.status, left.followed_up_on, left.responded_on) == (S.RECEIVED, None, None)
        assert left.follow_up_due < max(office.today(walk.now) for office in OFFICES)


def the_facts_say_what_the_state_says(walk: Walk) -> None:
    facts = walk.changes[-1].facts
    assert (facts is None) is (walk.complaint.forwarded_at is None)
    if facts:
        assert (facts.status, facts.disputes, facts.rating) == (walk.complaint.status, walk.complaint.disputes, walk.complaint.rating)
        assert (facts.responded_on is None) is (walk.complaint.responded_at is None)


def every_deadline_adds_up(walk: Walk) -> None:
    for one in explain(walk.complaint, POLICY, walk.office, walk.office, walk.now):
        assert one.working_days + one.extended + one.paused == LONG_CALENDAR.working_days(one.start, one.due)


RULES: list[Callable[[Walk], None]] = [
    the_state_is_the_fold_of_the_events,
    the_chain_verifies_and_each_event_is_one_version,
    an_open_complaint_has_a_running_clock_with_a_due_date,
    the_agenda_never_looks_later_than_the_next_step,
    what_is_on_hold_goes_on_by_itself,
    what_is_paused_knows_where_it_goes_on,
    what_is_limited_stays_within_its_limit,
    no_date_comes_earlier_by_a_pause_or_another_hand,
    the_ladder_is_climbed_only_while_an_agency_must_act,
    each_date_is_reminded_of_and_each_level_reached_once_by_a_clock,
    a_duty_to_verify_begins_before_it_ends,
    what_remains_with_an_agency_is_a_case_that_it_kept_too_long,
    the_facts_say_what_the_state_says,
    every_deadline_adds_up,
]


@cache
def walked(seed: int) -> Walk:
    """Walked once, whoever looks at it."""
    walk = Walk(Random(seed))
    for _ in range(STEPS):
        walk.step()
    return walk


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_happens_to_a_complaint_every_rule_holds(seed: int) -> None:
    walked(seed)


def test_the_walks_take_every_action() -> None:
    assert set().union(*(walked(seed).done for seed in range(WALKS))) == set(Action) - {A.SUBMIT}
