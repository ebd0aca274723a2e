"""Every page, as it opens, in both languages: on the smallest screen and on a desktop, by day and by night; on a phone, on the largest screen, and enlarged."""

from typing import Literal

import pytest

from tests.browser.accessibility import assert_sound, overflow
from tests.browser.addresses import REFUSED, addresses
from tests.browser.conftest import Enter
from tests.browser.visits import DESKTOP, PHONE, SMALLEST

LARGEST = (3840, 2160)
ENLARGED = (DESKTOP[0] // 4, DESKTOP[1] // 4)
"""What a window of a desktop shows at 400 %."""


Shapes = tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...]
SHAPES: dict[str, Shapes] = {"id": ((SMALLEST, "light"), (DESKTOP, "dark")), "en": ((SMALLEST, "dark"), (DESKTOP, "light"))}
"""Twins have the same elements and looks (`tests/web/`), so together they are seen in all four."""


@pytest.mark.parametrize(("language", "address"), [(language, address) for language in SHAPES for address in addresses(language)])
def test_a_page_is_sound_in_every_shape(enter: Enter, language: str, address: str) -> None:
    visit = enter(SMALLEST)
    visit.foreseen += REFUSED
    page = visit.go(address)
    for (width, height), scheme in SHAPES[language]:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        assert_sound(page)

    for width, height in (PHONE, ENLARGED, LARGEST):
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) <= 0, f"at {width} px"
