"""The policy: a steward puts a new version in force, and every complaint keeps the one it was filed under."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.errors import FieldError, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.policy import IN_FORCE, Policy, Rung
from chalicelib.domain.policy_check import wrong_policy
from chalicelib.usecases import setting
from chalicelib.usecases.administration import Done, keep, merged, refuse, retried, stewards_only
from chalicelib.usecases.ports import Deps


def shown(version: int | None, deps: Deps) -> Policy:
    """The policy of a version, or the one in force; raises `NotFound`."""
    try:
        return setting.policy(version, deps)
    except LookupError as missing:
        raise NotFound(f"there is no policy {version}") from missing


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What would be wrong with the policy in force after these changes; `given` may be incomplete."""
    return wrong_policy(_revised(setting.policy(None, deps), given))


def change(given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False) -> Done[Policy]:
    """Put what is given, and all else as it is, in force as the next version; what is in force already makes none."""
    stewards_only(actor)

    def decide() -> Done[Policy]:
        kept = deps.reference.fresh(Policy, IN_FORCE)
        before = kept or Policy()
        after = _revised(before, given)
        refuse(wrong_policy(after))
        if after == before:
            return Done(before, before)
        made = keep(Done(kept, replace(after, version=before.version + 1)), deps, dry=dry)
        return Done(before, made.after)

    return retried(decide)


def _revised(policy: Policy, given: Mapping[str, Any]) -> Policy:
    ladder = {"ladder": tuple(Rung(**rung) for rung in given["ladder"])} if "ladder" in given else {}
    return merged(policy, {**given, **ladder})
