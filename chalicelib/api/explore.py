"""What the public finds: published complaints in a list, near a place, and counted by province; and its support of them."""

from datetime import datetime
from typing import Any

import msgspec

from chalicelib.api import bodies, cursors, inputs, line_outputs
from chalicelib.api.http import Reply, Request
from chalicelib.api.lists import next_link
from chalicelib.api.parameters import FEED_FILTERS
from chalicelib.api.problems import error_code
from chalicelib.domain.complaint import Location, Reporter
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.events import instant
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.usecases import explore, support
from chalicelib.usecases.explore import Sought
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Sender
from chalicelib.usecases.setting import unknown
from chalicelib.usecases.support import Standing

PAGE = 25
KINDS = {"category": Category, "agency": Agency, "region": Region}
FOR_A_MINUTE = {"Cache-Control": "public, max-age=60"}


def published(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints`: published complaints of the last year, the newest first, 25 a page."""
    asked = _checked(request, deps)
    sought = Sought(**{name: asked[name] for name in FEED_FILTERS if name in asked})
    purpose = f"published {sought}"
    after = cursors.parsed(asked.get("cursor", ""), purpose, deps.key)
    found, last = explore.published(sought, PAGE, (datetime.fromisoformat(after["at"]), after["code"]) if after else None, deps)
    following = cursors.written({"at": instant(last[0]), "code": last[1]} if last else None, purpose, deps.key)
    return Reply(
        {"items": [line_outputs.found(one) for one in found], "next": following},
        headers=FOR_A_MINUTE | next_link("/v1/complaints", request, following),
    )


def nearby(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/nearby`: published complaints that are not over, within a kilometre of a place: the ten nearest."""
    asked = _checked(request, deps)
    found = explore.nearby(_point(asked.get("near", "")), asked.get("category"), deps)
    return Reply({"items": [line_outputs.found(one) for one in found]}, headers=FOR_A_MINUTE)


def provinces(_: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/provinces`: how many complaints were published in each province in the last 30 days, counted every hour."""
    since, counts = explore.provinces(deps)
    items = [{"code": one.code, "name": one.name, "count": counts[one.code]} for one in deps.reference.every(Region) if one.level == "province"]
    return Reply({"since": since, "items": items}, headers=FOR_A_MINUTE)


def stand_behind(request: Request, deps: Deps) -> Reply:
    """`POST …/support`: supports a public complaint, once a person; with an address, which is told of what happens."""
    body = inputs.read(bodies.SupportBody, request.json())
    reporter = Reporter(name="", email=body.email, lang=body.lang) if body.email else None
    return _standing(support.support(request.params["code"], body.token, reporter, Sender(request.address, inputs.proof(request.headers)), deps))


def stand_back(request: Request, deps: Deps) -> Reply:
    """`POST …/support/withdraw`: takes a support back, with the address that came with it."""
    body = inputs.read(bodies.WithdrawSupportBody, request.json())
    return _standing(support.withdraw(request.params["code"], body.token, deps))


def confirm(request: Request, deps: Deps) -> Reply:
    """`POST …/support/confirm`: confirms that the address which got the link is to be told."""
    body = inputs.read(bodies.ConfirmSupportBody, request.json())
    return _standing(support.confirm(request.params["code"], body.token, deps))


def _standing(it: Standing) -> Reply:
    return Reply({"supporters": it.supporters, "supported": it.supported, "following": it.following, "unconfirmed": it.unconfirmed})


def _point(near: str) -> Location:
    """The place that is asked for; raises `InvalidInput`. The parameter has the right form, its numbers may be too large."""
    if not near:
        raise InvalidInput([FieldError("?near", "missing", "a latitude, a comma and a longitude are expected: -8.65,115.21")])
    lat, lon = map(float, near.split(","))
    try:
        point = msgspec.convert({"lat": lat, "lon": lon}, bodies.LocationBody)
    except msgspec.ValidationError as error:
        raise InvalidInput([FieldError("?near", error_code(str(error)), str(error))]) from error
    return Location(lat=point.lat, lon=point.lon)


def _checked(request: Request, deps: Deps) -> Any:
    """What is asked for; raises `InvalidInput` for what does not exist: nothing would be found, and nobody would know why."""
    errors = unknown([(f"?{name}", kind, request.asked[name]) for name, kind in KINDS.items() if name in request.asked], deps)
    if errors:
        raise InvalidInput(errors)
    return request.asked
