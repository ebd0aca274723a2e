"""A case with what it takes to show it: names, deadlines and how they were counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint, Reporter
from chalicelib.domain.deadlines import Deadline, explain, is_overdue
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import circumstances, office_at

ANSWER_LOST = timedelta(minutes=5)
"""So long who has opened an identity is answered again, should the answer be lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A case with what it takes to show it; `agencies` are the names, by id, of every agency its timeline mentions.

    `case` is as it may be shown, `sealed` as it was written where the reader may see that too. `observed` says that the reader is an observer; `linked` are the codes of
    the complaints linked to it, for a reader from an agency.
    """

    case: Case
    sealed: Case | None
    observed: bool
    linked: tuple[str, ...] | None
    category: Category | None
    region: Region | None
    agencies: Mapping[str, str]
    deadlines: tuple[Deadline, ...]
    overdue: bool
    at: datetime
    reporter: Reporter | None = None


def picture(case: Case, deps: Deps, reader: Actor | None = None, *, unsealed: bool = False) -> Picture:
    """What is needed to show a case; with the reporter when the reader may see a named one: an officer, coordinator, inspector or steward on its path.

    So is a sealed one where it has just been `unsealed`; sent again later, the same call shows it no more, since each further look is an opening of its own.
    """
    it = case.complaint
    mentioned = {it.agency, it.coordinator, *_mentioned(case)}
    deps.reference.fetch((Category, it.category), (Region, it.region), *((Agency, id_) for id_ in mentioned))
    at = circumstances(it, deps.now(), deps)
    found = {id_: deps.reference.get(Agency, id_) for id_ in mentioned}
    return Picture(
        case=case.shown,
        sealed=case if case.redactions and reader is not None and reader.role is Role.STEWARD else None,
        observed=reader is not None and reader.role is Role.OBSERVER,
        category=deps.reference.get(Category, it.category),
        region=deps.reference.get(Region, it.region),
        linked=tuple(deps.cases.linked_to(it.code)) if reader else None,
        agencies={id_: one.name if one else id_ for id_, one in found.items()},
        deadlines=explain(it, at.policy, office_at(it.coordinator, deps), at.office, at.now),
        overdue=is_overdue(it, at.office, at.now),
        at=at.now,
        reporter=deps.cases.reporter(it.code) if _shown(it, reader) or (unsealed and _just_unsealed(case, at.now)) else None,
    )


def _shown(complaint: Complaint, reader: Actor | None) -> bool:
    return complaint.identity is Identity.NAMED and reader is not None and reader.role is not Role.OBSERVER


def _just_unsealed(case: Case, now: datetime) -> bool:
    """Whether nothing happened since but the opening a moment ago; an identity that is not sealed any more was erased."""
    return case.complaint.identity is Identity.SEALED and now - case.events[-1].at < ANSWER_LOST


def _mentioned(case: Case) -> set[str]:
    named = {str(event.data[name]) for event in case.events for name in ("to", "proposed") if name in event.data}
    return named | {event.actor.agency for event in case.events if event.actor.agency}
