"""Every page, as it opens: on a phone in daylight, on a desktop at night, on the smallest screen, the largest, and enlarged.

Its twin in English has the same structure (`tests/web/`) and other words: those are held to axe too, and have to fit.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import assert_sound, overflow
from tests.browser.addresses import REFUSED, addresses
from tests.browser.agency import Town
from tests.browser.visits import DESKTOP, PHONE, SMALLEST, Visit, visiting

LARGEST = (3840, 2160)
ENLARGED = (DESKTOP[0] // 4, DESKTOP[1] // 4)
"""What a window of a desktop shows at 400 %."""


@pytest.fixture(scope="module")
def same(browser: Browser, town: Town) -> Iterator[Visit]:
    with visiting(browser, town.running.site, town.uploads) as visit:
        yield visit


@pytest.fixture
def visit(same: Visit) -> Iterator[Visit]:
    """The same window for each page, which knows nothing of the one before: to open another takes longer than all that is looked at."""
    same.page.emulate_media(color_scheme="light")
    same.foreseen += REFUSED
    yield same
    same.end()


@pytest.mark.parametrize("address", addresses("id"))
def test_a_page_is_sound_in_every_shape(visit: Visit, address: str) -> None:
    visit.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page = visit.go(address)
    assert_sound(page)

    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert_sound(page)

    for width, height in (SMALLEST, ENLARGED, LARGEST):
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) <= 0, f"at {width} px"


@pytest.mark.parametrize("address", addresses("en"))
def test_a_page_in_english_is_sound_on_the_smallest_screen(visit: Visit, address: str) -> None:
    visit.page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})

    assert_sound(visit.go(address))
