"""`make soak`: for half an hour (MINUTES=30) as many at once as one application answers without making them wait, over DynamoDB Local on disk.

A ramp at the start finds how many that are. They file, look, verify, work and answer; the clock runs a week in that time, so that the schedule reminds and
escalates; the stream brings notices, and scores are counted. Memory stays flat, nobody is answered with an error, and every complaint whose receipt was shown
is there in the end. What was seen is kept in build/soak.json.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bench.load import resident
from chalicelib import wiring
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Role
from chalicelib.settings import Settings
from local.environment import LOOPBACK
from local.moved_clock import MovedClock
from ops import keys
from tests.builders import ANSWER, REFERENCE, a_body
from tests.engines import free_port
from tests.local.running import ROOT, within
from tests.long.recovery import Installation, answers, engine, installed, prepare, say  # noqa: F401  a fixture

MINUTES = float(os.environ.get("MINUTES") or "30")
WEEK = 7 * 24 * 60
"""Minutes that pass on the clock meanwhile."""
RAMP = (1, 2, 4, 8, 16, 32)
RAMP_SECONDS = 10.0
KNEE = 0.9
"""The fewest clients that bring so much of the best throughput."""
SAMPLES = 2.0
"""Seconds between two looks at memory."""
GROWS, SLACK = 1.05, 5.0
"""What the last third may hold against the middle one, and megabytes more."""
NO_WORK = Policy(challenge=0, requests_per_minute=1_000_000)
HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch"
"""The engine holds its whole heap from the start: what grows beyond is seen."""
LATE = {409, 412}
"""The schedule, or time, has moved the case on: told, and tried no more."""


class Services(BaseHTTPRequestHandler):
    """SES and S3, as far as they are called: everything is taken and counted."""

    taken: ClassVar[Counter[str]] = Counter()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.taken["mails" if "email" in self.path else "files"] += 1
        self.send_response(200)
        self.send_header("ETag", '"x"')
        self.send_header("Content-Length", "17")
        self.end_headers()
        self.wfile.write(b'{"MessageId":"x"}')

    do_PUT = do_POST  # noqa: N815  the library calls it so

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@dataclass
class Client:
    """One who files a complaint, looks at it and lets agencies work on it, then the next. Some are left as they are, for the schedule."""

    port: int
    keys: Mapping[Role, Mapping[str, str]]
    numbers: Iterator[int]
    took: list[float] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)
    late: int = 0
    errors: list[str] = field(default_factory=list)

    def go_on(self, stopping: threading.Event) -> None:
        with closing(HTTPConnection(LOOPBACK, self.port, timeout=30)) as connection:
            while not stopping.is_set():
                try:
                    self._live(connection, next(self.numbers))
                except (OSError, HTTPException) as lost:
                    self.errors.append(repr(lost))
                    connection.close()
                    stopping.wait(0.1)

    def _live(self, connection: HTTPConnection, number: int) -> None:
        def ask(method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
            return self._asked(connection, method, path, body, headers or {})

        def look(times: int) -> None:
            for _ in range(times):
                ask("GET", f"/v1/complaints/{code}", headers=own)

        def act(role: Role, action: str, body: Any = None) -> bool:
            case = ask("GET", f"/v1/cases/{code}", headers=self.keys[role])
            return bool(case and ask("POST", f"/v1/cases/{code}/{action}", body or {}, {**self.keys[role], "If-Match": f'"{case["version"]}"'}))

        filed = ask("POST", "/v1/complaints", a_body(title=f"Lampu jalan mati {number}"))
        if not filed:
            return
        code, own = filed["code"], {"Receipt-Secret": filed["secret"]}
        self.receipts.append((code, filed["secret"]))
        look(3)
        ask("GET", "/v1/cases", headers=self.keys[Role.COORDINATOR])
        if number % 3 and act(Role.COORDINATOR, "verify", {"agency": "51.71.pupr"}):
            look(3)
            ask("GET", "/v1/cases", headers=self.keys[Role.OFFICER])
            if number % 3 == 1 and act(Role.OFFICER, "start") and act(Role.OFFICER, "respond", {"outcome": "resolved", "text": ANSWER}):
                look(4)
                ask("POST", f"/v1/complaints/{code}/confirm", {"rating": 4}, own)

    def _asked(self, connection: HTTPConnection, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Any:
        began = time.perf_counter()
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        told = answer.read()
        self.took.append(time.perf_counter() - began)
        if answer.status < 300:
            return json.loads(told)
        if answer.status in LATE:
            self.late += 1
        else:
            self.errors.append(f"{method} {path.partition('?')[0]}: {answer.status} {told[:200].decode()}")
        return None


def at_work(clients: Sequence[Client], seconds: float) -> None:
    """Let them go on for so long."""
    stopping = threading.Event()
    threads = [threading.Thread(target=one.go_on, args=(stopping,)) for one in clients]
    for one in threads:
        one.start()
    time.sleep(seconds)
    stopping.set()
    for one in threads:
        one.join(60)


@contextmanager
def watched(processes: Mapping[str, int]) -> Iterator[dict[str, list[float]]]:
    """Megabytes of each process, again and again."""
    seen: dict[str, list[float]] = {name: [] for name in processes}
    stopping = threading.Event()

    def look() -> None:
        while not stopping.wait(SAMPLES):
            for name, pid in processes.items():
                seen[name].append(resident(pid))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stopping.set()
        thread.join()


@contextmanager
def passing(clock: MovedClock, minutes: float) -> Iterator[None]:
    """The clock goes on a week in so many minutes, in steps of the schedule."""
    stopping = threading.Event()
    steps = max(4, round(minutes))

    def move() -> None:
        while not stopping.wait(minutes * 60 / steps):
            clock.move(f"+{round(WEEK / steps)}m")

    thread = threading.Thread(target=move)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


@contextmanager
def application(at: Installation, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The application with its schedules and its stream, in a process of its own, which answers."""
    command = [sys.executable, "-m", "tests.long.soaking", str(at.site_port), str(at.data)]
    with log.open("wb") as said, subprocess.Popen(command, cwd=ROOT, env=at.values, stdout=said, stderr=said) as process:
        try:
            assert within(60, lambda: answers(at.site)), log.read_text()[-2000:]
            yield process
        finally:
            process.kill()


@contextmanager
def services(monkeypatch: pytest.MonkeyPatch, at: Installation) -> Iterator[Counter[str]]:
    """Where mails and files go."""
    with ThreadingHTTPServer((LOOPBACK, free_port()), Services) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{LOOPBACK}:{server.server_port}"
        at.values.update({"AWS_ENDPOINT_URL_SESV2": address, "AWS_ENDPOINT_URL_S3": address, "JAVA_TOOL_OPTIONS": ""})
        yield Services.taken
        server.shutdown()


def agencies_keys(at: Installation) -> dict[Role, dict[str, str]]:
    """Who works."""
    known = Settings(**{name: at.values[name.upper()] for name in Settings._fields if name.upper() in at.values})
    deps = wiring.build(known)
    deps.reference.put([one for one in REFERENCE if not isinstance(one, Policy)] + [NO_WORK])
    who = {Role.COORDINATOR: "51.71", Role.OFFICER: "51.71.pupr"}
    return {role: {"Authorization": f"Bearer {keys.create(agency, role, 'Soak', deps).text}"} for role, agency in who.items()}


def knee(made: Iterator[list[Client]], seconds: float) -> tuple[int, dict[int, float]]:
    """How many clients bring nearly as much as any number, and what each number brought a second."""
    rates: dict[int, float] = {}
    for clients in made:
        at_work(clients, seconds)
        rates[len(clients)] = round(sum(len(one.took) for one in clients) / seconds, 1)
    return min(clients for clients, rate in rates.items() if rate >= KNEE * max(rates.values())), rates


def told_of(site_port: int, receipts: Sequence[tuple[str, str]]) -> tuple[list[str], Counter[str]]:
    """The codes that are not there, and what happened to all others."""
    lost, happened = [], Counter[str]()
    with closing(HTTPConnection(LOOPBACK, site_port, timeout=30)) as connection:
        for code, secret in receipts:
            connection.request("GET", f"/v1/complaints/{code}", headers={"Receipt-Secret": secret})
            answer = connection.getresponse()
            told = json.loads(answer.read())
            if answer.status == 200:
                happened.update(event["action"] for event in told["timeline"])
            else:
                lost.append(code)
    return lost, happened


def held(samples: Sequence[float]) -> dict[str, float]:
    """What a process held in the middle third and in the last one."""
    third = len(samples) // 3
    middle, last = (statistics.median(part) for part in (samples[third : 2 * third], samples[-third:]))
    return {"middle_mb": middle, "last_mb": last, "highest_mb": max(samples), "ratio": round(last / middle, 3)}


def test_at_the_knee_memory_stays_flat_and_nothing_fails_or_is_lost(
    installed: Installation,  # noqa: F811  the fixture
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", HEAP)
    log, numbers = tmp_path / "log", count()
    with services(monkeypatch, installed) as taken, engine(installed.engine_port, installed.data) as database:
        prepare(installed)
        who = agencies_keys(installed)
        with application(installed, log) as process:
            ramp = [[Client(installed.site_port, who, numbers) for _ in range(clients)] for clients in RAMP]
            clients, rates = knee(iter(ramp), min(RAMP_SECONDS, MINUTES * 60 / 24))
            say(f"requests a second by clients at once: {rates}; at the knee {clients}, now for {MINUTES:g} minutes")
            soaking = [Client(installed.site_port, who, numbers) for _ in range(clients)]
            with watched({"application": process.pid, "engine": database.pid}) as seen, passing(MovedClock(installed.data / "clock"), MINUTES):
                at_work(soaking, MINUTES * 60)
            everybody = [*soaking, *(one for step in ramp for one in step)]
            lost, happened = told_of(installed.site_port, [receipt for one in everybody for receipt in one.receipts])
    summary = summed_up(clients, rates, soaking, everybody) | {
        "missing": len(lost),
        "happened": dict(happened),
        **taken,
        "memory": {name: held(samples) for name, samples in seen.items()},
        "samples": seen,
        "logged_errors": errors_in(log),
    }
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "soak.json").write_text(json.dumps(summary, indent=1))
    say(json.dumps({name: value for name, value in summary.items() if name != "samples"}, indent=1))

    assert (summary["errors"], summary["logged_errors"], lost) == ([], [], [])
    assert happened["remind"] + happened["escalate"] > 0, "the schedule did nothing"
    assert taken["mails"] > 0, "the stream brought nothing"
    assert [(name, one) for name, one in summary["memory"].items() if one["last_mb"] > GROWS * one["middle_mb"] + SLACK] == []


def summed_up(clients: int, rates: Mapping[int, float], soaking: Sequence[Client], everybody: Sequence[Client]) -> dict[str, Any]:
    """What clients saw."""
    took = sorted(1000 * each for one in soaking for each in one.took)
    waits = {f"p{part}_ms": round(took[len(took) * part // 100], 1) for part in (50, 95, 99)}
    return {
        "minutes": MINUTES,
        "clients": clients,
        "ramp": dict(rates),
        "requests": len(took),
        "a_second": round(len(took) / MINUTES / 60, 1),
        **waits,
        "late": sum(one.late for one in everybody),
        "receipts": sum(len(one.receipts) for one in everybody),
        "errors": [error for one in everybody for error in one.errors][:20],
    }


def errors_in(log: Path) -> list[str]:
    """What the application says went wrong."""
    return [line[:300] for line in log.read_text(errors="replace").splitlines() if '"level": "ERROR"' in line or line.startswith("Traceback")][:20]
