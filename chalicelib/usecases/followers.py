"""What an event means for the complaints that are linked to the one that it happened to. Safe to run twice on the same event, however late."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib import logs
from chalicelib.domain import routing
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.events import SYSTEM, Event
from chalicelib.domain.notices import FOLLOWED, Notice
from chalicelib.domain.routing import LEADS
from chalicelib.domain.words import Action, Identity, Role, Status
from chalicelib.usecases.act import Decision, write
from chalicelib.usecases.deliver import Letter, stops, track_page, wants_mail
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import circumstances, load

log = logs.get("jobs")
LETS_GO = frozenset({Action.WITHDRAW, Action.ARCHIVE, Action.LINK})
"""After these a complaint leads no more."""
GONE = frozenset({Status.WITHDRAWN, Status.ARCHIVED})


def letters(event: Event, notice: Notice, deps: Deps) -> Iterator[tuple[str, Callable[[], Letter | None]]]:
    """What the reporters of the linked complaints are told of their lead: the deliveries, each with what writes its letter."""
    if event.action not in FOLLOWED:
        return
    for code in deps.cases.linked_to(event.code):
        name = f"{event.code}#{event.seq}#{Role.REPORTER}#{code}"
        yield name, partial(letter, name, code, notice, event.at, deps)


def letter(name: str, code: str, notice: Notice, at: datetime, deps: Deps) -> Letter | None:
    """What the reporter of one that is linked is told; none where it is not linked any more, or nobody is to be told."""
    case = load(code, deps)
    followed = _follows(case, notice.code, at) and case.complaint.identity is not Identity.NONE and wants_mail(case)
    reporter = deps.cases.reporter(code) if followed else None  # the index may not know yet that it was unlinked
    if reporter is None or not reporter.email:
        return None
    lang = reporter.lang
    stop, stop_at = stops(code, lang, deps)
    link = track_page(code, lang, deps)
    return Letter(name, reporter.email, replace(notice, code=code, lead=notice.code, lang=lang, link=link, stop=stop, stop_at=stop_at))


def _follows(case: Case, lead: str, at: datetime) -> bool:
    """Whether it was linked to that lead by then, and is: what happened before is no news, however late its record comes or comes again."""
    linked = next((event.at for event in reversed(case.events) if event.action is Action.LINK), None)
    return case.complaint.lead == lead and linked is not None and linked <= at


def let_go(event: Event, deps: Deps) -> int:
    """Let go of a lead that leads no more; nobody is told by this. One linked complaint that fails keeps none of the others; the first error is raised then."""
    lead = _end_of_links(event.code, deps) if event.action in LETS_GO else None
    if lead is None or (lead.code == event.code and lead.status not in GONE):  # it came back
        return 0
    errors = []
    for code in deps.cases.linked_to(event.code):
        try:
            case = load(code, deps)
            if case.complaint.lead == event.code:  # the index may not know yet that it was unlinked
                _go_on(case, lead, deps)
        except Exception as error:
            log.exception("follower", extra=logs.facts(code=code, seq=event.seq))
            errors.append(error)
    if errors:
        raise errors[0]
    return 0


def _end_of_links(code: str, deps: Deps) -> Complaint:
    """The complaint itself as it stands now, or the one that its link leads to: the record of an event may come when more has happened."""
    [found] = deps.cases.complaints([code])
    return _end_of_links(found.lead, deps) if found.lead else found


def _go_on(case: Case, lead: Complaint, deps: Deps) -> None:
    """Under the lead that there is now, or by itself."""
    at = circumstances(case.complaint, deps.now(), deps)
    write(case, _link(case, lead, at) if lead.status in LEADS else Decision(routing.let_go(case.complaint, at)), SYSTEM, at, deps)


def _link(case: Case, lead: Complaint, at: Circumstances) -> Decision:
    return Decision(routing.link(case.complaint, lead, at), lead=lead)
