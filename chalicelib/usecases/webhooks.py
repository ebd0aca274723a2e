"""Webhooks of agencies: kept by their coordinators and by stewards. What is given is right: `wrong_fields`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import outgoing, permissions, webhook
from chalicelib.domain.errors import ActionRefused, FieldError, Forbidden, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.outgoing import Answered, Delivery
from chalicelib.domain.reference import Agency
from chalicelib.domain.webhook import MOST, TYPES, Endpoint, Off
from chalicelib.usecases.administration import Done, keep, once, retried
from chalicelib.usecases.announce import again, chapter_of
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.setting import agency, load

PAGE = 100
"""Deliveries that one call sends again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An endpoint with its secret, which is told when it is made and when it is rotated."""

    endpoint: Endpoint
    secret: str
    new: bool


def check_role(actor: Actor) -> None:
    """Raise `Forbidden` for a role that has nothing to do with webhooks."""
    if not permissions.keeps_webhooks(actor):
        raise Forbidden(f"webhooks are not for the role {actor.role}")


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with an address, where it leads, and with types; `given` may be incomplete."""
    wrong = deps.hooks.wrong(given["url"]) if "url" in given else None
    unknown = [(number, type_) for number, type_ in enumerate(given.get("types", ())) if type_ not in TYPES]
    errors = [FieldError("/url", "not-allowed", wrong)] if wrong else []
    return errors + [FieldError(f"/types/{number}", "not-an-option", f"there is no type {type_}") for number, type_ in unknown]


def listed(of: str, actor: Actor, deps: Deps) -> list[Endpoint]:
    """Every endpoint of an agency in scope, the oldest first."""
    found = deps.reference.about(Endpoint, _owner(of, actor, deps).id)
    return sorted((one for one in found if not one.removed_at), key=lambda one: (one.created_at, one.id))


def make(given: Mapping[str, Any], actor: Actor, deps: Deps, call: Once | None = None) -> Shown:
    """Add an endpoint; the same call again is answered and not done again."""
    owner = _owner(given["agency"], actor, deps)
    wanted = Endpoint(
        id=f"wh-{deps.random_bytes(10).hex()}",
        agency=owner.id,
        url=given["url"],
        types=_types(given),
        made_by=actor.holder,
        created_at=deps.now(),
    )

    def decide() -> Done[Endpoint]:
        _check_room(owner, deps)
        return keep(Done(None, wanted), deps, dry=False, call=call)

    return _shown(once(Endpoint, call, deps, decide), deps)


def change(id_: str, given: Mapping[str, Any], actor: Actor, deps: Deps) -> Endpoint:
    """Another address, other types, on or off; what is not given stays."""

    def changed(it: Endpoint) -> Endpoint:
        off = it.off if given.get("on") is None else None if given["on"] else Off.BY_HAND
        return replace(it, url=given.get("url", it.url), types=_types(given, it.types)).switched(off, deps.now())

    return _changed(id_, actor, deps, changed)


def remove(id_: str, actor: Actor, deps: Deps) -> Endpoint:
    """Take an endpoint away; what waits for it is not sent any more."""
    return _changed(id_, actor, deps, lambda it: replace(it, removed_at=deps.now()))


def rotate(id_: str, hours: int, actor: Actor, deps: Deps, call: Once | None = None) -> Shown:
    """Give an endpoint a new secret; the one before signs too for so many hours. The same call again is answered and not done again."""
    own(id_, actor, deps)

    def decide() -> Done[Endpoint]:
        before = own(id_, actor, deps)
        return keep(Done(before, before.rotated(deps.now(), timedelta(hours=hours))), deps, dry=False, call=call)

    return _shown(once(Endpoint, call, deps, decide), deps)


def ping(id_: str, actor: Actor, deps: Deps) -> Answered:
    """Send a test now, whether the endpoint is on or off; what came of it."""
    it, now = own(id_, actor, deps), deps.now()
    body = outgoing.ping(it.id, now)
    message = f"msg_ping_{deps.random_bytes(8).hex()}"
    return deps.hooks.post(it.url, webhook.headers(message, body, now, webhook.secrets(it, deps.key, now)), body)


def log(id_: str, limit: int, after: After, actor: Actor, deps: Deps) -> tuple[list[Delivery], After]:
    """What was put down for an endpoint and what became of it, the newest events first."""
    return deps.webhooks.log(own(id_, actor, deps).id, None, limit, after)


def replay(id_: str, code: str, seq: int, actor: Actor, deps: Deps) -> None:
    """Send one event again, also of a type that the endpoint does not ask for; raises `NotFound` for one that its agency may not see."""
    it = own(id_, actor, deps)
    found = chapter_of(it, load(code, deps), seq, deps)
    again(it, code, [found.delivery(it, deps.site_url)], deps)


def replay_since(id_: str, since: datetime, after: After, actor: Actor, deps: Deps) -> tuple[int, After]:
    """Send everything again that happened since and is in the log, page by page: how many, and where to go on."""
    it = own(id_, actor, deps)
    page, last = deps.webhooks.log(it.id, since, PAGE, after)
    for code in sorted({one.code for one in page}):
        again(it, code, [one for one in page if one.code == code], deps)
    return len(page), last


def own(id_: str, actor: Actor, deps: Deps) -> Endpoint:
    """An endpoint of an agency in scope as it is kept now; raises `NotFound` for any other."""
    check_role(actor)
    it = deps.reference.fresh(Endpoint, id_)
    owner = deps.reference.get(Agency, it.agency) if it else None
    if it is None or it.removed_at or owner is None or not permissions.sees(actor, owner):
        raise NotFound("there is no such webhook")
    return it


def _owner(of: str, actor: Actor, deps: Deps) -> Agency:
    check_role(actor)
    owner = agency(of, deps)
    if not permissions.sees(actor, owner):
        raise NotFound(f"there is no agency {of}")
    return owner


def _changed(id_: str, actor: Actor, deps: Deps, changed: Callable[[Endpoint], Endpoint]) -> Endpoint:
    def decide() -> Endpoint:
        before = own(id_, actor, deps)
        return keep(Done(before, changed(before)), deps, dry=False).after

    return retried(decide)


def _check_room(owner: Agency, deps: Deps) -> None:
    if owner.closed_at:
        raise ActionRefused("webhook.closed", f"{owner.id} is closed")
    if sum(not one.removed_at for one in deps.reference.about(Endpoint, owner.id)) >= MOST:
        raise ActionRefused("webhook.limit", f"an agency has at most {MOST} webhooks; remove one first")


def _shown(done: Done[Endpoint], deps: Deps) -> Shown:
    return Shown(done.after, webhook.secret(done.after, deps.key), new=done.changed != [])


def _types(given: Mapping[str, Any], before: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(sorted(set(given["types"]))) if "types" in given else before
