"""Feeds: valid Atom, of public things only, and not sent twice to who has them."""

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from chalicelib.api import atom
from chalicelib.domain.reference import Region
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases.explore import LOOKED_AT
from tests.api.conftest import Answer, Api
from tests.builders import NOON, UNIT, a_text

ATOM = "{http://www.w3.org/2005/Atom}"
SCRIPT = "<script>alert(1)</script>]]> & \u202e\ufffe\U0001f6b0"


def read(answer: Answer) -> ET.Element:
    """The feed of an answer, held against what RFC 4287 demands of every feed and entry."""
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.body)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for node in (feed, *entries):
        assert [len(node.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert text(node, "id").startswith("https://")
        assert datetime.fromisoformat(text(node, "updated")).tzinfo
        assert len(links(node, "alternate")) == 1
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)
    assert len({text(entry, "id") for entry in entries}) == len(entries)
    updated = [text(entry, "updated") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert not updated or text(feed, "updated") == updated[0]
    return feed


def text(node: ET.Element, name: str) -> str:
    return node.findtext(f"{ATOM}{name}") or ""


def links(node: ET.Element, rel: str) -> list[str]:
    return [link.attrib["href"] for link in node.findall(f"{ATOM}link") if link.attrib["rel"] == rel]


def titles(answer: Answer) -> list[str]:
    return [text(entry, "title") for entry in read(answer).findall(f"{ATOM}entry")]


@pytest.fixture(autouse=True)
def elsewhere(api: Api) -> None:
    """A region in which nothing happens."""
    api.deps.reference.put([Region(code="34", name="DI Yogyakarta", level="province")])


def pass_time(api: Api, hours: float) -> None:
    api.clock.now += timedelta(hours=hours)


def lived(api: Api, **changes: Any) -> str:
    """A complaint that was filed, forwarded and answered; its code."""
    code = api.file(**changes).code
    pass_time(api, 1)
    assert api.act(code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
    pass_time(api, 1)
    assert api.act(code, "respond", 2, {"outcome": "resolved", "text": "Lampu sudah kami ganti hari ini."}).status == 200
    return code


def test_a_complaints_feed_tells_what_happened_the_newest_first_in_both_languages(api: Api) -> None:
    code = lived(api)

    feed = read(api.get(f"/v1/complaints/{code}/feed"))
    unit = UNIT.name
    assert titles(api.get(f"/v1/complaints/{code}/feed")) == [
        f"Pengaduan ini ditanggapi oleh {unit}.",
        f"Pengaduan ini diperiksa dan diteruskan kepada {unit}. Tenggat penyelesaian: 14 Desember 2026.",
        "Pengaduan ini diterima. Kota Denpasar memeriksanya paling lambat 27 November 2026.",
    ]
    assert titles(api.get(f"/v1/complaints/{code}/feed?lang=en"))[0] == f"This complaint was answered by {unit}."
    assert text(feed.findall(f"{ATOM}entry")[0], "summary") == "Lampu sudah kami ganti hari ini."
    assert links(feed, "self") == [f"https://tanggap.example/v1/complaints/{code.replace('-', '')}/feed"]
    assert links(feed, "alternate") == [f"https://tanggap.example/track.html#{code.replace('-', '')}"]


def test_a_feed_tells_nothing_that_the_public_page_does_not(api: Api) -> None:
    code = lived(api, visibility="confidential")
    note = api.post(f"/v1/cases/{code}/note", {"text": "Catatan dalam"}, {**api.key(Role.OFFICER, "51.71.pupr"), "If-Match": '"3"'})
    assert note.status == 200

    answer = api.get(f"/v1/complaints/{code}/feed")

    assert len(titles(answer)) == 3
    for hidden in ("Lampu", "Catatan", "Budi", "budi@"):
        assert hidden not in answer.body


def test_what_people_wrote_is_no_markup_and_leaves_the_feed_well_formed(api: Api) -> None:
    code = lived(api, title=f"Air {SCRIPT}"[:100], identity=Identity.NONE, reporter=None)

    feed = read(api.get(f"/v1/complaints/{code}/feed"))

    assert "<script>alert(1)</script>]]> & " in text(feed, "title")
    assert feed.find(".//script") is None


@pytest.mark.parametrize("path", ["/v1/agencies/51.71/feed", "/v1/agencies/nation/feed", "/v1/regions/51.71/feed", "/v1/regions/51/feed"])
def test_agencies_and_regions_tell_of_what_was_published_below_them(api: Api, path: str) -> None:
    hidden, unseen, shown = lived(api, visibility="confidential"), api.file().code, lived(api)

    answer = api.get(path)

    feed = read(answer)
    [entry] = feed.findall(f"{ATOM}entry")
    assert text(entry, "id").endswith(shown.replace("-", ""))
    assert (text(entry, "title"), text(entry, "summary")) == (a_text().title, f"Ditanggapi oleh {UNIT.name}.")
    assert not [code for code in (hidden, unseen) if code.replace("-", "") in answer.body]
    assert links(feed, "self") == [f"https://tanggap.example{path}"]


def test_others_have_none_of_it(api: Api) -> None:
    lived(api)

    assert titles(api.get("/v1/regions/34/feed")) == []


@pytest.mark.parametrize("path", ["/v1/agencies/there-is-none/feed", "/v1/regions/99/feed", "/v1/complaints/0000-0000-0000/feed"])
def test_there_is_no_feed_of_what_is_not_there(api: Api, path: str) -> None:
    assert api.get(path).problem == "not-found"


@pytest.mark.parametrize("path", ["/v1/complaints/{code}/feed", "/v1/agencies/51.71/feed", "/v1/regions/51.71/feed", "/v1/regions/34/feed"])
def test_who_has_a_feed_does_not_get_it_again_until_something_happened(api: Api, path: str) -> None:
    code = lived(api)
    path = path.format(code=code)
    first = api.get(path)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    old = "Mon, 01 Jan 2024 00:00:00 GMT"

    for has in ({"If-None-Match": etag}, {"If-None-Match": f'"x", W/{etag}'}, {"If-None-Match": "*"}, {"If-Modified-Since": modified}):
        again = api.get(path, has)
        assert (again.status, again.body, again.headers["ETag"]) == (304, "", etag)
    for lacks in ({"If-None-Match": '"x"', "If-Modified-Since": modified}, {"If-Modified-Since": old}, {"If-Modified-Since": "yesterday"}):
        assert api.get(path, lacks).status == 200


def test_a_feed_is_sent_again_once_something_happened(api: Api) -> None:
    filed = api.file()
    first = api.get(f"/v1/complaints/{filed.code}/feed")
    pass_time(api, 1)
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200

    for has in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        assert api.get(f"/v1/complaints/{filed.code}/feed", has).status == 200


def test_a_feed_is_bounded_however_much_there_is(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    filed = api.file()
    for number in range(20):
        api.post(f"/v1/complaints/{filed.code}/replies", {"text": f"Masih mati {number}"}, filed.secret)
    monkeypatch.setattr("chalicelib.api.feeds.MOST", 5)

    assert len(titles(api.get(f"/v1/complaints/{filed.code}/feed"))) == 5


def test_a_list_looks_at_no_more_than_the_public_list_does(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(api)
    looked: list[int] = []
    complaints = api.deps.feed.complaints
    monkeypatch.setattr(type(api.deps.feed), "complaints", lambda _, codes: looked.append(len(codes)) or complaints(codes))

    api.get("/v1/agencies/51.71/feed")

    assert sum(looked) <= LOOKED_AT


def test_an_empty_feed_is_as_old_as_its_day() -> None:
    empty = atom.Feed(id="https://x.example/f", title="x", lang="id", page="https://x.example/", since=NOON, entries=())

    assert empty.updated == NOON
