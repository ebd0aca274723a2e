"""Every page, as it opens, in both languages: on the smallest screen and on a desktop, by day and by night; on a phone, on the largest screen, and enlarged."""

from typing import Literal

import pytest

from tests.browser.accessibility import assert_sound, overflow
from tests.browser.addresses import REFUSED, addresses
from tests.browser.visits import DESKTOP, PHONE, SMALLEST, Windows

LARGEST = (3840, 2160)
ENLARGED = (DESKTOP[0] // 4, DESKTOP[1] // 4)
"""What a window of a desktop shows at 400 %."""
LOOKS: dict[str, tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...]] = {
    "id": ((SMALLEST, "light"), (DESKTOP, "dark")),
    "en": ((SMALLEST, "dark"), (DESKTOP, "light")),
}
"""The twins have the same structure (`tests/web/`): between the two of them each is looked at in every shape."""


@pytest.mark.parametrize(("lang", "address"), [(lang, address) for lang in LOOKS for address in addresses(lang)])
def test_a_page_is_sound_in_every_shape(windows: Windows, lang: str, address: str) -> None:
    with windows.visit() as visit:
        visit.foreseen += REFUSED
        page = visit.go(address)
        for (width, height), scheme in LOOKS[lang]:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            assert_sound(page)

        for width, height in (PHONE, ENLARGED, LARGEST):
            page.set_viewport_size({"width": width, "height": height})
            assert overflow(page) <= 0, f"at {width} px"
