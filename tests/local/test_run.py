"""`python -m local` starts everything, follows the moved clock, keeps the data, and stops cleanly."""

import json
import os
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
from typing import Any

import pytest

from tests.local.uploading import JPEG, upload

ROOT = Path(__file__).parents[2]
COMPLAINT = {
    "type": "complaint",
    "title": "Lampu jalan mati",
    "body": "Lampu jalan di depan pasar mati sejak minggu lalu.",
    "category": "jalan.lampu",
    "region": "51.71",
    "agency": "51.71",
    "visibility": "public",
    "identity": "named",
    "reporter": {"name": "Wayan", "email": "wayan@warga.example"},
}


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


def launch(data: Path, port: int, *options: str) -> subprocess.Popen[str]:
    """Starts the command."""
    command = [sys.executable, "-m", "local", "--data", str(data), "--port", str(port), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@contextmanager
def stack(data: Path, *options: str) -> Iterator[Running]:
    """A stack that answers."""
    port = free_port()
    with launch(data, port, *options) as process:
        running = Running(process, data, port)
        try:
            assert within(30, lambda: process.poll() is not None or answers(running)), "no answer"
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


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with stack(tmp_path_factory.mktemp("data")) as started:
        yield started


def test_site_and_api_share_an_origin(running: Running) -> None:
    assert "<html" in running.get("/")[1]
    assert running.get("/v1/categories")[0] == 200


def test_an_address_that_no_route_serves_is_a_problem(running: Running) -> None:
    status, problem = running.get("/v1/nothing")
    assert (status, problem["status"]) == (404, 404)


def test_another_name_of_this_machine_is_sent_to_the_one_that_uploads_know(running: Running) -> None:
    with pytest.raises(urllib.error.HTTPError, match="308"):
        urllib.request.build_opener(NoRedirect).open(urllib.request.Request(running.site, headers={"Host": "localhost"}), timeout=10)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *args: Any) -> None:
        """Nowhere."""


def test_a_complaint_brings_mail_and_a_moved_clock_escalates_it(running: Running) -> None:
    status, receipt = running.get("/v1/complaints", COMPLAINT)
    assert status == 201
    assert within(10, lambda: receipt["code"] in running.told("mail"))
    running.told("clock", "+9d")

    def escalated() -> bool:
        _, seen = running.get(f"/v1/complaints/{receipt['code']}", **{"Receipt-Secret": receipt["secret"]})
        return "escalate" in [event["action"] for event in seen["timeline"]]

    assert within(10, escalated)
    running.told("clock", "reset")


def test_an_upload_of_the_page_is_recorded_also_when_the_clock_is_moved(running: Running) -> None:
    running.told("clock", "+4d")
    receipt = running.get("/v1/complaints", COMPLAINT)[1]
    secret = {"Receipt-Secret": receipt["secret"]}
    order = {"name": "foto.jpg", "type": "image/jpeg", "size": len(JPEG)}
    asked = running.get(f"/v1/complaints/{receipt['code']}/attachments", order, **secret)[1]
    answer = upload(asked["upload"], JPEG, running.site)
    assert answer.headers["Access-Control-Allow-Origin"] == running.site

    def stored() -> bool:
        seen = running.get(f"/v1/complaints/{receipt['code']}", **secret)[1]
        return [attachment["state"] for attachment in seen["attachments"]] == ["stored"]

    assert within(10, stored)
    link = running.get(f"/v1/complaints/{receipt['code']}/attachments/1", **secret)[1]
    with urllib.request.urlopen(link["url"], timeout=10) as response:
        assert response.read() == JPEG
    running.told("clock", "reset")


def test_a_second_run_on_the_same_data_is_refused_and_told_why(running: Running) -> None:
    with launch(running.data, free_port()) as second:
        said, _ = second.communicate(timeout=20)
    assert second.returncode == 1
    assert f"process {running.process.pid}" in said


def test_a_port_in_use_is_refused_with_the_name_of_its_holder(running: Running, tmp_path: Path) -> None:
    with launch(tmp_path, int(running.site.rpartition(":")[2])) as second:
        said, _ = second.communicate(timeout=20)
    assert second.returncode == 1
    assert f"process {running.process.pid}" in said


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_what_was_filed_is_there_after_the_next_start(tmp_path: Path, how: signal.Signals) -> None:
    with stack(tmp_path) as first:
        receipt = first.get("/v1/complaints", COMPLAINT)[1]
        first.stop(how)
    with stack(tmp_path) as second:
        assert second.get(f"/v1/complaints/{receipt['code']}")[0] == 200


def test_a_killed_engine_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with stack(tmp_path) as first:
        os.kill(int((tmp_path / "engine.pid").read_text()), signal.SIGKILL)
        assert first.process.wait(20) == 1
        assert first.process.stdout
        assert "engine has stopped" in first.process.stdout.read()
    with stack(tmp_path) as second:
        assert second.get("/v1/categories")[0] == 200
