"""The examples of the description of the API: each is sent, after those that must come before it, and succeeds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.api.examples import EXAMPLES
from chalicelib.api.openapi import RECEIPT, document
from chalicelib.api.operations import OPERATIONS
from chalicelib.api.routes import ROUTES, Who
from chalicelib.domain.words import Role
from tests.api.conftest import Api

COMPLAINT, CASE = "POST /v1/complaints/{code}", "POST /v1/cases/{code}"
WITH_BODY = [name for name, operation in OPERATIONS.items() if operation.body]


@dataclass(frozen=True)
class Scene:
    """What must have been done before an example succeeds, as whom an agency's people then send it, and what is known beside what was answered so far.

    `others` is how many complaints are there before.
    """

    after: str | None
    role: Role = Role.OFFICER
    agency: str = "51.71.pupr"
    given: Mapping[str, Any] = field(default_factory=dict)
    others: int = 0


SCENES = {
    "POST /v1/complaints": Scene(None, given={"version": 1}),
    f"{COMPLAINT}/replies": Scene("POST /v1/complaints"),
    f"{COMPLAINT}/attachments": Scene("POST /v1/complaints"),
    f"{COMPLAINT}/withdraw": Scene("POST /v1/complaints"),
    f"{CASE}/verify": Scene("POST /v1/complaints", Role.COORDINATOR, "51.71"),
    f"{CASE}/start": Scene(f"{CASE}/verify"),
    f"{CASE}/respond": Scene(f"{CASE}/start"),
    f"{CASE}/forward": Scene(f"{CASE}/verify", Role.COORDINATOR, "51.71"),
    f"{CASE}/return": Scene(f"{CASE}/verify"),
    f"{CASE}/hold": Scene(f"{CASE}/verify"),
    f"{CASE}/extend": Scene(f"{CASE}/start"),
    f"{CASE}/archive": Scene("POST /v1/complaints", Role.COORDINATOR, "51.71"),
    f"{CASE}/link": Scene("POST /v1/complaints", Role.COORDINATOR, "51.71", others=1),
    f"{CASE}/unlink": Scene(f"{CASE}/link", Role.COORDINATOR, "51.71"),
    f"{CASE}/note": Scene(f"{CASE}/verify"),
    f"{CASE}/instruct": Scene(f"{CASE}/verify", Role.INSPECTOR, "51"),
    f"{CASE}/assign": Scene(f"{CASE}/verify", Role.STEWARD, "nation"),
    f"{CASE}/publish": Scene(f"{CASE}/verify", Role.COORDINATOR, "51.71"),
    f"{CASE}/redact": Scene(f"{CASE}/verify", Role.COORDINATOR, "51.71"),
    "PUT /v1/templates/{id}": Scene(None, Role.COORDINATOR, "51.71", given={"id": "terima"}),
    "POST /v1/keys": Scene(None, Role.COORDINATOR, "51.71"),
    "POST /v1/keys/{id}/revoke": Scene("POST /v1/keys", Role.COORDINATOR, "51.71"),
    "POST /v1/cases/bulk": Scene("POST /v1/complaints", Role.COORDINATOR, "51.71"),
    f"{COMPLAINT}/confirm": Scene(f"{CASE}/respond"),
    f"{COMPLAINT}/dispute": Scene(f"{CASE}/respond"),
    "POST /v1/agencies": Scene(None, Role.STEWARD, "nation"),
    "PATCH /v1/agencies/{id}": Scene(None, Role.STEWARD, "nation", {"id": "51.71.dlh"}),
    "POST /v1/agencies/{id}/move": Scene(None, Role.STEWARD, "nation", {"id": "51.71.dlh"}),
    "POST /v1/agencies/{id}/close": Scene(None, Role.STEWARD, "nation", {"id": "51.71.dlh"}),
    "POST /v1/categories": Scene(None, Role.STEWARD, "nation"),
    "PATCH /v1/categories/{id}": Scene(None, Role.STEWARD, "nation", {"id": "jalan.lampu"}),
    "POST /v1/policies": Scene(None, Role.STEWARD, "nation"),
    "POST /v1/calendars/{id}/days": Scene(None, Role.STEWARD, "nation", {"id": "id"}),
}


def play(api: Api, name: str) -> dict[str, Any]:
    """Send the example of a route, after those that must come before; what is known then fills in the path, the version and the secret."""
    assert name in SCENES, f"say in SCENES after which other example that of {name} succeeds"
    scene, operation = SCENES[name], OPERATIONS[name]
    for _ in range(scene.others):
        api.file()
    known = (play(api, scene.after) if scene.after else {}) | scene.given
    method, path = name.split(" ")
    answer = api.call(method, path.format_map(known), EXAMPLES[operation.body], headers_of(api, name, known))  # type: ignore[index]
    assert answer.status == operation.statuses[0], answer.body
    return known | answer.body


def headers_of(api: Api, name: str, known: dict[str, Any]) -> dict[str, str]:
    who = next(route.who for route in ROUTES if route.name == name)
    caller = {
        Who.PUBLIC: dict,
        Who.REPORTER: lambda: {RECEIPT: known["secret"]},
        Who.AGENCY: lambda: api.key(SCENES[name].role, SCENES[name].agency),
    }[who]()
    return caller | ({"If-Match": f'"{known["version"]}"'} if "If-Match" in OPERATIONS[name].headers else {})


def test_there_is_no_example_that_is_not_sent() -> None:
    assert set(EXAMPLES) <= {operation.body for operation in OPERATIONS.values()}


@pytest.mark.parametrize("name", WITH_BODY)
def test_every_body_has_an_example(name: str) -> None:
    body = OPERATIONS[name].body

    assert body in EXAMPLES, f"add {body} to EXAMPLES in chalicelib/api/examples.py"


@pytest.mark.parametrize("name", WITH_BODY)
def test_every_example_can_be_sent_and_succeeds(api: Api, name: str) -> None:
    play(api, name)


@pytest.mark.parametrize("name", WITH_BODY)
def test_every_example_is_as_its_schema_says(name: str) -> None:
    body = OPERATIONS[name].body
    schema = document() | {"$ref": f"#/components/schemas/{body.__name__}"}  # type: ignore[union-attr]

    Draft202012Validator(schema).validate(EXAMPLES[body])  # type: ignore[index]
