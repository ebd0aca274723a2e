"""The edge: lets requests in by the table of routes, and turns what comes back, or goes wrong, into responses."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from chalice.app import Chalice, Response
from msgspec.structs import replace

from chalicelib import logs, wiring
from chalicelib.api import parameters, problems
from chalicelib.api.http import Reply, Request
from chalicelib.api.problems import EdgeError
from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain.case import Stale
from chalicelib.domain.errors import DomainError
from chalicelib.usecases.ports import Deps

log = logs.get("api")
JSON = {"Content-Type": "application/json; charset=utf-8", "X-Content-Type-Options": "nosniff"}
PROBLEM = JSON | {"Content-Type": "application/problem+json; charset=utf-8", "Cache-Control": "no-store"}


def register(app: Chalice) -> None:
    """Give the framework every route of the table."""
    for route in ROUTES:
        app.route(route.path, methods=[route.method], name=route.name, content_types=list(route.takes))(_view(route, app))


def _view(route: Route, app: Chalice) -> Any:
    def view(**params: str) -> Response:
        return respond(route, _request(app, params))

    return view


def respond(route: Route, request: Request) -> Response:
    """The response to a request on a route; whatever breaks is one neutral 500, with the reason in the log."""
    began = time.perf_counter()
    response = _answered(route, request)
    took = round((time.perf_counter() - began) * 1000, 1)
    log.info("request", extra=logs.facts(method=route.method, path=route.path, status=response.status_code, took_ms=took))
    return response


def _answered(route: Route, request: Request) -> Response:
    deps = wiring.deps()
    if not _comes_with_key(route, request):
        return _caught(route, request, lambda: _handled(route, _admit(route, request, deps), deps))
    return _caught(route, request, lambda: _with_key(route, request, deps))


def _comes_with_key(route: Route, request: Request) -> bool:
    return route.who is Who.AGENCY or (route.who is Who.EITHER and "authorization" in request.headers)


def _with_key(route: Route, request: Request, deps: Deps) -> Response:
    """The response to who has a key: whatever it is, it says what is left of the key's allowance."""
    from chalicelib.api import auth
    from chalicelib.usecases import keys

    request = replace(request, key=auth.key_of(request.headers, deps))
    allowance = keys.use(request.own_key, deps)

    def answer() -> Response:
        auth.check(allowance)
        return _handled(route, _admit(route, request, deps), deps)

    response = _caught(route, request, answer)
    response.headers.update(auth.limit_headers(allowance))
    return response


def _caught(route: Route, request: Request, answer: Callable[[], Response]) -> Response:
    """The answer, or the problem that it ended with."""
    try:
        return answer()
    except (DomainError, EdgeError) as error:
        return _refusal(route, request, problems.of_error(error), problems.HEADERS.get(error.code, {}))
    except Exception:
        log.exception("broken", extra=logs.facts(method=route.method, path=route.path))
        return _refusal(route, request, problems.broken(), {})


def _refusal(route: Route, request: Request, document: dict[str, Any], headers: Mapping[str, str]) -> Response:
    if not route.page:
        return _problem(document, headers)
    from chalicelib.api import html, problem_page

    return Response(problem_page.written(request.query.get("lang", ""), document), {**html.HEADERS, **headers}, document["status"])


def _handled(route: Route, request: Request, deps: Deps) -> Response:
    try:
        return _response(route.handler(request, deps))
    except Stale as stale:
        from chalicelib.api import cases

        current = cases.seen(stale.case, deps)
        return _problem(problems.of_error(stale) | {"current": current.body}, current.headers)


def _admit(route: Route, request: Request, deps: Deps) -> Request:
    """The request with its address read and, for reporters, their case loaded."""
    params, asked = parameters.read_path(request.params), parameters.read_query(request.query, route.query)
    request = replace(request, route=route.name, params=params, asked=asked)
    if route.who is Who.REPORTER or (route.who is Who.EITHER and request.key is None):
        secret = request.headers.get("receipt-secret")
        if secret is None:
            raise EdgeError("secret-missing", "send the secret of your receipt in the header Receipt-Secret")
        from chalicelib.usecases import follow

        return replace(request, case=follow.own(request.params["code"], secret, deps, address=request.address))
    return request


def _request(app: Chalice, params: dict[str, str]) -> Request:
    sent: Any = app.current_request
    asked: Any = sent.query_params or {}
    return Request(
        params=params,
        query={name: ",".join(asked.getlist(name)) for name in asked},  # a parameter that comes twice is wrong, whichever was meant
        headers={name.lower(): value for name, value in sent.headers.items()},
        body=sent.raw_body,
        address=_address(sent, wiring.deps().proxies),
    )


def _address(sent: Any, proxies: int) -> str:
    """Where a request came from: the last address but those of our own proxies. What stands further to the left, anybody can have written."""
    passed = [one.strip() for one in sent.headers.get("x-forwarded-for", "").split(",")]
    source: str = sent.context.get("identity", {}).get("sourceIp", "")
    return passed[-1 - proxies] if 0 < proxies < len(passed) else source


def _response(reply: Reply) -> Response:
    body = reply.body if isinstance(reply.body, str) else msgspec.json.encode(reply.body).decode()
    return Response(body, {**JSON, **reply.headers}, reply.status)


def _problem(document: dict[str, Any], headers: Mapping[str, str]) -> Response:
    return Response(msgspec.json.encode(document).decode(), {**PROBLEM, **headers}, document["status"])


def frameworks_refusals(event: Any, get_response: Any) -> Response:
    """Middleware: the framework's own refusals (405, 415, 500) as problems too."""
    response: Response = get_response(event)
    if isinstance(response.body, dict) and "Code" in response.body:
        code = problems.CODE_BY_STATUS.get(response.status_code, "internal-error")
        return _problem(problems.document(code, str(response.body["Message"])), {})
    return response
