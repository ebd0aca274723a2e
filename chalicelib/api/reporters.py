"""What reporters do with their complaint: reply, confirm, dispute, withdraw, answer the survey, add files."""

from chalicelib.api import bodies, inputs, outputs
from chalicelib.api.http import Reply, Request
from chalicelib.domain.case import Case
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.events import instant
from chalicelib.domain.survey import Element
from chalicelib.usecases import attach, follow, work
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps


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
    errors += attach.wrong_choice(case, fields, agent)
    if errors:
        raise InvalidInput(errors)
    body = bodies.AttachmentBody(**fields)
    expected = attach.expect(case, body.name, body.type, body.size, deps, key, agent, public=body.public)
    upload = {"url": expected.form.url, "fields": expected.form.fields, "expires_at": instant(expected.works_until)}
    return Reply({"number": expected.attachment.number, "upload": upload}, 200 if expected.again else 201)


def show_attachment(request: Request, deps: Deps) -> Reply:
    """`POST …/attachments/{number}/show`: lets everybody see a file of the reporter, or no more."""
    body = inputs.read(bodies.ShowFileBody, request.json())
    return _seen(attach.let_see(request.own_case, request.params["number"], deps, public=body.public), deps)


def _seen(case: Case, deps: Deps) -> Reply:
    return Reply(outputs.reporters(picture(case, deps), follow.possible(case, deps)))
