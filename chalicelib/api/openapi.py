"""The description of the API (OpenAPI 3.1), made from the routes and the structs. Imported only by who asks for it: the other answers need none of it."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from itertools import groupby
from typing import Any, TypeAlias

import msgspec

from chalicelib.api.answers.cases import Case
from chalicelib.api.answers.refusals import Problem
from chalicelib.api.examples import EXAMPLES
from chalicelib.api.fields import Body
from chalicelib.api.lists import VERSION
from chalicelib.api.operations import OPERATIONS, REQUIRED_HEADERS, Operation, path_parameters, problems_of
from chalicelib.api.parameters import PARAMETERS
from chalicelib.api.problems import HEADERS, PROBLEMS
from chalicelib.api.routes import ROUTES, Route, Who

Json: TypeAlias = dict[str, Any]

SCHEMA, RESPONSE = "#/components/schemas/{name}", "#/components/responses/{name}"
SUMMARY = re.compile(r"`[^`]+`: (.+)", re.DOTALL)
RECEIPT = "Receipt-Secret"
INFO = {
    "title": "Tanggap",
    "version": VERSION,
    "description": "Public complaints: filed, answered, escalated and scored. Unknown fields are refused in what is sent; fields will be added to what is answered.",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
SECURITY: Mapping[Who, list[Json]] = {
    Who.PUBLIC: [],
    Who.REPORTER: [{"receipt": []}],
    Who.AGENCY: [{"key": []}],
    Who.EITHER: [{"receipt": []}, {"key": []}],
}
SCHEMES = {
    "key": {"type": "http", "scheme": "bearer", "bearerFormat": "tgp_…", "description": "A key of an agency, with a role."},
    "receipt": {"type": "apiKey", "in": "header", "name": RECEIPT, "description": "The secret of the receipt, never in an address."},
}
GIVEN = {
    "ETag": "The version of the case, for If-Match; of a feed, for If-None-Match.",
    "Last-Modified": "When it was last changed, for If-Modified-Since.",
    "Location": "Where to go on.",
    "Link": "The next page, if there is one.",
    "RateLimit": "How many requests the key has left, and for how many seconds.",
    "RateLimit-Policy": "How many requests a key has, and for how many seconds.",
    "Retry-After": "Seconds to wait.",
    "WWW-Authenticate": "How to say who calls.",
}


@cache
def document() -> Json:
    """The whole document."""
    paths: Json = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, OPERATIONS[route.name])
    components = {"schemas": _schemas(), "responses": _problems(), "securitySchemes": SCHEMES}
    return {"openapi": "3.1.0", "info": INFO, "servers": [{"url": "/"}], "paths": paths, "components": components}


def summary(route: Route) -> str:
    """What the docstring of the handler says after the path that it names; empty when it says nothing."""
    said = SUMMARY.search(route.handler.__doc__ or "")
    words = " ".join(said[1].split()).rstrip(".") if said else ""
    return words[:1].upper() + words[1:]


def _operation(route: Route, it: Operation) -> Json:
    return {
        "operationId": "_".join(re.findall("[a-z]+", f"{route.method.lower()} {route.path.removeprefix('/v1')}")),
        "summary": summary(route),
        "tags": [route.who.value],
        "security": ([{}] if RECEIPT in it.headers else []) + SECURITY[Who.REPORTER if RECEIPT in it.headers else route.who],
        "parameters": _parameters(route, it),
        **({"requestBody": _body(it.body, route.takes[0])} if it.body else {}),
        "responses": _answers(route, it) | _refusals(route),
    }


def _parameters(route: Route, it: Operation) -> list[Json]:
    """The secret is no parameter: it says who calls."""
    named = {"path": path_parameters(route), "query": route.query, "header": [name for name in it.headers if name != RECEIPT]}
    return [_parameter(name, place) for place, names in named.items() for name in names]


def _parameter(name: str, place: str) -> Json:
    schema = _ecma(msgspec.json.schema_components([PARAMETERS[name]], ref_template=SCHEMA)[0][0])
    description = schema.pop("description")
    return {"name": name, "in": place, "description": description, "required": place == "path" or name in REQUIRED_HEADERS, "schema": schema}


def _body(struct: type[Body], media_type: str) -> Json:
    return {"required": True, "content": {media_type: _content(struct) | {"example": EXAMPLES[struct]}}}


def _answers(route: Route, it: Operation) -> Json:
    counted = route.who in (Who.AGENCY, Who.EITHER)
    tagged = it.answer is Case or "If-None-Match" in it.headers
    headers = {
        "ETag": tagged,
        "Last-Modified": "If-Modified-Since" in it.headers,
        "Location": HTTPStatus.SEE_OTHER in it.statuses,
        "Link": "cursor" in route.query,
        "RateLimit-Policy": counted,
        "RateLimit": counted,
    }
    given = _headers(name for name, there in headers.items() if there)
    content = ({"application/json": _content(it.answer)} if it.answer else {}) | {kind: {"schema": {"type": "string"}} for kind in it.files}
    return {
        str(status): {"description": HTTPStatus(status).phrase, **given, **({} if status == HTTPStatus.NOT_MODIFIED else {"content": content})}
        for status in it.statuses
    }


def _refusals(route: Route) -> Json:
    return {status: {"$ref": RESPONSE.format(name=_named(route, codes))} for status, codes in _by_status(route)}


def _problems() -> Json:
    """Problems of one status share a response: what each means stands in its description."""
    together = {_named(route, codes): _problem(codes, page=_tells_people(route)) for route in ROUTES for _, codes in _by_status(route)}
    return dict(sorted(together.items()))


def _named(route: Route, codes: Iterable[str]) -> str:
    return ".".join([*codes, "page"] if _tells_people(route) else codes)


def _tells_people(route: Route) -> bool:
    """Whether a page says what is wrong; where there is not even enough for a page it is a problem there too."""
    return "text/html" in OPERATIONS[route.name].files


def _by_status(route: Route) -> list[tuple[str, list[str]]]:
    def status(code: str) -> int:
        return PROBLEMS[code][0]

    return [(str(number), list(codes)) for number, codes in groupby(sorted(problems_of(route), key=status), status)]


def _problem(codes: Iterable[str], *, page: bool) -> Json:
    meant = "; ".join(f"`{code}`: {PROBLEMS[code][1]}" for code in codes)
    given = _headers(name for code in codes for name in HEADERS.get(code, ()))
    content = {"application/problem+json": _content(Problem)} | ({"text/html": {"schema": {"type": "string"}}} if page else {})
    return {"description": meant, **given, "content": content}


def _headers(names: Iterable[str]) -> Json:
    given = {name: {"description": GIVEN[name], "schema": {"type": "string"}} for name in names}
    return {"headers": given} if given else {}


def _content(struct: type[msgspec.Struct]) -> Json:
    return {"schema": {"$ref": SCHEMA.format(name=struct.__name__)}}


def _schemas() -> Json:
    """Bodies are closed. Answers are not, as far as readers are concerned, so that a new field breaks nobody."""
    operations = OPERATIONS.values()
    taken = _components([*(it.body for it in operations if it.body), *PARAMETERS.values()])
    given = _components([*(it.answer for it in operations if it.answer), Problem])
    for schema in given.values():
        schema.pop("additionalProperties", None)
    return dict(sorted((taken | given).items()))


def _components(types: Iterable[Any]) -> Json:
    found: Json = _ecma(msgspec.json.schema_components(types, ref_template=SCHEMA)[1])
    return found


def _ecma(node: Any) -> Any:
    """Patterns as JSON Schema writes them: the ends of a text are `^` and `$` there."""
    if isinstance(node, dict):
        return {name: _ecma(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_ecma(value) for value in node]
    return node.replace(r"\A", "^").replace(r"\Z", "$") if isinstance(node, str) else node
