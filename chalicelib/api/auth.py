"""Who calls: the agency key in `Authorization: Bearer`."""

from collections.abc import Mapping

from chalicelib.api.problems import EdgeError
from chalicelib.domain import access
from chalicelib.domain.access import AccessKey
from chalicelib.usecases.ports import Deps


def key_of(headers: Mapping[str, str], deps: Deps) -> AccessKey:
    """The key that was sent; raises `EdgeError` without telling what exactly is wrong with it, by words or by time."""
    scheme, _, rest = headers.get("authorization", "").partition(" ")
    text = rest.strip()
    key_id = access.key_id(text, deps.stage) if scheme.lower() == "bearer" else None
    if key_id is None:
        raise _unauthenticated()
    key = deps.access.get(key_id)
    opens = access.works(key, text, deps.now())
    if key is None or not opens:
        raise _unauthenticated()
    return key


def _unauthenticated() -> EdgeError:
    return EdgeError("unauthenticated", "send a valid key: Authorization: Bearer tgp_…")
