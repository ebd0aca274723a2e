"""Calendars: a steward adds and removes days off; each change is a new version, and those before stay readable."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from chalicelib.domain.calendar import Calendar, version_id, wrong_days
from chalicelib.domain.errors import FieldError, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.usecases.administration import Done, keep, known, once, refuse, stewards_only
from chalicelib.usecases.ports import Deps


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


def change(
    id_: str, add: Mapping[date, str], remove: Collection[date], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None
) -> Done[Calendar]:
    """Make the next version, with these days off added and removed; days that are so already make none. Raises `InvalidInput` for days it cannot know."""
    stewards_only(actor)

    def decide() -> Done[Calendar]:
        before = known(Calendar, id_, deps)
        refuse(list(wrong_days(before, add, remove)))
        return keep(Done(before, before.changed(add, remove)), deps, dry=dry, call=call)

    return once(Calendar, call, deps, decide)


def changed_days(done: Done[Calendar]) -> list[date]:
    """The days that are off and were not, are not and were, or have another name."""
    before = done.before.holidays.items() if done.before else ()
    return sorted({day for day, _ in set(before) ^ set(done.after.holidays.items())})
