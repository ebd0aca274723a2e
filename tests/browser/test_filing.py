"""A person files a complaint and follows it to its end."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_sound
from tests.browser.agency import Town
from tests.browser.complaining import STORY, Form
from tests.browser.conftest import Enter
from tests.browser.tracking import Tracking
from tests.browser.visits import DESKTOP, PHONE
from tests.uploads import photo

PHOTO = {"name": "lampu.jpg", "mimeType": "image/jpeg", "buffer": photo()}


@pytest.mark.parametrize(("language", "size"), [("id", PHONE), ("en", DESKTOP)])
def test_a_complaint_with_a_photo_is_filed_and_tracked(enter: Enter, town: Town, language: str, size: tuple[int, int]) -> None:
    form = Form(enter(size), language)
    code, _ = form.file(STORY.but(files=[PHOTO]))
    form.await_sent_files(1)
    assert_sound(form.page)

    tracking = Tracking(form.visit, language).follow_receipt()

    expect(tracking.page.locator("#case-code")).to_have_text(code)
    assert_sound(tracking.page)


def test_an_anonymous_reporter_disputes_the_answer(enter: Enter, town: Town) -> None:
    form = Form(enter())
    code, secret = form.file(STORY.but(identity="none"))
    town.answer(code)

    tracking = Tracking(enter()).find(code, secret)
    assert_sound(tracking.page)
    tracking.dispute("Lampunya padam lagi sejak kemarin malam.")

    expect(tracking.page.locator("#timeline")).to_contain_text("Lampunya padam lagi sejak kemarin malam.")
