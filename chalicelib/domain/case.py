"""A case: a complaint with everything that belongs to it."""

from dataclasses import dataclass, replace

from chalicelib.domain.attachment import Attachment
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Text
from chalicelib.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A complaint, what was written when it was filed, its timeline from the first event, its attachments by number."""

    complaint: Complaint
    text: Text
    events: tuple[Event, ...]
    attachments: tuple[Attachment, ...] = ()

    def after(self, change: Change) -> "Case":
        """The case once a change has been written."""
        return replace(self, complaint=change.complaint, events=(*self.events, change.event))
