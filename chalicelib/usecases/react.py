"""What follows an event: notices to the reporter and to the agency's people, a note for the scores. Safe to run twice on the same event."""

from collections.abc import Callable
from functools import partial

from chalicelib import logs
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Reporter
from chalicelib.domain.events import Event
from chalicelib.domain.history import fold
from chalicelib.domain.notices import Notice, address, audiences
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases.act import load
from chalicelib.usecases.announce import announce
from chalicelib.usecases.deliver import AGENCY_LANG, deliver, track_page
from chalicelib.usecases.followers import follow
from chalicelib.usecases.hand_over import hand_on
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency
from chalicelib.usecases.support import tell_followers

log = logs.get("jobs")
DUES = ("due", "confirm_due", "resolve_due", "verify_due", "hold_due")
"""Where an event says by when what comes next is due."""


def react(event: Event, deps: Deps) -> int:
    """Send every notice of an event that has not gone out, and put it down for webhooks; returns how many of both. One that fails keeps none from the others; the first error is raised then.

    A case that is with a closed agency after the event goes on to its successor.
    """
    case = load(event.code, deps)
    lineage = _lineage(event, case, deps)
    reporter = deps.cases.reporter(event.code) if case.complaint.identity is not Identity.NONE else None
    told: list[Callable[[], int]] = [partial(_tell, role, event, lineage, reporter, deps) for role in audiences(event)]
    public = notice(Role.REPORTER, event, lineage[-1], AGENCY_LANG, deps)
    told.append(partial(announce, case, deps))
    told += [partial(follow, event, public, deps), partial(tell_followers, event, public, case, deps), partial(_note, event, case, deps)]
    sent, errors = 0, []
    for tell in told:
        try:
            sent += tell()
        except Exception as error:
            log.exception("notice", extra=logs.facts(code=event.code, seq=event.seq))
            errors.append(error)
    if errors:
        raise errors[0]
    hand_on(case.complaint, deps)
    return sent


def _tell(role: Role, event: Event, lineage: tuple[Agency, ...], reporter: Reporter | None, deps: Deps) -> bool:
    to = (reporter.email if reporter else None) if role is Role.REPORTER else address(role, lineage)
    lang = reporter.lang if reporter and role is Role.REPORTER else AGENCY_LANG
    return bool(to) and deliver(f"{event.code}#{event.seq}#{role}", to or "", notice(role, event, lineage[-1], lang, deps), deps)


def _note(event: Event, case: Case, deps: Deps) -> int:
    """Whose scores the event may have changed: of whoever had the complaint, or had to verify it, before or after; a write each, and none of the writer's."""
    states = [fold(case.events[:length]) for length in (event.seq - 1, event.seq) if length]
    for agency_id in sorted({id_ for state in states for id_ in (state.agency, state.coordinator)}):
        deps.scores.note(agency_id, f"{event.code}#{event.seq}")
    return 0


def notice(role: Role, event: Event, at: Agency, lang: str, deps: Deps) -> Notice:
    """The notice of an event to one audience."""
    due = next((str(event.data[name]) for name in DUES if name in event.data), "")
    level = event.data.get("level", 0)
    return Notice(
        audience=role,
        action=event.action,
        code=event.code,
        lang=lang,
        agency=at.name,
        due=due,
        level=level if isinstance(level, int) else 0,
        link=track_page(event.code, lang, deps),
    )


def _lineage(event: Event, case: Case, deps: Deps) -> tuple[Agency, ...]:
    """The agency that had to act once the event had happened, below all those above it; what happened since is no matter."""
    lowest = agency(fold(case.events[: event.seq]).agency, deps)
    deps.reference.fetch(*((Agency, id_) for id_ in lowest.lineage))
    return tuple(agency(id_, deps) for id_ in lowest.lineage)
