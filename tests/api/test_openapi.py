"""The description of the API: whole, valid, as committed, and what the answers are held against."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chalice.test import HTTPResponse
from openapi_spec_validator import validate

from chalicelib.api.fields import Body
from chalicelib.api.openapi import RECEIPT, document, summary
from chalicelib.api.operations import OPERATIONS, path_parameters, problems_of
from chalicelib.api.parameters import PARAMETERS
from chalicelib.api.problems import PROBLEMS
from chalicelib.api.routes import ROUTES, Route
from tests.api import described
from tests.api.conftest import Api

ROOT = Path(__file__).parents[2]
EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


@EVERY_ROUTE
def test_every_route_says_what_it_takes_and_gives(route: Route) -> None:
    assert route.name in OPERATIONS, f'add "{route.name}": Operation(…) to OPERATIONS in chalicelib/api/operations.py'


@EVERY_ROUTE
def test_every_handler_says_what_it_does(route: Route) -> None:
    handler = f"{route.handler.__module__}.{route.handler.__qualname__}"

    assert summary(route), f'the docstring of {handler} becomes the summary of {route.name}: begin it with """`{route.name}`: what it does'


@EVERY_ROUTE
def test_every_parameter_is_described(route: Route) -> None:
    named = {*path_parameters(route), *route.query, *OPERATIONS[route.name].headers} - {RECEIPT}

    assert named <= set(PARAMETERS), "add it to PARAMETERS in chalicelib/api/parameters.py"


@EVERY_ROUTE
def test_every_problem_of_a_route_is_one_of_the_table(route: Route) -> None:
    assert set(OPERATIONS[route.name].problems) <= set(PROBLEMS)


def test_nothing_is_described_that_there_is_not() -> None:
    used = {name for route in ROUTES for name in (*path_parameters(route), *route.query, *OPERATIONS[route.name].headers)}

    assert set(OPERATIONS) <= {route.name for route in ROUTES}
    assert set(PARAMETERS) <= used


def test_every_problem_is_one_of_some_route_or_of_none() -> None:
    """The method that is not allowed is on no route."""
    told = {code for route in ROUTES for code in problems_of(route)}

    assert set(PROBLEMS) - told == {"method-not-allowed"}, "name it in the problems of an operation, or in IMPLIED, in chalicelib/api/operations.py"


def test_the_description_is_valid() -> None:
    validate(document())


def test_the_description_is_the_one_that_is_committed() -> None:
    committed = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))

    assert committed == document(), "the API has changed: run `make openapi`, look at the difference and commit it"


def test_the_description_is_served_to_everybody_and_may_be_kept_for_a_while(api: Api) -> None:
    answer = api.get("/v1/openapi.json")

    assert answer.body == document()
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_who_calls_is_described_by_what_they_send() -> None:
    security = {
        name: document()["paths"][name.split(" ")[1]][name.split(" ")[0].lower()]["security"]
        for name in ("GET /v1/regions", "GET /v1/complaints/{code}", "POST /v1/complaints/{code}/replies", "GET /v1/cases")
    }

    assert list(security.values()) == [[], [{}, {"receipt": []}], [{"receipt": []}], [{"key": []}]]


def test_only_pages_for_people_say_what_is_wrong_in_a_page_too() -> None:
    responses, paths = document()["components"]["responses"], document()["paths"]

    def kinds(path: str, method: str, status: str) -> set[str]:
        return set(responses[paths[path][method]["responses"][status]["$ref"].rpartition("/")[2]]["content"])

    assert kinds("/v1/complaints/form/receipt", "get", "404") == {"application/problem+json", "text/html"}
    assert kinds("/v1/complaints/form", "post", "422") == {"application/problem+json", "text/html"}
    assert kinds("/v1/complaints", "post", "422") == {"application/problem+json"}
    assert kinds("/v1/complaints/{code}", "get", "404") == {"application/problem+json"}


def test_bodies_are_closed_and_answers_are_open() -> None:
    closed = {name for name, schema in document()["components"]["schemas"].items() if schema.get("additionalProperties") is False}

    assert closed == {kind.__name__ for kind in Body.__subclasses__()}


def test_nothing_is_described_as_being_just_anything() -> None:
    inside = {"object": {"properties", "additionalProperties"}, "array": {"items"}}

    def anything(node: Any, path: str) -> list[str]:
        parts = dict(node) if isinstance(node, dict) else dict(enumerate(node)) if isinstance(node, list) else {}
        kind = str(parts.get("type"))
        empty = (node == {} and not path.endswith("/properties")) or (kind in inside and not inside[kind] & set(parts))
        return [path] * empty + [found for name, part in parts.items() for found in anything(part, f"{path}/{name}")]

    assert anything(document()["components"]["schemas"], "") == []


def test_only_who_asks_for_the_description_waits_for_it() -> None:
    loaded = "import sys, app; print([name for name in sys.modules if name.startswith('chalicelib.api.')])"

    modules = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "chalicelib.api.routes" in modules
    assert [name for name in ("openapi", "operations", "answers", "examples") if f"chalicelib.api.{name}" in modules] == []


@pytest.mark.parametrize(
    ("method", "address", "status", "body", "complaint"),
    [
        ("GET", "/health", 200, {"status": "ok", "version": "1", "colour": "red"}, "unknown field `colour`"),
        ("GET", "/health", 200, {"status": "ok"}, "missing required field `version`"),
        ("GET", "/health", 200, {"status": "fine", "version": "1"}, "Invalid enum value 'fine'"),
        ("GET", "/health", 202, {"status": "ok", "version": "1"}, "answered 202"),
        ("GET", "/health", 403, {"type": "/problems.html#forbidden", "title": "", "status": 403, "detail": ""}, "answered forbidden"),
        ("GET", "/nowhere", 200, {}, "is no route"),
        ("GET", "/nowhere", 404, {"Code": "NotFound"}, "unknown field `Code`"),
    ],
)
def test_a_test_fails_when_an_answer_is_not_as_described(method: str, address: str, status: int, body: Any, complaint: str) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception), match=complaint):
        described.check(method, address, answer(body, status))


def test_a_file_is_answered_where_one_is_described_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match="answered text/csv"):
        described.check("GET", "/health", answer("", kind="text/csv"))

    monkeypatch.setitem(OPERATIONS, "GET /health", replace(OPERATIONS["GET /health"], files=("text/csv",)))  # type: ignore[arg-type]

    described.check("GET", "/health", answer("", kind="text/csv"))


def answer(body: Any, status: int = 200, kind: str = "application/json") -> HTTPResponse:
    return HTTPResponse(json.dumps(body).encode(), {"Content-Type": f"{kind}; charset=utf-8"}, status)
