"""A person files a complaint and follows it to its end."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_sound
from tests.browser.agency import Town
from tests.browser.complaining import STORY, Form
from tests.browser.conftest import Enter
from tests.browser.keyboard import press
from tests.browser.tracking import Tracking
from tests.browser.visits import DESKTOP, PHONE
from tests.local.running import within
from tests.uploads import photo

PHOTO = {"name": "lampu.jpg", "mimeType": "image/jpeg", "buffer": photo()}


@pytest.mark.parametrize(("language", "size"), [("id", PHONE), ("en", DESKTOP)])
def test_a_complaint_with_a_photo_is_filed_and_tracked(enter: Enter, town: Town, language: str, size: tuple[int, int]) -> None:
    form = Form(enter(size, keeps=True), language)
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


def test_a_photo_that_the_browser_cannot_show_goes_up_as_it_is_and_comes_back_as_jpeg(enter: Enter, town: Town) -> None:
    """HEIC, of which iPhones do not even tell the type."""
    form = Form(enter())
    form.file(STORY.but(files=[{"name": "IMG_0001.HEIC", "mimeType": "", "buffer": photo("HEIF")}]))
    form.await_sent_files(1)

    tracking = Tracking(form.visit).follow_receipt()

    shown = tracking.page.locator("#attachments li")
    expect(shown.locator("img")).to_be_visible()
    with form.page.expect_response(lambda answer: "/attachments/1" in answer.url) as answered:
        shown.get_by_role("button", name="Buka").click()
    assert town.read(answered.value.json()["url"]).startswith(b"\xff\xd8\xff")


def test_everybody_sees_a_photo_that_its_reporter_ticked_until_it_is_taken_back(enter: Enter, town: Town) -> None:
    form = Form(enter())
    code, secret = form.file(STORY.but(files=[PHOTO, {**PHOTO, "name": "rumah.jpg"}], shown=1))
    form.await_sent_files(2)
    town.act(code, "coordinator", "verify")
    assert within(30, lambda: bool(town.running.get(f"/v1/complaints/{code}")[1]["attachments"]))

    public = Tracking(enter(DESKTOP)).find(code)
    expect(public.page.locator("#attachments li")).to_have_count(1)
    expect(public.page.locator("#attachments img")).to_be_visible()
    assert_sound(public.page)
    public.visit.go("/explore.html")
    found = public.page.locator("#found > li").filter(has_text=code)
    found.scroll_into_view_if_needed()
    expect(found.locator(".picture img")).to_be_visible()

    own = Tracking(enter()).find(code, secret)
    own.page.get_by_role("button", name="Jangan perlihatkan lagi").click()
    expect(own.page.get_by_role("button", name="Perlihatkan kepada publik")).to_have_count(2)
    assert_sound(own.page)

    assert town.running.get(f"/v1/complaints/{code}")[1]["attachments"] == []


def test_a_pin_is_put_and_moved_by_keyboard(enter: Enter) -> None:
    form = Form(enter(DESKTOP)).open()
    for step in form.steps(STORY):
        if step == "where":
            break
    page = form.page
    press(page.get_by_role("button", name="Tunjukkan di peta"), "Enter")
    expect(page.get_by_role("application")).to_be_focused()
    page.keyboard.press("ArrowRight")
    first = page.locator("#lon").input_value()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    assert float(page.locator("#lon").input_value()) > float(first)
    assert_sound(page)

    form.go_on()
    for step in ("when", "who", "proof", "you"):
        form.await_step(step)
        form.answer(step, STORY)
        form.go_on()
    form.await_step("check")
    form.send()
    code, secret = form.receipt()
    _, seen = page.evaluate(
        f"fetch('/v1/complaints/{code}', {{ headers: {{ 'Receipt-Secret': '{secret}' }} }}).then((one) => one.json()).then((one) => [0, one])"
    )
    assert seen["location"]["lon"] == pytest.approx(float(first), abs=3)


def test_what_the_server_refuses_in_two_steps_is_told_in_both(enter: Enter) -> None:
    form = Form(enter(DESKTOP), "en").open().tell(STORY)
    errors = [{"pointer": "/title", "code": "refused", "detail": "x"}, {"pointer": "/place", "code": "refused", "detail": "x"}]
    problem = {"type": "/problems.html#invalid-input", "title": "Some fields are wrong", "status": 422, "errors": errors}
    form.visit.foreseen.append("status of 422")
    form.page.route("**/v1/complaints", lambda route: route.fulfill(status=422, content_type="application/problem+json", json=problem), times=1)
    form.send()
    expect(form.page.locator(".error-summary li")).to_have_count(2)

    form.answer("tell", STORY.but(title="A lamp is out at the school"))
    form.go_on()
    expect(form.page.locator(".error-summary:focus li")).to_have_count(1)
    expect(form.page.locator("#place-error")).to_be_visible()
    assert_sound(form.page)
    form.answer("where", STORY.but(place="Jl. Gatot Subroto 14"))
    for step in ("when", "who", "proof", "you", "check"):
        form.go_on()
        form.await_step(step)
    form.send()
    assert form.receipt()


def test_work_that_is_asked_for_is_done_by_the_page(enter: Enter, town: Town) -> None:
    form = Form(enter()).open().tell(STORY)
    form.visit.foreseen.append("status of 428")
    with town.asking_work():
        form.send()
        assert form.receipt()


def test_how_a_case_stands_is_dated_by_the_service_and_not_by_the_device(enter: Enter, town: Town) -> None:
    code, _ = town.file()
    visit = enter(DESKTOP)
    visit.page.clock.set_fixed_time("2001-02-03T04:05:06Z")

    tracking = Tracking(visit, "en").find(code)

    expect(tracking.page.locator("#case-as-of")).to_contain_text(town.today().strftime("%Y"))
    expect(tracking.page.locator("#case-as-of")).not_to_contain_text("2001")
