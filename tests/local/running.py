"""The whole local stack in a process of its own, for tests that talk to it from outside."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]


class Running:
    """A running stack, talked to from outside."""

    def __init__(self, process: subprocess.Popen[str], data: Path, port: int) -> None:
        self.process = process
        self.data = data
        self.site = f"http://127.0.0.1:{port}"

    def get(self, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """A request; status and body, parsed where it is JSON."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.site + path, data, {"Content-Type": "application/json", **headers})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, _parsed(response)
        except urllib.error.HTTPError as refusal:
            return refusal.code, _parsed(refusal)

    def told(self, *command: str) -> str:
        """What a command prints beside the running stack."""
        whole = [sys.executable, "-m", "local", "--data", str(self.data), *command]
        return subprocess.run(whole, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Sends a signal and waits; the exit code."""
        self.process.send_signal(how)
        return self.process.wait(20)


def _parsed(response: Any) -> Any:
    body = response.read()
    return json.loads(body) if "json" in response.headers["Content-Type"] else body.decode()


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(data: Path, port: int, *options: str, output: int | IO[str] = subprocess.PIPE) -> subprocess.Popen[str]:
    """Starts the command. Who lets it work for long gives it a file: a pipe that nobody reads fills up, and then it stands still."""
    command = [sys.executable, "-m", "local", "--data", str(data), "--port", str(port), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, text=True)


@contextmanager
def stack(data: Path, *options: str, output: int | IO[str] = subprocess.PIPE) -> Iterator[Running]:
    """A stack that answers."""
    port = free_port()
    with launch(data, port, *options, output=output) as process:
        running = Running(process, data, port)
        try:
            assert within(90, lambda: process.poll() is not None or answers(running)), "no answer"
            assert process.poll() is None, process.communicate()[0]
            yield running
        finally:
            if process.poll() is None:
                running.stop()


def answers(running: Running) -> bool:
    """Whether the API is up."""
    try:
        return running.get("/health")[0] == 200
    except urllib.error.URLError:
        return False


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it holds before the time is over."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
