"""Every page, as it opens, in both languages: on the smallest screen and on a desktop, by day and by night; on a phone, on the largest screen, and enlarged."""

from typing import Literal

import pytest

from tests.browser.accessibility import assert_sound, overflow
from tests.browser.addresses import REFUSED, addresses
from tests.browser.conftest import Enter
from tests.browser.visits import DESKTOP, PHONE, SMALLEST

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LARGEST = (3840, 2160)
ENLARGED = (DESKTOP[0] // 4, DESKTOP[1] // 4)
"""What a window of a desktop shows at 400 %."""


@pytest.mark.parametrize("address", [*addresses("id"), *addresses("en")])
def test_a_page_is_sound_in_every_shape(enter: Enter, address: str) -> None:
    visit = enter(SMALLEST)
    visit.foreseen += REFUSED
    page = visit.go(address)
    for width, height in (SMALLEST, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert_sound(page)

    for width, height in (PHONE, ENLARGED, LARGEST):
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) <= 0, f"at {width} px"
