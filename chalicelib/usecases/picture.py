"""A case with what it takes to show it: names, deadlines and how they were counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint, Reporter
from chalicelib.domain.deadlines import Deadline, explain, is_overdue
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, circumstances, office


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A case with what it takes to show it; `agencies` are the names, by id, of every agency its timeline mentions."""

    case: Case
    category: Category | None
    region: Region | None
    agencies: Mapping[str, str]
    deadlines: tuple[Deadline, ...]
    overdue: bool
    reporter: Reporter | None = None


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A case in a queue."""

    complaint: Complaint
    due: date | None
    overdue: bool


def picture(case: Case, deps: Deps, reader: Actor | None = None) -> Picture:
    """What is needed to show a case; with the reporter when the reader may see a named one: an officer, coordinator, inspector or steward on its path."""
    it = case.complaint
    mentioned = {it.agency, it.coordinator, *_mentioned(case)}
    deps.reference.fetch((Category, it.category), (Region, it.region), *((Agency, id_) for id_ in mentioned))
    at = circumstances(it, deps.now(), deps)
    found = {id_: deps.reference.get(Agency, id_) for id_ in mentioned}
    return Picture(
        case=case,
        category=deps.reference.get(Category, it.category),
        region=deps.reference.get(Region, it.region),
        agencies={id_: one.name if one else id_ for id_, one in found.items()},
        deadlines=explain(it, at.policy, office(agency(it.coordinator, deps), deps), at.office, at.now),
        overdue=is_overdue(it, at.office, at.now),
        reporter=deps.cases.reporter(it.code) if _shown(it, reader) else None,
    )


def queue_lines(complaints: list[Complaint], deps: Deps) -> list[QueueLine]:
    """Queue lines; the complaints are of one agency."""
    if not complaints:
        return []
    works = office(agency(complaints[0].agency, deps), deps)
    return [QueueLine(one, one.due, is_overdue(one, works, deps.now())) for one in complaints]


def _shown(complaint: Complaint, reader: Actor | None) -> bool:
    return complaint.identity is Identity.NAMED and reader is not None and reader.role is not Role.OBSERVER


def _mentioned(case: Case) -> set[str]:
    forwarded = {str(event.data["to"]) for event in case.events if "to" in event.data}
    return forwarded | {event.actor.agency for event in case.events if event.actor.agency}
