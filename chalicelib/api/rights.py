"""The rights of who filed over what is held about them: to see it all, and to have it erased."""

from chalicelib.api import bodies, inputs, outputs
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.usecases import follow, rights
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps


def held(request: Request, deps: Deps) -> Reply:
    """`GET …/data`: gives everything that is held about who filed."""
    case = request.own_case
    seen = outputs.reporters(picture(case, deps), follow.possible(case, deps))
    return Reply(outputs.held(rights.held(case, deps)) | {"complaint": seen}, headers=PRIVATE)


def erase(request: Request, deps: Deps) -> Reply:
    """`POST …/erase`: erases the name and contact of who filed, at once and for good; the case stays."""
    inputs.read(bodies.EraseBody, request.json())
    case = follow.erase(request.own_case, deps)
    return Reply(outputs.reporters(picture(case, deps), follow.possible(case, deps)))
