"""Texts are looked at before they are sent, for programs that file complaints; the site does it on the device."""

from chalicelib.api import bodies, inputs
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.domain import personal
from chalicelib.usecases.ports import Deps

TEXTS = ("title", "body", "place", "text")


def check(request: Request, _: Deps) -> Reply:
    """`POST /v1/text-checks`: points out phone numbers, identity numbers, addresses and plates, and shows the texts without them; keeps nothing."""
    body = inputs.read(bodies.TextCheckBody, request.json())
    looked_at = TEXTS if personal.concerns(body.visibility, body.identity) else ()
    texts = {name: text for name in looked_at if (text := getattr(body, name))}
    found = [
        {"pointer": f"/{name}", "kind": one.kind, "start": one.start, "end": one.end} for name, text in texts.items() for one in personal.find(text)
    ]
    masked = {name: after for name, text in texts.items() if (after := personal.mask(text)) != text}
    return Reply({"found": found, "masked": masked}, headers=PRIVATE)
