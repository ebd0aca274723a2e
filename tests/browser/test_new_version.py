"""A new version of the site reaches a device whole: never a page of one version with the code of another."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from local.site import Site
from tests.browser.visits import Visit, visiting

WEB = Path(__file__).parents[2] / "web"
PAGES, TAKEN_OVER_MS = 5, 2000
READY = "() => navigator.serviceWorker.ready"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
KEPT = "async () => (await (await caches.open('site')).keys()).length"


class Front(BaseHTTPRequestHandler):
    """The site alone. What is `stale` is served as it was, as a cache in between may do."""

    def __init__(self, *args: object, directory: Path, stale: dict[str, bytes]) -> None:
        self._site, self._stale = Site(directory, "http://127.0.0.1:9"), stale
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        page = self._site.get(self.path)
        body = self._stale.get(self.path, page.body)
        self.send_response(page.status)
        for name, value in (page.headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quietly."""


class Served:
    """A copy of the site that can be changed while it is served."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.stale = directory, dict[str, bytes]()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Front, directory=directory, stale=self.stale))
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def release(self) -> None:
        """The next version: the help has another heading."""
        help_ = self.directory / "help.html"
        help_.write_text(help_.read_text().replace("<h1>Bantuan</h1>", "<h1>Bantuan baru</h1>"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(Path(shutil.copytree(WEB, tmp_path / "web")))
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    with visiting(browser, served.address, served.address) as entered:
        entered.go("/404.html").evaluate(READY)
        yield entered


def heading(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text)


def comes(visit: Visit, text: str) -> None:
    """With the next page that is opened, or one after: a tab that was closed is not gone at once."""
    for _ in range(PAGES):
        visit.go("/help.html")
        visit.page.wait_for_timeout(TAKEN_OVER_MS)
        if visit.page.locator("h1").text_content() == text:
            return
    heading(visit.page, text)


def until_it_waits(page: Page) -> None:
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    page.wait_for_function(WAITS)


def test_a_new_version_waits_while_another_tab_shows_the_old_one_and_comes_then(visit: Visit, served: Served) -> None:
    page, other = visit.page, visit.context.new_page()
    other.goto(f"{served.address}/404.html")
    served.release()
    until_it_waits(page)
    visit.go("/help.html")
    heading(page, "Bantuan")

    other.close()

    comes(visit, "Bantuan baru")


def test_a_version_of_which_a_file_is_still_the_old_one_is_not_taken(visit: Visit, served: Served) -> None:
    served.stale["/help.html"] = (served.directory / "help.html").read_bytes()
    served.release()
    kept = visit.page.evaluate(KEPT)
    visit.foreseen += ["integrity", "Failed to find a valid digest", "ServiceWorker"]
    visit.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => null)")
    visit.page.wait_for_function("async () => !(await navigator.serviceWorker.getRegistration()).installing")
    visit.go("/help.html")
    heading(visit.page, "Bantuan")
    assert visit.page.evaluate(KEPT) == kept

    served.stale.clear()
    until_it_waits(visit.page)

    comes(visit, "Bantuan baru")
