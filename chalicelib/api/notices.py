"""How who gets notices by mail ends them: without login, by the address in each of them."""

from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.api.inputs import preferred_lang
from chalicelib.usecases import notices
from chalicelib.usecases.deliver import stop_page
from chalicelib.usecases.ports import Deps


def stop(request: Request, deps: Deps) -> Reply:
    """`POST /v1/notices/stop/{token}`: ends the notices that the address was sent with, as mail programs do it (RFC 8058); the body is not looked at."""
    notices.stop(request.params["token"], deps)
    return Reply({"stopped": True})


def ask(request: Request, deps: Deps) -> Reply:
    """`GET /v1/notices/stop/{token}`: leads to the page that asks whether to end them; programs that look at every address in a mail end nothing."""
    address = stop_page(request.params["token"], preferred_lang(request.headers), deps)
    return Reply({"url": address}, 303, PRIVATE | {"Location": address})
