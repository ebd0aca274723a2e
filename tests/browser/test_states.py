"""What people see on the way, by day on a phone and by night on a desktop: mistakes, warnings, what is unfolded, what is done."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_sound
from tests.browser.agency import Town
from tests.browser.complaining import STORY, Form
from tests.browser.tracking import Tracking
from tests.browser.visits import DESKTOP, PHONE, Visit, Windows

READERS = pytest.mark.parametrize(("language", "size", "scheme"), [("id", PHONE, "light"), ("en", DESKTOP, "dark")])
PERSONAL = "Nama saya Sari, NIK 5171014107900001, telepon 0812 3456 7890. Lampu mati sejak Senin."
CARELESS = {"about", "tell", "where", "you"}
MISTYPED = "7KQM-2F9X-4HDV"


@pytest.fixture
def visit(windows: Windows, size: tuple[int, int], scheme: str) -> Iterator[Visit]:
    with windows.visit(size, dark=scheme == "dark") as visit:
        yield visit
        assert_sound(visit.page)


def errors(page: Page) -> None:
    """They are summed up, and the summary has the focus."""
    expect(page.locator(".error-summary:focus")).to_be_visible()
    assert_sound(page)


@READERS
def test_mistakes_in_the_form_are_named_at_each_step(visit: Visit, language: str) -> None:
    form = Form(visit, language).open()
    for step in form.questions():
        if step in CARELESS:
            form.go_on()
            errors(form.page)
        form.answer(step, STORY)
        form.go_on()


@READERS
def test_each_step_of_the_form_is_sound(visit: Visit, language: str) -> None:
    for _ in Form(visit, language).open().steps(STORY):
        assert_sound(visit.page)


@READERS
def test_who_writes_what_others_should_not_read_is_warned_before_sending(visit: Visit, language: str) -> None:
    form = Form(visit, language).open().tell(STORY.but(body=PERSONAL))

    expect(form.page.locator("#personal")).to_be_visible()


@READERS
def test_open_complaints_about_the_same_are_shown_before_sending(visit: Visit, town: Town, language: str) -> None:
    code, _ = town.file(category="jalan.trotoar")
    town.act(code, "coordinator", "verify", agency="51.71.dishub")

    form = Form(visit, language).open().tell(STORY.but(category="jalan.trotoar"))

    expect(form.page.locator("#similar")).to_be_visible()


@READERS
def test_a_mistyped_code_and_a_wrong_secret_are_told_apart(visit: Visit, town: Town, language: str) -> None:
    code, _ = town.file()
    visit.foreseen.append("status of 403")
    tracking = Tracking(visit, language).look_for(MISTYPED)
    errors(tracking.page)
    tracking.look_for(code, "000000-000000-000000-000000")
    errors(tracking.page)


@READERS
def test_the_reporters_view_is_sound_when_everything_is_unfolded_and_nothing_filled_in(visit: Visit, town: Town, language: str) -> None:
    code, secret = town.file()
    town.answer(code)
    tracking = Tracking(visit, language).find(code, secret)
    tracking.open_everything()
    tracking.show_my_data()
    assert_sound(tracking.page)
    for form in ("confirm", "dispute", "reply", "erase"):
        tracking.press_send(form)
        errors(tracking.page)


@READERS
def test_a_complaint_is_withdrawn_only_after_a_second_thought(visit: Visit, town: Town, language: str) -> None:
    tracking = Tracking(visit, language).find(*town.file())
    tracking.open_everything()
    tracking.press_send("withdraw")
    errors(tracking.page)
    tracking.page.locator("#withdraw-sure").check(force=True)
    tracking.press_send("withdraw")

    expect(tracking.page.locator("#act-withdraw")).to_be_hidden()


@READERS
def test_a_complaint_that_is_late_says_who_has_been_told(visit: Visit, town: Town, language: str) -> None:
    _, late = town.running.get("/v1/complaints?late=true")
    tracking = Tracking(visit, language).find(late["items"][0]["code"])
    tracking.open_everything()

    expect(tracking.page.locator("#case-status.late")).to_be_visible()


@READERS
def test_a_complaint_that_is_closed_asks_for_a_survey_once(visit: Visit, town: Town, language: str) -> None:
    code, secret = town.file()
    town.answer(code)
    tracking = Tracking(visit, language).find(code, secret)
    tracking.accept()
    tracking.open_everything()
    tracking.press_send("survey")
    errors(tracking.page)
    tracking.fill_in_survey()

    expect(tracking.page.locator("#act-survey")).to_be_hidden()
