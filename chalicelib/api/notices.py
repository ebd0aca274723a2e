"""How who gets notices by mail ends them: without login, by the address in each of them."""

from chalicelib.api import bodies, case_bodies, inputs, outputs
from chalicelib.api.cases import seen
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.api.inputs import preferred_lang
from chalicelib.domain import permissions
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.words import Role
from chalicelib.usecases import follow, notices, work
from chalicelib.usecases.deliver import stop_page
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps


def stop(request: Request, deps: Deps) -> Reply:
    """`POST /v1/notices/stop/{token}`: ends the notices that the address was sent with, as mail programs do it (RFC 8058); the body is not looked at."""
    notices.stop(request.params["token"], deps)
    return Reply({"stopped": True})


def resume(request: Request, deps: Deps) -> Reply:
    """`POST /v1/complaints/{code}/notices/resume`: sends the reporter who ended them the notices of this complaint again."""
    inputs.read(bodies.ResumeBody, request.json())
    case = notices.resume(request.own_case, deps)
    return Reply(outputs.reporters(picture(case, deps), follow.possible(case, deps)))


def try_again(request: Request, deps: Deps) -> Reply:
    """`POST /v1/cases/{code}/notices/resume`: has mail tried again that did not arrive, for stewards."""
    case = work.visible(request.params["code"], request.caller, deps)
    if not permissions.clears_mail(request.caller):
        raise Forbidden(f"mail that did not arrive is not for the role {request.caller.role}")
    body = inputs.read(case_bodies.ResumeNoticesBody, request.json())
    return seen(notices.try_again(case, Role(body.to), deps), deps, request.caller)


def ask(request: Request, deps: Deps) -> Reply:
    """`GET /v1/notices/stop/{token}`: leads to the page that asks whether to end them; programs that look at every address in a mail end nothing."""
    address = stop_page(request.params["token"], preferred_lang(request.headers), deps)
    return Reply({"url": address}, 303, PRIVATE | {"Location": address})
