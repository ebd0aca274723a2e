"""`make test-proxy`: complaints go their whole way through a process that breaks the wire to the engine: nothing is lost, nothing is there twice, and who is turned away is told when to come again.

The application runs in a process of its own, with the clients that it has on AWS, which try three times; between it and the engine stands microburst, which answers in AWS's own words, or not at all.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Role
from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from local.environment import LOOPBACK
from tests.builders import ANSWER, REFERENCE, a_body, a_key
from tests.engines import free_port
from tests.fakes import keep
from tests.local.running import within
from tests.long.recovery import application
from tests.machine.installation import own_tables

LIVES = int(os.environ.get("LIVES", "20"))
PATIENCE = 60
"""Times that a client tries one call."""
WAY = ["submit", "verify", "respond", "confirm"]
LENIENT = Policy(challenge=0, requests_per_minute=1_000_000)
"""All of them come from one address, and with two keys."""
WRITE = {"service": "dynamodb", "operation": "TransactWriteItems"}
CONFLICT = {
    "code": "TransactionCanceledException",
    "status": 400,
    "message": "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]",
    "fields": {"CancellationReasons": [{"Code": "TransactionConflict"}, {"Code": "None"}]},
}
THROTTLED = {"service": "dynamodb", "error": {"code": "ThrottlingException"}}
RULES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "nothing": [],
    "30 % throttled": [THROTTLED | {"probability": 0.3}],
    "30 % of the writes answered with a lost reply": [WRITE | {"probability": 0.3, "response": {"abort_bytes": 0}}],
    "20 % reset before they arrive": [{"service": "dynamodb", "probability": 0.2, "reset": True}],
    "3 % hang": [{"service": "dynamodb", "probability": 0.03, "timeout_ms": 8000}],
    "half of the writes in conflict": [WRITE | {"probability": 0.5, "error": CONFLICT}],
    "all of that, more seldom": [
        THROTTLED | {"probability": 0.1},
        WRITE | {"probability": 0.1, "response": {"abort_bytes": 0}},
        WRITE | {"probability": 0.1, "error": CONFLICT},
        {"service": "dynamodb", "probability": 0.05, "reset": True},
        {"service": "dynamodb", "probability": 0.01, "timeout_ms": 8000},
    ],
}


@dataclass
class Proxy:
    """The process that breaks the wire."""

    endpoint: str

    def rules(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Break it like this, from now on."""
        self._asked("rules", json.dumps(rules).encode(), method="POST")

    def broken(self) -> int:
        """How many calls it has broken in all."""
        return int(self._asked("stats")["requests"]["faulted"])

    def calls(self) -> int:
        return int(self._asked("stats")["requests"]["total"])

    def is_up(self) -> bool:
        try:
            return bool(self._asked("health"))
        except (OSError, HTTPException):
            return False

    def _asked(self, path: str, body: bytes | None = None, method: str = "GET") -> Any:
        request = urllib.request.Request(f"{self.endpoint}/_microburst/{path}", body, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.loads(response.read() or b"null")


@contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    port = free_port()
    command = [sys.executable, "-m", "microburst", "--upstream", upstream, "--port", str(port), "--host", LOOPBACK]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            made = Proxy(f"http://{LOOPBACK}:{port}")
            assert within(60, made.is_up), "no answer"
            yield made
        finally:
            process.kill()


@dataclass
class Client:
    """Somebody who asks again until there is an answer, as long as the answer says to wait or none comes; notes how that went."""

    site: str
    ended: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def call(self, path: str, body: Any = None, **headers: str) -> Any:
        for _ in range(PATIENCE):
            status, answer = self._once(path, body, headers)
            if status != 503:
                assert status < 300, (path, status, answer)
                return answer
        raise AssertionError(f"{path} was never answered")

    def _once(self, path: str, body: Any, headers: Mapping[str, str]) -> tuple[int, Any]:
        named = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        request = urllib.request.Request(self.site + path, json.dumps(body).encode() if body is not None else None, named)
        began = time.monotonic()
        try:
            answered = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answered = refused
        with answered:
            status, answer = answered.status, json.loads(answered.read())
        assert status != 503 or (answered.headers["Retry-After"] and answer["type"].endswith("#busy")), answer
        self.ended[status] += 1
        self.seconds.append(time.monotonic() - began)
        return status, answer


@dataclass
class World:
    """The application behind its broken wire, its tables without the wire, and the people of the city."""

    site: str
    proxy: Proxy
    deps: Deps
    cases: str
    coordinator: dict[str, str]
    officer: dict[str, str]

    def complaints(self) -> list[str]:
        """The codes of all that are kept."""
        dynamodb: Any = boto3.client("dynamodb")
        pages = dynamodb.get_paginator("scan").paginate(TableName=self.cases, ConsistentRead=True)
        keys = ((item["pk"]["S"], item["sk"]["S"]) for page in pages for item in page["Items"])
        return sorted(pk.removeprefix("C#") for pk, sk in keys if pk.startswith("C#") and sk == "A")

    def live(self, client: Client, name: str) -> str:
        """A complaint goes its way: filed, found in the queue, passed on, answered, confirmed, looked at."""
        call = client.call
        receipt = call("/v1/complaints", a_body(title=f"Lampu jalan mati {name}"), Idempotency_Key=f"proxy-{name}-0123456789")
        code, secret = receipt["code"], {"Receipt-Secret": receipt["secret"]}
        case = call(f"/v1/cases/{code}", **self.coordinator)
        assert code in {one["code"] for one in call("/v1/cases?unit=51.71&limit=100", **self.coordinator)["items"]}
        case = call(f"/v1/cases/{code}/verify", {"agency": "51.71.pupr"}, **self.coordinator, If_Match=f'"{case["version"]}"')
        call(f"/v1/cases/{code}/respond", {"outcome": "resolved", "text": ANSWER}, **self.officer, If_Match=f'"{case["version"]}"')
        call(f"/v1/complaints/{code}/confirm", {"rating": 4}, **secret)
        assert call(f"/v1/complaints/{code}", **secret)["status"] == "closed"
        return str(code).replace("-", "")


@pytest.fixture(scope="module")
def world(engine_settings: Settings) -> Iterator[World]:
    with own_tables(engine_settings) as own, proxy(os.environ["AWS_ENDPOINT_URL"]) as wire:
        deps = wiring.build(own)
        deps.reference.put([*(one for one in REFERENCE if not isinstance(one, Policy)), LENIENT])
        port = free_port()
        told = {name.upper(): str(value) for name, value in own._asdict().items()}
        with application(port, {**os.environ, **told, "AWS_ENDPOINT_URL": wire.endpoint, "PYTHONDONTWRITEBYTECODE": "1"}):
            keys = [bearer(role, deps) for role in (Role.COORDINATOR, Role.OFFICER)]
            made = World(f"http://{LOOPBACK}:{port}", wire, deps, own.cases_table, *keys)
            made.live(Client(made.site), "loads-everything")
            yield made


def bearer(role: Role, deps: Deps) -> dict[str, str]:
    key, text = a_key(role, "51.71" if role is Role.COORDINATOR else "51.71.pupr", seed=len(role))
    keep(key, deps)
    return {"Authorization": f"Bearer {text}"}


@pytest.mark.parametrize("name", RULES)
def test_complaints_go_their_whole_way(name: str, world: World) -> None:
    client, before, (calls, broken) = Client(world.site), world.complaints(), (world.proxy.calls(), world.proxy.broken())
    world.proxy.rules(RULES[name])
    try:
        codes = [world.live(client, f"{list(RULES).index(name)}-{number}") for number in range(LIVES)]
    finally:
        world.proxy.rules([])

    assert sorted([*before, *codes]) == world.complaints()
    for code in codes:
        case = world.deps.cases.case(code)
        assert case
        assert [event.action.value for event in case.events] == WAY
    say(name, client, world.proxy.calls() - calls, world.proxy.broken() - broken)


@pytest.mark.parametrize(
    "rule", [THROTTLED, {"service": "dynamodb", "reset": True}, {"service": "dynamodb", "timeout_ms": 8000}], ids=["throttled", "reset", "hanging"]
)
def test_who_cannot_be_served_at_all_is_told_when_to_come_again(rule: Mapping[str, Any], world: World) -> None:
    before = world.complaints()
    world.proxy.rules([rule])
    client = Client(world.site)
    try:
        status, answer = client._once("/v1/complaints", a_body(), {})  # noqa: SLF001 - once, where others ask again
    finally:
        world.proxy.rules([])

    assert (status, answer["type"]) == (503, "/problems.html#busy")
    assert world.complaints() == before
    assert within(10, partial(healthy, world))
    sys.stderr.write(f"\nall {', '.join(set(rule) - {'service'})}: 503 after {client.seconds[0]:.1f} s\n")


def healthy(world: World) -> bool:
    return bool(Client(world.site).call("/v1/categories")["items"])


def say(name: str, client: Client, calls: int, broken: int) -> None:
    ordered = sorted(client.seconds)
    middle, late = (ordered[int(part * (len(ordered) - 1))] * 1000 for part in (0.5, 0.95))
    turned_away = client.ended[503]
    sys.stderr.write(f"\n| {name} | {LIVES} | {calls} | {broken} | {len(ordered)} | {turned_away} | {middle:.0f} | {late:.0f} |\n")
