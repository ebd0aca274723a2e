"""A person's browser on the site, which keeps account of whatever should never happen there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

PHONE, DESKTOP, SMALLEST = (390, 844), (1280, 900), (320, 640)
MOMENT_MS, CALM = 40, 3
PATIENCE_MS = 45_000  # for a machine that is busy with other tests; what works takes a fraction
NO_WORKER = "Service Worker registration blocked by Playwright"
LOUD = {"error", "warning"}  # Content-Security-Policy and failed requests are told there too

expect.set_options(timeout=PATIENCE_MS)


class Visit:
    """One browser with one open page. `trouble` is what was noticed; a test names in `foreseen` what belongs to its story."""

    def __init__(self, context: BrowserContext, site: str, uploads: str) -> None:
        self.site = site
        self.uploads = uploads
        self.foreseen: list[str] = []
        self._noticed: list[str] = []
        self._under_way: set[Request] = set()
        self.context = context
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._noticed.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("requestfinished", self._done)
        context.on("requestfailed", self._done)
        self.page: Page = context.new_page()

    def go(self, path: str) -> Page:
        """Opens a page of the site and waits until nothing is under way."""
        self.page.goto(self.site + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until what was asked for is there, and whatever that asked for in turn."""
        calm = 0
        while calm < CALM:
            self.page.wait_for_timeout(MOMENT_MS)
            calm = 0 if self._under_way else calm + 1

    @property
    def trouble(self) -> list[str]:
        """Console errors and warnings, errors of scripts, breaches of the policy, and requests to others."""
        return [told for told in self._noticed if not any(part in told for part in (*self.foreseen, NO_WORKER))]

    def end(self) -> None:
        """Leaves the page and forgets everything that the site keeps, as a new browser would; whatever went wrong until then fails the test."""
        self.foreseen.append("favicon.ico")  # what a browser asks for of its own where no page names another
        self.page.goto(f"{self.site}/css/tokens.css")  # of the same origin, and nothing that keeps anything as it is left
        self.page.evaluate("sessionStorage.clear()")
        self.page.goto("about:blank")
        session = self.context.new_cdp_session(self.page)
        session.send("Storage.clearDataForOrigin", {"origin": self.site, "storageTypes": "all"})
        session.detach()
        self.context.clear_cookies()
        trouble, self._noticed, self.foreseen = self.trouble, [], []
        assert not trouble, "\n".join(trouble)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in LOUD:
            self._noticed.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _done(self, request: Request) -> None:
        self._under_way.discard(request)

    def _request(self, request: Request) -> None:
        self._under_way.add(request)
        address = urlsplit(request.url)
        if address.scheme not in {"blob", "data"} and f"{address.scheme}://{address.netloc}" not in {self.site, self.uploads}:
            self._noticed.append(f"another origin: {request.method} {request.url}")


class Windows:
    """Windows that stay open, one of each size: to open another takes longer than most of what is looked at in it."""

    def __init__(self, opened: Callable[[tuple[int, int]], Visit]) -> None:
        self._opened = cache(opened)

    @contextmanager
    def visit(self, size: tuple[int, int] = PHONE, *, dark: bool = False) -> Iterator[Visit]:
        """A visit as by a browser that knows nothing yet."""
        visit = self._opened(size)
        visit.page.set_viewport_size({"width": size[0], "height": size[1]})
        visit.page.emulate_media(color_scheme="dark" if dark else "light")
        try:
            yield visit
        finally:
            visit.end()


@contextmanager
def visiting(
    browser: Browser,
    site: str,
    uploads: str,
    size: tuple[int, int] = PHONE,
    *,
    dark: bool = False,
    script: bool = True,
    keeps: bool = False,
    **options: Any,
) -> Iterator[Visit]:
    """A visit in a browser that knows nothing yet; whatever went wrong in it fails the test that made it.

    `keeps` the copy of the site for when there is no line, as people's browsers do: to fetch it takes as long as most visits.
    """
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        has_touch=size != DESKTOP,
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        service_workers="allow" if keeps else "block",
        reduced_motion="reduce",
        locale="id-ID",
        timezone_id="Asia/Makassar",
        geolocation={"latitude": -8.65, "longitude": 115.21},
        permissions=["geolocation", "clipboard-read", "clipboard-write"],
        **options,
    )
    visit = Visit(context, site, uploads)
    try:
        yield visit
    finally:
        context.close()
    assert not visit.trouble, "\n".join(visit.trouble)
