"""Where one complaint of the demo lives: a clock that is moved from deed to deed, and a memory in place of the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from chalicelib.domain import agenda
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.errors import Conflict
from chalicelib.usecases import sweep
from chalicelib.usecases.ports import Cases, Deps
from chalicelib.usecases.setting import circumstances


class NotYet(Exception):
    """The next deed would come after today: the story ends here for now."""


@dataclass(slots=True)
class Memory:
    """The few calls of `Cases` that a single complaint's life needs; `others` are the complaints that it may be linked to, as they stand at that instant."""

    changes: list[Change] = field(default_factory=list)
    text: Text | None = None
    reporter: Reporter | None = None
    others: Sequence[Complaint] = ()

    def file(self, change: Change, text: Text, reporter: Reporter | None) -> None:
        """Remember the first change."""
        self.changes, self.text, self.reporter = [change], text, reporter

    def append(self, change: Change, **_: object) -> None:
        """Remember one more, if it was decided on what is remembered."""
        if change.event.seq != len(self.changes) + 1:
            raise Conflict("decided on an older state")
        self.changes.append(change)

    def wake_later(self, complaint: Complaint) -> None:
        """Nothing to do: the last change's `wake` is written with it."""

    def case(self, _: str = "", **__: object) -> Case:
        """The complaint as it stands."""
        events, redactions = tuple(change.event for change in self.changes), (change.redaction for change in self.changes)
        hidden = {redaction.number: redaction for redaction in redactions if redaction}
        return Case(complaint=self.changes[-1].complaint, text=cast("Text", self.text), events=events, redactions=hidden)

    def complaints(self, codes: Sequence[str]) -> list[Complaint]:
        """Of the others, those with these codes."""
        return [other for other in self.others if other.code in codes]


@dataclass(slots=True)
class Stage:
    """A complaint's life up to `now`. Every deed is done with the dependencies that `at` gives: by then all that happens by itself has happened."""

    deps: Deps
    now: datetime
    memory: Memory = field(default_factory=Memory)

    def at(self, instant: datetime) -> Deps:
        """The dependencies at an instant; raises `NotYet` when it has not come."""
        if instant > self.now:
            raise NotYet
        self.pass_time(instant)
        return self._deps(instant)

    @property
    def case(self) -> Case:
        """The complaint as it stands."""
        return self.memory.case()

    def as_of(self, instant: datetime) -> Complaint:
        """The complaint as it stood at an instant of its life, for one that was lived later."""
        return next(change.complaint for change in reversed(self.memory.changes) if change.event.at <= instant)

    def pass_time(self, until: datetime) -> None:
        """Let the reminders, escalations and closings come that are due, each at its own instant."""
        while (step := self.next_step()) and step.at <= until:
            sweep.catch_up(self.case.complaint, self._deps(step.at))

    def save(self, write: Callable[[list[Change], Text, Reporter | None], None]) -> None:
        """Hand over the whole life."""
        write(self.memory.changes, self.case.text, self.memory.reporter)

    def next_step(self) -> agenda.Step | None:
        """What happens by itself next."""
        if not self.memory.changes:
            return None
        complaint = self.case.complaint
        at = circumstances(complaint, self.now, self.deps)
        return agenda.next_step(complaint, at.policy, at.office)

    def _deps(self, instant: datetime) -> Deps:
        return replace(self.deps, cases=cast("Cases", self.memory), now=lambda: instant)
