"""Every route is called as its scene says, with the example of the description of the API, and succeeds; every example is as its schema says."""

import pytest
from jsonschema import Draft202012Validator

from bench.before import store_photo
from bench.calls import call_of
from bench.scenes import SCENES, Known
from chalicelib.api.examples import EXAMPLES
from chalicelib.api.openapi import document
from chalicelib.api.operations import OPERATIONS
from chalicelib.api.routes import ROUTES
from chalicelib.domain.delivery import stop_token
from tests.api.conftest import Api

WITH_BODY = [name for name, operation in OPERATIONS.items() if operation.body]


@pytest.fixture
def known(api: Api) -> Known:
    filed = api.file()
    store_photo(filed.code, api.deps)
    token = stop_token(api.deps.key, filed.code.replace("-", ""))
    return {"n": 0, "code": filed.code, "secret": filed.secret["Receipt-Secret"], "first": filed.code, "key": api.deps.key, "token": token}


def play(api: Api, name: str, known: Known) -> Known:
    """Call a route after those that must come before, or for the complaint that has a photo; what is known then."""
    assert name in SCENES, f"add a line for {name} to SCENES in bench/scenes.py: after which other route, and as whom, a call of it succeeds"
    scene = SCENES[name]
    known = play(api, scene.after, known) if scene.after and not scene.photo else known
    call = call_of(name, scene, known, api.key)
    answer = api.call(call.method, call.path, call.body, call.headers)
    assert answer.status == OPERATIONS[name].statuses[0], answer.body
    return {**call.known, **(answer.body if isinstance(answer.body, dict) else {})}


def test_there_is_no_example_that_is_not_sent() -> None:
    assert set(EXAMPLES) <= {operation.body for operation in OPERATIONS.values()}


@pytest.mark.parametrize("name", WITH_BODY)
def test_every_body_has_an_example(name: str) -> None:
    body = OPERATIONS[name].body

    assert body in EXAMPLES, f"add {body} to EXAMPLES in chalicelib/api/examples.py"


@pytest.mark.parametrize("name", [route.name for route in ROUTES])
def test_every_route_can_be_called_as_its_scene_says_and_every_example_is_sent(api: Api, known: Known, name: str) -> None:
    play(api, name, known)


@pytest.mark.parametrize("name", WITH_BODY)
def test_every_example_is_as_its_schema_says(name: str) -> None:
    body = OPERATIONS[name].body
    schema = document() | {"$ref": f"#/components/schemas/{body.__name__}"}  # type: ignore[union-attr]

    Draft202012Validator(schema).validate(EXAMPLES[body])  # type: ignore[index]
