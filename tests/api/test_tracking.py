"""Tracking without scripts: a page asks for the code, a page says where the complaint stands."""

import re
from urllib.parse import urlencode

import pytest

from chalicelib.api.tracking_words import EN, ID
from chalicelib.domain.words import Outcome
from tests.api.conftest import Answer, Api
from tests.api.test_form import FORM, Fields
from tests.builders import a_body

PATH = "/v1/complaints/form/track"


def look(api: Api, code: str, secret: str = "", lang: str = "id") -> Answer:
    return api.call("POST", f"{PATH}?lang={lang}", headers=FORM, raw=urlencode({"code": code, "secret": secret}).encode())


def filed(api: Api, **changes: object) -> tuple[str, str]:
    receipt = api.call("POST", "/v1/complaints", a_body() | changes).body
    return receipt["code"], receipt["secret"]


def test_the_page_asks_which_complaint_and_puts_nothing_into_an_address(api: Api) -> None:
    answer = api.get(f"{PATH}?lang=en")

    assert answer.status == 200
    assert '<html lang="en">' in answer.body
    assert 'method="post"' in answer.body
    assert Fields(answer.body).values == {"code": "", "secret": ""}
    assert "script" not in Fields(answer.body).tags
    assert "script" not in answer.headers["Content-Security-Policy"]


def test_by_its_code_alone_a_complaint_shows_where_it_stands_and_nothing_that_was_written(api: Api) -> None:
    code, secret = filed(api)

    answer = look(api, code.lower().replace("-", " "))

    assert answer.status == 200
    assert ID["track.hidden"] in answer.body
    assert "Diperiksa oleh" in answer.body
    assert "3 hari kerja" in answer.body
    assert a_body()["title"] not in answer.body
    assert secret not in answer.body


def test_with_the_secret_it_is_what_the_reporter_sees_and_the_secret_is_not_in_the_page(api: Api) -> None:
    code, secret = filed(api)

    answer = look(api, code, f" {secret} ", "en")

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert a_body()["title"] in answer.body
    assert "Being checked by" in answer.body
    assert not re.search(r"\w{6}-\w{6}-\w{6}-\w{6}", answer.body)


@pytest.mark.parametrize(
    ("code", "secret", "status", "wrong", "field"),
    [
        ("", "", 422, "mistyped", "#code"),
        ("7KQM-2F9X-4HDV", "", 422, "mistyped", "#code"),
        ("0000-0000-0000", "", 404, "not-found", "#code"),
        ("0000-0000-0000", "nothing", 404, "not-found", "#code"),
        ("mine", "nothing", 403, "wrong-secret", "#secret"),
        ("mine", "000000-000000-000000-000000", 403, "wrong-secret", "#secret"),
    ],
)
def test_what_is_wrong_is_named_with_a_link_to_it(api: Api, code: str, secret: str, status: int, wrong: str, field: str) -> None:
    typed = filed(api)[0] if code == "mine" else code

    answer = look(api, typed, secret)

    page = Fields(answer.body)
    assert (answer.status, page.links, page.values["code"]) == (status, [field], typed)
    assert ID[f"track.{wrong}"] in answer.body
    assert "<title>Kesalahan: " in answer.body


def test_wrong_secrets_are_counted_as_anywhere(api: Api) -> None:
    code, secret = filed(api)
    for _ in range(20):
        look(api, code, "000000-000000-000000-000000")

    refused = look(api, code, "000000-000000-000000-000000")
    assert (refused.status, refused.headers["Retry-After"]) == (429, "60")
    assert look(api, code, secret).status == 200


def test_hostile_text_shows_as_text(api: Api) -> None:
    code, secret = filed(api, title="<script>alert(1)</script>", body='"><img src=x onerror=alert(1)> \u202e😀' * 3)

    answer = look(api, code, secret)

    assert "&lt;script&gt;" in answer.body
    assert not {"script"} & Fields(answer.body).tags
    assert "onerror" not in re.sub(r"&lt;[^<]*", "", answer.body)


def test_both_languages_say_the_same_things_of_every_outcome() -> None:
    gap = re.compile(r"\{\w+\}")
    assert {key: gap.findall(text) for key, text in ID.items()} == {key: gap.findall(text) for key, text in EN.items()}
    assert {f"track.outcome.{outcome}" for outcome in Outcome} <= set(ID)
