"""Agency keys from the command line: made, listed, revoked. The text of a key is shown once and kept nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain import access
from chalicelib.domain.access import AccessKey
from chalicelib.domain.errors import NotFound
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Role
from chalicelib.usecases import setting
from chalicelib.usecases.ports import Deps

DAYS = 365


class AlreadyBootstrapped(RuntimeError):
    """There is a steward's key that works; whoever holds it makes the others."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; `text` is what its holder uses."""

    key: AccessKey
    text: str


def create(agency: str, role: Role, holder: str, deps: Deps, days: int = DAYS) -> NewKey:
    """Make a key of an agency that exists; raises `NotFound`."""
    setting.agency(agency, deps)
    now = deps.now()
    key_id, text = access.compose(deps.stage, deps.random_bytes(8), deps.random_bytes(20))
    key = AccessKey(
        id=key_id,
        hash=access.hashed(text),
        agency=agency,
        role=role,
        holder=holder,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    deps.access.put(key)
    return NewKey(key, text)


def bootstrap(holder: str, deps: Deps, days: int = DAYS) -> NewKey:
    """Make the first steward's key; raises `AlreadyBootstrapped` when one works already."""
    if any(key.role is Role.STEWARD and is_live(key, deps.now()) for key in deps.access.of(NATION)):
        raise AlreadyBootstrapped("a steward's key works already: make more with `key create --agency nation --role steward`")
    return create(NATION, Role.STEWARD, holder, deps, days)


def revoke(key_id: str, deps: Deps) -> AccessKey:
    """Stop a key for good; raises `NotFound`. Revoking it again changes nothing."""
    key = deps.access.get(key_id)
    if key is None:
        raise NotFound(f"there is no key {key_id}")
    revoked = replace(key, revoked_at=key.revoked_at or deps.now())
    deps.access.put(revoked)
    return revoked


def described(keys: list[AccessKey], now: datetime) -> Iterator[str]:
    """A line for each key, the ones that work first."""
    for key in sorted(keys, key=lambda key: (not is_live(key, now), key.agency, key.role, key.holder)):
        state = "revoked" if key.revoked_at else "works" if is_live(key, now) else "expired"
        yield f"{key.id}  {state:8} until {key.expires_at:%Y-%m-%d}  {key.agency:14} {key.role:12} {key.holder}"


def is_live(key: AccessKey, now: datetime) -> bool:
    """Whether a key is neither revoked nor expired."""
    return key.revoked_at is None and now < key.expires_at
