"""Adding and changing agencies: only what is given changes, the rest comes from what is known or from the agency above."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.reference import Agency, Region
from chalicelib.usecases import setting
from chalicelib.usecases.ports import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an operator says of an agency; none is "as it is". `contacts` are added to those known, an empty address removes one."""

    id: str
    contacts: Mapping[str, str]
    name: str | None = None
    kind: str | None = None
    parent: str | None = None
    zone: str | None = None
    calendar: str | None = None
    region: str | None = None


class Incomplete(ValueError):
    """Something needed is missing or does not exist; the message says what."""


def put(wanted: Wanted, deps: Deps) -> tuple[Agency, bool]:
    """The agency as it is now, and whether that is news; raises `Incomplete`, or `NotFound` for an unknown parent."""
    known = deps.reference.get(Agency, wanted.id)
    agency = _changed(known, wanted) if known else _new(wanted, deps)
    _check(agency, deps)
    return agency, deps.reference.put([agency]) > 0


def _new(wanted: Wanted, deps: Deps) -> Agency:
    if not (wanted.name and wanted.kind and wanted.parent):
        raise Incomplete(f"{wanted.id} is new: --name, --kind and --parent are needed")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", wanted.id):
        raise Incomplete(f"{wanted.id!r} is no id: small letters, digits, dots and hyphens")
    parent = setting.agency(wanted.parent, deps)
    inherited = Agency(
        id=wanted.id,
        name=wanted.name,
        kind=wanted.kind,
        path=f"{parent.path}/{wanted.id}",
        zone=parent.zone,
        calendar=parent.calendar,
        region=parent.region,
    )
    return _changed(inherited, wanted)


def _changed(agency: Agency, wanted: Wanted) -> Agency:
    if wanted.parent and wanted.parent != agency.parent:
        raise Incomplete(f"{agency.id} stays below {agency.parent}: scores and scopes of its cases depend on that. Add a new agency instead")
    given = {name: value for name in ("name", "kind", "zone", "calendar", "region") if (value := getattr(wanted, name)) is not None}
    contacts = {role: address for role, address in {**agency.contacts, **wanted.contacts}.items() if address}
    return replace(agency, contacts=contacts, **given)


def _check(agency: Agency, deps: Deps) -> None:
    try:
        ZoneInfo(agency.zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Incomplete(f"there is no time zone {agency.zone}") from unknown
    if deps.reference.get(Calendar, agency.calendar) is None:
        raise Incomplete(f"there is no calendar {agency.calendar}")
    if agency.region and deps.reference.get(Region, agency.region) is None:
        raise Incomplete(f"there is no region {agency.region}")
