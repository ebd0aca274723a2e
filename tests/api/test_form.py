"""Filing without scripts: the form as a page, what is wrong with it, and the receipt."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.api import html
from chalicelib.api.form_words import EN, ID
from chalicelib.api.problem_page import SAID
from chalicelib.domain import receipt
from chalicelib.domain.errors import Busy
from chalicelib.domain.words import Clock
from chalicelib.usecases.act import load
from tests.api.conftest import Answer, Api
from tests.api.test_spam import strict  # noqa: F401 - a fixture
from tests.fakes import MemoryReference

PATH = "/v1/complaints/form"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
COOKIES = {"Cookie": "form=1"}
KEY = "0123456789abcdef0123456789abcdef"
TYPED = {
    "type": "complaint",
    "title": "Lampu jalan mati",
    "body": "Lampu jalan di depan rumah mati sejak seminggu.",
    "category": "jalan.lampu",
    "region": "51.71",
    "place": "",
    "occurred_on": "",
    "agency": "",
    "identity": "none",
    "name": "Budi",
    "visibility": "public",
}


class Fields(HTMLParser):
    """What a page's form holds: values by name, links of its summary, and its key."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.links: list[str] = []
        self.tags: set[str] = set()
        self._name = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        it = {name: value or "" for name, value in attrs}
        if tag == "input" and (it.get("type") != "radio" or "checked" in it):
            self.values[it["name"]] = it.get("value", "")
        if tag in ("select", "textarea"):
            self._name = it["name"]
            self.values[self._name] = ""
        if tag == "option" and "selected" in it:
            self.values[self._name] = it["value"]
        if tag == "a" and it.get("href", "").startswith("#") and it["href"] != "#main":
            self.links.append(it["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._name = ""

    def handle_data(self, data: str) -> None:
        if self._name == "body":
            self.values["body"] += data


def post(api: Api, typed: dict[str, str], headers: dict[str, str] | None = None, lang: str = "id") -> Answer:
    return api.call("POST", f"{PATH}?lang={lang}", headers={**FORM, **(headers or {})}, raw=urlencode(typed).encode())


def file(api: Api, **changes: str) -> Answer:
    return post(api, TYPED | {"key": KEY} | changes, COOKIES)


def receipt_of(api: Api, answer: Answer) -> Answer:
    assert answer.status == 303
    assert not re.search(r"[0-9A-Z]{6}", answer.headers["Location"].removeprefix("/v1/complaints/form/receipt"))
    return api.get(answer.headers["Location"], {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]})


def codes(page: str) -> tuple[str, str]:
    code, secret = (re.search(rf'id="{name}">([^<]+)<', page) for name in ("code", "secret"))
    assert code
    assert secret
    return code[1], secret[1]


def test_the_form_is_a_page_without_scripts_that_can_be_sent_once(api: Api) -> None:
    answer = api.get(f"{PATH}?lang=en")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "script" not in Fields(answer.body).tags
    assert '<html lang="en">' in answer.body
    assert len(Fields(answer.body).values["key"]) == 40


def test_what_is_sent_is_filed_and_leads_to_its_receipt(api: Api) -> None:
    page = receipt_of(api, file(api))

    code, secret = codes(page.body)
    seen = api.get(f"/v1/complaints/{code}", {"Receipt-Secret": secret})
    assert (page.status, seen.status) == (200, 200)
    assert seen.body["title"] == TYPED["title"]
    assert "27 November 2026" in page.body
    assert "3 hari kerja" in page.body
    assert load(code.replace("-", ""), api.deps).events[0].data["channel"] == "web"


def test_nothing_of_the_secret_is_in_an_address_or_a_log(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    answer = file(api)
    _, secret = codes(receipt_of(api, answer).body)

    written = capsys.readouterr().out
    assert secret.replace("-", "") not in written.replace("-", "") + answer.headers["Location"]
    assert "HttpOnly; Secure; SameSite=Strict" in answer.headers["Set-Cookie"]
    assert "Path=/v1/complaints/form;" in answer.headers["Set-Cookie"]


def test_a_browser_that_keeps_no_cookies_gets_the_receipt_at_once_and_again_when_it_sends_again(api: Api) -> None:
    first, again = (post(api, TYPED | {"key": KEY}) for _ in range(2))

    assert first.status == again.status == 201
    assert codes(first.body) == codes(again.body)


def test_sent_twice_it_is_one_complaint(api: Api) -> None:
    assert codes(receipt_of(api, file(api)).body) == codes(receipt_of(api, file(api)).body)


def test_without_a_key_of_ours_it_is_shown_to_be_checked_and_files_nothing(api: Api) -> None:
    answer = post(api, TYPED, COOKIES)

    shown = Fields(answer.body).values
    assert answer.status == 200
    assert ID["check"] in answer.body
    assert {name: shown[name] for name in TYPED} == TYPED
    assert receipt_of(api, post(api, shown, COOKIES)).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_of_others_makes_a_browser_send_is_shown_to_be_checked(api: Api, site: str) -> None:
    answer = post(api, TYPED | {"key": KEY}, COOKIES | {"Sec-Fetch-Site": site})

    assert (answer.status, ID["check"] in answer.body) == (200, True)
    assert Fields(answer.body).values["key"] != KEY
    assert file(api).status == 303


def test_every_wrong_field_is_named_with_a_link_to_it_and_what_was_typed_is_kept(api: Api) -> None:
    typed = {"title": "x", "body": "zu <b>kurz", "email": "budi@", "identity": "sealed", "occurred_on": "2030-01-01", "key": KEY}

    answer = post(api, typed, lang="en")

    page = Fields(answer.body)
    assert answer.status == 422
    assert page.links == ["#type-complaint", "#category", "#title", "#body", "#region", "#occurred_on", "#name", "#email", "#visibility-public"]
    assert {name: page.values[name] for name in typed} == typed
    assert "b" not in page.tags
    assert EN["wrong/category"] in answer.body
    assert "<title>Error: " in answer.body


def test_a_sealed_reporter_without_a_name_is_told_at_the_name(api: Api) -> None:
    assert Fields(file(api, identity="sealed", name="").body).links == ["#name"]


def test_of_an_anonymous_reporter_nothing_is_kept_whatever_was_typed(api: Api) -> None:
    code, secret = codes(receipt_of(api, file(api, identity="none", name="Budi", email="budi@example.org")).body)

    assert api.get(f"/v1/complaints/{code}/data", {"Receipt-Secret": secret}).body["reporter"] is None


@pytest.mark.parametrize("typed", ["Kota Denpasar, Bali", "denpasar", " KOTA DENPASAR "])
def test_a_region_may_be_typed(api: Api, typed: str) -> None:
    assert file(api, region="", region_name=typed).status == 303


@pytest.mark.parametrize("typed", ["", "Atlantis"])
def test_a_region_that_is_none_is_asked_for(api: Api, typed: str) -> None:
    assert Fields(file(api, region="", region_name=typed).body).links == ["#region"]


def test_a_position_that_a_script_left_is_taken_and_one_that_is_none_is_told(api: Api) -> None:
    code, secret = codes(receipt_of(api, file(api, lat="-8.65", lon="115.21")).body)

    assert api.get(f"/v1/complaints/{code}", {"Receipt-Secret": secret}).body["location"] == {"lat": -8.65, "lon": 115.21}
    assert Fields(file(api, lat="here", lon="there").body).links == ["#place"]


def test_the_agency_that_an_address_asks_for_is_chosen(api: Api) -> None:
    assert Fields(api.get(f"{PATH}?agency=51.71.pupr").body).values["agency"] == "51.71.pupr"
    assert Fields(api.get(f"{PATH}?agency=nowhere").body).values["agency"] == ""


@pytest.mark.parametrize(
    "address", ["https://tanggap.test/complain.html?agency=51.71.pupr&via=poster", "https://tanggap.test/en/complain.html?agency=51.71.pupr"]
)
def test_the_agency_that_the_static_form_was_asked_for_is_chosen(api: Api, address: str) -> None:
    shown = Fields(api.get(PATH, {"Referer": address}).body).values

    assert shown["agency"] == "51.71.pupr"
    assert shown.get("via", "") == ("poster" if "via" in address else "")


@pytest.mark.parametrize("address", ["", "x", "https://tanggap.test/complain.html", "https://tanggap.test/?agency=\x00", "//[?"])
def test_an_address_that_asks_for_nothing_chooses_nothing(api: Api, address: str) -> None:
    assert Fields(api.get(PATH, {"Referer": address}).body).values["agency"] == ""


def test_what_came_by_a_poster_is_filed_as_such(api: Api) -> None:
    code, _ = codes(receipt_of(api, file(api, via="poster")).body)

    assert load(code.replace("-", ""), api.deps).events[0].data["channel"] == "poster"


def agencies_of(page: str) -> list[str]:
    [options] = re.findall(r'<select[^>]*name="agency".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="([^"]+)"', options)


def test_every_agency_is_reached_by_a_button_that_files_nothing(api: Api) -> None:
    """The region's own agency with its units and those of its province; then what is below the one that was chosen."""
    near = post(api, TYPED | {"key": KEY, "look": "agencies"}, COOKIES)
    below = post(api, {"key": KEY, "look": "agencies", "agency": "51"}, COOKIES)

    assert (near.status, below.status) == (200, 200)
    assert ID["look"] in near.body
    assert {"51", "51.71", "51.71.pupr"} <= set(agencies_of(near.body))
    assert len(agencies_of(near.body)) == len(set(agencies_of(near.body)))
    assert Fields(near.body).values["body"] == TYPED["body"]
    assert {"51", "51.71"} <= set(agencies_of(below.body))
    assert file(api).status == 303


def test_another_text_under_the_same_key_is_not_filed_but_can_be_with_a_new_one(api: Api) -> None:
    first = codes(receipt_of(api, file(api)).body)

    answer = file(api, title="Lampu yang lain mati")

    shown = Fields(answer.body).values
    assert answer.status == 422
    assert ID["refused.idempotency-key-reused"] in answer.body
    assert shown["key"] != KEY
    assert codes(receipt_of(api, post(api, shown, COOKIES)).body) != first


def test_who_has_sent_too_much_is_told_what_to_do_and_loses_nothing(strict: Api) -> None:  # noqa: F811 - the fixture
    assert file(strict).status == 303

    answer = file(strict, key=KEY[::-1])

    assert answer.status == 428
    assert ID["refused.challenge-required"] in answer.body
    assert Fields(answer.body).values["body"] == TYPED["body"]
    assert codes(receipt_of(strict, file(strict)).body)


def test_a_store_that_does_not_answer_loses_nothing_and_says_when_to_come_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy("the store does not answer")

    monkeypatch.setattr(type(api.deps.cases), "file", busy)

    answer = file(api)

    assert (answer.status, answer.headers.get("Retry-After"), Fields(answer.body).values["key"]) == (503, "1", KEY)


@pytest.mark.parametrize("cookie", ["", "receipt=", "receipt=7KQM.x", "receipt=\x01", f"receipt={'0' * 12}.{'0' * 24}"])
def test_without_its_cookie_there_is_no_receipt(api: Api, cookie: str) -> None:
    answer = api.get(f"{PATH}/receipt", {"Cookie": cookie})

    assert answer.status == 404
    assert ID["receipt.none"] in answer.body


def test_wrong_secrets_in_the_cookie_are_counted_as_anywhere(api: Api) -> None:
    code, _ = codes(receipt_of(api, file(api)).body)
    wrong = receipt.from_entropy(bytes(32), bytes(32)).secret

    for _ in range(25):
        assert api.get(f"{PATH}/receipt", {"Cookie": f"receipt={code}.{wrong}"}).status == 404

    assert api.get(f"/v1/complaints/{code}", {"Receipt-Secret": wrong}).problem == "too-many-tries"


def test_what_is_too_large_is_told_as_a_page(api: Api) -> None:
    answer = post(api, TYPED | {"body": "x" * 200_000})

    assert (answer.status, SAID["id"]["body-too-large"] in answer.body, "script" in Fields(answer.body).tags) == (413, True, False)


@pytest.mark.parametrize("path", [PATH, f"{PATH}/receipt", f"{PATH}/track"])
@pytest.mark.parametrize(("lang", "shown"), [("en", "en"), ("id", "id"), ("xx", "id")])
def test_what_breaks_is_told_as_a_page_in_the_readers_language(api: Api, path: str, lang: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.api.html.page", broken_once(html.page))

    answer = api.get(f"{path}?lang={lang}")

    assert (answer.status, answer.headers["Content-Security-Policy"]) == (422 if lang == "xx" else 500, html.POLICY)
    assert SAID[shown]["otherwise"] in answer.body


def broken_once(page: Callable[..., str]) -> Callable[..., str]:
    """The page of an answer breaks; the one that tells so does not."""

    def written(lang: str, words: Any, path: str, title: str, *content: Any) -> str:
        if title not in {said["title"] for said in SAID.values()}:
            raise ZeroDivisionError
        return page(lang, words, path, title, *content)

    return written


def test_a_store_that_does_not_answer_is_told_as_a_page_that_says_when_to_come_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy("the store does not answer")

    monkeypatch.setattr(MemoryReference, "every", busy)

    answer = api.get(PATH)

    assert (answer.status, answer.headers.get("Retry-After"), SAID["id"]["busy"] in answer.body) == (503, "1", True)


def test_in_the_other_language_the_same_agency_is_chosen(api: Api) -> None:
    answer = api.get(f"{PATH}?lang=id&agency=51.71.pupr")

    assert f'href="{PATH}?lang=en&amp;agency=51.71.pupr"' in answer.body
    assert Fields(api.get(f"{PATH}?lang=en&agency=51.71.pupr").body).values["agency"] == "51.71.pupr"


def test_hostile_text_shows_as_text(api: Api) -> None:
    typed: dict[str, Any] = TYPED | {"title": '"><script>alert(1)</script>\x0b', "place": "\u202e😀" * 20}

    answer = post(api, typed)

    assert Fields(answer.body).values["title"] == '"><script>alert(1)</script>'
    assert "script" not in Fields(answer.body).tags
    assert "\x0b" not in answer.body


def test_both_languages_say_the_same_things() -> None:
    gap = re.compile(r"\{\w+\}")
    assert {key: gap.findall(text) for key, text in ID.items()} == {key: gap.findall(text) for key, text in EN.items()}
    assert {f"clock.{clock}" for clock in Clock} <= set(ID)
    assert json.dumps(ID) != json.dumps(EN)
    assert SAID["id"].keys() == SAID["en"].keys()
    assert set(SAID["id"].values()).isdisjoint(SAID["en"].values())


@pytest.mark.parametrize("agency", ["x" * 3000, "\x00", "../a"])
def test_an_agency_that_cannot_be_one_is_a_wrong_field_and_is_not_looked_up(api: Api, agency: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []
    get = MemoryReference.get
    monkeypatch.setattr(MemoryReference, "get", lambda self, type_, id_: looked_up.append(id_) or get(self, type_, id_))

    assert file(api, agency=agency).status == 422
    assert agency not in looked_up
