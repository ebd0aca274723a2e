"""What stewards send, and how they ask."""

from typing import Any

from chalicelib.domain.words import Role
from tests.api.conftest import Answer, Api

NEW = {"id": "51.71.dishub", "name": "Dinas Perhubungan", "kind": "unit", "parent": "51.71"}
TOPIC = {"id": "jalan.trotoar", "name": "Trotoar", "name_en": "Pavements", "parent": "jalan"}


def ask(api: Api, method: str, path: str, body: Any, role: Role = Role.STEWARD) -> Answer:
    return api.call(method, path, body, api.key(role, "nation"))


def pointers(answer: Answer) -> list[str]:
    assert answer.problem == "invalid-input", answer.body
    return [f"{error['pointer']} {error['code']}" for error in answer.body["errors"]]
