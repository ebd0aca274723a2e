"""The table of routes in the framework, and what breaks. Who gets in is in `test_permissions`."""

import pytest

from app import app
from chalicelib.api.problems import CODE_BY_STATUS, PROBLEMS
from chalicelib.api.routes import ROUTES
from chalicelib.domain import errors
from chalicelib.domain.words import Role
from tests.api.conftest import Api

names = [route.name for route in ROUTES]


def test_the_framework_knows_exactly_the_table() -> None:
    registered = {f"{method} {path}" for path, methods in app.routes.items() for method in methods}

    assert registered == set(names)
    assert len(names) == len(set(names))


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


def test_answers_about_complaints_are_never_cached(api: Api) -> None:
    filed = api.file()

    assert api.get(f"/v1/complaints/{filed.code}").headers["Cache-Control"] == "no-store"
    assert api.get("/v1/cases", api.key(Role.COORDINATOR, "51.71")).headers["Cache-Control"] == "no-store"
    assert api.get("/v1/complaints/x").headers["Cache-Control"] == "no-store"
    assert api.get("/v1/regions").headers["Cache-Control"] == "public, max-age=300"
