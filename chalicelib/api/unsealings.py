"""The audit view of opened identities."""

from typing import Any

from chalicelib.api import cursors
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.api.lists import next_link
from chalicelib.domain import receipt
from chalicelib.domain.events import Event, instant
from chalicelib.usecases import unsealings
from chalicelib.usecases.ports import Deps


def listed(request: Request, deps: Deps) -> Reply:
    """`GET /v1/unsealings`: lists who opened which sealed identities in a month, and why; this month unless named."""
    period = request.asked.get("period", f"{deps.now():%Y-%m}")
    purpose = f"unsealings {period}"
    after = cursors.parsed(request.asked.get("cursor", ""), purpose, deps.key)
    found, last = unsealings.listed(period, after, request.caller, deps)
    following = cursors.written(last, purpose, deps.key)
    items = [_line(event, name) for event, name in found]
    return Reply({"period": period, "items": items, "next": following}, headers=PRIVATE | next_link("/v1/unsealings", request, following))


def _line(event: Event, agency: str) -> dict[str, Any]:
    return {
        "code": receipt.written(event.code),
        "number": event.seq,
        "at": instant(event.at),
        "role": event.actor.role,
        "agency": {"id": event.actor.agency, "name": agency},
        "holder": event.actor.holder,
        "reason": event.text,
    }
