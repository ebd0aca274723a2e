"""Calendars: a steward adds and removes days off; each change is a new version, those before stay readable, and open cases are counted anew.

A calendar may stand on another, its base, whose days off it takes over. It is kept with all of them, so that nobody who counts has to look at two; when the base changes,
those that stand on it get a version of their own.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

from chalicelib.domain import recount_job
from chalicelib.domain.calendar import Calendar, standing_on, version_id, wrong_days
from chalicelib.domain.errors import ActionRefused, FieldError, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.recount_job import Recount
from chalicelib.usecases.administration import Done, keep, known, once, refuse, retried, stewards_only
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import unknown


def shown(id_: str, version: int | None, deps: Deps) -> Calendar:
    """A calendar as it is now, or as it was in a version; raises `NotFound`."""
    found = deps.reference.get(Calendar, id_ if version is None else version_id(id_, version))
    if found is None:
        raise NotFound(f"there is no calendar {id_}" + ("" if version is None else f" of version {version}"))
    return found


def wrong_fields(id_: str, given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with days that are well-formed each: those that the calendar cannot know. `given` may be incomplete."""
    calendar = deps.reference.get(Calendar, id_)
    return list(wrong_days(calendar, given.get("add", {}), given.get("remove", ()))) if calendar else []


def wrong_new(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with a new calendar whose fields are well-formed each: a base that does not exist, a week without work, days that it cannot know."""
    base = given.get("base", "")
    errors = unknown([("/base", Calendar, base)], deps) if base else []
    if set(range(7)) <= set(given.get("weekend", ())):
        errors.append(FieldError("/weekend", "out-of-range", "people work on one day of the week at least"))
    return errors + (wrong_fields(base, given, deps) if base else [])


def create(given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None) -> Done[Calendar]:
    """Add a calendar that stands on another, with its weekend unless one is given; the same again is answered and not done again."""
    stewards_only(actor)

    def decide() -> Done[Calendar]:
        base, there = known(Calendar, given["base"], deps), deps.reference.fresh(Calendar, given["id"])
        own = {**given.get("add", {}), **dict.fromkeys(given.get("remove", ()))}
        wanted = standing_on(base, given["id"], given.get("weekend", base.weekend), own)
        if there and (there.base, there.weekend, there.own) == (wanted.base, wanted.weekend, wanted.own):
            return keep(Done(there, there), deps, dry=dry, call=call)
        if there:
            raise ActionRefused("calendar.exists", f"there is another calendar {there.id}")
        return keep(Done(None, wanted), deps, base, dry=dry, call=call)  # held, so that it does not miss a change of its base

    return once(Calendar, call, deps, decide)


def change(
    id_: str, add: Mapping[date, str], remove: Collection[date], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None
) -> Done[Calendar]:
    """Make the next version, with these days off added and removed; days that are so already make none. Raises `InvalidInput` for days it cannot know."""
    stewards_only(actor)

    def decide() -> Done[Calendar]:
        before = known(Calendar, id_, deps)
        refuse(list(wrong_days(before, add, remove)))
        base = known(Calendar, before.base, deps) if before.base else None
        return _keep(before, before.changed(add, remove, base), deps, dry=dry, call=call)

    return once(Calendar, call, deps, decide)


def extend(by: Calendar, deps: Deps) -> Done[Calendar]:
    """Let a calendar go on where it ended; one that stands on another goes on with that."""

    def decide() -> Done[Calendar]:
        before = known(Calendar, by.id, deps)
        return _keep(before, before if before.base else before.extended(by), deps)

    return retried(decide)


def follow(base: str, deps: Deps) -> None:
    """Let those that stand right on a calendar take over how its days have changed."""

    def decide(id_: str) -> Done[Calendar]:
        before = known(Calendar, id_, deps)
        return _keep(before, before.on(known(Calendar, base, deps), before.own), deps)

    for one in standing_on_it(base, deps):
        retried(partial(decide, one.id))


def standing_on_it(base: str, deps: Deps) -> list[Calendar]:
    """Those that stand right on a calendar."""
    return [one for one in deps.reference.every(Calendar, latest=True) if one.base == base]


def changed_days(done: Done[Calendar]) -> list[date]:
    """The days that are off and were not, are not and were, or have another name."""
    before = done.before.holidays.items() if done.before else ()
    return sorted({day for day, _ in set(before) ^ set(done.after.holidays.items())})


def recounts(id_: str, deps: Deps) -> list[Recount]:
    """The recounts of a calendar as they stand at this moment, that of the last change first."""
    return sorted((job for job in deps.reference.every(Recount, latest=True) if job.calendar == id_), key=lambda job: -job.version)


def due_recount(before: Calendar, after: Calendar, deps: Deps) -> tuple[Recount, Recount | None]:
    """The recount that a change asks for, and the one whose rest it takes over, if there is any."""
    previous = next((one for one in recounts(after.id, deps) if one.leaves), None)
    return recount_job.job(before, after, deps.now(), previous), previous


def _keep(before: Calendar, after: Calendar, deps: Deps, *, dry: bool = False, call: Once | None = None) -> Done[Calendar]:
    """With a change goes the recount that it asks for."""
    if before == after:
        return keep(Done(before, after), deps, dry=dry, call=call)
    next_, previous = due_recount(before, after, deps)
    taken_over = [(previous, recount_job.continued(previous, next_))] if previous else []
    return keep(Done(before, after), deps, dry=dry, also=[(None, next_), *taken_over], call=call)
