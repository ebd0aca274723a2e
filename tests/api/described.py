"""Holds an answer against what the description of the API says of its route."""

import re
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
import pytest
from chalice.test import HTTPResponse

from chalicelib.api.answers import Answer
from chalicelib.api.answers.refusals import Problem
from chalicelib.api.operations import OPERATIONS, Operation, problems_of
from chalicelib.api.routes import ROUTES, Route

A = TypeVar("A", bound=Answer)
TABLE = "chalicelib/api/operations.py"


def check(method: str, address: str, response: HTTPResponse) -> None:
    """Fails the test, and says what to write where, when an answer is not as it is described."""
    path = urlsplit(address).path
    route = _route(method, path)
    if response.status_code >= 400 and not _is_page(route, response):
        _check_problem(route, response)
    if response.status_code >= 400:
        return
    assert route, f"{method} {path} was answered and is no route"
    it = _operation(route)
    assert response.status_code in it.statuses, f"{route.name} answered {response.status_code}: add it to its statuses in {TABLE}"
    if response.status_code == 304:
        assert response.body == b""
        return
    kind = response.headers["Content-Type"].partition(";")[0]
    if kind != "application/json":
        assert kind in it.files, f"{route.name} answered {kind}: add it to its files in {TABLE}"
        return
    assert it.answer, f"{route.name} answered JSON and has no answer: add it in {TABLE}"
    _decoded(it.answer, route.name, response)


def _is_page(route: Route | None, response: HTTPResponse) -> bool:
    """Whether people are told in a page, which only routes for browsers may do."""
    return route is not None and "text/html" in _operation(route).files and response.headers["Content-Type"].startswith("text/html")


def _check_problem(route: Route | None, response: HTTPResponse) -> None:
    code = _decoded(Problem, route.name if route else "no route", response).type.partition("#")[2]
    if route:
        _operation(route)
        assert code in problems_of(route), f"{route.name} answered {code}: add it to its problems in {TABLE}"


def _operation(route: Route) -> Operation:
    assert route.name in OPERATIONS, f"say what {route.name} takes and gives: add it to OPERATIONS in {TABLE}"
    return OPERATIONS[route.name]


def _route(method: str, path: str) -> Route | None:
    """The route of a request; where two fit, the one with more of the path spelled out."""
    fitting = [one for one in ROUTES if one.method == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one.path), path)]
    return min(fitting, key=lambda one: one.path.count("{"), default=None)


def _decoded(struct: type[A], name: str, response: HTTPResponse) -> A:
    try:
        return msgspec.json.decode(response.body, type=struct)
    except msgspec.ValidationError as error:
        pytest.fail(f"{name} answered {response.status_code} not as {struct.__module__}.{struct.__name__} describes: {error}")
