"""Who calls: the agency key in `Authorization: Bearer`, and how much it may still ask."""

from collections.abc import Mapping

from chalicelib.api.problems import EdgeError
from chalicelib.domain import access
from chalicelib.domain.access import AccessKey
from chalicelib.domain.allowance import WINDOW, Allowance
from chalicelib.usecases import keys
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


def vouches(headers: Mapping[str, str], deps: Deps) -> bool:
    """Whether a key came along that works and may still ask; it is counted as any use of it."""
    try:
        key = key_of(headers, deps)
    except EdgeError:
        return False
    return not keys.use(key, deps).is_spent


def check(allowance: Allowance) -> None:
    """Raise `EdgeError` for a request that is one too many."""
    if allowance.is_spent:
        raise EdgeError("rate-limited", f"the {allowance.quota} requests that this key has a minute are used up; wait {allowance.seconds} s")


def limit_headers(allowance: Allowance) -> dict[str, str]:
    """What a key may ask and what is left of it (draft-ietf-httpapi-ratelimit-headers)."""
    seconds = str(allowance.seconds)
    told = {"RateLimit-Policy": f'"key";q={allowance.quota};w={WINDOW}', "RateLimit": f'"key";r={allowance.left};t={seconds}'}
    return told | ({"Retry-After": seconds} if allowance.is_spent else {})


def _unauthenticated() -> EdgeError:
    return EdgeError("unauthenticated", "send a valid key: Authorization: Bearer tgp_…")
