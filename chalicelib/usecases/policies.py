"""The policy: a steward puts a new version in force, and every complaint keeps the one it was filed under."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import FieldError, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.policy import IN_FORCE, Policy, Rung
from chalicelib.domain.policy_check import beyond, wrong_policy
from chalicelib.usecases import setting
from chalicelib.usecases.administration import Done, keep, merged, once, refuse, stewards_only
from chalicelib.usecases.ports import Deps


def shown(version: int | None, deps: Deps) -> Policy:
    """The policy of a version, or the one in force; raises `NotFound`."""
    try:
        return setting.policy(version, deps)
    except LookupError as missing:
        raise NotFound(f"there is no policy {version}") from missing


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What would be wrong with the policy in force after these changes; `given` may be incomplete."""
    return _wrong(_revised(setting.policy(None, deps), given), given, deps)


def change(given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None) -> Done[Policy]:
    """Put what is given, and all else as it is, in force as the next version; what is in force already makes none."""
    stewards_only(actor)

    def decide() -> Done[Policy]:
        kept = deps.reference.fresh(Policy, IN_FORCE)
        before = kept or Policy()
        after = _revised(before, given)
        refuse(_wrong(after, given, deps))
        if after == before:
            return keep(Done(before, before), deps, dry=dry, call=call if kept else None)
        made = keep(Done(kept, replace(after, version=before.version + 1)), deps, dry=dry, call=call)
        return Done(before, made.after)

    return once(Policy, call, deps, decide)


def _wrong(after: Policy, given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What could not be lived by; of what the calendars do not reach only what is given, since they near their end by themselves."""
    today, wrong = deps.now().date(), wrong_policy(after)
    late = [error for calendar in deps.reference.every(Calendar) for error in beyond(after, calendar, today) if error.pointer.split("/")[1] in given]
    named = {error.pointer for error in wrong}
    return wrong + [error for pointer, error in {one.pointer: one for one in late}.items() if pointer not in named]


def _revised(policy: Policy, given: Mapping[str, Any]) -> Policy:
    ladder = {"ladder": tuple(Rung(**rung) for rung in given["ladder"])} if "ladder" in given else {}
    return merged(policy, {**given, **ladder})
