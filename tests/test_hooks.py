"""The way out: to the address that was checked and no other, as the host that was meant, and over in time."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.notify import hooks
from chalicelib.notify.hooks import Deadline, Hooks
from tests.domain.test_targets import CLOSED

HOST = "hooks.example.org"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TEST_SECONDS = 10
Answer = Callable[[socket.socket], None]


def just(answer: bytes) -> Answer:
    return lambda connection: connection.sendall(answer)


def silent(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.recv(1)


def dripping(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)


@dataclass
class Receiver:
    """A server on loopback that keeps what it got and answers what it is told to."""

    answer: Answer
    certificate: Path | None = None
    requests: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(connection,), daemon=True).start()

    def _handle(self, connection: socket.socket) -> None:
        connection.settimeout(TEST_SECONDS)
        with contextlib.suppress(OSError), self._secured(connection) as secured:
            got = b""
            while not got.endswith(b"{}"):
                if not (more := secured.recv(65536)):
                    return
                got += more
            self.requests.append(got)
            self.answer(secured)

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self.certificate is None:
            return connection
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        context.sni_callback = lambda _, name, __: self.names.append(name)
        return context.wrap_socket(connection, server_side=True)


@contextlib.contextmanager
def receiving(answer: Answer = lambda connection: connection.sendall(OK), certificate: Path | None = None) -> Iterator[Receiver]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        receiver = Receiver(answer, certificate, port=listener.getsockname()[1])
        threading.Thread(target=receiver.serve, args=(listener,), daemon=True).start()
        yield receiver
        listener.shutdown(socket.SHUT_RDWR)


def certificate_for(host: str, file: Path) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    built = built.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + private)
    return file


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_for(HOST, tmp_path_factory.mktemp("tls") / "host.pem")


def to(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    return lambda *_: addresses


def local(certificate: Path | None = None, seconds: float = TEST_SECONDS) -> Hooks:
    """Sends to loopback whatever the name, and trusts this certificate."""

    def context() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=certificate)

    return Hooks(time.monotonic, loopback=True, resolve=to("127.0.0.1"), context=context, seconds=seconds)


def test_it_arrives_with_its_headers_its_path_and_the_name_that_was_meant(certificate: Path) -> None:
    with receiving(certificate=certificate) as receiver:
        answered = local(certificate).post(f"https://{HOST}:{receiver.port}/in?a=1", {"webhook-id": "msg_1"}, "{}")

    assert (answered.status, answered.error, answered.taken) == (200, "", True)
    assert receiver.names == [HOST]
    head = receiver.requests[0].decode()
    assert head.startswith("POST /in?a=1 HTTP/1.1\r\n")
    assert f"\r\nhost: {HOST}:{receiver.port}\r\n" in head
    assert "\r\nwebhook-id: msg_1\r\n" in head
    assert head.count("host:") == 1


def test_a_host_that_cannot_prove_its_name_gets_nothing(certificate: Path, tmp_path: Path) -> None:
    other = certificate_for("other.example.org", tmp_path / "other.pem")
    with receiving(certificate=other) as receiver:
        assert local(other).post(f"https://{HOST}:{receiver.port}/", {}, "{}").error == "tls"
        assert local(certificate).post(f"https://{HOST}:{receiver.port}/", {}, "{}").error == "tls"

    assert receiver.requests == []


def test_a_redirect_is_an_answer_and_nobody_follows_it() -> None:
    with (
        receiving() as inside,
        receiving(just(f"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:{inside.port}/\r\nContent-Length: 0\r\n\r\n".encode())) as outside,
    ):
        answered = local().post(f"http://127.0.0.1:{outside.port}/", {}, "{}")

    assert (answered.status, answered.error, answered.taken) == (307, "redirect", False)
    assert (len(outside.requests), inside.requests) == (1, [])


@pytest.mark.parametrize("address", CLOSED)
def test_a_name_that_leads_to_what_only_we_could_reach_gets_nothing(address: str) -> None:
    it = Hooks(time.monotonic, resolve=to(address))

    assert it.wrong(f"https://{HOST}/") == "this host leads to an address that is not public"
    assert it.post(f"https://{HOST}/", {}, "{}").error == "address-refused"


def test_nor_does_one_that_leads_there_too_or_nowhere() -> None:
    for addresses in (("93.184.216.34", "10.0.0.1"), ()):
        assert Hooks(time.monotonic, resolve=to(*addresses)).post(f"https://{HOST}/", {}, "{}").error == "address-refused"


def test_a_name_that_leads_elsewhere_since_it_was_checked_is_found_out_and_it_is_asked_once_a_request() -> None:
    found = iter((["93.184.216.34"], ["127.0.0.1"]))
    it = Hooks(time.monotonic, resolve=lambda *_: next(found))

    assert it.wrong(f"https://{HOST}/") is None
    assert it.post(f"https://{HOST}/", {}, "{}").error == "address-refused"
    assert next(found, None) is None


def test_where_this_machine_is_not_allowed_its_address_is_wrong_however_it_got_there() -> None:
    it = Hooks(time.monotonic, resolve=to("127.0.0.1"))

    assert it.wrong("http://127.0.0.1:9000/") == "https:// is expected"
    assert it.post("http://127.0.0.1:9000/", {}, "{}").error == "address-refused"


def test_a_private_address_is_refused_also_where_this_machines_is_allowed() -> None:
    assert Hooks(time.monotonic, loopback=True, resolve=to("10.0.0.1")).post(f"https://{HOST}/", {}, "{}").error == "address-refused"


def test_a_name_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    it = Hooks(time.monotonic)
    assert it.wrong(f"https://{HOST}/") == "there is no such host"
    assert it.post(f"https://{HOST}/", {}, "{}").error == "no-such-host"


def test_a_name_of_which_nobody_says_where_it_leads_takes_no_longer_than_anything_else() -> None:
    over = threading.Event()

    def resolve(*_: object) -> list[str]:
        over.wait(TEST_SECONDS)
        return ["93.184.216.34"]

    it = Hooks(time.monotonic, resolve=resolve, seconds=0.2)
    assert it.post(f"https://{HOST}/", {}, "{}").error == "timeout"
    assert it.wrong(f"https://{HOST}/") == "nobody says in time where this name leads"
    over.set()


def test_an_endpoint_that_is_cut_before_it_is_reached_is_over_too() -> None:
    deadline = Deadline("127.0.0.1", 0.01)

    while not deadline.over:
        time.sleep(0.01)
    deadline.end()


def test_of_several_addresses_the_first_of_version_4_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2606:4700:4700::1111", 443, 0, 0))
    four = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [six, four])

    assert hooks.resolved(HOST, 443) == ["1.1.1.1", "2606:4700:4700::1111"]


@pytest.mark.parametrize("answer", [silent, dripping], ids=["silent", "dripping"])
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_an_endpoint_that_takes_its_time_is_cut_off(answer: Answer, certificate: Path, *, secure: bool) -> None:
    with receiving(answer, certificate if secure else None) as receiver:
        url = f"https://{HOST}:{receiver.port}/" if secure else f"http://127.0.0.1:{receiver.port}/"
        answered = local(certificate, seconds=0.4).post(url, {}, "{}")

    assert answered.error == "timeout"
    assert answered.took_ms < 3000


@pytest.mark.parametrize(("said", "error"), [(b"", "connection"), (b"SSH-2.0-OpenSSH_9.2\r\n", "not-http"), (b"HTTP/1.1 abc\r\n\r\n", "not-http")])
def test_what_does_not_speak_http_is_told(said: bytes, error: str) -> None:
    with receiving(just(said)) as receiver:
        assert local().post(f"http://127.0.0.1:{receiver.port}/", {}, "{}").error == error


def test_where_nobody_listens_there_is_no_connection() -> None:
    with receiving() as receiver:
        port = receiver.port

    assert local().post(f"http://127.0.0.1:{port}/", {}, "{}").error == "connection"


def test_the_certificates_that_the_machine_trusts_are_read_once() -> None:
    assert hooks.trusted() is hooks.trusted()
    assert hooks.trusted().verify_mode is ssl.CERT_REQUIRED
    assert hooks.trusted().check_hostname
