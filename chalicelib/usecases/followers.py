"""What an event means for the complaints that are linked to the one that it happened to. Safe to run twice on the same event."""

from dataclasses import replace

from chalicelib.domain import routing
from chalicelib.domain.case import Case
from chalicelib.domain.events import Actor, Event
from chalicelib.domain.notices import FOLLOWED, Notice
from chalicelib.domain.words import Action, Identity, Role
from chalicelib.usecases.act import Decision, load, write
from chalicelib.usecases.deliver import deliver, tracking_page
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import circumstances

SYSTEM = Actor(role=Role.SYSTEM)
GONE = frozenset({Action.WITHDRAW, Action.ARCHIVE})


def follow(event: Event, notice: Notice, deps: Deps) -> int:
    """Tell the reporters of the linked complaints what happened to their lead, and let go of a lead that leads no more; returns how many were told."""
    if event.action not in FOLLOWED | GONE | {Action.LINK}:
        return 0
    cases = [load(code, deps) for code in deps.cases.linked_to(event.code)]
    following = [case for case in cases if case.complaint.lead == event.code]
    for case in following:
        _go_on(case, event, deps)
    return sum(_tell(case, event, notice, deps) for case in following if event.action in FOLLOWED)


def _go_on(case: Case, event: Event, deps: Deps) -> None:
    """Without its lead it goes on by itself; when the lead was linked to another one, it follows that one."""
    at = circumstances(case.complaint, deps.now(), deps)
    if event.action in GONE:
        write(case, Decision(routing.unlink(case.complaint, "", at)), SYSTEM, at, deps)
    if event.action is Action.LINK and (leads := deps.cases.complaints([str(event.data["lead"])])):
        write(case, Decision(routing.link(case.complaint, leads[0], at), lead=leads[0]), SYSTEM, at, deps)


def _tell(case: Case, event: Event, notice: Notice, deps: Deps) -> bool:
    code = case.complaint.code
    reporter = deps.cases.reporter(code) if case.complaint.identity is not Identity.NONE else None
    if reporter is None or not reporter.email:
        return False
    theirs = replace(notice, code=code, lead=event.code, lang=reporter.lang, link=tracking_page(code, reporter.lang, deps))
    return deliver(f"{event.code}#{event.seq}#{Role.REPORTER}#{code}", reporter.email, theirs, deps)
