"""Without a pointer: everything is reached by Tab, chosen by arrows and Space, and sent by Enter."""

from playwright.sync_api import expect

from tests.browser.complaining import STORY, Form
from tests.browser.conftest import Enter
from tests.browser.tracking import Tracking
from tests.browser.visits import DESKTOP


def test_a_complaint_is_filed_and_followed_by_keyboard_alone(enter: Enter) -> None:
    form = Form(enter(DESKTOP), "en").open()
    form.tell_by_keyboard(STORY)
    form.send_by_keyboard()
    code, _ = form.receipt()
    expect(form.page.get_by_role("heading", name=form.words["received"])).to_be_focused()

    Tracking(form.visit, "en").follow_receipt_by_keyboard()

    expect(form.page.locator("#case-code")).to_have_text(code)


def test_the_first_stop_on_a_page_leads_past_the_menu(enter: Enter) -> None:
    page = enter(DESKTOP).go("/track.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_label("Kode pengaduan")).to_be_focused()
