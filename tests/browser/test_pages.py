"""Every page, as it opens: on a phone in daylight, on a desktop at night, on the smallest screen, the largest, and enlarged.

Its twin in English has the same structure (`tests/web/`) and other words: those are held to axe too, and have to fit.
"""

import pytest

from tests.browser.accessibility import assert_sound, overflow
from tests.browser.addresses import REFUSED, addresses
from tests.browser.visits import DESKTOP, SMALLEST, Windows

LARGEST = (3840, 2160)
ENLARGED = (DESKTOP[0] // 4, DESKTOP[1] // 4)
"""What a window of a desktop shows at 400 %."""


@pytest.mark.parametrize("address", addresses("id"))
def test_a_page_is_sound_in_every_shape(windows: Windows, address: str) -> None:
    with windows.visit() as visit:
        visit.foreseen += REFUSED
        page = visit.go(address)
        assert_sound(page)

        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        assert_sound(page)

        for width, height in (SMALLEST, ENLARGED, LARGEST):
            page.set_viewport_size({"width": width, "height": height})
            assert overflow(page) <= 0, f"at {width} px"


@pytest.mark.parametrize("address", addresses("en"))
def test_a_page_in_english_is_sound_on_the_smallest_screen(windows: Windows, address: str) -> None:
    with windows.visit(SMALLEST) as visit:
        visit.foreseen += REFUSED

        assert_sound(visit.go(address))
