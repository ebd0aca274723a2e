"""What the public and reporters look at: a complaint, and its attachments."""

from collections.abc import Sequence

from chalicelib.api import outputs
from chalicelib.api.http import Reply, Request
from chalicelib.domain.attachment import Attachment
from chalicelib.domain.events import instant
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load


def show(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/{code}`: a complaint as the public sees it, or with the secret as its reporter does."""
    code, secret = request.params["code"], request.headers.get("receipt-secret")
    if secret is None:
        return Reply(outputs.public(picture(load(code, deps, consistent=False), deps)))
    from chalicelib.usecases import follow

    case = follow.own(code, secret, deps, address=request.address, consistent=False)
    return Reply(outputs.reporters(picture(case, deps), follow.possible(case, deps)))


def attachment_link(request: Request, deps: Deps) -> Reply:
    """`GET …/attachments/{number}`: gives a short-lived link to a stored attachment: with the secret to what the reporter may see, else to what everybody may."""
    code, secret = request.params["code"], request.headers.get("receipt-secret")
    if secret is None:
        return link_of(load(code, deps, consistent=False).public_files, request, deps)
    from chalicelib.usecases import follow

    return link_of(follow.own(code, secret, deps, address=request.address).reporters_files, request, deps)


def link_of(files: Sequence[Attachment], request: Request, deps: Deps) -> Reply:
    """A short-lived link to one of these attachments."""
    from chalicelib.usecases import attach

    links = attach.link(files, request.params["number"], deps)
    return Reply({"url": links.address, "thumbnail": links.small, "expires_at": instant(links.until)})
