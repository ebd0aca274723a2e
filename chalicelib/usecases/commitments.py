"""Commitments: an agency's coordinator or a steward makes them, and the scores say how they stand. None is ever removed. What is given is right: `wrong_fields`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from chalicelib.domain import commitment, permissions
from chalicelib.domain.commitment import MOST_A_YEAR, Commitment, Indicator, Measured, Progress
from chalicelib.domain.errors import ActionRefused, FieldError, Forbidden, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import Agency
from chalicelib.usecases.administration import Done, keep, once, retried
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, office

LOOKED_BACK = 12
"""Months in which the latest figure is looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment of an agency and how it stands today."""

    commitment: Commitment
    agency: Agency
    progress: Progress


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with fields that are well-formed each: a target that the indicator cannot reach, a date that is too soon. `given` may be incomplete."""
    target = commitment.wrong_target(given["indicator"], given["target"]) if {"indicator", "target"} <= given.keys() else []
    return target + (commitment.wrong_date(given["by"], deps.now().date()) if "by" in given else [])


def listed(of: str, deps: Deps) -> list[Standing]:
    """Every commitment of an agency, by its date; raises `NotFound`."""
    found = sorted(deps.reference.about(Commitment, agency(of, deps).id), key=lambda one: (one.by, one.indicator, one.id))
    return _standings(found, of, deps)


def standing(it: Commitment, deps: Deps) -> Standing:
    """How one stands."""
    (how,) = _standings([it], it.agency, deps)
    return how


def make(given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None) -> Done[Commitment]:
    """Commit an agency; the same again is answered and not done again."""
    owner = _own(given["agency"], actor, deps)
    today = office(owner, deps).today(deps.now())
    id_ = commitment.id_of(owner.id, given["indicator"], given["target"], given["by"])
    wanted = Commitment(**{**given, "id": id_, "target": float(given["target"]), "made_on": today})
    months = list(islice(commitment.months_back(today), LOOKED_BACK))
    wanted = replace(wanted, start=_latest(wanted.indicator, months, _scored(owner, months, deps)))

    def decide() -> Done[Commitment]:
        there = deps.reference.fresh(Commitment, wanted.id)
        if there and there.text == wanted.text and not there.withdrawn_on:
            return keep(Done(there, there), deps, dry=dry, call=call)
        if there:
            raise ActionRefused("commitment.exists", "this was committed to before, in other words or withdrawn since")
        _check_room(owner, wanted, deps)
        return keep(Done(None, wanted), deps, dry=dry, call=call)

    return once(Commitment, call, deps, decide)


def withdraw(id_: str, reason: str, actor: Actor, deps: Deps) -> Commitment:
    """Withdraw a commitment, which stays to be seen; a second time changes nothing. Raises `NotFound` for what is out of scope."""
    _check_role(actor)

    def decide() -> Commitment:
        it = deps.reference.fresh(Commitment, id_)
        owner = deps.reference.get(Agency, it.agency) if it else None
        if it is None or owner is None or not permissions.sees(actor, owner):
            raise NotFound("there is no such commitment")
        if it.withdrawn_on:
            return it
        today = office(owner, deps).today(deps.now())
        return keep(Done(it, replace(it, withdrawn_on=today, withdrawn_because=reason)), deps, dry=False).after

    return retried(decide)


def _own(agency_id: str, actor: Actor, deps: Deps) -> Agency:
    _check_role(actor)
    owner = agency(agency_id, deps)
    if not permissions.sees(actor, owner):
        raise NotFound(f"there is no agency {owner.id}")
    return owner


def _check_role(actor: Actor) -> None:
    if not permissions.commits(actor):
        raise Forbidden(f"commitments are not for the role {actor.role}")


def _check_room(owner: Agency, wanted: Commitment, deps: Deps) -> None:
    if owner.closed_at:
        raise ActionRefused("commitment.closed", f"{owner.id} is closed")
    if sum(one.by.year == wanted.by.year for one in deps.reference.about(Commitment, owner.id)) >= MOST_A_YEAR:
        raise ActionRefused("commitment.limit", f"at most {MOST_A_YEAR} commitments of an agency end in one year")


def _standings(found: Sequence[Commitment], of: str, deps: Deps) -> list[Standing]:
    """How an agency's commitments stand. Their scores are read together: many are measured by the same months."""
    owner = agency(of, deps)
    today = office(owner, deps).today(deps.now())
    months = [list(islice(commitment.months_of(it, today), LOOKED_BACK)) for it in found]
    scored = _scored(owner, chain.from_iterable(months), deps)
    latest = [_latest(it.indicator, its, scored) for it, its in zip(found, months, strict=True)]
    return [Standing(it, owner, commitment.progress(it, last, today)) for it, last in zip(found, latest, strict=True)]


def _latest(indicator: Indicator, months: Sequence[str], scored: Mapping[str, Scored]) -> Measured | None:
    found = ((month, _value(indicator, scored.get(month))) for month in months)
    return next((Measured(period=month, value=value) for month, value in found if value is not None), None)


def _value(indicator: Indicator, scored: Scored | None) -> float | None:
    if scored is None:
        return None
    return scored.score.value if indicator is Indicator.SCORE else scored.score.indicators.get(indicator)


def _scored(owner: Agency, months: Iterable[str], deps: Deps) -> Mapping[str, Scored]:
    """An agency's scores by month."""
    return {one.period: one for one in deps.scores.history(owner.kinds, owner.id, sorted(set(months)))}
