"""What an event means for the complaints that are linked to the one that it happened to. Safe to run twice on the same event, however late."""

from collections.abc import Callable
from dataclasses import replace

from chalicelib import logs
from chalicelib.domain import routing
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.events import SYSTEM, Event
from chalicelib.domain.notices import FOLLOWED, Notice
from chalicelib.domain.routing import LEADS
from chalicelib.domain.words import Action, Identity, Role, Status
from chalicelib.usecases.act import Decision, load, write
from chalicelib.usecases.deliver import deliver, track_page
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import circumstances

log = logs.get("jobs")
LETS_GO = frozenset({Action.WITHDRAW, Action.ARCHIVE, Action.LINK})
"""After these a complaint leads no more."""
GONE = frozenset({Status.WITHDRAWN, Status.ARCHIVED})


def follow(event: Event, notice: Notice, deps: Deps) -> int:
    """Tell the reporters of the linked complaints what happened to their lead, and let go of a lead that leads no more; returns how many were told.

    One that fails keeps none of the others from it; the first error is raised then.
    """
    if event.action in LETS_GO:
        lead = _end_of_links(event.code, deps)
        came_back = lead.code == event.code and lead.status not in GONE
        return 0 if came_back else _each(event, lambda case: _go_on(case, lead, deps), deps)
    return _each(event, lambda case: _tell(case, event, notice, deps), deps) if event.action in FOLLOWED else 0


def _each(event: Event, do: Callable[[Case], bool], deps: Deps) -> int:
    told, errors = 0, []
    for code in deps.cases.linked_to(event.code):
        try:
            case = load(code, deps)
            told += case.complaint.lead == event.code and do(case)  # the index may not know yet that it was unlinked
        except Exception as error:
            log.exception("follower", extra=logs.facts(code=code, seq=event.seq))
            errors.append(error)
    if errors:
        raise errors[0]
    return told


def _end_of_links(code: str, deps: Deps) -> Complaint:
    """The complaint itself as it stands now, or the one that its link leads to: the record of an event may come when more has happened."""
    [found] = deps.cases.complaints([code])
    return _end_of_links(found.lead, deps) if found.lead else found


def _go_on(case: Case, lead: Complaint, deps: Deps) -> bool:
    """Under the lead that there is now, or by itself."""
    at = circumstances(case.complaint, deps.now(), deps)
    write(case, _link(case, lead, at) if lead.status in LEADS else Decision(routing.let_go(case.complaint, at)), SYSTEM, at, deps)
    return False


def _link(case: Case, lead: Complaint, at: Circumstances) -> Decision:
    return Decision(routing.link(case.complaint, lead, at), lead=lead)


def _tell(case: Case, event: Event, notice: Notice, deps: Deps) -> bool:
    code = case.complaint.code
    reporter = deps.cases.reporter(code) if case.complaint.identity is not Identity.NONE else None
    if reporter is None or not reporter.email:
        return False
    theirs = replace(notice, code=code, lead=event.code, lang=reporter.lang, link=track_page(code, reporter.lang, deps))
    return deliver(f"{event.code}#{event.seq}#{Role.REPORTER}#{code}", reporter.email, theirs, deps)
