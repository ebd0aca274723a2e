"""How a complaint comes in, and the work that may be asked for before."""

from typing import Any

import msgspec

from chalicelib.api import auth, bodies, inputs, outputs
from chalicelib.api.http import Reply, Request
from chalicelib.api.problems import EdgeError
from chalicelib.domain import receipt
from chalicelib.domain.complaint import Location, Reporter
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.words import Channel, Class
from chalicelib.usecases import screen, submit
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps


def file(request: Request, deps: Deps) -> Reply:
    """`POST /v1/complaints`: files a complaint and gives its receipt."""
    sent, key = request.json(), inputs.idempotency_key(request.headers)
    done = submit.submit(order(sent, request, deps), key, deps, _sender(request, deps))
    return Reply(outputs.filed(done, picture(done.case, deps)), 200 if done.again else 201)


def order(sent: Any, request: Request, deps: Deps) -> submit.Submission:
    """What was sent as a submission; raises `InvalidInput` with every wrong field."""
    fields, errors = inputs.read_fields(bodies.SubmissionBody, sent)
    errors += inputs.identity_errors(sent) + submit.wrong_fields(fields, deps)
    if errors:
        raise InvalidInput(errors)
    return _submission(bodies.SubmissionBody(**fields), inputs.preferred_lang(request.headers))


def challenge(request: Request, deps: Deps) -> Reply:
    """`GET /v1/challenge`: work to do before filing with this Idempotency-Key, or with `for` before supporting that complaint with this token, for whoever is told to."""
    key = inputs.idempotency_key(request.headers)
    if key is None:
        raise EdgeError("idempotency-key-invalid", "send the Idempotency-Key that you will file with, or the token that you will support with")
    made = screen.new_challenge(key, deps, _supported(request.asked.get("for", "")))
    return Reply({"parameters": made.parameters(), "signature": made.signature(deps.key)})


def _supported(text: str) -> str:
    """The code of the complaint that a challenge is for, however it was written; raises `InvalidInput`."""
    try:
        return receipt.parse_code(text) if text else ""
    except receipt.Mistyped as error:
        raise InvalidInput([FieldError("?for", "wrong-form", f"there is no such code: {error}")]) from error


def _sender(request: Request, deps: Deps) -> screen.Sender | None:
    """Nobody, where an agency's key vouches for what is filed: it has limits of its own."""
    if "authorization" in request.headers and auth.vouches(request.headers, deps):
        return None
    return screen.Sender(request.address, inputs.proof(request.headers))


def _submission(body: bodies.SubmissionBody, liked: str) -> submit.Submission:
    """`liked` is the language for a reporter who named none."""
    values = msgspec.structs.asdict(body)
    who, where = body.reporter, body.location
    del values["lang"]
    return submit.Submission(
        **values
        | {
            "type": Class(body.type),
            "place": body.place or "",
            "agency": body.agency or "",
            "channel": Channel(body.channel or Channel.API),
            "location": Location(lat=_degrees(where.lat), lon=_degrees(where.lon)) if where else None,
            "reporter": Reporter(name=who.name, email=who.email or "", phone=who.phone or "", lang=body.lang or liked) if who else None,
        }
    )


def _degrees(sent: float) -> float:
    """To the decimetre, and never -0: the database keeps neither numbers next to zero nor its sign."""
    return round(sent, 6) + 0.0
