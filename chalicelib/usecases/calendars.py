"""Calendars: a steward adds and removes days off; each change is a new version, and those before stay readable."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.domain.calendar import Calendar, version_id, wrong_days
from chalicelib.domain.errors import FieldError, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.recount_job import Recount
from chalicelib.domain.recounting import Revision
from chalicelib.usecases.administration import Done, keep, known, refuse, retried, stewards_only
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


def change(id_: str, add: Mapping[date, str], remove: Collection[date], actor: Actor, deps: Deps, *, dry: bool = False) -> Done[Calendar]:
    """Make the next version, with these days off added and removed; days that are so already make none. Raises `InvalidInput` for days it cannot know."""
    stewards_only(actor)

    def decide() -> Done[Calendar]:
        before = known(Calendar, id_, deps)
        refuse(list(wrong_days(before, add, remove)))
        done = Done(before, before.changed(add, remove))
        return keep(done, deps, dry=dry, new=[_job(done, deps.now())])

    return retried(decide)


def revisions(done: Done[Calendar], since: datetime) -> list[Revision]:
    """What a change means for the dates of cases."""
    return [Revision(done.before, done.after, since)] if done.before and done.before != done.after else []


def follow(base: str, since: datetime, deps: Deps) -> None:
    """Todo."""


def _job(done: Done[Calendar], since: datetime) -> Recount:
    before = done.before.version if done.before else 0
    return Recount(calendar=done.after.id, before=before, version=done.after.version, since=since)


def changed_days(done: Done[Calendar]) -> list[date]:
    """The days that are off and were not, are not and were, or have another name."""
    before = done.before.holidays.items() if done.before else ()
    return sorted({day for day, _ in set(before) ^ set(done.after.holidays.items())})
