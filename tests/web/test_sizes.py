"""How much a page weighs: what its first load brings, and all that it can ever ask for, each file compressed, added up from the files."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
PAGES = sorted(path.relative_to(WEB).as_posix() for path in [*WEB.glob("*.html"), *(WEB / "en").glob("*.html")])
FIRST = 50 * 1024
"""Of the pages that a person with a bad line needs: form, receipt, tracking."""
WHOLE = 300 * 1024
"""Of a dashboard with its charts and maps, and of any other page, with what it fetches later."""
NEEDED = [page for page in PAGES if Path(page).name in {"complain.html", "receipt.html", "track.html"}]
NAMED = re.compile(r'<(?:link (?![^>]*rel="alternate")[^>]*href|(?:img|script)[^>]* src)="([^"]+)"')
STYLED = re.compile(r'url\("?([^")]+)"?\)')
IMPORTED = re.compile(r'^(?:import|export) (?:[^";]* from )?"\./([\w.]+)";$', re.MULTILINE)
WORDS = re.compile(r"import\(`\./([\w.]+)\.\$\{lang\}\.js`\)")
LATER = re.compile(r'import\("\./([\w.]+)"\)')
ADDRESS = re.compile(r'"(/[\w./-]+)"')


def first(page: str) -> set[Path]:
    """What opening the page fetches from the site."""
    return _reachable(page, later=False)


def whole(page: str) -> set[Path]:
    """The same with all that its modules name to be fetched later."""
    return _reachable(page, later=True)


def _reachable(page: str, *, later: bool) -> set[Path]:
    language = "en" if page.startswith("en/") else "id"
    found, waiting = set[Path](), [WEB / page]
    while waiting:
        if (file := waiting.pop()) not in found:
            found.add(file)
            waiting += [one for one in _named(file, language, later=later) if one.is_file()]
    return found


def _named(file: Path, language: str, *, later: bool) -> Iterator[Path]:
    source = file.read_text(encoding="utf-8") if file.suffix in {".html", ".css", ".js"} else ""
    pattern = {".html": NAMED, ".css": STYLED}.get(file.suffix)
    yield from (WEB / address.lstrip("/") for address in (pattern.findall(source) if pattern else ()))
    if file.suffix == ".js" and file.parent == WEB / "js":
        yield from (file.with_name(name) for name in IMPORTED.findall(source))
        yield from (file.with_name(f"{name}.{language}.js") for name in WORDS.findall(source))
        if later:
            yield from (file.with_name(name) for name in LATER.findall(source))
            yield from (WEB / f"{address.lstrip('/')}{ending}" for address in ADDRESS.findall(source) for ending in ("", ".js", ".css"))


def weight(files: set[Path]) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files)


def told(files: set[Path]) -> str:
    """The heaviest first."""
    return ", ".join(f"{file.name} {weight({file}):,}" for file in sorted(files, key=lambda file: -weight({file}))[:12])


@pytest.mark.parametrize("page", NEEDED)
def test_form_receipt_and_tracking_come_in_fifty_kilobytes(page: str) -> None:
    assert weight(first(page)) <= FIRST, told(first(page))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_ever_fetches_more_than_a_dashboard_may(page: str) -> None:
    assert weight(whole(page)) <= WHOLE, told(whole(page))


def test_what_is_added_up_is_what_there_is() -> None:
    names = {file.relative_to(WEB).as_posix() for file in whole("en/complain.html")}
    assert {"en/complain.html", "css/base.css", "img/logo.svg", "js/words.en.js", "js/form_rest.js", "js/outbox.js"} <= names
    assert "js/words.id.js" not in names
    assert "vendor/leaflet/leaflet.js" in {file.relative_to(WEB).as_posix() for file in whole("explore.html")}
