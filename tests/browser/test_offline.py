"""Without a line the site opens and drafts go on, and nothing is shown that might have changed; a new version comes whole."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from infra.worker import files
from tests.browser.accessibility import assert_sound
from tests.browser.agency import Town
from tests.browser.complaining import STORY, Form
from tests.browser.conftest import Enter
from tests.browser.tracking import Tracking
from tests.browser.visits import Visit

WEB = Path(__file__).parents[2] / "web"
PAGES = ["/", "/en/complain.html", "/help.html", "/statistics.html", "/explore.html"]
CUT = "net::ERR_"
KEPT = "async () => (await (await caches.open('site')).keys()).map(({ url }) => new URL(url).pathname)"


def settle(visit: Visit) -> Page:
    """Opens the site and waits until its copy is whole; the next page is already answered from it."""
    page = visit.go("/index.html")
    page.evaluate("() => navigator.serviceWorker.ready")
    visit.foreseen.append(CUT)
    return page


def test_the_copy_is_every_file_of_the_site_and_nothing_of_the_api(enter: Enter, town: Town) -> None:
    visit = enter(keeps=True)
    page = settle(visit)
    Tracking(visit).find(town.file()[0])
    visit.go("/statistics.html")

    assert sorted(page.evaluate(KEPT)) == sorted(files(WEB))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_without_a_line_and_says_so(enter: Enter, address: str) -> None:
    visit = enter(keeps=True)
    settle(visit)
    visit.context.set_offline(True)
    page = visit.go(address)

    expect(page.locator("#offline")).to_be_visible()
    assert_sound(page)
    visit.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()


def test_a_draft_goes_on_without_a_line(enter: Enter) -> None:
    visit = enter(keeps=True)
    settle(visit)
    form = Form(visit).open()
    for step in form.steps(STORY.but(title="Sampah menumpuk di pasar")):
        if step == "tell":
            break
    visit.context.set_offline(True)
    visit.go("/help.html")
    page = visit.go("/complain.html#title")

    expect(page.locator("#title")).to_have_value("Sampah menumpuk di pasar")
    form.go_on()
    form.await_step("where")


def test_a_case_that_was_seen_is_not_shown_from_memory(enter: Enter, town: Town) -> None:
    visit = enter(keeps=True)
    settle(visit)
    code = town.file()[0]
    Tracking(visit).find(code)
    visit.context.set_offline(True)
    page = visit.go(f"/track.html#{code}")
    page.reload()

    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#case")).to_be_hidden()
