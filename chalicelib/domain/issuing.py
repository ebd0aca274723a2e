"""Who gives keys, of which roles, and how many a holder may have."""

from collections.abc import Mapping

from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Actor
from chalicelib.domain.permissions import EVERYWHERE
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Role

R = Role
GIVES: Mapping[Role, frozenset[Role]] = {
    R.COORDINATOR: frozenset({R.OFFICER, R.COORDINATOR}),
    R.STEWARD: frozenset({R.OFFICER, R.COORDINATOR, R.INSPECTOR, R.STEWARD, R.OBSERVER}),
}
"""The roles whose keys a role makes and revokes, for the agencies that it sees."""
DAYS, MOST_DAYS = 365, 730
"""How long a key works unless something else is asked for, and at most."""
HOLDER_LENGTH = (2, 100)
LIVE_KEYS = 2
"""Two, so that a new key can be put in place before the old one is revoked."""


def gives_keys(actor: Actor) -> bool:
    """Whether the actor has anything to do with keys at all."""
    return actor.role in GIVES


def check_role(giver: Actor, role: Role) -> None:
    """Raise `ActionRefused` when the giver's role does not make or revoke keys of this role."""
    allowed = GIVES[giver.role]
    if role not in allowed:
        raise ActionRefused("key.role", f"a {giver.role} gives keys to {', '.join(one for one in Role if one in allowed)}; not to {role}")


def check_place(role: Role, agency: str) -> None:
    """Raise `ActionRefused` when a key of a role that sees everywhere is to belong to a part only: it would look as if it saw less."""
    if role in EVERYWHERE and agency != NATION:
        raise ActionRefused("key.steward-at-nation", f"a {role} sees every agency, so the key belongs to {NATION}")
