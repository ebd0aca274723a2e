"""Starts the local AWS engine (MiniStack): as a child process with data on disk, or inside this process for tests.

Both listen on loopback only and check signatures and permissions as AWS does.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from local import engine_server, whole_files
from local.environment import Credentials, aws, enter, isolated

START_SECONDS = 20.0
STOP_SECONDS = 20.0


@contextlib.contextmanager
def in_process() -> Iterator[str]:
    """An empty engine in a thread; yields its endpoint. Once per process: the engine's state is global to it.

    The process's AWS settings are replaced, because the engine and its callers must agree on the root credentials.
    """
    listener = engine_server.listen()
    endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
    enter(aws(endpoint, Credentials()) | engine_server.settings(listener.getsockname()[1]))
    import ministack.app as ministack  # noqa: PLC0415 - reads its settings when imported

    loop = asyncio.new_event_loop()
    stopped = asyncio.Event()
    serving = engine_server.serve(ministack.app, listener, stopped)
    thread = threading.Thread(target=loop.run_until_complete, args=(serving,), daemon=True, name="engine")
    thread.start()
    try:
        _await_ready(endpoint, thread.is_alive)
        yield endpoint
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(STOP_SECONDS)


@dataclass(frozen=True)
class Child:
    """An engine that runs in a process of its own."""

    endpoint: str
    process: subprocess.Popen[bytes]

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


@contextlib.contextmanager
def child(credentials: Credentials, data: Path | None = None, port: int = 0, settings: Mapping[str, str] | None = None) -> Iterator[Child]:
    """An engine in a process of its own. With `data`, everything is kept in that directory; `settings` are further ones of its own."""
    with engine_server.listen(port) as listener:
        endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process = _spawn(listener.fileno(), _child_environment(endpoint, credentials, data) | dict(settings or {}), data)
    try:
        running = Child(endpoint, process)
        _await_ready(endpoint, running.alive)
        yield running
    finally:
        _stop(process)
        if data:
            pid_file(data).unlink(missing_ok=True)


def _child_environment(endpoint: str, credentials: Credentials, data: Path | None) -> dict[str, str]:
    values = isolated(os.environ) | aws(endpoint, credentials)
    if data is not None:
        values |= {"PERSIST_STATE": "1", "STATE_DIR": str(data / "state"), "S3_PERSIST": "1", "S3_DATA_DIR": str(data / "objects")}
    return values


def _spawn(listener: int, values: dict[str, str], data: Path | None) -> subprocess.Popen[bytes]:
    with (data / "engine.log").open("wb") if data else Path(os.devnull).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.engine_server"],
            env=values | {engine_server.LISTENER_FD: str(listener)},
            cwd=Path(__file__).parents[1],
            pass_fds=[listener],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in the terminal is ours to handle: we stop the engine last
        )
    if data:
        whole_files.write(pid_file(data), str(process.pid))
    return process


def pid_file(data: Path) -> Path:
    """Where the engine that uses `data` leaves its process id."""
    return data / "engine.pid"


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Asks first, so that the engine saves its state."""
    if process.stdin:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await_ready(endpoint: str, alive: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(endpoint):
        if not alive():
            raise RuntimeError("The local engine stopped while starting; see engine.log in its data directory.")
        if time.monotonic() > deadline:
            raise TimeoutError(f"The local engine did not answer within {START_SECONDS:.0f} s.")
        time.sleep(0.01)


def _answers(endpoint: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{endpoint}/_ministack/health", timeout=START_SECONDS) as response:
            return bool(response.status == HTTPStatus.OK)
    except (urllib.error.URLError, ConnectionError):
        return False
