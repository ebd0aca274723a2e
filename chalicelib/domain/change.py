"""One change of a complaint with everything that must be written with it."""

from dataclasses import dataclass, replace

from chalicelib.domain.agenda import next_step
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.events import Actor, Event
from chalicelib.domain.facts import CaseFacts, Mark, case_facts, mark, void
from chalicelib.domain.history import begin, record
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The new state, the event that led to it, and what both mean for the scores and for what is shown: written together or not at all.

    `left` stays in the scores of the agency that acted before; it is of the month of its own resolve date. `void` is the entry of a duty whose date moved.
    `sheet` is kept by agency and month, apart from the case.
    """

    complaint: Complaint
    event: Event
    facts: CaseFacts | None
    mark: Mark | None
    void: Mark | None = None
    left: CaseFacts | None = None
    redaction: Redaction | None = None
    sheet: Sheet | None = None

    @property
    def erases(self) -> bool:
        """Whether what is kept of the reporter goes with it."""
        return self.event.action is Action.ERASE


def first(code: str, deed: Deed, actor: Actor, at: Circumstances) -> Change:
    """The change that files a complaint."""
    complaint, event = begin(code, deed, actor, at.now)
    return _change(None, complaint, event, at)


def then(complaint: Complaint, deed: Deed, actor: Actor, at: Circumstances, salt: str) -> Change:
    """The change that a deed makes. `at.office` is that of the agency which must act afterwards."""
    after, event = record(complaint, deed, actor, at.now, salt)
    hidden = deed.redaction
    titled = after if hidden is None or hidden.title is None else replace(after, title=hidden.title)
    return replace(_change(complaint, titled, event, at), left=deed.left, redaction=hidden, sheet=deed.sheet)


def _change(before: Complaint | None, after: Complaint, event: Event, at: Circumstances) -> Change:
    step = next_step(after, at.policy, at.office)
    ahead = before.wake if before and before.wake and before.wake > at.now else None
    wake = min(step.at, ahead or step.at) if step else None
    return Change(
        complaint=replace(after, wake=wake),
        event=event,
        facts=case_facts(after, at.office),
        mark=mark(before, after, event),
        void=void(before, after, event),
    )
