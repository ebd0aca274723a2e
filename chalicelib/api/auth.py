"""Who calls: the agency key in `Authorization: Bearer`."""

from collections.abc import Mapping

from chalicelib.api.problems import EdgeError
from chalicelib.domain import access
from chalicelib.domain.events import Actor
from chalicelib.usecases.ports import Deps


def actor_of(headers: Mapping[str, str], deps: Deps) -> Actor:
    """The holder of the key that was sent; raises `EdgeError` without telling what exactly is wrong with it."""
    scheme, _, text = headers.get("authorization", "").partition(" ")
    key_id = access.key_id(text.strip(), deps.stage) if scheme.lower() == "bearer" else None
    key = deps.access.get(key_id) if key_id else None
    if key is None or not access.works(key, text.strip(), deps.now()):
        raise EdgeError("unauthenticated", "send a valid key: Authorization: Bearer tgp_…")
    return key.actor
