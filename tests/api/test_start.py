"""What a process loads before its first answer: everybody waits for it. Counted in modules, not in seconds; `make bench` measures those."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.world import event
from chalicelib.api.actions import ACTIONS
from chalicelib.api.routes import CASE_ACTIONS
from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.submit import submit
from tests.builders import a_submission

ROOT = Path(__file__).parents[2]
LOOK = """
import json, sys
import app
answer = app.app(json.loads(sys.argv[1]), None)
assert answer["statusCode"] == 200, answer
print(json.dumps(sorted(sys.modules)))
"""
FOR_A_LOOK = {
    "api": "complaints edge fields http outputs parameters parts problems routes",
    "domain": "allowance attachment calendar case complaint deadlines deed errors events periods policy receipt redaction reference words",
    "store": "cases decode keys memory reference tables where wire",
    "usecases": "picture ports setting",
    "": "aws clock ids later logs settings wiring",
}
"""All of ours that is loaded to show a complaint to the public. Whoever adds to it makes everybody wait: better let the function that needs it load it."""
SLOW = {"pynamodb", "boto3", "cryptography", "asyncio", "multiprocessing", "xml.sax", "jsonschema"}


@pytest.fixture(scope="module")
def loaded(engine_settings: Settings, shared_engine_deps: Deps) -> set[str]:
    """The modules of a fresh process that has shown a complaint, as on Lambda."""
    code = submit(a_submission(), None, shared_engine_deps).receipt.code
    known = {name.upper(): getattr(engine_settings, name) for name in Settings._fields}
    values = {**os.environ, **known, "AWS_LAMBDA_FUNCTION_NAME": "api", "PYTHONDONTWRITEBYTECODE": "1"}
    sent = json.dumps(event("GET", f"/v1/complaints/{code}", None, {}))
    done = subprocess.run([sys.executable, "-c", LOOK, sent], cwd=ROOT, env=values, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("room", FOR_A_LOOK)
def test_a_look_at_a_complaint_loads_what_it_needs_and_no_more(loaded: set[str], room: str) -> None:
    inside = f"chalicelib.{room}." if room else "chalicelib."

    found = {name.removeprefix(inside) for name in loaded if name.startswith(inside)}

    assert {name for name in found if room or "." not in name} - set(FOR_A_LOOK) == set(FOR_A_LOOK[room].split())


def test_a_look_at_a_complaint_loads_no_library_that_it_does_not_need(loaded: set[str]) -> None:
    assert loaded & SLOW == set()


def test_no_room_is_loaded_that_is_not_looked_at(loaded: set[str]) -> None:
    rooms = {name.split(".")[1] for name in loaded if name.startswith("chalicelib.")}

    assert rooms == {*filter(None, FOR_A_LOOK), *FOR_A_LOOK[""].split()}


def test_each_action_of_agencies_has_its_route() -> None:
    assert set(CASE_ACTIONS) == set(ACTIONS)
