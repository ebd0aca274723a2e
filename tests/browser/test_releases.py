"""A new release of the site: who has a copy of the old one gets the new one whole, the old one goes, and no answer of the API is ever kept."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Error, Page
from playwright.sync_api import TimeoutError as TookTooLong

from infra.worker import files
from local.site import Site
from tests.browser.visits import DESKTOP, Visit, visiting
from tests.local.running import within

WEB = Path(__file__).parents[2] / "web"
KEPT = """async () => Promise.all((await (await caches.open("site")).keys()).map(async (one) => {
    const { pathname, search } = new URL(one.url);
    return [pathname, decodeURIComponent(search.slice(1))];
}))"""
FIGURE = "async () => (await fetch('/v1/statistics')).text()"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)"
INSTALLS = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.installing)"
PATIENCE, MOMENT_MS, LOADS_MS = 120, 2000, 10_000
NEW = "Rilis yang baru"


class Handler(BaseHTTPRequestHandler):
    """The site in a directory, and for the API a number that nobody has seen before."""

    protocol_version = "HTTP/1.1"
    directory: ClassVar[Path]
    numbers: ClassVar[Iterator[int]] = count(1)
    stale: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        """A page, or the next number."""
        if self.path.startswith("/v1/"):
            self._answer(200, {"Content-Type": "application/json", "Cache-Control": "no-store"}, str(next(self.numbers)).encode())
        else:
            page = Site(self.directory, "http://127.0.0.1:9").get(self.path, self.headers.get("If-None-Match"))
            self._answer(page.status, page.headers, self.stale.get(self.path, page.body))

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    """A copy of the site is 170 requests at once."""

    daemon_threads = True
    request_queue_size = 256


@contextmanager
def serving(directory: Path) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), type("Serving", (Handler,), {"directory": directory}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def released(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEB, tmp_path / "web"))


@pytest.fixture
def visit(browser: Browser, released: Path) -> Iterator[Visit]:
    with serving(released) as site, visiting(browser, site, site, DESKTOP, keeps=True) as entered:
        yield entered


def release(directory: Path) -> None:
    """Another title, another look, and a page less."""
    page = directory / "help.html"
    page.write_text(page.read_text().replace("</h1>", f" {NEW}</h1>"))
    (directory / "css" / "tokens.css").write_text((directory / "css" / "tokens.css").read_text() + "\n/* new */\n")
    (directory / "404.html").unlink()


def keeps(page: Page, directory: Path) -> bool:
    """Whether the copy is the files of the directory, each of its version, and nothing else."""
    expected = files(directory)
    kept = page.evaluate(KEPT)
    return len(kept) == len(expected) and all(of.startswith(expected.get(path, "none")) for path, of in kept)


def waits(page: Page) -> bool:
    """Whether a new release waits; a page that is just being loaded again cannot be asked."""
    try:
        return bool(page.evaluate(WAITS))
    except Error:
        return True


def takes_over(visit: Visit) -> bool:
    """Opens a page; the one that is left counts as open for a moment, so that on a busy machine it may take another. Asking all the time would keep the browser from it."""
    try:
        visit.page.goto(f"{visit.site}/help.html", timeout=LOADS_MS)
    except TookTooLong:  # on a busy machine a page that is asked for while the new one takes over may hang: a person loads it again
        return False
    visit.page.wait_for_timeout(MOMENT_MS)
    return not waits(visit.page)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def settle(visit: Visit) -> Page:
    """Opens the site until the copy is whole."""
    page = visit.go("/help.html")
    page.evaluate("() => navigator.serviceWorker.ready")
    return visit.go("/help.html")


def test_a_new_release_takes_the_place_of_the_old_one_whole_and_figures_are_never_kept(visit: Visit, released: Path) -> None:
    page = settle(visit)
    assert keeps(page, released)
    seen = [page.evaluate(FIGURE) for _ in range(2)]

    release(released)
    assert NEW not in heading(visit.go("/help.html"))
    assert within(PATIENCE, lambda: waits(page))
    assert not keeps(page, released)
    assert within(PATIENCE, lambda: takes_over(visit))
    visit.go("/help.html")

    assert NEW in heading(page)
    assert keeps(page, released)
    seen += [page.evaluate(FIGURE) for _ in range(2)]
    assert len(set(seen)) == len(seen)


def test_a_release_that_is_not_all_there_yet_changes_nothing(visit: Visit, released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server in between that still has an old file would mix two versions: the browser compares every file with its digest."""
    page = settle(visit)
    visit.foreseen += ["digest", "Failed to fetch"]
    monkeypatch.setitem(Handler.stale, "/css/tokens.css", (released / "css" / "tokens.css").read_bytes())
    before = page.evaluate(KEPT)
    release(released)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    assert within(PATIENCE, lambda: not page.evaluate(INSTALLS))

    assert not waits(page)
    assert NEW not in heading(visit.go("/help.html"))
    assert [one for one in before if one not in page.evaluate(KEPT)] == []
