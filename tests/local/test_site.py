"""The local site serves files as the deployed one will, and nothing but its files."""

from http import HTTPStatus
from pathlib import Path

import pytest

from local.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    pages = tmp_path / "web"
    (pages / "en").mkdir(parents=True)
    (pages / "index.html").write_text("beranda")
    (pages / "404.html").write_text("tidak ada")
    (pages / "en" / "index.html").write_text("home")
    (pages / "en" / "404.html").write_text("not there")
    (pages / "app.js").write_text("//")
    (pages / ".hidden").write_text("hidden")
    (tmp_path / "secret").write_text("secret")
    (pages / "link").symlink_to(tmp_path / "secret")
    return Site(pages, "http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("settings", "pictures"),
    [
        (None, "img-src 'self' blob: data: http://127.0.0.1:9;"),
        ('{"tiles": "", "credit": ""}', "img-src 'self' blob: data: http://127.0.0.1:9;"),
        ('{"tiles": "https://tile.example.org/{z}/{x}/{y}.png"}', "img-src 'self' blob: data: http://127.0.0.1:9 https://tile.example.org;"),
        ('{"tiles": "https://{s}.tile.example.org/{z}/{x}/{y}.png"}', "img-src 'self' blob: data: http://127.0.0.1:9 https://*.tile.example.org;"),
        ('{"tiles": "/tiles/{z}/{x}/{y}.png"}', "img-src 'self' blob: data: http://127.0.0.1:9;"),
    ],
    ids=["no settings", "none", "one origin", "several", "our own"],
)
def test_pictures_come_from_elsewhere_only_where_an_operator_has_set_tiles(tmp_path: Path, settings: str | None, pictures: str) -> None:
    (tmp_path / "index.html").write_text("beranda")
    if settings is not None:
        (tmp_path / "site.json").write_text(settings)

    assert pictures in Site(tmp_path, "http://127.0.0.1:9").get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(("address", "body"), [("/", b"beranda"), ("/index.html?a=b", b"beranda"), ("/en/", b"home"), ("/%65n/index.html", b"home")])
def test_an_address_is_a_file_or_a_directory_with_an_index(site: Site, address: str, body: bytes) -> None:
    page = site.get(address)
    assert (page.status, page.body) == (HTTPStatus.OK, body)


def test_a_directory_without_its_slash_is_sent_there(site: Site) -> None:
    page = site.get("/en")
    assert (page.status, page.headers["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, "/en/")


@pytest.mark.parametrize("address", ["//en", "/\\\\en", "//en.example/..", "//"])
def test_a_doubled_slash_never_leads_to_another_host(site: Site, address: str) -> None:
    assert site.get(address).headers.get("Location", "/en/") == "/en/"


@pytest.mark.parametrize("address", ["/../secret", "/%2e%2e/secret", "/en/../../secret", "/link", "/.hidden", "/%00", "/..%2fsecret"])
def test_nothing_outside_and_nothing_hidden_is_served(site: Site, address: str) -> None:
    page = site.get(address)
    assert page.status is HTTPStatus.NOT_FOUND
    assert b"secret" not in page.body


@pytest.mark.parametrize(("address", "body"), [("/nothing", b"tidak ada"), ("/en/nothing", b"not there")])
def test_what_is_not_there_gets_the_page_of_its_language(site: Site, address: str, body: bytes) -> None:
    page = site.get(address)
    assert (page.status, page.body) == (HTTPStatus.NOT_FOUND, body)


def test_an_unchanged_file_is_not_sent_again(site: Site) -> None:
    first = site.get("/app.js")
    assert site.get("/app.js", if_none_match=f'W/"x", {first.headers["ETag"]}').status is HTTPStatus.NOT_MODIFIED
    assert site.get("/app.js", if_modified_since=first.headers["Last-Modified"]).status is HTTPStatus.NOT_MODIFIED
    assert site.get("/app.js", if_none_match='"other"', if_modified_since=first.headers["Last-Modified"]).status is HTTPStatus.OK


def test_every_answer_carries_the_headers_of_the_deployed_site(site: Site) -> None:
    for address in ("/", "/nothing", "/en"):
        headers = site.get(address).headers
        assert "connect-src 'self' http://127.0.0.1:9;" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_type_of_a_script_is_one_that_browsers_run(site: Site) -> None:
    assert site.get("/app.js").headers["Content-Type"] == "text/javascript; charset=utf-8"
