"""With script switched off: a complaint is filed all the same, and every page says what it cannot do."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_sound, overflow
from tests.browser.addresses import addresses
from tests.browser.agency import COMPLAINT, Town
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


def test_the_agency_of_a_poster_is_kept_and_every_other_is_reached(enter: Enter) -> None:
    visit = enter(SMALLEST, script=False)
    visit.go("/complain.html?agency=51.71.dishub&via=poster")
    visit.page.wait_for_url("**/v1/complaints/form?**")
    agency = visit.page.get_by_role("combobox", name="Instansi yang dituju")
    expect(agency).to_have_value("51.71.dishub")

    visit.page.get_by_role("combobox", name="Kabupaten, kota, atau provinsi").select_option("34.71")
    agency.select_option("")
    visit.page.get_by_role("button", name="Tampilkan instansi lain").click()
    agency.select_option("34.71")
    assert overflow(visit.page) <= 0


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_complaint_is_tracked_without_script(enter: Enter, town: Town, language: str) -> None:
    code, secret = town.file()
    visit = enter(SMALLEST, script=False)
    visit.go(Tracking(visit, language).words["page"])
    visit.page.wait_for_url("**/v1/complaints/form/track?**")
    visit.foreseen.append("status of 4")

    for secrets, seen in (("000000-000000-000000-000000", False), (secret, True)):
        visit.page.locator("#code").fill(code)
        visit.page.locator("#secret").fill(secrets)
        visit.page.locator("#find button").click()
        expect(visit.page.get_by_role("main")).to_contain_text(COMPLAINT["title"]) if seen else expect(
            visit.page.locator(".error-summary")
        ).to_be_visible()
        assert overflow(visit.page) <= 0


@pytest.mark.parametrize("address", ["/v1/complaints/form?lang=id", "/v1/complaints/form/track?lang=en"])
def test_pages_without_script_are_sound(enter: Enter, town: Town, address: str) -> None:
    visit = enter(SMALLEST)
    visit.foreseen.append("status of 422")
    page = visit.go(address)
    assert_sound(page)
    page.locator("#code, #title").fill(town.file()[0])
    with page.expect_navigation():
        page.locator("form .button:not(.small)").click()
    visit.settle()
    assert_sound(page)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_can_be_read_without_script(enter: Enter, language: str) -> None:
    visit = enter(SMALLEST, script=False)
    visit.foreseen.append("404.html")
    for address in addresses(language):
        page = visit.go(address)
        assert page.locator("main").inner_text().strip(), address
        assert overflow(page) <= 0, address
