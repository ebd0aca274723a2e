"""What reporters and the public do: file a complaint, follow it, act on it."""

from collections.abc import Sequence
from typing import Any

import msgspec

from chalicelib.api import auth, bodies, inputs, outputs
from chalicelib.api.http import Reply, Request
from chalicelib.api.problems import EdgeError
from chalicelib.domain import receipt
from chalicelib.domain.attachment import Attachment
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Location, Reporter
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.events import instant
from chalicelib.domain.survey import Element
from chalicelib.domain.words import Channel, Class
from chalicelib.usecases import attach, follow, screen, submit, work
from chalicelib.usecases.act import load
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


def show(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/{code}`: a complaint as the public sees it, or with the secret as its reporter does."""
    code, secret = request.params["code"], request.headers.get("receipt-secret")
    if secret is None:
        return Reply(outputs.public(picture(load(code, deps, consistent=False), deps)))
    return _seen(follow.own(code, secret, deps, address=request.address, consistent=False), deps)


def reply(request: Request, deps: Deps) -> Reply:
    """`POST …/replies`: adds a message to the timeline."""
    body = inputs.read(bodies.ReplyBody, request.json())
    return _seen(follow.reply(request.own_case, body.text, deps), deps)


def confirm(request: Request, deps: Deps) -> Reply:
    """`POST …/confirm`: accepts the answer, with a rating."""
    body = inputs.read(bodies.ConfirmBody, request.json())
    return _seen(follow.confirm(request.own_case, body.rating, deps), deps)


def dispute(request: Request, deps: Deps) -> Reply:
    """`POST …/dispute`: refuses the answer, with a reason."""
    body = inputs.read(bodies.DisputeBody, request.json())
    return _seen(follow.dispute(request.own_case, body.reason, deps), deps)


def unlink(request: Request, deps: Deps) -> Reply:
    """`POST …/unlink`: says that it is not the same as the complaint it was linked to."""
    body = inputs.read(bodies.UnlinkBody, request.json())
    return _seen(follow.unlink(request.own_case, body.reason, deps), deps)


def withdraw(request: Request, deps: Deps) -> Reply:
    """`POST …/withdraw`: takes the complaint back."""
    body = inputs.read(bodies.WithdrawBody, request.json())
    return _seen(follow.withdraw(request.own_case, body.reason, deps), deps)


def survey(request: Request, deps: Deps) -> Reply:
    """`POST …/survey`: answers the survey about a closed case, once."""
    body = inputs.read(bodies.SurveyBody, request.json())
    return _seen(follow.survey(request.own_case, [getattr(body, element) for element in Element], deps), deps)


def expect_attachment(request: Request, deps: Deps) -> Reply:
    """`POST …/attachments`: gives a form for one upload: of the reporter, or with a key of the agency, for its next response."""
    sent, key = request.json(), inputs.idempotency_key(request.headers)
    fields, errors = inputs.read_fields(bodies.AttachmentBody, sent)
    agent = request.key.actor if request.key else None
    case = work.visible(request.params["code"], agent, deps) if agent else request.own_case
    errors += inputs.attachment_errors(fields) or attach.wrong_size(case, fields, deps)
    if errors:
        raise InvalidInput(errors)
    body = bodies.AttachmentBody(**fields)
    expected = attach.expect(case, body.name, body.type, body.size, deps, key, agent)
    upload = {"url": expected.form.url, "fields": expected.form.fields, "expires_at": instant(expected.works_until)}
    return Reply({"number": expected.attachment.number, "upload": upload}, 200 if expected.again else 201)


def attachment_link(request: Request, deps: Deps) -> Reply:
    """`GET …/attachments/{number}`: gives a short-lived link to a stored attachment: with the secret to what the reporter may see, else to what everybody may."""
    code, secret = request.params["code"], request.headers.get("receipt-secret")
    if secret is None:
        return link_of(load(code, deps, consistent=False).public_files, request, deps)
    return link_of(follow.own(code, secret, deps, address=request.address).reporters_files, request, deps)


def link_of(files: Sequence[Attachment], request: Request, deps: Deps) -> Reply:
    """A short-lived link to one of these attachments."""
    links = attach.link(files, request.params["number"], deps)
    return Reply({"url": links.address, "thumbnail": links.small, "expires_at": instant(links.until)})


def _seen(case: Case, deps: Deps) -> Reply:
    return Reply(outputs.reporters(picture(case, deps), follow.possible(case, deps)))


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
