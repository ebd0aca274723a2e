"""Agency keys from the command line: made by the operator, who needs no key for it, and listed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.domain.access import AccessKey, KeyState
from chalicelib.domain.issuing import DAYS
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Role
from chalicelib.usecases import keys
from chalicelib.usecases.keys import NewKey, Wish
from chalicelib.usecases.ports import Deps
from ops.target import OPERATOR


class AlreadyBootstrapped(RuntimeError):
    """There is a steward's key that works; whoever holds it makes the others."""


def create(agency: str, role: Role, holder: str, deps: Deps, days: int = DAYS) -> NewKey:
    """Make a key of an agency that exists; raises `NotFound`, or `ActionRefused` when the holder has two that work."""
    return keys.make(Wish(agency=agency, role=role, holder=holder, days=days), OPERATOR.holder, deps)


def bootstrap(holder: str, deps: Deps, days: int = DAYS) -> NewKey:
    """Make the first steward's key; raises `AlreadyBootstrapped` when one works already."""
    if any(key.role is Role.STEWARD and key.state(deps.now()) is KeyState.WORKS for key in deps.access.of(NATION)):
        raise AlreadyBootstrapped("a steward's key works already: make more with `key create --agency nation --role steward`")
    return keys.make(Wish(agency=NATION, role=Role.STEWARD, holder=holder, days=days), "bootstrap", deps)


def described(found: Iterable[AccessKey], now: datetime) -> Iterator[str]:
    """A line for each key, the ones that work first."""
    for key in keys.in_order(found, now):
        used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
        yield f"{key.id}  {key.state(now):8} until {key.expires_at:%Y-%m-%d}  used {used:16}  {key.agency:14} {key.role:12} {key.holder}"
