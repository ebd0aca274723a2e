"""With script switched off: a complaint is filed all the same, and every page says what it cannot do."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import overflow
from tests.browser.addresses import addresses
from tests.browser.complaining import STORY, PlainForm
from tests.browser.conftest import Enter
from tests.browser.tracking import Tracking
from tests.browser.visits import SMALLEST


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_complaint_is_filed_without_script(enter: Enter, language: str) -> None:
    form = PlainForm(enter(SMALLEST, script=False), language).open().tell(STORY)
    assert overflow(form.page) <= 0
    form.send()
    code, secret = form.receipt()
    assert overflow(form.page) <= 0

    tracking = Tracking(enter(), language).find(code, secret)

    expect(tracking.page.locator("#case-code")).to_have_text(code)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_can_be_read_without_script(enter: Enter, language: str) -> None:
    visit = enter(SMALLEST, script=False)
    visit.foreseen.append("404.html")
    for address in addresses(language):
        page = visit.go(address)
        assert page.locator("main").inner_text().strip(), address
        assert overflow(page) <= 0, address
