"""An installation to measure: the application with reference data, in an engine of its own process, and what goes through it."""

import ipaddress
import itertools
import json
import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.wire import Wire
from chalicelib.api.routes import FORM, ROUTES
from chalicelib.domain.outgoing import Answered
from chalicelib.domain.words import Role
from chalicelib.usecases.ports import Deps
from local import engine, stack
from local.environment import Credentials, aws, enter
from ops import keys, seed

SITE = "http://127.0.0.1"
PATHS = sorted({route.path for route in ROUTES}, key=lambda path: path.count("{"))
"""Where two fit, the one with more of the path spelled out comes first."""
SENDERS = itertools.count(1)
"""Each request comes from another address, as most do: one that files much is asked to work for it."""
SHAPES = [(path, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))) for path in PATHS]


@dataclass
class World:
    """The application in this process, its engine in another, and the keys of who acts."""

    app: Any
    deps: Deps
    client: Any
    settings: dict[str, str]
    _keys: dict[tuple[Role, str], str] = field(default_factory=dict)

    def send(self, sent: dict[str, Any]) -> Any:
        """What the function answers to an event."""
        return self.app.app(sent, None)

    @contextmanager
    def counting(self) -> Iterator[Wire]:
        """Count what goes over the wire meanwhile. Where CPU is measured, nobody counts."""
        wire = Wire()
        with wire.listening(self.client):
            yield wire

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> tuple[int, Any, int]:
        """One request as API Gateway sends it; status, decoded body, bytes of the response."""
        return answered(self.send(event(method, path, body, headers or {})))

    def file(self, number: int) -> dict[str, Any]:
        """A filed complaint's receipt."""
        return dict(self.call("POST", "/v1/complaints", submission(number))[1])

    def key(self, role: Role, agency: str) -> dict[str, str]:
        """The header of a key, one for each role at each agency."""
        if (role, agency) not in self._keys:
            self._keys[role, agency] = keys.create(agency, role, "Bench", self.deps).text
        return {"Authorization": f"Bearer {self._keys[role, agency]}"}


def submission(number: int) -> dict[str, Any]:
    """600 characters, with a name: sealed, so that it can be opened."""
    return {
        "type": "complaint",
        "title": f"Lampu jalan mati di depan pasar nomor {number}",
        "body": "Lampu jalan mati sejak minggu lalu. " * 16 + "x" * 24,
        "category": "jalan.lampu",
        "region": "51.71",
        "agency": "51.71",
        "visibility": "public",
        "identity": "sealed",
        "location": {"lat": -8.65, "lon": 115.21},
        "reporter": {"name": "Wayan", "email": "wayan@example.org"},
    }


def event(method: str, path: str, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
    """A request as API Gateway hands it to the function."""
    resource, params = _route(path.partition("?")[0])
    query = dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)
    return {
        "requestContext": {
            "httpMethod": method,
            "resourcePath": resource,
            "identity": {"sourceIp": str(ipaddress.ip_address("10.0.0.0") + next(SENDERS))},
            "path": path,
        },
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "headers": {"content-type": "application/json", **headers},
        "pathParameters": params or None,
        "stageVariables": None,
        "body": None if body is None else _written(body, headers),
        "isBase64Encoded": False,
    }


def _written(body: Any, headers: Mapping[str, str]) -> str:
    return urlencode(body) if headers.get("content-type") == FORM[0] else json.dumps(body)


def answered(answer: Any) -> tuple[int, Any, int]:
    """Status, decoded body, bytes of what the function answers."""
    text = answer["body"]
    return answer["statusCode"], json.loads(text) if "json;" in answer["headers"]["Content-Type"] else text, len(text.encode())


def _route(path: str) -> tuple[str, dict[str, str]]:
    """The resource that serves a path, and its parameters."""
    return next(((resource, found.groupdict()) for resource, shape in SHAPES if (found := shape.fullmatch(path))), (path, {}))


class Nobody:
    """What is sent to endpoints while measuring goes nowhere."""

    def wrong(self, _: str) -> None:
        """Every address is right."""

    def post(self, *_: object) -> Answered:
        """Every endpoint takes everything, at once."""
        return Answered(status=204)


def _in_office_hours() -> Callable[[], datetime]:
    """A clock that goes on from the next Tuesday, ten in the morning on Bali: what an action costs depends on the day and, where two cities do not share it, the hour."""
    began = datetime.now(UTC).replace(microsecond=0)
    tuesday = (began + timedelta(days=7 - (began.weekday() - 1) % 7)).replace(hour=2, minute=0, second=0)
    return lambda: datetime.now(UTC).replace(microsecond=0) - began + tuesday


@contextmanager
def world() -> Iterator[World]:
    """An empty installation in an engine of its own process, so that its CPU is not counted."""
    credentials = Credentials()
    with engine.child(credentials) as running:
        enter(aws(running.endpoint, credentials))
        names = stack.create(SITE) | {"RECEIPT_KEY": "a-key-for-measuring-and-nothing-else", "STAGE": "local", "WEBHOOKS_TO": "internet"}
        names |= {"FILES_URL": running.endpoint, "MALWARE_SCAN": "off"}
        enter(aws(running.endpoint, credentials) | names)
        wiring: Any = import_module("chalicelib.wiring")
        app = import_module("app")
        deps: Deps = replace(wiring.deps(), hooks=Nobody(), now=_in_office_hours())
        wiring.deps = lambda: deps
        seed.load(deps, lambda _: None)
        store: Any = deps.cases
        yield World(app, deps, store.tables.client, names)


def cpu_ms(act: Callable[[int], object], times: int) -> float:
    """The median CPU time of an act, in this process."""
    took = []
    for number in range(times):
        began = time.process_time_ns()
        act(number)
        took.append((time.process_time_ns() - began) / 1e6)
    return round(statistics.median(took), 2)


BUILD = Path(__file__).parents[1] / "build"
