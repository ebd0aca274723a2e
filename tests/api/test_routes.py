"""Who gets in: the table of routes, walked."""

import pytest

from app import app
from chalicelib.api.problems import CODE_BY_STATUS, PROBLEMS
from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain import errors
from chalicelib.domain.lifecycle import TABLE
from chalicelib.domain.words import Action, Role
from tests.api.conftest import Api
from tests.api.samples import BODIES

PUBLIC = {
    "GET /health",
    "GET /v1/openapi.json",
    "POST /v1/complaints",
    "GET /v1/complaints/{code}",
    "GET /v1/agencies",
    "GET /v1/categories",
    "GET /v1/regions",
    "GET /v1/scores",
}
SCOPES = [
    (Role.OFFICER, "51.71.pupr", True),
    (Role.OFFICER, "51.71.dlh", False),
    (Role.OFFICER, "51.71", False),
    (Role.COORDINATOR, "51.71.pupr", True),
    (Role.COORDINATOR, "51.71", True),
    (Role.COORDINATOR, "51", True),
    (Role.COORDINATOR, "51.71.dlh", False),
    (Role.COORDINATOR, "34.71", False),
    (Role.INSPECTOR, "51", True),
    (Role.INSPECTOR, "34.71", False),
    (Role.STEWARD, "nation", True),
    (Role.OBSERVER, "nation", True),
]
ON_A_CASE = [route for route in ROUTES if route.who is Who.AGENCY and "{code}" in route.path]
BODY_BY_PATH = {f"/v1/cases/{{code}}/{action}": body for action, body in BODIES.items()}
names = [route.name for route in ROUTES]


def path_of(route: Route, code: str) -> str:
    return route.path.replace("{code}", code).replace("{number}", "1").replace("{id}", "one")


def test_only_the_listed_routes_are_public() -> None:
    assert {route.name for route in ROUTES if route.who is Who.PUBLIC} == PUBLIC


def test_the_framework_knows_exactly_the_table() -> None:
    registered = {f"{method} {path}" for path, methods in app.routes.items() for method in methods}

    assert registered == set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("route", [route for route in ROUTES if route.who is Who.AGENCY], ids=lambda route: route.name)
def test_an_agencys_route_refuses_whoever_has_no_key_even_with_a_secret(api: Api, route: Route) -> None:
    filed = api.file()

    for headers in ({}, filed.secret):
        assert api.call(route.method, path_of(route, filed.code), {}, headers).problem == "unauthenticated"


@pytest.mark.parametrize("route", [route for route in ROUTES if route.who is Who.REPORTER], ids=lambda route: route.name)
def test_a_reporters_route_refuses_whoever_has_no_secret_even_with_a_key(api: Api, route: Route) -> None:
    filed = api.file()

    for headers in ({}, api.key(Role.STEWARD, "nation")):
        assert api.call(route.method, path_of(route, filed.code), {}, headers).problem == "secret-missing"


@pytest.mark.parametrize("route", ON_A_CASE, ids=lambda route: route.name)
@pytest.mark.parametrize(("role", "agency", "inside"), SCOPES)
def test_a_case_outside_the_scope_does_not_exist(api: Api, route: Route, role: Role, agency: str, *, inside: bool) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})
    body = BODY_BY_PATH.get(route.path)

    answer = api.call(route.method, path_of(route, filed.code), body, api.key(role, agency) | {"If-Match": '"2"'})

    unknown = answer.status == 404 and answer.body["detail"] == "there is no complaint with this code"
    assert unknown is not inside


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INSPECTOR, Role.OFFICER, Role.STEWARD, Role.OBSERVER])
@pytest.mark.parametrize("action", BODIES)
def test_an_action_is_for_its_roles(api: Api, role: Role, action: Action) -> None:
    filed = api.file()

    answer = api.post(f"/v1/cases/{filed.code}/{action}", BODIES[action], api.key(role, "51.71") | {"If-Match": '"1"'})

    assert (answer.status == 403) is (role not in TABLE[action].roles)


def test_an_unknown_method_is_a_problem_too(api: Api) -> None:
    answer = api.call("DELETE", "/v1/complaints")

    assert (answer.status, answer.problem) == (405, "method-not-allowed")


def test_what_breaks_is_a_neutral_problem_and_tells_nothing(api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret of Budi is 12345")

    filed = api.file()
    monkeypatch.setattr(type(api.deps.cases), "case", broken)

    answer = api.get(f"/v1/complaints/{filed.code}")

    assert (answer.status, answer.problem) == (500, "internal-error")
    written = capsys.readouterr().out
    assert "Budi" not in written + str(answer.body)
    assert "RuntimeError" in written


def test_a_store_that_does_not_answer_is_said_to_be_busy(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise errors.Busy("the store does not answer")

    monkeypatch.setattr(type(api.deps.cases), "case", busy)

    answer = api.get("/v1/complaints/0000-0000-0000")

    assert (answer.status, answer.problem, answer.headers["Retry-After"]) == (503, "busy", "1")


def test_every_error_of_the_rules_has_a_status() -> None:
    codes = {kind.code for kind in errors.DomainError.__subclasses__()}

    assert codes <= set(PROBLEMS)
    assert set(CODE_BY_STATUS.values()) <= set(PROBLEMS)


def test_a_request_is_logged_without_what_was_sent(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    filed = api.file()
    api.client.http.get(f"/v1/complaints/{filed.code}?who=Budi", headers=filed.secret | {"X-Forwarded-For": "203.0.113.7"})

    written = capsys.readouterr().out

    assert '"path": "/v1/complaints/{code}"' in written
    for private in (filed.secret["Receipt-Secret"], filed.code, "Budi", "budi@example.org", "Lampu", "203.0.113.7"):
        assert private not in written


@pytest.mark.parametrize("path", ["/v1/agencies", "/v1/categories", "/v1/regions", "/v1/scores", "/health"])
def test_lists_are_open_to_everybody(api: Api, path: str) -> None:
    assert api.get(path).status == 200


def test_answers_about_complaints_are_never_cached(api: Api) -> None:
    filed = api.file()

    assert api.get(f"/v1/complaints/{filed.code}").headers["Cache-Control"] == "no-store"
    assert api.get("/v1/cases", api.key(Role.COORDINATOR, "51.71")).headers["Cache-Control"] == "no-store"
    assert api.get("/v1/complaints/x").headers["Cache-Control"] == "no-store"
    assert api.get("/v1/regions").headers["Cache-Control"] == "public, max-age=300"
