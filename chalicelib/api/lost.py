"""Lost receipts over the API."""

from chalicelib.api import bodies, inputs
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.domain import receipt
from chalicelib.domain.events import instant
from chalicelib.usecases import lost
from chalicelib.usecases.ports import Deps


def ask(request: Request, deps: Deps) -> Reply:
    """`POST /v1/lost-receipts`: sends a mailbox a link to the codes of its complaints; the answer is the same whether it has any."""
    body = inputs.read(bodies.LostReceiptBody, request.json())
    lost.ask(body.email, body.lang, request.address, deps)
    return Reply({"sent_if_known": True}, 202, headers=PRIVATE)


def show(request: Request, deps: Deps) -> Reply:
    """`POST /v1/lost-receipts/codes`: shows the codes that a link leads to, once; who sends the same Idempotency-Key again sees them again."""
    body = inputs.read(bodies.LinkTokenBody, request.json())
    found = lost.codes(body.token, inputs.idempotency_key(request.headers), deps)
    items = [{"code": receipt.written(one.code), "received_at": instant(one.received_at), "status": one.status} for one in found or ()]
    return Reply({"works": found is not None, "items": items}, headers=PRIVATE)
