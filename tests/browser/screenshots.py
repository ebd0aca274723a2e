"""Pictures of every page and of what people see on the way, to be looked at: `make screenshots` writes `build/screenshots/index.html`."""

import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.addresses import REFUSED, addresses
from tests.browser.agency import Town
from tests.browser.complaining import STORY, Form
from tests.browser.tracking import Tracking
from tests.browser.visits import DESKTOP, PHONE, Visit, visiting
from tests.local.running import stack
from tests.uploads import photo

OUTPUT = Path(__file__).parents[2] / "build" / "screenshots"
SIZES = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHOTO = {"name": "lampu.jpg", "mimeType": "image/jpeg", "buffer": photo()}


def main() -> None:
    """Starts a stack and goes through the site in each language and shape."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        (Path(folder) / "said").open("w") as said,
        stack(Path(folder), "--seed", "demo", output=said) as run,
    ):
        town = Town(run, Path(said.name).read_text())
        with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium.find(), args=[*chromium.QUIET]) as browser:
            names = [name for language in ("id", "en") for size in SIZES for name in _go_through(browser, town, language, size)]
    (OUTPUT / "index.html").write_text(_index(sorted(set(names))), encoding="utf-8")
    sys.stdout.write(f"{OUTPUT / 'index.html'}\n")


def _go_through(browser: Browser, town: Town, language: str, size: str) -> Iterator[str]:
    with visiting(browser, town.running.site, town.uploads, SIZES[size]) as visit:
        visit.foreseen += REFUSED
        for name, page in _sights(visit, town, language):
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=OUTPUT / f"{language}-{name}-{size}-{scheme}.png", full_page=True)
            yield f"{language}-{name}"


def _sights(visit: Visit, town: Town, language: str) -> Iterator[tuple[str, Page]]:
    for address in addresses(language):
        name = "".join(letter if letter.isalnum() else "-" for letter in address.removeprefix("/en"))
        yield name.strip("-").replace("-html", ""), visit.go(address)
    yield from _story(visit, town, language)


def _story(visit: Visit, town: Town, language: str) -> Iterator[tuple[str, Page]]:
    """From the first answer to the last."""
    form = Form(visit, language).open()
    for step in form.steps(STORY.but(files=[PHOTO])):
        yield f"story-1-{step}", form.page
    form.send()
    code, secret = form.receipt()
    form.await_sent_files(1)
    yield "story-2-receipt", form.page
    town.answer(code)
    tracking = Tracking(visit, language).find(code)
    yield "story-3-public", tracking.page
    tracking.find(code, secret).open_everything()
    yield "story-4-reporter", tracking.page


def _index(names: list[str]) -> str:
    rows = "".join(
        f"<h2>{escape(name)}</h2><p>{''.join(_picture(f'{name}-{size}-{scheme}.png') for size in SIZES for scheme in SCHEMES)}</p>\n"
        for name in names
    )
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title><h1>Screenshots</h1>\n{rows}</html>\n'


def _picture(file: str) -> str:
    return f'<a href="{escape(file)}"><img src="{escape(file)}" alt="{escape(file)}" height="400" loading="lazy"></a> '


if __name__ == "__main__":
    main()
