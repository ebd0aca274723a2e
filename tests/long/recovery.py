"""`make test-recovery`: everything is killed in the middle of a burst of submissions; every complaint whose receipt was shown is there afterwards.

50 times the application alone, 25 times the application and the engine together, over DynamoDB Local on disk, which writes before it answers. And the stack of `make run` in one
piece, whose engine saves within a second: what a kill may lose there is counted.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.domain.policy import Policy
from chalicelib.settings import Settings
from local.environment import Credentials, aws
from tests.builders import REFERENCE, a_body
from tests.engines import DYNAMODB_LOCAL, RESOURCES, await_tables, free_port, make_table
from tests.local.running import ROOT, stack, within

APP_KILLS, BOTH_KILLS, STACK_KILLS = (int(number) for number in os.environ.get("KILLS", "50,25,10").split(","))
SENDERS, FEW = 4, 20
LOSES_AT_MOST = 5.0
"""Seconds; on a busy machine saving takes longer."""
ENGINE_LAGS = 0.5
"""Seconds from DynamoDB Local's answer to its disk, at most; ten milliseconds were seen."""
BURST = (0.05, 0.6)
"""For how many seconds a burst goes on before the kill."""
NO_WORK = Policy(challenge=0)
"""Nobody needs to solve anything: all of them come from one address."""


@dataclass
class Burst:
    """Several who file without end, and the receipts that they were shown."""

    site: str
    receipts: list[tuple[str, str]] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        senders = [threading.Thread(target=self._send, args=(number,)) for number in range(SENDERS)]
        for one in senders:
            one.start()
        try:
            yield
        finally:
            self.stopping.set()
            for one in senders:
                one.join(30)

    def _send(self, number: int) -> None:
        for count in range(10_000):
            if self.stopping.is_set():
                return
            body = a_body(title=f"Lampu jalan mati {number} {count} {time.monotonic_ns()}")
            try:
                answer = asked(f"{self.site}/v1/complaints", body)
            except (OSError, HTTPException, ValueError):
                time.sleep(0.01)
                continue
            self.receipts.append((answer["code"], answer["secret"]))
            self.times[answer["code"]] = time.monotonic()


def asked(url: str, body: Any = None, **headers: str) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.loads(response.read())


def missing(site: str, receipts: list[tuple[str, str]]) -> list[str]:
    """The codes that are not there, or whose secret does not open them."""
    lost = []
    for code, secret in receipts:
        try:
            found = asked(f"{site}/v1/complaints/{code}", **{"Receipt-Secret": secret})
            assert found["timeline"]
        except urllib.error.HTTPError:
            lost.append(code)
    return lost


@contextmanager
def application(port: int, values: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The application in a process of its own, which answers."""
    site = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, "-m", "bench.serving", str(port)], cwd=ROOT, env=values, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert within(60, lambda: answers(site)), "no answer"
            yield process
        finally:
            process.kill()


def answers(site: str) -> bool:
    try:
        return bool(asked(f"{site}/health"))
    except (OSError, HTTPException):
        return False


@contextmanager
def engine(port: int, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """DynamoDB Local on disk, which answers."""
    jar = DYNAMODB_LOCAL / "DynamoDBLocal.jar"
    command = [
        "java",
        f"-Djava.library.path={jar.parent}/DynamoDBLocal_lib",
        "-jar",
        str(jar),
        "-port",
        str(port),
        "-dbPath",
        str(data),
        "-sharedDb",
        "-disableTelemetry",
    ]
    with subprocess.Popen(command, cwd=jar.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_tables(f"http://127.0.0.1:{port}")
            yield process
        finally:
            process.terminate()


@dataclass
class Installation:
    """Where the application and its engine are, and what the application must find in its environment."""

    site_port: int
    engine_port: int
    data: Path
    values: dict[str, str]

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.site_port}"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    site_port, engine_port = free_port(), free_port()
    known = aws(f"http://127.0.0.1:{engine_port}", Credentials())
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    told = {
        "STAGE": "local",
        "ATTACHMENTS_BUCKET": "none",
        "RECEIPT_KEY": "k" * 32,
        "SITE_URL": "https://tanggap.example",
        "FILES_URL": "https://tanggap.example",
    }
    told |= {
        "MAIL_FROM": "a@example.org",
        "MAIL_REPORTS": "none",
        "WEBHOOKS_TO": "internet",
        "MALWARE_SCAN": "off",
        **{name: name for name in RESOURCES},
    }
    return Installation(site_port, engine_port, tmp_path, {**os.environ, **known, **told, "PYTHONDONTWRITEBYTECODE": "1"})


def prepare(installed: Installation) -> None:
    """Tables and reference data."""
    for name, resource in RESOURCES.items():
        make_table(name, resource)
    known = Settings(**{name: installed.values[name.upper()] for name in Settings._fields if name.upper() in installed.values})
    wiring.build(known).reference.put([one for one in REFERENCE if not isinstance(one, Policy)] + [NO_WORK])


def bursts(installed: Installation, kills: int, chance: random.Random) -> Iterator[Burst]:
    """Start the application, let many file, and kill it in the middle; whoever asked may kill more at that moment."""
    for _ in range(kills):
        burst = Burst(installed.site)
        with application(installed.site_port, installed.values) as process, burst.going_on():
            within(30, partial(begun, burst))
            time.sleep(chance.uniform(*BURST))
            process.send_signal(signal.SIGKILL)
            yield burst


def test_a_complaint_whose_receipt_was_shown_outlives_the_application(installed: Installation) -> None:
    with engine(installed.engine_port, installed.data):
        prepare(installed)
        shown = [receipt for burst in list(bursts(installed, APP_KILLS, random.Random(1))) for receipt in burst.receipts]
        with application(installed.site_port, installed.values):
            lost = missing(installed.site, shown)

    say(f"application killed {APP_KILLS} times: {len(shown)} receipts shown, {len(lost)} complaints missing")
    assert shown
    assert lost == []


def test_a_complaint_whose_receipt_was_shown_outlives_application_and_engine(installed: Installation) -> None:
    """DynamoDB Local answers a transaction a moment before it is on disk: what it lost was answered in that moment."""
    chance, killed, done = random.Random(2), {}, []
    with engine(installed.engine_port, installed.data):
        prepare(installed)
    for _ in range(BOTH_KILLS):
        with engine(installed.engine_port, installed.data) as database:
            for burst in bursts(installed, 1, chance):
                database.send_signal(signal.SIGKILL)
                killed[id(burst)] = time.monotonic()
                done.append(burst)
    shown = [receipt for burst in done for receipt in burst.receipts]
    with engine(installed.engine_port, installed.data), application(installed.site_port, installed.values):
        lost = set(missing(installed.site, shown))
    ages = [killed[id(burst)] - burst.times[code] for burst in done for code, _ in burst.receipts if code in lost]

    oldest = max(ages, default=0.0)
    say(
        f"application and engine killed {BOTH_KILLS} times: {len(shown)} receipts shown, {len(lost)} complaints missing, the oldest {oldest:.3f} s old"
    )
    assert shown
    assert oldest < ENGINE_LAGS


def test_what_a_kill_of_the_whole_local_stack_may_lose_is_counted(tmp_path: Path) -> None:
    """Its engine saves within a second, so complaints older than two must be there."""
    seconds: list[float] = []
    shown_in_all = lost_in_all = 0
    for number in range(STACK_KILLS):
        data = tmp_path / f"data-{number}"
        burst = Burst("")
        with stack(data) as running:
            burst.site = running.site
            with burst.going_on():
                within(30, partial(enough, burst))
                time.sleep(random.Random(number).uniform(0.5, 2.5))
                killed = time.monotonic()
                kill_all(running.process, data)
        with stack(data) as running:
            lost = set(missing(running.site, burst.receipts))
        shown_in_all, lost_in_all = shown_in_all + len(burst.receipts), lost_in_all + len(lost)
        seconds += [killed - burst.times[code] for code in lost]

    oldest = max(seconds, default=0.0)
    say(f"whole local stack killed {STACK_KILLS} times: {shown_in_all} receipts shown, {lost_in_all} missing, the oldest {oldest:.1f} s old")
    assert oldest < LOSES_AT_MOST


def begun(burst: Burst) -> bool:
    return bool(burst.receipts)


def enough(burst: Burst) -> bool:
    return len(burst.receipts) > FEW


def kill_all(process: subprocess.Popen[str], data: Path) -> None:
    """The application and its engine at the same moment."""
    engine_id = int((data / "engine.pid").read_text())
    os.kill(engine_id, signal.SIGKILL)
    process.kill()
    process.wait()


def say(text: str) -> None:
    sys.stderr.write(f"\n{text}\n")
