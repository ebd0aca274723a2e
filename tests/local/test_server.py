"""The one origin of the local stack answers every request in the form that the deployed one does, whatever is asked."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from chalice.app import Chalice

from local import InTheWayError
from local.moved_clock import MovedClock
from local.outbox import Outbox
from local.run import _site
from local.server import Server, serve
from local.site import Site
from tests.builders import NOON


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = tmp_path_factory.mktemp("site")
    (site / "index.html").write_text("beranda")
    app = Chalice("made-up")
    app.route("/v1/known", methods=["GET"])(lambda: {"known": True})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serve(app, Site(site, ""), Outbox(list), port, lambda: NOON) as started:
        thread = threading.Thread(target=started.serve_forever, daemon=True)
        thread.start()
        yield started
        started.shutdown()
        thread.join()


@pytest.fixture
def connection(server: Server) -> Iterator[http.client.HTTPConnection]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)) as opened:
        yield opened


@pytest.mark.parametrize("method", ["QUERY", "TRACE", "PROPFIND", "PUT"])
@pytest.mark.parametrize(("path", "status"), [("/v1/known", 405), ("/v1/unknown", 404), ("/", 405)])
def test_no_method_is_a_fault_of_the_servers(connection: http.client.HTTPConnection, method: str, path: str, status: int) -> None:
    connection.request(method, path, headers={"Content-Type": "application/json"})
    response = connection.getresponse()

    assert response.status == status
    assert "json" in response.headers["Content-Type"]


def test_what_the_library_refuses_is_a_problem_too(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as sent:
        sent.sendall(b"GET / HTTP/1.1\r\nX: %b\r\n\r\n" % (b"x" * 70_000))
        head, _, body = sent.makefile("rb").read().partition(b"\r\n\r\n")

    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == 431


def test_a_refused_head_leaves_the_connection_usable(connection: http.client.HTTPConnection) -> None:
    connection.request("HEAD", "/v1/known")
    assert connection.getresponse().read() == b""
    connection.request("GET", "/v1/known")

    assert json.loads(connection.getresponse().read()) == {"known": True}


def test_a_port_that_is_taken_while_everything_is_set_up_is_told(server: Server, tmp_path: Path) -> None:
    with (
        pytest.raises(InTheWayError, match=f"Port {server.server_port} is in use"),
        _site(Chalice("late"), server.server_port, "", MovedClock(tmp_path)),
    ):
        pass
