"""`python -m local` starts everything, follows the moved clock, keeps the data, and stops cleanly."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from standardwebhooks import Webhook

from ops import doctor
from tests import uploads
from tests.local.running import ROOT, Running, free_port, launch, stack, within
from tests.local.uploading import JPEG, upload
from tests.test_anonymous import HEADERS, KEY, SECRETIVE, TYPED, WRITTEN, traces

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


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("data")
    with (data / "said").open("w") as said, stack(data, output=said) as started:
        yield started


def test_site_and_api_share_an_origin(running: Running) -> None:
    assert "<html" in running.get("/")[1]
    assert running.get("/v1/categories")[0] == 200


def test_the_operators_doctor_finds_nothing_wrong(running: Running) -> None:
    done = subprocess.run([sys.executable, "-m", "ops", "doctor", running.site], cwd=ROOT, capture_output=True, text=True, check=False)
    found = [line.partition(" ")[0] for line in done.stdout.splitlines()]
    assert (done.returncode, found.count("ok"), found.count("--")) == (0, len(doctor.CHECKS) - len(doctor.UNSEEN), len(doctor.UNSEEN)), done.stdout


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
    assert within(60, lambda: receipt["code"] in running.told("mail"))
    _, outbox = running.get("/outbox/")
    assert "wayan@warga.example" in outbox
    assert receipt["code"] in running.get("/outbox/0.txt")[1] + running.get("/outbox/1.txt")[1]
    running.told("clock", "+9d")

    def escalated() -> bool:
        _, seen = running.get(f"/v1/complaints/{receipt['code']}", **{"Receipt-Secret": receipt["secret"]})
        return "escalate" in [event["action"] for event in seen["timeline"]]

    assert within(60, escalated)
    running.told("clock", "reset")


def test_an_upload_of_the_page_is_inspected_also_when_the_clock_is_moved(running: Running) -> None:
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

    assert within(60, stored)
    link = running.get(f"/v1/complaints/{receipt['code']}/attachments/1", **secret)[1]
    with urllib.request.urlopen(link["url"], timeout=10) as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        seen = response.read()
    assert seen.startswith(b"\xff\xd8\xff")
    assert uploads.MARK in JPEG
    assert uploads.MARK not in seen
    running.told("clock", "reset")


class Receiver(BaseHTTPRequestHandler):
    """An agency's system on this machine."""

    got: ClassVar[list[tuple[str, bytes, dict[str, str]]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.path, body, dict(self.headers.items())))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def test_of_an_anonymous_reporter_nothing_lies_in_the_data_nor_in_what_was_said(running: Running) -> None:
    body = {**COMPLAINT, "identity": "none", "reporter": None, "title": WRITTEN["title"]}
    assert running.get("/v1/complaints", {**body, "reporter": TYPED}, **HEADERS)[0] == 422
    status, receipt = running.get("/v1/complaints", {name: value for name, value in body.items() if value}, **HEADERS, **{"Idempotency-Key": KEY})
    assert status == 201
    path, own = f"/v1/complaints/{receipt['code']}", {**HEADERS, "Receipt-Secret": receipt["secret"]}
    assert running.get(path, **{**own, "Receipt-Secret": TYPED["name"]})[0] == 403
    photo = {"name": "Berkas-zqxv42.jpg", "type": "image/jpeg", "size": len(JPEG)}
    assert upload(running.get(f"{path}/attachments", photo, **own)[1]["upload"], JPEG, running.site).status == 204
    assert within(60, lambda: running.get(path, **own)[1]["attachments"][0]["state"] == "stored")
    assert running.get(f"{path}/replies", {"text": WRITTEN["reply"]}, **own)[0] == 200

    def everything() -> bytes:
        return b"".join(file.read_bytes() for file in running.data.rglob("*") if file.is_file())

    assert within(30, lambda: WRITTEN["reply"].encode() in everything())
    kept = everything()
    digest = hashlib.sha256(JPEG).hexdigest()
    assert b"path=/v1/complaints status=201" in kept
    assert [one for marker in (*SECRETIVE, uploads.MARK.decode(), digest) for one in traces(marker) if one.encode() in kept] == []


def test_a_webhook_on_this_machine_gets_signed_events(running: Running) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{receiver.server_port}/in"
        ops = [sys.executable, "-m", "ops", "--local", "--data", str(running.data)]
        made = subprocess.run([*ops, "webhook", "add", "--agency", "51.71", "--url", url], cwd=ROOT, capture_output=True, text=True, check=True)
        receipt = running.get("/v1/complaints", COMPLAINT)[1]
        assert within(60, lambda: receipt["code"] in running.told("mail"))
        running.told("clock", "+1m")

        assert within(60, lambda: bool(Receiver.got))
        receiver.shutdown()
    running.told("clock", "reset")
    [(path, body, headers)] = Receiver.got
    secret, signed_at = made.stdout.splitlines()[-1], datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    assert headers["webhook-signature"] == Webhook(secret).sign(headers["webhook-id"], signed_at, body.decode())
    assert (path, json.loads(body)["data"]["code"]) == ("/in", receipt["code"])


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


def test_what_was_filed_is_there_after_the_next_start_however_the_last_run_ended(tmp_path: Path) -> None:
    """Asked to end, killed, or because its engine was killed."""
    filed: list[str] = []
    for how in (signal.SIGINT, signal.SIGKILL):
        with stack(tmp_path) as one:
            filed.append(one.get("/v1/complaints", COMPLAINT)[1]["code"])
            one.stop(how)
    with stack(tmp_path) as third:
        assert [third.get(f"/v1/complaints/{code}")[0] for code in filed] == [200, 200]
        os.kill(int((tmp_path / "engine.pid").read_text()), signal.SIGKILL)
        assert third.process.wait(20) == 1
        assert third.process.stdout
        assert "engine has stopped" in third.process.stdout.read()
    with stack(tmp_path) as last:
        assert [last.get(f"/v1/complaints/{code}")[0] for code in filed] == [200, 200]
