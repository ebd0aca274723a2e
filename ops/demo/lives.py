"""What people do with a complaint and when: quick places mostly in time, slow ones often late or never; reporters confirm, dispute or fall silent."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Actor
from chalicelib.domain.policy import Policy
from chalicelib.domain.receipt import Receipt
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Class, Outcome, Role
from chalicelib.usecases import follow, handle, route, setting, submit
from chalicelib.usecases.act import Decide, act_on_latest
from chalicelib.usecases.ports import Deps
from ops.demo.content import Texts
from ops.demo.scripts import Script
from ops.demo.stage import NotYet, Stage

Said = TypeVar("Said", str, int)
STEWARD = Actor(role=Role.STEWARD, agency=NATION, holder="Admin Nasional")
WITHDRAWN, ASKS, DISPUTED, CONFIRMED = 0.05, 0.25, 0.15, 0.6
COMES_AT_ALL = 0.6
"""Of the deeds that are not in time, the share that comes late; the others never come."""
LATEST = 9
"""Working days that a late deed is late at most."""
RATINGS = {Outcome.RESOLVED: (2, 3, 3, 4, 4, 4), Outcome.CANNOT_BE_RESOLVED: (1, 1, 2, 3)}


@dataclass(slots=True)
class Life:
    """One complaint's life: its script, and the dice that decide what happens to it."""

    script: Script
    texts: Texts
    random: Random
    stage: Stage

    def live(self) -> Receipt:
        """From filing to today; the same complaint gets the same code whenever the demo is put on."""
        receipt = submit.submit(self.script.order, f"demo-complaint-{self.script.number:04d}", self.stage.at(self.script.received_at)).receipt
        with suppress(NotYet, ActionRefused):
            self._be_handled(setting.policy(None, self.stage.deps))
        self.stage.pass_time(self.stage.now)
        return receipt

    def _be_handled(self, policy: Policy) -> None:
        if self._happens(WITHDRAWN):
            self._reporter(follow.withdraw, self.random.choice(self.texts.withdrawals), hours=60)
            return
        self._verify(self._within(policy.verify_days))
        self._start(self._within(policy.follow_up_days))
        if self._happens(ASKS):
            self._reporter(follow.reply, self.random.choice(self.texts.questions), hours=60)
        self._respond(self._within(policy.resolve_days[self._complaint.class_] - 2))
        if self._happens(DISPUTED + 0.2 * (1 - self.script.pace)):
            self._reporter(follow.dispute, self.random.choice(self.texts.disputes), hours=150)
            self._respond(self._within(policy.resolve_days[self._complaint.class_] - 2))
        if self._happens(CONFIRMED):
            self._reporter(follow.confirm, self.random.choice(RATINGS[self._complaint.outcome or Outcome.RESOLVED]), hours=140)

    def _verify(self, instant: datetime) -> None:
        owner = self._complaint.coordinator
        who = STEWARD if owner == NATION else Actor(role=Role.COORDINATOR, agency=owner, holder="Admin Instansi")
        self._act(instant, who, lambda deps: route.verify(self.script.handler, who, deps))

    def _start(self, instant: datetime) -> None:
        self._act(instant, self._officer, lambda _: handle.start())

    def _respond(self, instant: datetime) -> None:
        resolved = self.script.order.type is not Class.COMPLAINT or self._happens(0.5 + 0.4 * self.script.pace)
        refusal = self.random.choice(self.texts.refusals)
        answer = (Outcome.RESOLVED, self.script.answer, "") if resolved else (Outcome.CANNOT_BE_RESOLVED, refusal.text, refusal.reason)
        self._act(instant, self._officer, lambda deps: handle.respond(*answer, deps, confidential=False))

    def _reporter(self, does: Callable[[Case, Said, Deps], Case], what: Said, hours: int) -> None:
        """The reporter does something within so many hours of the last event."""
        deps = self.stage.at(self._last + timedelta(minutes=self.random.randint(30, hours * 60)))
        does(self.stage.case, what, deps)

    def _happens(self, share: float) -> bool:
        return self.random.random() < share

    def _act(self, instant: datetime, who: Actor, decide_of: Callable[[Deps], Decide]) -> None:
        """An agency acts at an instant, when all that happens by itself has happened."""
        deps = self.stage.at(instant)
        act_on_latest(self.stage.case, decide_of(deps), who, deps)

    def _within(self, limit: int) -> datetime:
        """An instant within so many working days of the last event, or late, or never."""
        if self._happens(self.script.pace):
            return self._working(self.random.randint(0, max(0, limit - 1)))
        if self._happens(COMES_AT_ALL):
            return self._working(self.random.randint(limit + 1, limit + LATEST))
        raise NotYet

    def _working(self, days: int) -> datetime:
        """Office hours, so many working days after the last event."""
        deps, last = self.stage.deps, self._last
        office = setting.office(setting.agency(self._complaint.agency, deps), deps)
        day = office.due(office.today(last), max(1, days)) if days else office.today(last)
        minutes = self.random.randint(0, 8 * 60)
        return max(office.begins(day) + timedelta(hours=8, minutes=minutes), last + timedelta(minutes=minutes // 4 + 1))

    @property
    def _last(self) -> datetime:
        return self.stage.case.events[-1].at

    @property
    def _complaint(self) -> Complaint:
        return self.stage.case.complaint

    @property
    def _officer(self) -> Actor:
        return Actor(role=Role.OFFICER, agency=self._complaint.agency, holder="Pejabat Penghubung")
