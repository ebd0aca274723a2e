"""How anybody acts on a case: load it, decide, write the change; nothing twice, and once more when somebody else was first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias

from chalicelib.domain import change
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, InvalidInput
from chalicelib.domain.events import Actor
from chalicelib.domain.history import fold
from chalicelib.domain.lifecycle import TABLE
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import circumstances, load, office_at, salt


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be written: a deed; `to`, the agency that must act afterwards, if that is another one; `lead`, another complaint that must be as it was read."""

    deed: Deed
    to: str | None = None
    lead: Complaint | None = None


Decide: TypeAlias = Callable[[Case, Circumstances], Decision]
TRIES = 3
DOUBLE_CLICK = timedelta(minutes=5)


def write(case: Case, decided: Decision, actor: Actor, at: Circumstances, deps: Deps) -> Case:
    """The case after one deed; raises `Conflict` when it is no longer as loaded. What comes next is counted in the time of who must act afterwards."""
    afterwards = replace(at, office=office_at(decided.to, deps)) if decided.to else at
    changed = change.then(case.complaint, decided.deed, actor, afterwards, salt(deps))
    deps.cases.append(changed, agency=case.complaint.agency, lead=decided.lead)
    return case.after(changed)


def act_on_latest(case: Case, decide: Decide, actor: Actor, deps: Deps) -> Case:
    """The case after what the actor decides on it, whatever its version; a deed that was sent twice is done once."""
    for _ in range(TRIES):
        at = circumstances(case.complaint, deps.now(), deps)
        try:
            decided = decide(case, at)
        except ActionRefused:
            if was_just_done(case, decide, actor, deps):
                return case
            raise
        if _just_said(case, decided.deed, actor, at):
            return case
        try:
            return write(case, decided, actor, at, deps)
        except Conflict:
            case = load(case.complaint.code, deps)
    raise Busy("others keep changing this complaint")


def was_just_done(case: Case, decide: Decide, actor: Actor, deps: Deps) -> bool:
    """Whether the last event is this very deed: its answer was lost, or it was sent twice."""
    *earlier, last = case.events
    if not earlier or last.actor != actor:
        return False
    before = replace(case, complaint=fold(earlier), events=tuple(earlier))
    try:
        deed = decide(before, circumstances(before.complaint, last.at, deps)).deed
    except (ActionRefused, InvalidInput):
        return False
    return (last.action, last.text, dict(last.data)) == (deed.action, deed.text, dict(deed.data))


def _just_said(case: Case, deed: Deed, actor: Actor, at: Circumstances) -> bool:
    """Whether this message is there already, whatever others did since; what changes the status, as an answer to a question does, is never that."""
    lately = [event for event in case.events if at.now - event.at < DOUBLE_CLICK]
    said = (actor, deed.action, deed.text)
    said_only = TABLE[deed.action].target is None and "back_to" not in deed.data
    return said_only and any((event.actor, event.action, event.text) == said for event in lately)
