"""What follows from an erasure: what is kept of who filed is deleted at once, and what they attached once the case has ended. Safe to run twice."""

from collections.abc import Sequence

from chalicelib.domain.attachment import State
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import Event
from chalicelib.domain.words import Action, Identity
from chalicelib.usecases.followers import LETS_GO
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load


def over(event: Event, case: Case, deps: Deps) -> list[Complaint]:
    """The complaints that have ended with an event, if it is the last of its case: the case itself, and those that are linked to it. A linked one ends with its lead, unless that lets it go."""
    it = case.complaint
    if event.seq != len(case.events) or not ended(it, deps):
        return []
    linked = [] if event.action in LETS_GO else deps.cases.complaints(list(deps.cases.linked_to(it.code)))
    return [it, *(one for one in linked if one.lead == it.code)]


def ended(it: Complaint, deps: Deps) -> bool:
    """Whether nobody works on a complaint any more, or on the one that it is linked to."""
    leads = deps.cases.complaints([it.lead]) if it.lead else []
    return any(one.closed_at for one in (it, *leads))


def forget(event: Event, case: Case, ended: Sequence[Complaint], deps: Deps) -> int:
    """Delete who filed after an erasure, however late and often its record comes, and the files of whom was erased in what has ended; nobody is told by this."""
    if event.action is Action.ERASE:
        deps.cases.forget_reporter(event.code)
    for one in ended:
        if one.identity is Identity.NONE:
            forget_files(case if one.code == event.code else load(one.code, deps), deps)
    return 0


def forget_files(case: Case, deps: Deps) -> None:
    """Delete what whoever was erased attached to a case that has ended. Who never gave a name has nothing erased. The file goes before its row says so: who dies in between does both again."""
    for one in case.attachments if case.erased else ():
        if one.response or not one.held:
            continue
        for key in (one.key, one.thumbnail) if one.state is State.STORED else ():
            if key:
                deps.files.remove(key)
        deps.cases.erase_file(one, one.erased)  # an upload that still comes finds nobody who waits for it, and is removed
