"""Whatever somebody writes is shown as it was written, and does nothing else."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import overflow
from tests.browser.agency import Town
from tests.browser.complaining import STORY, Form
from tests.browser.conftest import Enter
from tests.browser.tracking import Tracking
from tests.browser.visits import SMALLEST

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
BACKWARDS = "\u202egnatnik ukgnal\u202c \u2067بكم\u2069 שלום \u2066\u2066\u2066 \u200f\u200f\u200f"
EMOJI = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f1ee\U0001f1e9\U0001fae0e\u0301\u0302\u0303\u0304\u0305"
HOSTILE = {
    "script": (SCRIPT, f"{SCRIPT} {{title}} ${{1+1}} javascript:alert(4) ' OR 1=1 -- {BACKWARDS}"),
    "without a space": ("W" * 60 + "\u202egnatnik " + EMOJI, "W" * 4000 + EMOJI * 60),
}


def assert_harmless(page: Page) -> None:
    """Text that looks like markup has not become any, and fits however long it is."""
    assert overflow(page) <= 0
    assert page.locator("main script, main img[src='x'], main svg[onload]").count() == 0


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_harmless_from_the_form_to_the_public(enter: Enter, town: Town, kind: str) -> None:
    title, body = HOSTILE[kind]
    visit = enter(SMALLEST)
    visit.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    form = Form(visit).open().tell(STORY.but(title=title, body=body, place=title, name=title[:100]))
    assert_harmless(form.page)
    form.send()
    code, secret = form.receipt()
    assert_harmless(form.page)
    town.answer(code, body)

    tracking = Tracking(visit).find(code, secret)
    tracking.open_everything()
    expect(tracking.page.locator("#facts")).to_contain_text(body[:4])
    assert_harmless(tracking.page)

    other = enter(SMALLEST)
    other.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    public = Tracking(other).find(code)
    expect(public.page.locator("#timeline")).to_contain_text(body[:4])
    assert_harmless(public.page)
    explored = other.go("/explore.html")
    expect(explored.locator("#found")).to_contain_text(title[:12])
    assert_harmless(explored)
