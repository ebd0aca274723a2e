"""How many submissions and looks a second one process of ours answers, and how long each waits: over HTTP, at one client and at eight.

Beside them, in the same run, the framework that answers without the table, and the same calls of the table made by bare botocore.
"""

import http.client
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from bench import floors
from bench.world import World, submission
from chalicelib.domain.policy import Policy
from local.environment import LOOPBACK

ROOT = Path(__file__).parents[1]
CLIENTS = (1, 8)
SECONDS = 4.0
WARM = 20
"""Requests before anything is measured."""
NO_WORK = Policy(challenge=0, requests_per_minute=100_000)
"""All of them come from one address, and nobody is asked to slow down or to solve anything."""
Act: TypeAlias = Callable[[int], object]
"""One request, by its number, answered as it should be."""


@dataclass(frozen=True, slots=True)
class Server:
    """The application in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]
    connections: list[http.client.HTTPConnection] = field(default_factory=list)

    def asking(self, method: str, path: str, body: Callable[[int], Any] | None = None) -> Act:
        """Requests over a connection that stays; raises where the answer is no success."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        self.connections.append(connection)

        def ask(number: int) -> object:
            sent = json.dumps(body(number)) if body else None
            connection.request(method, path, sent, {"Content-Type": "application/json"} if sent else {})
            answer = connection.getresponse()
            told = answer.read()
            if answer.status >= http.client.BAD_REQUEST:
                raise RuntimeError(f"{method} {path}: {answer.status} {told[:300]!r}")
            return told

        return ask


def load(world: World, code: str) -> list[dict[str, Any]]:
    """A line for each kind of request at each number of clients, and what the application then holds in memory."""
    world.deps.reference.put([NO_WORK])
    raw, numbers = floors.bare(world, code), count(1_000_000)
    with serving() as server:
        kinds: dict[str, Callable[[], Act]] = {
            "submit": lambda: server.asking("POST", "/v1/complaints", submission),
            "submit, a bare transaction": lambda: raw.transaction,
            "status": lambda: server.asking("GET", f"/v1/complaints/{code}"),
            "status, a bare query": lambda: raw.query,
            "the framework alone": lambda: server.asking("GET", "/health"),
        }
        lines = [
            under_load(f"{kind}, {clients} at once", [made() for _ in range(clients)], numbers) for kind, made in kinds.items() for clients in CLIENTS
        ]
        return [*lines, {**dict.fromkeys(lines[0]), "what": "memory of the application", "megabytes": resident(server.process.pid)}]


def under_load(
    what: str, clients: list[Act], numbers: Iterator[int], seconds: float = SECONDS, timer: Callable[[], float] = time.perf_counter
) -> dict[str, Any]:
    """How many a second, and milliseconds until an answer: the median, the slowest of twenty and of a hundred."""
    for _ in range(WARM):
        clients[0](next(numbers))
    took: list[list[float]] = [[] for _ in clients]
    ends = timer() + seconds
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(lambda act, own: _until(ends, act, own, numbers, timer), clients, took))
    parts = statistics.quantiles([1000 * one for each in took for one in each], n=100)
    p50, p95, p99 = (round(parts[number - 1], 1) for number in (50, 95, 99))
    return {"what": what, "a_second": round(sum(map(len, took)) / seconds), "p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "megabytes": None}


def _until(ends: float, act: Act, took: list[float], numbers: Iterator[int], timer: Callable[[], float]) -> None:
    while (began := timer()) < ends:
        act(next(numbers))
        took.append(timer() - began)


def resident(pid: int) -> float:
    """Megabytes that a process holds in memory."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)  # noqa: S607  wherever it is
    return round(int(told.stdout) / 1024, 1)


@contextmanager
def serving() -> Iterator[Server]:
    """The application over the same tables, which answers."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = int(probe.getsockname()[1])
    with subprocess.Popen(
        [sys.executable, "-m", "bench.serving", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        server = Server(port, process)
        try:
            _await(server)
            yield server
        finally:
            process.kill()
            for connection in server.connections:
                connection.close()


def _await(server: Server) -> None:
    asks = server.asking("GET", "/health")
    while server.process.poll() is None:
        try:
            asks(0)
        except OSError:
            server.connections[0].close()
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the application did not start")
