"""Agency keys: made, listed and revoked by those who give them, and what each use of one comes to."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain import access, issuing, permissions
from chalicelib.domain.access import AccessKey, KeyState
from chalicelib.domain.allowance import Allowance, allowance
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, Forbidden, KeyReused, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A key that is asked for, well-formed."""

    agency: str
    role: Role
    holder: str
    days: int = issuing.DAYS


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made, or `again` shown to whoever lost the first answer; `text` is what its holder uses."""

    key: AccessKey
    text: str
    again: bool = False


def give(wish: Wish, giver: AccessKey, idempotency_key: str | None, deps: Deps) -> NewKey:
    """Make a key in the giver's scope; the same Idempotency-Key and wish again give the same text, another wish raises `KeyReused`."""
    _in_scope(wish.agency, giver.actor, deps)
    issuing.check_role(giver.actor, wish.role)
    seed = access.derive(deps.key, giver.id, idempotency_key) if idempotency_key else None
    return make(wish, giver.holder, deps, seed)


def make(wish: Wish, made_by: str, deps: Deps, seed: tuple[bytes, bytes] | None = None) -> NewKey:
    """Make a key for an agency that exists, whoever asks; raises `NotFound` or `ActionRefused`."""
    issuing.check_place(wish.role, agency(wish.agency, deps).id)
    new = _composed(wish, made_by, seed or (deps.random_bytes(8), deps.random_bytes(20)), deps)
    try:
        added = deps.access.add(new.key)
    except (Conflict, Busy) as error:
        return _made_before(new, error, deps)
    if not added:
        raise ActionRefused("key.two-live", f"{wish.holder} has {issuing.LIVE_KEYS} keys of {wish.agency} that work; revoke one first")
    return new


def listed(of: str, reader: Actor, deps: Deps) -> list[AccessKey]:
    """Every key of an agency in the reader's scope, the ones that work first."""
    return in_order(deps.access.of(_in_scope(of, reader, deps).id), deps.now())


def in_order(keys: Iterable[AccessKey], now: datetime) -> list[AccessKey]:
    """The ones that work first, then by agency, role and holder."""
    return sorted(keys, key=lambda key: (key.state(now) is not KeyState.WORKS, key.agency, key.role, key.holder, key.created_at))


def revoke(key_id: str, actor: Actor, deps: Deps) -> AccessKey:
    """Stop a key of a role and agency whose keys the actor gives; raises `NotFound` for what is out of scope."""
    _check_gives(actor)
    key = _kept(key_id, deps)
    owner = deps.reference.get(Agency, key.agency)
    if owner is None or not permissions.sees(actor, owner):
        raise _no_key(key_id)
    issuing.check_role(actor, key.role)
    return _stopped(key, deps)


def stop(key_id: str, deps: Deps) -> AccessKey:
    """Stop a key for good, whoever asks; raises `NotFound`. Stopping it again changes nothing."""
    return _stopped(_kept(key_id, deps), deps)


def use(key: AccessKey, deps: Deps) -> Allowance:
    """Count a use of a key and note it once an hour; the key's allowance in this minute. A note that cannot be written stops nobody."""
    now = deps.now()
    if not key.use_is_noted(now):
        with suppress(Busy):
            deps.access.note_use(key.id, now)
    quota = policy(None, deps).requests_per_minute
    return allowance(quota, deps.limits.count(key.id, now, quota), now)


def _composed(wish: Wish, made_by: str, seed: tuple[bytes, bytes], deps: Deps) -> NewKey:
    now = _second(deps)
    key_id, text = access.compose(deps.stage, *seed)
    key = AccessKey(
        id=key_id,
        hash=access.hashed(text),
        agency=wish.agency,
        role=wish.role,
        holder=wish.holder,
        created_at=now,
        expires_at=now + timedelta(days=wish.days),
        made_by=made_by,
    )
    return NewKey(key, text)


def _made_before(new: NewKey, error: Conflict | Busy, deps: Deps) -> NewKey:
    """The key that an earlier or simultaneous call of this wish made."""
    kept = deps.access.get(new.key.id, consistent=True)
    if kept is None:
        raise error
    if _asked(kept) != _asked(new.key):
        raise KeyReused("this Idempotency-Key was used for another key")
    return NewKey(kept, new.text, again=True)


def _asked(key: AccessKey) -> tuple[str, str, Role, str, timedelta]:
    return key.hash, key.agency, key.role, key.holder, key.expires_at - key.created_at


def _stopped(key: AccessKey, deps: Deps) -> AccessKey:
    """Read again, since another may have been first."""
    if key.revoked_at is None:
        deps.access.revoke(key, _second(deps))
    return _kept(key.id, deps)


def _in_scope(agency_id: str, actor: Actor, deps: Deps) -> Agency:
    _check_gives(actor)
    owner = agency(agency_id, deps)
    if not permissions.sees(actor, owner):
        raise NotFound(f"there is no agency {agency_id}")
    return owner


def _check_gives(actor: Actor) -> None:
    if not issuing.gives_keys(actor):
        raise Forbidden(f"keys are not for the role {actor.role}")


def _kept(key_id: str, deps: Deps) -> AccessKey:
    key = deps.access.get(key_id, consistent=True) if access.is_key_id(key_id) else None
    if key is None:
        raise _no_key(key_id)
    return key


def _no_key(key_id: str) -> NotFound:
    return NotFound(f"there is no key {key_id}")


def _second(deps: Deps) -> datetime:
    """Now, to the second in which instants are kept: a holder's slot is free at the very second its key stops."""
    return deps.now().replace(microsecond=0)
