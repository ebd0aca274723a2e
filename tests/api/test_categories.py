"""Stewards' categories over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.words import Class
from tests.api.conftest import Api
from tests.api.stewards import TOPIC, ask, pointers
from tests.builders import CATEGORIES, a_body


def test_a_new_category_decides_on_class_and_agency(api: Api) -> None:
    answer = ask(api, "POST", "/v1/categories", TOPIC | {"default_class": "supervised", "agencies": {"51.71": "51.71.pupr", "": "51"}})

    assert answer.status == 201
    assert answer.body["category"] == TOPIC | {
        "default_class": "supervised",
        "supervised": True,
        "sensitive": False,
        "agencies": {"51.71": "51.71.pupr", "": "51"},
        "closed": False,
    }
    filed = api.post("/v1/complaints", a_body(category="jalan.trotoar", agency=None))
    assert filed.body["agency"]["id"] == "51.71.pupr"
    assert api.get(f"/v1/complaints/{filed.body['code']}").body["class"] == Class.SUPERVISED


def test_a_category_is_sensitive_when_a_steward_says_so(api: Api) -> None:
    made = ask(api, "POST", "/v1/categories", TOPIC | {"sensitive": True})
    changed = ask(api, "PATCH", "/v1/categories/jalan.lampu", {"sensitive": True})

    assert made.body["category"]["sensitive"] is changed.body["category"]["sensitive"] is True
    assert [one["id"] for one in api.get("/v1/categories").body["items"] if one["sensitive"]] == ["jalan.lampu", TOPIC["id"]]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"id": "Jalan", "name_en": ""}, ["/id wrong-form", "/name_en too-short"]),
        ({"parent": "tidak"}, ["/parent unknown"]),
        ({"parent": "jalan.lampu"}, ["/parent third-level"]),
        *(({"default_class": word}, ["/default_class not-an-option"]) for word in ("aspiration", "information", "urgent")),
        ({"agencies": {"51.71": "99", "00": "51", "": "98"}}, ["/agencies/51.71 unknown", "/agencies/00 unknown", "/agencies/ unknown"]),
        ({"agencies": {"a/b": "51", "51": 5, "x~y": "!"}}, ["/agencies/a~1b wrong-form", "/agencies/51 wrong-type", "/agencies/x~0y wrong-form", "/agencies/x~0y wrong-form"]),
        ({"agencies": ["51"]}, ["/agencies wrong-type"]),
        ({"closed": True}, ["/closed unknown-field"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_new_category_is_named_at_once(api: Api, wrong: dict[str, Any], expected: list[str]) -> None:
    assert pointers(ask(api, "POST", "/v1/categories", TOPIC | wrong)) == expected


def test_another_category_under_a_known_id_is_refused(api: Api) -> None:
    answer = ask(api, "POST", "/v1/categories", TOPIC | {"id": "jalan.lampu"})

    assert (answer.status, answer.body["rule"]) == (409, "category.exists")


def test_an_agency_of_a_region_is_removed_by_an_empty_one(api: Api) -> None:
    api.deps.reference.put([replace(CATEGORIES[1], agencies={"51": "51", "51.71": "51.71"})])

    answer = ask(api, "PATCH", "/v1/categories/jalan.lampu", {"agencies": {"51": "", "": "34.71"}})

    assert answer.body["category"]["agencies"] == {"51.71": "51.71", "": "34.71"}


def test_a_closed_category_is_hidden_takes_nothing_and_can_be_opened_again(api: Api) -> None:
    assert ask(api, "PATCH", "/v1/categories/jalan.lampu", {"closed": True}).body["changed"] == ["closed"]
    assert api.post("/v1/complaints", a_body()).status == 422

    ask(api, "PATCH", "/v1/categories/jalan.lampu", {"closed": False})

    assert api.post("/v1/complaints", a_body()).status == 201


@pytest.mark.parametrize(
    ("method", "path", "body", "closed", "rule"),
    [
        ("PATCH", "/v1/categories/jalan", {"closed": True}, (), "category.below"),
        ("PATCH", "/v1/categories/jalan.lampu", {"closed": False}, ("jalan", "jalan.lampu"), "category.closed-parent"),
        ("POST", "/v1/categories", TOPIC, ("jalan", "jalan.lampu"), "category.closed-parent"),
    ],
)
def test_no_category_is_open_below_a_closed_one(api: Api, method: str, path: str, body: Any, closed: tuple[str, ...], rule: str) -> None:
    api.deps.reference.put([replace(one, closed=True) for one in CATEGORIES if one.id in closed])

    answer = ask(api, method, path, body)

    assert (answer.status, answer.body["rule"]) == (409, rule)


def test_a_category_closes_once_those_below_it_are_closed(api: Api) -> None:
    for id_ in ("jalan.lampu", "jalan"):
        assert ask(api, "PATCH", f"/v1/categories/{id_}", {"closed": True}).status == 200

    assert [one["id"] for one in api.get("/v1/categories").body["items"]] == ["pungli"]
