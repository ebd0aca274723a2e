"""The people around one complaint: who they are, and when they come to act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Action, Role
from chalicelib.usecases import setting, work
from chalicelib.usecases.act import Decide
from chalicelib.usecases.ports import Deps
from ops.demo.content import Texts
from ops.demo.scripts import Script
from ops.demo.stage import NotYet, Stage

One = TypeVar("One")
Said = TypeVar("Said", str, int)
STEWARD = Actor(role=Role.STEWARD, agency=NATION, holder="Admin Nasional")
COMES_AT_ALL = 0.6
"""Of the deeds that are not in time, the share that comes late; the others never come."""
LATEST = 9
"""Working days that a late deed is late at most."""


@dataclass(frozen=True, slots=True)
class Players:
    """They act on the stage by its script, in the words of `texts`; the dice decide when, and whether at all."""

    script: Script
    texts: Texts
    random: Random
    stage: Stage

    def act(self, instant: datetime, who: Actor, action: Action, decide: Decide) -> None:
        """Somebody of an agency acts at an instant, when all that happens by itself has happened."""
        deps = self.stage.at(instant)
        work.act(self.complaint.code, self.complaint.version, action, decide, who, deps)

    def reporter(self, does: Callable[[Case, Said, Deps], Case], what: Said, hours: int) -> None:
        """The reporter does something within so many hours of the last event."""
        deps = self.stage.at(self.last + timedelta(minutes=self.random.randint(30, hours * 60)))
        does(self.stage.case, what, deps)

    def happens(self, share: float) -> bool:
        """Whether it does, this time."""
        return self.random.random() < share

    def one_of(self, choices: Sequence[One]) -> One:
        """Any of them."""
        return self.random.choice(choices)

    def turn(self) -> datetime:
        """When it is an agency's turn: an instant by the due date of the running clock, or late, or never."""
        today = self.office.today(self.last)
        left = self.office.calendar.working_days(today, self.complaint.due or today)
        if self.happens(self.script.scene.pace):
            return self.working(0, max(0, left - 1))
        if self.happens(COMES_AT_ALL):
            return self.working(left + 1, left + LATEST)
        raise NotYet

    def working(self, least: int, most: int) -> datetime:
        """Office hours, some working days after the last event."""
        days, last = self.random.randint(least, most), self.last
        day = self.office.due(self.office.today(last), days) if days else self.office.today(last)
        minutes = self.random.randint(0, 8 * 60)
        return max(self.office.begins(day) + timedelta(hours=8, minutes=minutes), last + timedelta(minutes=minutes // 4 + 1))

    @property
    def complaint(self) -> Complaint:
        """The complaint as it stands."""
        return self.stage.case.complaint

    @property
    def last(self) -> datetime:
        """When something last happened."""
        return self.stage.case.events[-1].at

    @property
    def office(self) -> Office:
        """When the agency works that must act."""
        return setting.office_at(self.complaint.agency, self.stage.deps)

    @property
    def officer(self) -> Actor:
        """Who answers for the agency that must act."""
        return Actor(role=Role.OFFICER, agency=self.complaint.agency, holder="Pejabat Penghubung")

    @property
    def coordinator(self) -> Actor:
        """Who verifies: where no agency was named, the steward."""
        return STEWARD if self.complaint.coordinator == NATION else coordinator_of(self.complaint.coordinator)

    @property
    def inspector(self) -> Actor:
        """Who watches over the tree of the agency that must act."""
        root = setting.agency(self.complaint.agency, self.stage.deps).lineage[1]
        return Actor(role=Role.INSPECTOR, agency=root, holder="Inspektorat")


def coordinator_of(agency: str) -> Actor:
    """The coordinator of an agency."""
    return Actor(role=Role.COORDINATOR, agency=agency, holder="Admin Instansi")
