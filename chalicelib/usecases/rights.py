"""What a reporter may know of what is held about them (UU 27/2022)."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain import agenda
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Reporter
from chalicelib.domain.events import Event
from chalicelib.domain.words import Action, Identity, Role
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import circumstances


@dataclass(frozen=True, slots=True)
class Held:
    """What is held beside what the reporter sees anyway.

    `reporter` is what they said about themselves, until it is erased, by policy on `erased_on` if that can be said yet. `case` has what they wrote as they wrote it,
    `messages` are those of its events; `internal` counts the events that are for agencies only.
    """

    case: Case
    reporter: Reporter | None
    erased_on: date | None
    messages: tuple[Event, ...]
    internal: int


def held(case: Case, deps: Deps) -> Held:
    """Everything that is held about the reporter of a case."""
    it, at = case.complaint, circumstances(case.complaint, deps.now(), deps)
    step = agenda.next_step(it, at.policy, at.office)
    erasure = step.at if step and step.deed.action is Action.ERASE and it.lead is None else None
    return Held(
        case=case,
        reporter=deps.cases.reporter(it.code) if it.identity is not Identity.NONE else None,
        erased_on=at.office.today(erasure) if erasure else None,
        messages=tuple(event for event in case.events if event.actor.role is Role.REPORTER and event.text),
        internal=sum(not event.public for event in case.events),
    )
