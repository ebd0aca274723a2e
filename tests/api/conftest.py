"""The API as a client sees it: through the framework, over collaborators in memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.api.routes import FORM
from chalicelib.domain.words import Role
from chalicelib.usecases.ports import Deps
from tests.api import described
from tests.builders import a_body, a_key
from tests.fakes import Clock, keep


@dataclass(frozen=True)
class Answer:
    """Status, decoded body, headers."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def problem(self) -> str:
        """The code of a problem."""
        assert self.headers["Content-Type"].startswith("application/problem+json")
        assert self.body["status"] == self.status
        return str(self.body["type"]).removeprefix("/problems.html#")


@dataclass(frozen=True)
class Filed:
    """A receipt."""

    code: str
    secret: dict[str, str]


@dataclass(frozen=True)
class Api:
    """Calls the API."""

    client: Client
    deps: Deps

    @property
    def clock(self) -> Clock:
        """The clock, to be moved."""
        assert isinstance(self.deps.now, Clock)
        return self.deps.now

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, raw: bytes | None = None) -> Answer:
        named = {name.title(): value for name, value in (headers or {}).items()}
        sent = raw if raw is not None else _written(body, named.get("Content-Type")) if body is not None else b""
        kind = {"Content-Type": "application/json"} if sent else {}
        response = self.client.http.request(method, path, {**kind, **named}, sent)
        described.check(method, path, response)
        headers = {name: str(value) for name, value in response.headers.items()}
        return Answer(response.status_code, json.loads(response.body) if "json;" in headers["Content-Type"] else response.body.decode(), headers)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self.call("GET", path, headers=headers)

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Answer:
        return self.call("POST", path, body, headers)

    def file(self, **changes: Any) -> Filed:
        answer = self.post("/v1/complaints", a_body(**changes))
        assert answer.status == 201, answer.body
        return Filed(answer.body["code"], {"Receipt-Secret": answer.body["secret"]})

    def key(self, role: Role, agency: str, seed: int | None = None) -> dict[str, str]:
        """The header of a fresh key."""
        key, text = a_key(role, agency, seed=seed or sum(map(ord, role + agency)) % 250 + 1)
        keep(key, self.deps)
        return {"Authorization": f"Bearer {text}"}

    def act(self, code: str, action: str, version: int, body: dict[str, Any] | None = None) -> Answer:
        """Verify as the city's coordinator, start and respond as the unit's officer."""
        who = self.key(Role.COORDINATOR, "51.71") if action == "verify" else self.key(Role.OFFICER, "51.71.pupr")
        return self.post(f"/v1/cases/{code}/{action}", body or {}, {**who, "If-Match": f'"{version}"'})

    def answered(self, code: str) -> None:
        """Verify and respond."""
        assert self.act(code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
        assert self.act(code, "respond", 2, {"outcome": "resolved", "text": "Lampu sudah kami ganti hari ini."}).status == 200


def _written(body: Any, kind: str | None) -> bytes:
    """The body in the form that its kind says, JSON unless a form is meant."""
    return (urlencode(body) if kind in FORM else json.dumps(body)).encode()


@pytest.fixture
def api(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setattr(wiring, "deps", lambda: deps)
    with Client(app) as client:
        yield Api(client, deps)
