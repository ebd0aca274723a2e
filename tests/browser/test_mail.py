"""What a mail leads to: the codes of a lost receipt, once; an end of all mail about a complaint, and its return."""

import re
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_sound
from tests.browser.agency import Town
from tests.browser.conftest import Enter
from tests.browser.tracking import Tracking
from tests.browser.visits import DESKTOP

PATIENCE = 30


def mails(town: Town, to: str) -> Iterator[str]:
    """The texts of all that was sent to an address, the newest first."""
    listed = _read(f"{town.running.site}/outbox/")
    for line in re.findall(r"<li>.*?</li>", listed, re.DOTALL):
        if f" to {to}<" in line:
            [number] = re.findall(r'href="(\d+)\.txt"', line)
            yield _read(f"{town.running.site}/outbox/{number}.txt")


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def link(town: Town, to: str, page: str) -> str:
    """The path of the newest link to a page in the mails to an address; they are sent within seconds."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for mail in mails(town, to):
            if found := re.search(rf"https?://[^/\s]+(/(?:en/)?{page}\.html#\S+)", mail):
                return found[1]
        time.sleep(0.2)
    raise AssertionError(f"no mail to {to} leads to {page}")


@pytest.fixture
def reporter(request: pytest.FixtureRequest) -> dict[str, str]:
    """Somebody with an address of their own."""
    return {"name": "Ni Made Sari", "email": f"{request.node.name.removeprefix('test_')[:40].replace('_', '-')}@example.org"}


def test_codes_of_a_lost_receipt_come_by_mail_and_are_shown_once(enter: Enter, town: Town, reporter: dict[str, str]) -> None:
    code, _ = town.file(reporter=reporter)
    visit = enter(DESKTOP)
    page = visit.go("/lost.html")
    page.get_by_role("textbox").fill(reporter["email"])
    page.get_by_role("button", name="Kirim tautan").click()
    expect(page.locator("#lost-status")).not_to_be_empty()
    address = link(town, reporter["email"], "lost")

    page = visit.go("/help.html") and visit.go(address)
    page.locator("#codes button").click()
    expect(page.locator("#codes-list")).to_contain_text(code)
    assert_sound(page)
    page.reload()
    page.locator("#codes button").click()

    expect(page.locator("#codes-status")).not_to_be_empty()
    expect(page.locator("#codes-list")).not_to_contain_text(code)


def test_mail_ends_at_its_link_and_comes_again_when_the_reporter_wants_it(enter: Enter, town: Town, reporter: dict[str, str]) -> None:
    code, secret = town.file(reporter=reporter)
    visit = enter(DESKTOP)
    page = visit.go(link(town, reporter["email"], "stop"))
    page.get_by_role("button", name="Berhenti menerima surat").click()
    expect(page.locator("#stop-status")).to_be_focused()
    assert_sound(page)

    tracking = Tracking(visit).find(code, secret)
    expect(tracking.page.locator("#case-mail")).not_to_be_empty()
    assert_sound(tracking.page)
    tracking.page.locator("#case-mail button").click()
    expect(tracking.page.locator("#case-mail button")).to_have_count(0)

    expect(Tracking(visit).find(code, secret).page.locator("#case-mail")).to_be_empty()
