"""The circumstances of a case: its agency, when that works, the policy it was filed under."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.errors import FieldError, NotFound
from chalicelib.domain.policy import IN_FORCE, Policy, id_of
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.usecases.ports import Deps


def agency(agency_id: str, deps: Deps) -> Agency:
    """An agency that must exist; raises `NotFound`."""
    found = deps.reference.get(Agency, agency_id)
    if found is None:
        raise NotFound(f"there is no agency {agency_id}")
    return found


def agency_now(agency_id: str, deps: Deps) -> Agency:
    """An agency, or if it is closed the living one that has its business since."""
    found = agency(agency_id, deps)
    while found.closed_at:
        found = agency(found.successor, deps)
    return found


def unknown(named: Iterable[tuple[str, type[Any], str]], deps: Deps) -> list[FieldError]:
    """An error for each field, given by its pointer, that names something that does not exist."""
    missing = [(pointer, kind, id_) for pointer, kind, id_ in named if deps.reference.get(kind, id_) is None]
    return [FieldError(pointer, "unknown", f"there is no {kind.__name__.lower()} {id_}") for pointer, kind, id_ in missing]


def wrong_zone(pointer: str, zone: str | None) -> list[FieldError]:
    """An error where there is no such time zone; none is given where the usual one is meant."""
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a name that is a directory of zones, or leads out of it
        return [FieldError(pointer, "unknown", f"there is no time zone {zone}")]
    return []


def office(of: Agency, deps: Deps) -> Office:
    """When an agency works."""
    calendar = deps.reference.get(Calendar, of.calendar)
    if calendar is None:
        raise LookupError(f"agency {of.id} has the calendar {of.calendar}, which does not exist")
    return Office(of.zone, calendar)


def office_at(agency_id: str, deps: Deps) -> Office:
    """When the agency of this id works."""
    return office(agency(agency_id, deps), deps)


def policy(version: int | None, deps: Deps) -> Policy:
    """The policy of a version, or the one now in force; the defaults where none was ever kept."""
    found = deps.reference.get(Policy, IN_FORCE if version is None else id_of(version))
    if found is None and version not in (None, Policy().version):
        raise LookupError(f"there is no policy {version}")
    return found or Policy()


def load(code: str, deps: Deps, *, consistent: bool = True) -> Case:
    """A case that must exist; raises `NotFound`. To look only, it need not be consistent, which costs half."""
    case = deps.cases.case(code, consistent=consistent)
    if case is None:
        raise NotFound("there is no complaint with this code")
    prepare(case.complaint, deps)
    return case


def prepare(complaint: Complaint, deps: Deps) -> None:
    """Fetch all that a complaint refers to in one round trip, and its agency's calendar in another, if it is not remembered."""
    here = ((Agency, complaint.agency), (Agency, complaint.coordinator), (Category, complaint.category), (Region, complaint.region))
    deps.reference.fetch((Policy, id_of(complaint.policy)), *here)
    if owner := deps.reference.get(Agency, complaint.agency):
        deps.reference.fetch((Calendar, owner.calendar))


def circumstances(complaint: Complaint, now: datetime, deps: Deps) -> Circumstances:
    """What an action on a complaint depends on, in the time of the agency that has it."""
    return Circumstances(now, policy(complaint.policy, deps), office(agency(complaint.agency, deps), deps))


def salt(deps: Deps) -> str:
    """Fresh random text for the digest of something that people wrote."""
    return deps.random_bytes(12).hex()
