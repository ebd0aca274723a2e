"""The site can be installed and opens without a line; a copy of it is whole, of one version, and holds no answer of the API."""

import base64
import hashlib
import json
import re
import shutil
import struct
from pathlib import Path

import pytest

from infra import icons, worker
from local.site import Site

WEB = Path(__file__).parents[2] / "web"
HEADERS = {"X": "y"}
MANIFESTS = ["manifest.webmanifest", "en/manifest.webmanifest"]
COPIED = worker.files(WEB)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEB, tmp_path / "web"))


def listed(source: str) -> dict[str, str]:
    [found] = re.findall(r"const FILES = (\{.*?\});", source, re.DOTALL)
    return dict(json.loads(found))


def size_of(picture: Path) -> tuple[int, int]:
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def test_every_file_of_the_copy_is_there_and_is_named_by_its_content() -> None:
    for address, digest in COPIED.items():
        assert base64.b64encode(hashlib.sha256((WEB / address.lstrip("/")).read_bytes()).digest()).decode() == digest


def test_every_page_and_all_that_it_asks_for_is_in_the_copy() -> None:
    pages = [f"/{path.relative_to(WEB).as_posix()}" for path in WEB.rglob("*.html")]
    asked = {
        address
        for page in pages
        for address in re.findall(r'(?:href|src)="(/[^"?#]+)', (WEB / page[1:]).read_text())
        if not address.startswith("/v1/")
    }
    assert {*pages, *asked} <= set(COPIED)


def test_nothing_of_the_api_and_not_the_worker_itself_is_in_the_copy() -> None:
    assert not [address for address in COPIED if address.startswith(("/v1", "/outbox/")) or address == "/sw.js"]


def test_the_worker_answers_for_listed_files_alone() -> None:
    source = (WEB / "sw.js").read_text()
    assert source.count("respondWith(") == source.count(".put(") == 1
    assert re.search(r"!Object\.hasOwn\(FILES, path\)\) return;\n  event\.respondWith", source)
    assert "keepAll" in source.partition(".put(")[0].rpartition("function ")[2]


def test_as_it_lies_in_the_repository_the_worker_keeps_nothing() -> None:
    assert listed((WEB / "sw.js").read_text()) == {}


def test_the_local_site_serves_the_worker_with_its_files(site: Path) -> None:
    page = Site(site, "http://127.0.0.1:9").get("/sw.js")
    assert page.headers["Content-Type"].startswith("text/javascript")
    assert page.headers["Cache-Control"] == "no-cache"
    assert listed(page.body.decode()) == COPIED


@pytest.mark.parametrize("name", ["index.html", "js/dom.js", "css/base.css", "site.json", "manifest.webmanifest"])
def test_a_change_of_any_file_is_another_version(site: Path, name: str) -> None:
    before = worker.filled(site, HEADERS)
    (site / name).write_text((site / name).read_text() + "\n")
    assert worker.filled(site, HEADERS) != before


def test_other_headers_are_another_version() -> None:
    assert worker.filled(WEB, HEADERS) == worker.filled(WEB, dict(HEADERS))
    assert worker.filled(WEB, HEADERS) != worker.filled(WEB, {"X": "z"})


def test_a_worker_without_a_place_for_its_files_is_refused(site: Path) -> None:
    (site / "sw.js").write_text("// nothing")
    with pytest.raises(ValueError, match="no place"):
        worker.filled(site, HEADERS)


def test_a_library_is_copied_only_if_a_page_names_it(site: Path) -> None:
    assert not [address for address in COPIED if address.startswith("/vendor/leaflet/")]
    (site / "404.html").write_text('<script src="/vendor/leaflet/leaflet.js"></script>')
    assert "/vendor/leaflet/leaflet.js" in worker.files(site)


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_names_what_is_there(name: str) -> None:
    manifest = json.loads((WEB / name).read_text())
    assert {manifest["start_url"], *(one["url"] for one in manifest["shortcuts"])} <= set(COPIED)
    assert all((WEB / icon["src"].lstrip("/")).is_file() for icon in manifest["icons"])
    for icon in manifest["icons"]:
        if icon["type"] == "image/png":
            assert icon["sizes"] == "{}x{}".format(*size_of(WEB / icon["src"].lstrip("/")))
    assert {(icon["sizes"], icon.get("purpose")) for icon in manifest["icons"]} >= {("192x192", None), ("512x512", None), ("512x512", "maskable")}


def test_both_manifests_are_one_application() -> None:
    indonesian, english = (json.loads((WEB / name).read_text()) for name in MANIFESTS)
    same = {"id", "scope", "short_name", "display", "icons", "theme_color", "background_color"}
    assert {key: indonesian[key] for key in same} == {key: english[key] for key in same}
    assert (indonesian["lang"], english["lang"]) == ("id", "en")
    assert english["start_url"] == f"/en{indonesian['start_url']}"


def test_the_icons_are_drawn_from_the_one_that_the_pages_show(tmp_path: Path) -> None:
    icons.write(WEB / "img" / "icon.svg", tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (WEB / "img" / made.name).read_bytes()
