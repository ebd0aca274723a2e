"""The API process is killed after any AWS call, that is before the next: the case is in the old or the new state, and a retry ends well."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.domain.words import Role
from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from tests.api.conftest import Api
from tests.builders import ANSWER, REFERENCE, a_body, a_key
from tests.fakes import keep

DYING = """
import json, os, sys
from dataclasses import replace
from chalice.test import Client
from app import app
from chalicelib import wiring
from tests.builders import NOON

def call(method, path, headers, body, number):
    deps = replace(wiring.deps(), now=lambda: NOON)
    wiring.deps = lambda: deps
    made = []

    def count(**_):
        made.append(1)
        if len(made) == number:
            os._exit(9)

    deps.cases.tables.client.meta.events.register("after-call.dynamodb", count)
    with Client(app) as client:
        client.http.request(method, path, headers, json.dumps(body).encode())
    os._exit(0)

for line in sys.stdin:
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    else:
        call(*json.loads(line))
"""
"""Each call in a process of its own, which has everything loaded: what asks for them knows no threads and no tables."""
MOST_CALLS = 10
Killed = Callable[..., bool]
KEY = "killed-between-calls-0001"


@pytest.fixture(scope="module")
def killed(engine_settings: Settings, shared_engine_deps: Deps) -> Iterator[Killed]:
    """Makes one call of the API, over the same tables, in a process that kills itself after so many calls of AWS; says whether it came to that."""
    known = {name.upper(): getattr(engine_settings, name) for name in Settings._fields}
    values = {**os.environ, **known, "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen([sys.executable, "-c", DYING], env=values, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asked:
        assert asked.stdin
        assert asked.stdout

        def call(*given: object) -> bool:
            asked.stdin.write(json.dumps(given) + "\n")
            asked.stdin.flush()
            said = ""
            while not said.strip().isdecimal():  # the application logs there too
                said = asked.stdout.readline()
                assert said, "it died itself"
            assert int(said) in (0, 9)
            return int(said) == 9

        yield call
        asked.stdin.close()


@pytest.fixture
def api(engine_deps: Deps, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setattr(wiring, "deps", lambda: engine_deps)
    engine_deps.reference.put(REFERENCE)
    with Client(app) as client:
        yield Api(client, engine_deps)


def test_a_submission_killed_at_any_call_is_filed_once_by_the_retry(api: Api, killed: Killed) -> None:
    headers = {"Content-Type": "application/json"}
    for number in range(1, MOST_CALLS):
        key = {"Idempotency-Key": f"{KEY}-{number}"}
        was_killed = killed("POST", "/v1/complaints", headers | key, a_body(), number)

        first, second = api.post("/v1/complaints", a_body(), key), api.post("/v1/complaints", a_body(), key)

        assert first.status in (200, 201)
        assert second.body == first.body
        assert api.get(f"/v1/complaints/{first.body['code']}").body["version"] == 1
        if not was_killed:
            assert number > 1
            return
    pytest.fail("more calls than were looked at")


def test_an_answer_killed_at_any_call_is_given_once_by_the_retry(api: Api, killed: Killed) -> None:
    key, text = a_key(Role.OFFICER, "51.71.pupr", seed=77)
    keep(key, api.deps)
    who = {"Authorization": f"Bearer {text}", "If-Match": '"2"', "Content-Type": "application/json"}
    body = {"outcome": "resolved", "text": ANSWER}
    for number in range(1, MOST_CALLS):
        code = api.post("/v1/complaints", a_body(), {"Idempotency-Key": f"{KEY}-respond-{number}"}).body["code"]
        api.act(code, "verify", 1, {"agency": "51.71.pupr"})
        was_killed = killed("POST", f"/v1/cases/{code}/respond", who, body, number)
        assert api.get(f"/v1/complaints/{code}").body["version"] in (2, 3)

        retried = api.post(f"/v1/cases/{code}/respond", body, who)

        assert (retried.status, retried.body["version"], retried.body["status"]) == (200, 3, "responded")
        if not was_killed:
            assert number > 1
            return
    pytest.fail("more calls than were looked at")


def test_a_key_whose_making_was_killed_at_any_call_is_made_once_by_the_retry(api: Api, killed: Killed) -> None:
    who = api.key(Role.COORDINATOR, "51.71") | {"Content-Type": "application/json"}
    for number in range(1, MOST_CALLS):
        wish = {"Idempotency-Key": f"{KEY}-key-{number}"}
        body = {"agency": "51.71", "role": "officer", "holder": f"Killed {number}"}
        was_killed = killed("POST", "/v1/keys", who | wish, body, number)

        first, second = api.post("/v1/keys", body, who | wish), api.post("/v1/keys", body, who | wish)

        assert first.status in (200, 201)
        assert (second.status, second.body) == (200, first.body)
        assert [key.id for key in api.deps.access.of("51.71") if key.holder == body["holder"]] == [first.body["id"]]
        assert api.get("/v1/keys", {"Authorization": f"Bearer {first.body['key']}"}).problem == "forbidden"
        if not was_killed:
            assert number > 1
            return
    pytest.fail("more calls than were looked at")
