"""Who plays in the demo: units below the places, addresses for notices, keys for the pages of each role."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.reference import NATION, Agency
from chalicelib.domain.words import Role
from chalicelib.usecases import setting
from chalicelib.usecases.keys import NewKey
from chalicelib.usecases.ports import Deps
from ops import keys
from ops.demo.content import Content, Place

HOLDER = "Demo"
KEYS = (
    (Role.OFFICER, "51.71.dishub"),
    (Role.COORDINATOR, "51.71"),
    (Role.INSPECTOR, "51"),
    (Role.STEWARD, NATION),
    (Role.OBSERVER, NATION),
)


def agencies(content: Content, deps: Deps) -> Iterator[Agency]:
    """The agencies of the demo; what a steward has set stays."""
    yield _reachable(setting.agency(NATION, deps), "lapor.example.org", Role.STEWARD, Role.OBSERVER)
    for place in content.places:
        government = setting.agency(place.agency, deps)
        yield _reachable(government, place.domain, Role.OFFICER, Role.COORDINATOR, Role.INSPECTOR)
        for unit in place.units:
            yield _unit(government, unit, content.units[unit], place, deps)


def new_keys(deps: Deps) -> Iterator[NewKey]:
    """Keys for each role, the first time only: their text cannot be shown again."""
    for role, agency in KEYS:
        if not any(key.role is role and key.holder == HOLDER for key in deps.access.of(agency)):
            yield keys.create(agency, role, HOLDER, deps)


def _unit(government: Agency, unit: str, name: str, place: Place, deps: Deps) -> Agency:
    id_ = f"{government.id}.{unit}"
    named = f"{name} {government.name.removeprefix('Pemerintah ')}"
    made = replace(government, id=id_, name=named, kind="unit", path=f"{government.path}/{id_}", contacts={})
    return _reachable(deps.reference.get(Agency, id_) or made, f"{unit}.{place.domain}", Role.OFFICER)


def _reachable(agency: Agency, domain: str, *roles: Role) -> Agency:
    return replace(agency, contacts={**{role.value: f"{role}@{domain}" for role in roles}, **agency.contacts})
