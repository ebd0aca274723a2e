"""The way out to endpoints: one request to the very address that was checked, no redirect followed, all over within fifteen seconds."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache, partial
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult

from chalicelib.domain import targets
from chalicelib.domain.outgoing import Answered

SECONDS = 15
SHORTEST = 0.1
PORTS = {"http": 80, "https": 443}
REDIRECTS = range(300, 400)
AGENT = "Tanggap-Webhooks"
Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> list[str]:
    """The addresses that a name leads to, IPv4 first; raises `OSError` when it leads nowhere."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for _, _, _, _, address in sorted(found, key=lambda one: one[0] != socket.AF_INET)]


def in_time(resolve: Callable[[], Sequence[str]], seconds: float) -> Sequence[str]:
    """The addresses, or `TimeoutError`: asking for a name knows no time-out of its own, and whoever answers for it may take as long as they like."""
    found: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            found.set_result(resolve())
        except (OSError, UnicodeError) as error:
            found.set_exception(socket.gaierror(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    return found.result(seconds)


class _Refused(Exception):
    """The name leads to where nothing may be sent."""


REASONS: tuple[tuple[type[Exception], str], ...] = (
    (_Refused, "address-refused"),
    (TimeoutError, "timeout"),
    (ssl.SSLError, "tls"),
    (socket.gaierror, "no-such-host"),
    (OSError, "connection"),
    (HTTPException, "not-http"),
)
"""The word for what went wrong, the narrower before the wider."""


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that the machine trusts, read when they are first needed."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Hooks:
    """Sends. `timer` gives seconds from any start; `loopback` allows this machine's own addresses, also without TLS: for the local stack only."""

    timer: Callable[[], float]
    loopback: bool = False
    resolve: Resolve = resolved
    context: Callable[[], ssl.SSLContext] = trusted
    seconds: float = SECONDS

    def wrong(self, url: str) -> str | None:
        """What is wrong with an address, or with where its name leads now."""
        if said := targets.wrong_url(url, loopback=self.loopback):
            return said
        try:
            self._checked(url)
        except TimeoutError:
            return "nobody says in time where this name leads"
        except OSError:
            return "there is no such host"
        except _Refused:
            return "this host leads to an address that is not public"
        return None

    def post(self, url: str, headers: Mapping[str, str], body: str) -> Answered:
        """Send once. Whatever the endpoint does is an answer: a status, or the reason why there is none."""
        began = self.timer()
        status, error = self._outcome(url, headers, body)
        return Answered(status=status, error=error, took_ms=round((self.timer() - began) * 1000))

    def _outcome(self, url: str, headers: Mapping[str, str], body: str) -> tuple[int, str]:
        try:
            status = self._sent(url, headers, body)
        except (_Refused, OSError, HTTPException) as error:
            return 0, next(word for kind, word in REASONS if isinstance(error, kind))
        return status, "redirect" if status in REDIRECTS else ""

    def _sent(self, url: str, headers: Mapping[str, str], body: str) -> int:
        """The status of the answer; its body is not read."""
        ends = self.timer() + self.seconds
        parts, address, port = self._checked(url)
        deadline = Deadline(address, max(ends - self.timer(), SHORTEST))
        try:
            deadline.connect(address, port)
            if parts.scheme == "https":
                deadline.encrypt(self.context(), parts.hostname or "")
            status = deadline.ask(parts, headers, body)
        except (OSError, HTTPException) as error:
            raise (TimeoutError("cut") if deadline.over else error) from error
        finally:
            deadline.end()
        if deadline.over:  # what was cut off looks like an answer that ended
            raise TimeoutError("cut")
        return status

    def _checked(self, url: str) -> tuple[SplitResult, str, int]:
        """The parts of the url, the address and port to connect to. Every address that the name leads to must be allowed: a name that leads to both kinds is up to something."""
        parts = targets.split(url)
        if parts is None or targets.wrong_url(url, loopback=self.loopback):
            raise _Refused
        port = parts.port or PORTS[parts.scheme]
        found = in_time(partial(self.resolve, parts.hostname or "", port), self.seconds)
        if not found or not all(self._allowed(address) for address in found):
            raise _Refused
        return parts, found[0], port

    def _allowed(self, address: str) -> bool:
        return targets.is_open(address) or (self.loopback and targets.is_loopback(address))


class Deadline:
    """A connection that is cut when its time is over, whatever the other side drips."""

    def __init__(self, address: str, seconds: float) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        self._socket.settimeout(seconds)
        self._over = threading.Event()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def connect(self, address: str, port: int) -> None:
        """To this very address."""
        self._socket.connect((address, port))

    def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        """As that host, by its certificate."""
        wrapped = context.wrap_socket(self._socket, server_hostname=host, do_handshake_on_connect=False)
        self._socket = wrapped
        wrapped.do_handshake()

    def ask(self, url: SplitResult, headers: Mapping[str, str], body: str) -> int:
        """One request, one status."""
        connection = HTTPConnection(url.hostname or "", url.port)
        connection.sock = self._socket
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", path, body.encode(), {**headers, "host": url.netloc, "user-agent": AGENT, "connection": "close"})
        return connection.getresponse().status

    @property
    def over(self) -> bool:
        """Whether it was cut."""
        return self._over.is_set()

    def end(self) -> None:
        """Close it."""
        self._timer.cancel()
        self._socket.close()

    def _cut(self) -> None:
        self._over.set()
        try:
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # not TLS's own, which would wait for the other side
        except OSError:
            return  # it is not connected yet, and its own time is over too
