"""Runs an unpacked bundle as Lambda does: a fresh process, AWS's own runtime client, and a small Runtime API on loopback.

The process sees the bundle, the layer, the runtime client and Python, and nothing else that is installed here.
"""

import importlib.util
import json
import queue
import socketserver
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

RUNTIME = ("awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py")
"""What Lambda brings along."""
SECONDS = 60
START = """
import sys
sys.path[:0] = {folders!r}
from awslambdaric.__main__ import main
main(["awslambdaric", {handler!r}])
"""


@dataclass
class Invocation:
    """One event on its way through a function."""

    event: Any
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    done: threading.Event = field(default_factory=threading.Event)
    kind: str = ""
    answer: Any = None


class FunctionFailedError(AssertionError):
    """The function raised; the runtime client's own words."""


class _Api(socketserver.ThreadingMixIn, HTTPServer):
    """https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, as far as the client uses it."""

    daemon_threads = True

    def __init__(self) -> None:
        self.waiting: queue.Queue[Invocation | None] = queue.Queue()
        self.running: dict[str, Invocation] = {}
        self.ready = threading.Event()
        self.failed_at_start: Any = None
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A process that is killed drops its long poll."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Api

    def do_GET(self) -> None:
        self.server.ready.set()
        if invocation := self.server.waiting.get():
            self.server.running[invocation.id] = invocation
            self._answer(200, json.dumps(invocation.event).encode(), invocation.id)

    def do_POST(self) -> None:
        body = json.loads(self._body() or b"null")
        *_, id_, kind = self.path.split("/")
        if (id_, kind) == ("init", "error"):
            self.server.failed_at_start = body
            self.server.ready.set()
        else:
            invocation = self.server.running[id_]
            invocation.kind, invocation.answer = kind, body
            invocation.done.set()
        self._answer(202)

    def _answer(self, status: int, body: bytes = b"", id_: str = "") -> None:
        self.send_response(status)
        self.send_header("Lambda-Runtime-Aws-Request-Id", id_)
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int((time.time() + SECONDS) * 1000)))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:ap-southeast-3:000000000000:function:box")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        whole = b""
        while size := int(self.rfile.readline(), 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@dataclass(frozen=True)
class Box:
    """A function that waits for events."""

    api: _Api
    process: subprocess.Popen[bytes]

    def invoke(self, event: Any) -> Any:
        """What the function gives; raises `FunctionFailedError` with what it told the runtime."""
        invocation = Invocation(event)
        self.api.waiting.put(invocation)
        assert invocation.done.wait(SECONDS), "no answer in time"
        if invocation.kind != "response":
            raise FunctionFailedError(invocation.answer)
        return invocation.answer


@contextmanager
def box(task: Path, layer: Path, handler: str, environment: Mapping[str, str], runtime: Path) -> Iterator[Box]:
    """A function of the unpacked bundle `task`, started as Lambda starts it."""
    api = _Api()
    threading.Thread(target=api.serve_forever, daemon=True).start()
    folders = [str(task), str(layer / "python"), str(runtime)]
    values = dict(environment) | {
        "_HANDLER": handler,
        "LAMBDA_TASK_ROOT": str(task),
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_address[1]}",
        "AWS_LAMBDA_FUNCTION_NAME": "box",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}",
        "TZ": ":UTC",
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-I", "-S", "-B", "-c", START.format(folders=folders, handler=handler)]
    process = subprocess.Popen(command, cwd=task, env=values, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert api.ready.wait(SECONDS), "the function did not start in time"
        assert api.failed_at_start is None, api.failed_at_start
        yield Box(api, process)
    finally:
        process.kill()
        process.wait()
        api.waiting.put(None)
        api.shutdown()
        api.server_close()


def runtime(folder: Path) -> Path:
    """A folder with what Lambda brings along, and nothing else that is installed here."""
    folder.mkdir(exist_ok=True)
    for name in RUNTIME:
        if (found := importlib.util.find_spec(name)) and found.origin:
            place = Path(found.origin)
            source = place.parent if place.name == "__init__.py" else place
            (folder / source.name).symlink_to(source)
    return folder
