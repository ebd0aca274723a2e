"""Who is told of an event, person by person: each as the name of a delivery, and the letter, which is written when it is to be sent."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from chalicelib.domain.case import Case
from chalicelib.domain.delivery import KEPT
from chalicelib.domain.events import Event
from chalicelib.domain.history import fold
from chalicelib.domain.notices import Notice, address, audiences, told
from chalicelib.domain.reference import Agency
from chalicelib.domain.support import ID_LENGTH
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases import followers, support
from chalicelib.usecases.deliver import AGENCY_LANG, Letter, stops, track_page, wants_mail
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency

DUES = ("due", "confirm_due", "resolve_due", "verify_due", "hold_due")
"""Where an event says by when what comes next is due."""
Write: TypeAlias = Callable[[], Letter | None]
"""Writes a letter; none where there is nobody to write to."""


def letters(event: Event, case: Case, deps: Deps) -> Iterator[tuple[str, Write]]:
    """Every delivery of an event: to the roles of its case, and to the reporters of the complaints that are linked to it, to its supporters.

    None of an event so old that nobody knows any more who was told: its record comes again where its row was put back.
    """
    if event.at < deps.now() - KEPT:
        return
    lineage = _lineage(event, case, deps)
    for role in audiences(event):
        name = f"{event.code}#{event.seq}#{role}"
        yield name, partial(_to_reporter if role is Role.REPORTER else partial(_to_role, role), name, event, case, lineage, deps)
    public = notice(Role.REPORTER, event, lineage[-1], AGENCY_LANG, deps)
    yield from followers.letters(event, public, deps)
    yield from support.letters(event, public, case, deps)


def letter(name: str, event: Event, case: Case, deps: Deps) -> Letter | None:
    """The letter of one delivery of an event, as it is written now; none where nobody is to get it any more."""
    lineage = _lineage(event, case, deps)
    _, _, role, *whose = name.split("#")
    if not whose:
        return (_to_reporter if role == Role.REPORTER else partial(_to_role, Role(role)))(name, event, case, lineage, deps)
    public = notice(Role.REPORTER, event, lineage[-1], AGENCY_LANG, deps)
    if len(whose[0]) == ID_LENGTH:
        return support.letter(name, whose[0], event, public, case, deps)
    return followers.letter(name, whose[0], public, event.at, deps)


def _to_reporter(name: str, event: Event, case: Case, lineage: Sequence[Agency], deps: Deps) -> Letter | None:
    reporter = deps.cases.reporter(event.code) if case.complaint.identity is not Identity.NONE and wants_mail(case) else None
    if reporter is None or not reporter.email:
        return None
    return Letter(name, reporter.email, notice(Role.REPORTER, event, lineage[-1], reporter.lang, deps))


def _to_role(role: Role, name: str, event: Event, _: Case, lineage: tuple[Agency, ...], deps: Deps) -> Letter | None:
    to = address(role, lineage)
    return Letter(name, to, notice(role, event, lineage[-1], AGENCY_LANG, deps)) if to else None


def notice(role: Role, event: Event, at: Agency, lang: str, deps: Deps) -> Notice:
    """The notice of an event to one audience."""
    due = next((str(event.data[name]) for name in DUES if name in event.data), "")
    level = event.data.get("level", 0)
    stop, stop_at = stops(event.code, lang, deps) if role is Role.REPORTER else ("", "")
    return Notice(
        audience=role,
        action=event.action,
        code=event.code,
        lang=lang,
        agency=at.name,
        due=due,
        level=level if isinstance(level, int) else 0,
        link=track_page(event.code, lang, deps),
        told=told(event),
        stop=stop,
        stop_at=stop_at,
    )


def public_notice(event: Event, case: Case, lang: str, deps: Deps) -> Notice:
    """What anybody may be told of an event."""
    at = agency(fold(case.events[: event.seq]).agency, deps)
    return notice(Role.SYSTEM, event, at, lang, deps)


def _lineage(event: Event, case: Case, deps: Deps) -> tuple[Agency, ...]:
    """The agency that had to act once the event had happened, below all those above it; what happened since is no matter."""
    lowest = agency(fold(case.events[: event.seq]).agency, deps)
    deps.reference.fetch(*((Agency, id_) for id_ in lowest.lineage))
    return tuple(agency(id_, deps) for id_ in lowest.lineage)
