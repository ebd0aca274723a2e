"""One local stack with the demo and one Chromium for all tests here; each test gets browsers of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.agency import Town
from tests.browser.visits import PHONE, Visit, Windows, visiting
from tests.local.running import stack

Enter = Callable[..., Visit]


@pytest.fixture(scope="package")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The running system, with its people and their keys."""
    data = tmp_path_factory.mktemp("browser")
    with (data / "said").open("w") as said, stack(data, "--seed", "demo", output=said) as running:
        there = Town(running, Path(said.name).read_text())
        there.ask_no_work()
        yield there


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with the tests here: while it runs, nothing else in this process can have a loop of its own."""
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium.find(), args=[*chromium.QUIET]) as launched:
        yield launched


@pytest.fixture(scope="package")
def windows(browser: Browser, town: Town) -> Iterator[Windows]:
    """For tests that need no browser of their own."""
    with ExitStack() as visits:
        yield Windows(lambda size: visits.enter_context(visiting(browser, town.running.site, town.uploads, size)))


@pytest.fixture
def enter(browser: Browser, town: Town) -> Iterator[Enter]:
    """Enters the site with a new browser, as often as wanted; no visit may leave trouble behind."""
    with ExitStack() as visits:
        yield lambda size=PHONE, **options: visits.enter_context(visiting(browser, town.running.site, town.uploads, size, **options))
