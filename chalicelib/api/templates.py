"""Reply templates: an agency's, and those that hold for a case."""

from typing import Any

from chalicelib.api import agency_bodies, inputs
from chalicelib.api.http import Reply, Request
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.template import Template
from chalicelib.usecases import templates, work
from chalicelib.usecases.ports import Deps


def listed(request: Request, deps: Deps) -> Reply:
    """`GET /v1/templates`: lists the templates of an agency, the caller's own unless named."""
    kept = templates.of_agency(request.caller, request.asked.get("agency", request.caller.agency), deps)
    return Reply({"items": [_shown(kept.agency, one) for one in kept.templates]})


def put(request: Request, deps: Deps) -> Reply:
    """`PUT /v1/templates/{id}`: keeps a template, in place of the one with its id."""
    agency, one = read(request.params["id"], request.json(), deps)
    owner = agency or request.caller.agency
    before = templates.put(request.caller, owner, one, deps)
    return Reply(_shown(owner, one), 200 if before else 201)


def remove(request: Request, deps: Deps) -> Reply:
    """`DELETE /v1/templates/{id}`: takes a template away, and answers it."""
    owner = request.asked.get("agency", request.caller.agency)
    return Reply(_shown(owner, templates.remove(request.caller, owner, request.params["id"], deps)))


def of_case(request: Request, deps: Deps) -> Reply:
    """`GET /v1/cases/{code}/templates`: lists the templates that hold for a case, filled in."""
    case = work.visible(request.params["code"], request.caller, deps)
    return Reply({"items": [_shown(owner, one) for owner, one in templates.for_case(case, deps)]})


def read(template_id: str, sent: Any, deps: Deps) -> tuple[str, Template]:
    """The agency (empty where none was named) and the template that were sent; raises `InvalidInput`."""
    fields, errors = inputs.read_fields(agency_bodies.TemplateBody, sent)
    errors += templates.wrong_fields(fields, deps)
    if errors:
        raise InvalidInput(errors)
    body = agency_bodies.TemplateBody(**fields)
    return body.agency or "", Template(id=template_id, name=body.name, text=body.text, category=body.category or "")


def _shown(agency: str, one: Template) -> dict[str, Any]:
    return {"id": one.id, "agency": agency, "name": one.name, "category": one.category or None, "text": one.text}
