"""What reporters and the public do: file a complaint, follow it, act on it."""

import msgspec

from chalicelib.api import bodies, inputs, outputs
from chalicelib.api.http import Reply, Request
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Location, Reporter
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.events import instant
from chalicelib.domain.survey import Element
from chalicelib.domain.words import Class
from chalicelib.usecases import attach, follow, submit
from chalicelib.usecases.act import load
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps


def file(request: Request, deps: Deps) -> Reply:
    """`POST /v1/complaints`: files a complaint and gives its receipt."""
    sent, key = request.json(), inputs.idempotency_key(request.headers)
    fields, errors = inputs.read_fields(bodies.SubmissionBody, sent)
    errors += inputs.identity_errors(sent) + submit.wrong_fields(fields, deps)
    if errors:
        raise InvalidInput(errors)
    done = submit.submit(_submission(bodies.SubmissionBody(**fields), inputs.preferred_lang(request.headers)), key, deps)
    return Reply(outputs.filed(done, picture(done.case, deps)), 200 if done.again else 201)


def show(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/{code}`: a complaint as the public sees it, or with the secret as its reporter does."""
    code, secret = request.params["code"], request.headers.get("receipt-secret")
    if secret is None:
        return Reply(outputs.public(picture(load(code, deps, consistent=False), deps)))
    return _seen(follow.own(code, secret, deps, consistent=False), deps)


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


def withdraw(request: Request, deps: Deps) -> Reply:
    """`POST …/withdraw`: takes the complaint back."""
    body = inputs.read(bodies.WithdrawBody, request.json())
    return _seen(follow.withdraw(request.own_case, body.reason, deps), deps)


def survey(request: Request, deps: Deps) -> Reply:
    """`POST …/survey`: answers the survey about a closed case, once."""
    body = inputs.read(bodies.SurveyBody, request.json())
    return _seen(follow.survey(request.own_case, [getattr(body, element) for element in Element], deps), deps)


def expect_attachment(request: Request, deps: Deps) -> Reply:
    """`POST …/attachments`: gives a form for one upload."""
    sent, key = request.json(), inputs.idempotency_key(request.headers)
    fields, errors = inputs.read_fields(bodies.AttachmentBody, sent)
    errors += inputs.attachment_errors(fields)
    if errors:
        raise InvalidInput(errors)
    body = bodies.AttachmentBody(**fields)
    expected = attach.expect(request.own_case, body.name, body.type, body.size, deps, key)
    upload = {"url": expected.form.url, "fields": expected.form.fields, "expires_at": instant(expected.attachment.until)}
    return Reply({"number": expected.attachment.number, "upload": upload}, 200 if expected.again else 201)


def attachment_link(request: Request, deps: Deps) -> Reply:
    """`GET …/attachments/{number}`: gives a short-lived link to a stored attachment."""
    return link_of(request.own_case, request, deps)


def link_of(case: Case, request: Request, deps: Deps) -> Reply:
    """A short-lived link to one of the case's attachments."""
    address, until = attach.link(case, request.params["number"], deps)
    return Reply({"url": address, "expires_at": instant(until)})


def _seen(case: Case, deps: Deps) -> Reply:
    return Reply(outputs.reporters(picture(case, deps), follow.possible(case, deps)))


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
            "location": Location(lat=_degrees(where.lat), lon=_degrees(where.lon)) if where else None,
            "reporter": Reporter(name=who.name, email=who.email or "", phone=who.phone or "", lang=body.lang or liked) if who else None,
        }
    )


def _degrees(sent: float) -> float:
    """To the decimetre, and never -0: the database keeps neither numbers next to zero nor its sign."""
    return round(sent, 6) + 0.0
