"""What the public looks at in numbers: nothing is cut off, nothing is told by colour alone, and addresses may be typed by hand."""

import re
from urllib.parse import unquote

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_sound
from tests.browser.agency import Town
from tests.browser.conftest import Enter
from tests.browser.visits import DESKTOP, SMALLEST
from tests.local.running import within

CUT = "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.ariaLabel)"
MONTH_WITHOUT = "2026-08"


@pytest.fixture(autouse=True)
def scored(town: Town) -> None:
    """The figures are counted once the stack runs, after the months that are over are frozen, and tables without rows would prove nothing."""
    assert within(180, lambda: bool(town.running.get("/v1/scores?kind=province")[1]["items"]))


def unfold(page: Page) -> None:
    for summary in page.locator("details:not([open]) > summary:visible").all()[::-1]:
        summary.click()


@pytest.mark.parametrize("address", ["/scores.html", "/agency.html?code=51.71", "/en/agency.html?code=nation"])
def test_no_table_of_scores_is_cut_on_the_smallest_screen(enter: Enter, address: str) -> None:
    page = enter(SMALLEST).go(address)
    unfold(page)

    assert page.evaluate(CUT) == []
    assert_sound(page)


def test_a_month_without_scores_has_its_name_in_the_list(enter: Enter) -> None:
    page = enter(SMALLEST).go(f"/scores.html?period={MONTH_WITHOUT}")

    expect(page.get_by_role("combobox", name="Periode", exact=True)).to_contain_text("Agustus 2026")
    expect(page.get_by_role("main")).not_to_contain_text(MONTH_WITHOUT)


@pytest.mark.parametrize("asked", ["1999-01", "2026-13", "soon"])
@pytest.mark.parametrize("name", ["scores", "statistics"])
def test_a_period_that_is_none_is_named_and_the_latest_is_shown(enter: Enter, name: str, asked: str) -> None:
    page = enter(DESKTOP).go(f"/en/{name}.html?period={asked}&kind=nothing")

    expect(page.get_by_role("main")).to_contain_text(f"The period {asked} is not known")
    expect(page.get_by_role("combobox", name="Period", exact=True)).to_contain_text("November 2026")


def test_provinces_are_marked_besides_their_colours(enter: Enter) -> None:
    page = enter(DESKTOP).go("/scores.html")
    shapes = page.evaluate("[...document.querySelectorAll('#map .marks path')].map((one) => one.getAttribute('class')).sort()")
    coloured = page.evaluate("[...document.querySelectorAll('#map path.area:not(.none)')].map((one) => one.classList[1]).sort()")
    assert shapes == coloured != []

    page.goto(page.url.replace("scores", "explore"))
    expect(page.locator("#map .marks text").first).to_have_text(re.compile(r"^\d+$"))


def test_the_poster_is_saved_as_a_pdf_and_its_library_comes_only_then(enter: Enter) -> None:
    visit = enter(DESKTOP)
    fetched: list[str] = []
    visit.page.on("request", lambda request: fetched.append(request.url))
    page = visit.go("/poster.html?agency=51.71.dishub")
    assert not [address for address in fetched if "jspdf" in address]

    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh PDF").click()

    assert unquote(download.value.suggested_filename) == "poster-51.71.dishub.pdf"
    with pikepdf.open(download.value.path()) as saved:
        [sheet] = saved.pages
        drawn = b"".join(one.read_bytes() for one in ([sheet.Contents] if isinstance(sheet.Contents, pikepdf.Stream) else sheet.Contents))
        assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox] == [0, 0, 210, 297]
        assert b"(Dinas Perhubungan Kota Denpasar) Tj" in drawn
        assert str(saved.docinfo["/Title"]).endswith("Dinas Perhubungan Kota Denpasar")
