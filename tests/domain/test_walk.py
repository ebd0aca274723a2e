"""A random walk over everything that can happen to a complaint, alone and one thing after the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain import agenda, change, history, reporting, routing, working
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, is_overdue
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.events import Actor, verify_chain
from chalicelib.domain.facts import Verification
from chalicelib.domain.lifecycle import TABLE
from chalicelib.domain.words import Action, Class, Outcome, Status
from tests.builders import ANSWER, CALENDAR, COORDINATOR, NOON, OFFICER, POLICY, REASON, REPORTER, SYSTEM, UNIT, a_filing, a_receipt
from tests.domain.samples import ZONES, repeatable

S = Status
OPEN = {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.RESPONDED}
LONG_CALENDAR = replace(CALENDAR, last=date(2050, 12, 31))
ANY_OFFICE = st.sampled_from([Office(zone, LONG_CALENDAR) for zone in ZONES])


class Walk(RuleBasedStateMachine):
    now: datetime
    office: Office
    complaint: Complaint
    changes: list[Change]
    data: st.DataObject

    @property
    def at(self) -> Circumstances:
        return Circumstances(self.now, POLICY, self.office)

    def do(self, deed: Deed, actor: Actor) -> None:
        done = change.then(self.complaint, deed, actor, self.at, "salt")
        self.complaint = done.complaint
        self.changes.append(done)

    def possible(self) -> dict[Action, Callable[[], None]]:
        """What people can do to the complaint as it stands."""
        it = self.complaint
        every: dict[Action, Callable[[], None]] = {
            Action.VERIFY: lambda: self.verify(self.data.draw(ANY_OFFICE)),
            Action.START: lambda: self.do(working.start(it), OFFICER),
            Action.RESPOND: lambda: self.do(working.respond(it, Outcome.RESOLVED, ANSWER, "", self.at), OFFICER),
            Action.REPLY: lambda: self.do(reporting.reply(it, "Masih mati.", self.at), REPORTER),
            Action.CONFIRM: lambda: self.do(reporting.confirm(it, 3), REPORTER),
            Action.DISPUTE: self.dispute,
            Action.WITHDRAW: lambda: self.do(reporting.withdraw(it, ""), REPORTER),
        }
        skipped = {Action.WITHDRAW} if len(self.changes) < 10 else set()
        skipped |= set() if self.may_dispute() else {Action.DISPUTE}
        skipped |= {self.changes[-1].event.action} & {Action.REPLY}
        return {action: do for action, do in every.items() if it.status in TABLE[action].sources and action not in skipped}

    @initialize(office=ANY_OFFICE, class_=st.sampled_from(Class))
    def file(self, office: Office, class_: Class) -> None:
        self.now, self.office = NOON, office
        filed = change.first(a_receipt().code, reporting.submit(a_filing(class_=class_), self.at), REPORTER, self.at)
        self.complaint, self.changes = replace(filed.complaint, title="Lampu jalan mati"), [filed]

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        self.data = data
        possible = self.possible()
        if possible:
            possible[data.draw(st.sampled_from(list(possible)))]()
        else:
            self.file(data.draw(ANY_OFFICE), data.draw(st.sampled_from(Class)))

    @rule(hours=st.sampled_from([1, 23, 47, 24 * 3, 24 * 8, 24 * 40]))
    def time_passes_and_the_schedule_runs(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        before = len(self.changes)
        while (step := agenda.next_step(self.complaint, POLICY, self.office)) and step.at <= self.now:
            assert self.complaint.wake
            assert self.complaint.wake <= self.now
            self.do(step.deed, SYSTEM)
            assert len(self.changes) <= before + len(POLICY.ladder)

    @rule(hours=st.sampled_from([1, 24, 24 * 8]))
    def time_passes_unnoticed(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def verify(self, office: Office) -> None:
        late = is_overdue(self.complaint, self.office, self.now)
        self.office = office
        self.do(routing.verify(self.complaint, UNIT, self.at, late=late), COORDINATOR)

    def dispute(self) -> None:
        self.do(reporting.dispute(self.complaint, REASON, self.at), REPORTER)
        assert self.complaint.level == self.complaint.disputes

    def may_dispute(self) -> bool:
        it = self.complaint
        return it.disputes < 2 and (it.closed_at is None or self.now <= it.closed_at + timedelta(days=30))

    @invariant()
    def the_state_is_the_fold_of_the_events(self) -> None:
        assert history.fold(made.event for made in self.changes) == replace(self.complaint, title="", wake=None)

    @invariant()
    def the_chain_verifies_and_each_event_is_one_version(self) -> None:
        verify_chain(made.event for made in self.changes)
        assert [made.complaint.version for made in self.changes] == list(range(1, len(self.changes) + 1))

    @invariant()
    def an_open_complaint_has_a_running_clock_with_a_due_date(self) -> None:
        is_open = self.complaint.status in OPEN
        assert (self.complaint.clock is not None, self.complaint.due is not None) == (is_open, is_open)

    @invariant()
    def the_agenda_never_looks_later_than_the_next_step(self) -> None:
        step = agenda.next_step(self.complaint, POLICY, self.office)
        assert (self.complaint.wake is None) is (step is None)
        assert step is None or self.complaint.wake <= step.at

    @invariant()
    def the_ladder_is_climbed_upwards_and_only_while_an_agency_must_act(self) -> None:
        climbed = (self.complaint.level, self.complaint.rung)
        assert climbed == (0, 0) or self.complaint.clock not in {None, "confirm"} or self.complaint.status is S.WITHDRAWN
        assert 0 <= climbed[0] <= 3
        assert 0 <= climbed[1] <= 4

    @invariant()
    def the_duty_to_verify_is_marked_due_once_and_missed_at_most_once(self) -> None:
        marks = [made.mark.verification for made in self.changes if made.mark]
        assert marks[0] is Verification.DUE
        assert all(marks.count(verification) <= 1 for verification in Verification)

    @invariant()
    def the_facts_say_what_the_state_says(self) -> None:
        facts = self.changes[-1].facts
        assert (facts is None) is (self.complaint.forwarded_at is None)
        if facts:
            assert (facts.status, facts.disputes, facts.rating) == (self.complaint.status, self.complaint.disputes, self.complaint.rating)
            assert (facts.responded_on is None) is (self.complaint.responded_at is None)


TestWalk = Walk.TestCase
TestWalk.settings = settings(repeatable, max_examples=65, stateful_step_count=50)
