"""One origin for the site and the API, as CloudFront makes it when deployed: addresses of the API go to the app, the rest are files."""

import json
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from typing import Any
from wsgiref.handlers import format_date_time

import chalice.local
from chalice.app import Chalice
from chalice.config import Config

from infra import gateway
from local.environment import LOOPBACK
from local.outbox import PATH, Outbox
from local.site import Page, Site

API = ("/v1", "/health")
LARGEST_BODY = 10 * 1024 * 1024  # of API Gateway

log = logging.getLogger("http")


class Server(ThreadingHTTPServer):
    """Listens on loopback; a browser that keeps a connection open holds up neither others nor the stop."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128  # of the library's 5, some of those who come at once are turned away

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the library's names
        """A browser that goes away in the middle is no error of ours."""
        log.debug("connection lost: %s", sys.exception())


def serve(app: Chalice, site: Site, outbox: Outbox, port: int, now: Callable[[], datetime]) -> Server:
    """Binds the port and returns the server, which does not run yet; answers are dated by `now`, which pages go by."""
    app.__class__ = _thread_safe(type(app))
    handler = partial(Handler, site=site, outbox=outbox, now=now, origin=f"http://{LOOPBACK}:{port}", app_object=app, config=Config())
    return Server((LOOPBACK, port), handler)


def _thread_safe(kind: type[Chalice]) -> type[Chalice]:
    """The app with a current request per thread: deployed, a process serves one request at a time; here it does not."""
    return type("LocalApp", (chalice.local.LocalChalice, kind), {})


class Handler(chalice.local.ChaliceRequestHandler):
    """One connection. The API part, with the events that the functions get from API Gateway, is Chalice's."""

    disable_nagle_algorithm = True  # else every request on a kept connection waits 40 ms
    server_version = "local"
    sys_version = ""

    def __init__(self, *args: Any, site: Site, outbox: Outbox, now: Callable[[], datetime], origin: str, **kwargs: Any) -> None:
        self._site = site
        self._now = now
        self._outbox = outbox
        self._origin = origin
        super().__init__(*args, **kwargs)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The header `Date`, by the moved clock."""
        return format_date_time(self._now().timestamp() if timestamp is None else timestamp)

    def _generic_handle(self) -> None:
        if self.headers.get("Host") != self._origin.removeprefix("http://"):
            self._redirect_home()
        elif self.path.partition("?")[0].startswith(tuple(f"{part}/" for part in API)) or self.path.partition("?")[0] in API:
            self._call_api()
        elif self.command in {"GET", "HEAD"} and self.path.startswith(PATH):
            self._answer(self._outbox.get(self.path))
        elif self.command in {"GET", "HEAD"}:
            self._answer(self._site.get(self.path, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")))
        else:
            self._problem(HTTPStatus.METHOD_NOT_ALLOWED, "Only reading is possible here", Allow="GET, HEAD")

    def _redirect_home(self) -> None:
        """By another name, such as localhost, uploads would be refused as coming from another site; other sites' names are no names of ours."""
        self.close_connection = True
        self._send_http_response(308, {"Location": self._origin + self.path, "Content-Type": "text/plain"}, b"")

    def _call_api(self) -> None:
        if int(self.headers.get("Content-Length") or 0) > LARGEST_BODY:
            self.close_connection = True
            self._gateway_response("REQUEST_TOO_LARGE")
        else:
            super()._generic_handle()

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = _generic_handle  # noqa: N815 - the library calls them so

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - the library's names
        """What the library refuses by itself: a method without a name here, which is answered as any other that an address does not know, and requests that are none."""
        if code == HTTPStatus.NOT_IMPLEMENTED:
            self._generic_handle()
        else:
            self._problem(code, message or HTTPStatus(code).phrase)

    def _send_http_response_with_body(self, code: int, headers: Any, body: str | bytes) -> None:
        """To HEAD only what would stand before the body, or the rest of the connection is read wrongly."""
        if self.command == "HEAD":
            body = b""
        super()._send_http_response_with_body(code, headers, body)

    def _send_error_response(self, error: chalice.local.LocalGatewayException) -> None:  # noqa: ARG002 - it says 403
        """An address that no route serves."""
        self._gateway_response("MISSING_AUTHENTICATION_TOKEN")

    def _gateway_response(self, kind: str) -> None:
        """What API Gateway itself answers, as the deployment defines it."""
        response = gateway.responses()[kind]
        headers = {name: value.strip("'") for name, value in response["ResponseParameters"]["Headers"].items()}
        self._send_http_response(response["StatusCode"], headers, response["ResponseTemplates"]["application/json"])

    def _problem(self, status: int, title: str, **headers: str) -> None:
        self.close_connection = True
        body = json.dumps({"type": "about:blank", "title": title, "status": status})
        self._send_http_response(status, {"Content-Type": "application/problem+json", **headers}, body)

    def _answer(self, page: Page) -> None:
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.status != page.status.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Quiet: the app logs its requests itself, and a page is a dozen files."""
        log.debug(format, *args)
