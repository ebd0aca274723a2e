"""Assessments by others: stewards record them, and none is ever removed. What is given is right: `wrong_fields`. Nothing here is read by what scores."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain import assessment
from chalicelib.domain.assessment import FIRST_YEAR, Assessment
from chalicelib.domain.errors import ActionRefused, FieldError
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.reference import Agency
from chalicelib.usecases.administration import Done, keep, known, once, stewards_only
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import unknown


@dataclass(frozen=True, slots=True)
class Named:
    """An assessment with the name of the agency that it is about."""

    assessment: Assessment
    agency: str


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with fields that are well-formed each: an agency or assessment that does not exist, a year to come. `given` may be incomplete."""
    named = [(f"/{name}", kind, given[name]) for name, kind in (("agency", Agency), ("replaces", Assessment)) if name in given]
    this_year = deps.now().year
    right = FIRST_YEAR <= given.get("year", this_year) <= this_year
    return unknown(named, deps) + ([] if right else [FieldError("/year", "out-of-range", f"{FIRST_YEAR} to {this_year} is expected")])


def listed(of: str, year: int | None, deps: Deps) -> list[Named]:
    """The assessments of an agency, or of any, in a year or in every one: the latest year first, then by assessor."""
    found = deps.reference.about(Assessment, of, f"{year}-" if year else "")
    deps.reference.fetch(*((Agency, one.agency) for one in found))
    ordered = sorted(found, key=lambda one: (-one.year, one.assessor, one.place or 0, one.agency, one.recorded_on, one.id))
    return [named(one, deps) for one in ordered]


def named(it: Assessment, deps: Deps) -> Named:
    """An assessment with its agency's name."""
    owner = deps.reference.get(Agency, it.agency)
    return Named(it, owner.name if owner else it.agency)


def record(given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None) -> Done[Assessment]:
    """Record an assessment, in place of the one that it replaces if it names one; the same again is answered and not done again."""
    stewards_only(actor)
    found = (given["result"], given["source"], str(given.get("place", "")), given.get("replaces", ""))
    id_ = assessment.id_of(given["agency"], given["assessor"], given["year"], *found)
    wanted = Assessment(**{**given, "id": id_, "recorded_on": deps.now().date()})

    def decide() -> Done[Assessment]:
        there = deps.reference.fresh(Assessment, wanted.id)
        return keep(Done(there, there), deps, dry=dry, call=call) if there else _keep(wanted, deps, dry=dry, call=call)

    return once(Assessment, call, deps, decide)


def _keep(wanted: Assessment, deps: Deps, *, dry: bool, call: Once | None) -> Done[Assessment]:
    if not wanted.replaces:
        return keep(Done(None, wanted), deps, dry=dry, call=call)
    before = known(Assessment, wanted.replaces, deps)
    if before.replaced_by:
        raise ActionRefused("assessment.replaced", f"{before.id} has been replaced by {before.replaced_by}: correct that one")
    return keep(Done(None, wanted), deps, dry=dry, also=[(before, replace(before, replaced_by=wanted.id))], call=call)
