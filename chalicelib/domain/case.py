"""A case: a complaint with everything that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.complaint import Complaint, Text
from chalicelib.domain.errors import Conflict
from chalicelib.domain.events import Event
from chalicelib.domain.redaction import FILED, Redaction, shown_event, shown_text
from chalicelib.domain.words import Action

if TYPE_CHECKING:  # who only reads a case does not load what changes one
    from chalicelib.domain.change import Change
    from chalicelib.domain.delivery import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A complaint, what was written when it was filed, its timeline from the first event, its attachments by number, and how many support it.

    Texts are as they were written and sealed, for stewards only; `shown` is what everybody else may see.
    """

    complaint: Complaint
    text: Text
    events: tuple[Event, ...]
    attachments: tuple[Attachment, ...] = ()
    redactions: Mapping[int, Redaction] = field(default_factory=dict)
    troubles: "tuple[Trouble, ...]" = ()
    supporters: int = 0

    @property
    def shown(self) -> "Case":
        """The case with every redaction in place of what was written."""
        if not self.redactions:
            return self
        events = tuple(shown_event(event, self.redactions) for event in self.events)
        return replace(self, text=shown_text(self.text, self.redactions), events=events)

    @property
    def erased(self) -> bool:
        """Whether somebody was known to have filed it, and is not any more."""
        return any(event.action is Action.ERASE for event in self.events)

    @property
    def responses(self) -> int:
        """How many answers it has had."""
        return sum(event.action is Action.RESPOND for event in self.events)

    @property
    def reporters_files(self) -> tuple[Attachment, ...]:
        """The attachments that the reporter may see: the own ones, and those that came with an answer."""
        given = _given(self.shown.events)
        return tuple(one for one in self.attachments if not one.response or one.number in given)

    @property
    def public_files(self) -> tuple[Attachment, ...]:
        """The attachments that everybody may see: those that came with an answer that everybody may read, and what its reporter lets everybody see, unless withheld."""
        return tuple(one for one in self.told_files if one.number not in self.withheld_files)

    @property
    def withheld_files(self) -> frozenset[int]:
        """The numbers of the files that the public does not get, whatever their reporter chose."""
        return self.redactions[FILED].files if FILED in self.redactions else frozenset()

    @property
    def told_files(self) -> tuple[Attachment, ...]:
        """The attachments that everybody is told of: also those that were withheld."""
        if not self.complaint.published:
            return ()
        given = _given(tuple(event for event in self.shown.events if not event.data.get("confidential")))
        chosen = self.complaint.offers_files
        return tuple(one for one in self.attachments if one.number in given or (chosen and one.public and one.state is State.STORED))

    def after(self, change: "Change") -> "Case":
        """The case once a change has been written."""
        redactions = {**self.redactions, change.redaction.number: change.redaction} if change.redaction else self.redactions
        return replace(self, complaint=change.complaint, events=(*self.events, change.event), redactions=redactions)


class Stale(Conflict):
    """The case is not at the version that the caller saw; `case` is how it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"the case is at version {case.complaint.version} now")
        self.case = case


def _given(events: tuple[Event, ...]) -> set[object]:
    """The numbers of the attachments that came with these events."""
    named = (event.data.get("attachments") for event in events)
    return {number for numbers in named if isinstance(numbers, list | tuple) for number in numbers}
