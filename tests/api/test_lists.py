"""The public lists over HTTP."""

from dataclasses import replace

import pytest

from chalicelib.domain.words import Role
from tests.api.conftest import Api
from tests.builders import CATEGORIES, NOON, SIBLING, UNIT


def test_agencies_are_listed_without_their_contacts(api: Api) -> None:
    body = api.get("/v1/agencies?parent=51").body

    city = {"id": "51.71", "name": "Kota Denpasar", "kind": "city", "parent": "51", "region": "51.71", "closed_at": None, "successor": None}
    assert body == {"items": [city], "next": None}


def test_closed_agencies_are_listed_with_their_successor_only_where_they_are_asked_for(api: Api) -> None:
    api.deps.reference.put([replace(SIBLING, closed_at=NOON, successor=UNIT.id)])

    shown, all_ = api.get("/v1/agencies?parent=51.71").body["items"], api.get("/v1/agencies?parent=51.71&closed=true").body["items"]

    assert [one["id"] for one in shown] == ["51.71.pupr"]
    assert [(one["id"], one["closed_at"], one["successor"]) for one in all_] == [
        ("51.71.dlh", "2026-11-24T04:00:00Z", "51.71.pupr"),
        ("51.71.pupr", None, None),
    ]


def test_closed_categories_are_listed_only_where_they_are_asked_for(api: Api) -> None:
    api.deps.reference.put([replace(CATEGORIES[2], closed=True)])

    assert [one["id"] for one in api.get("/v1/categories").body["items"]] == ["jalan", "jalan.lampu"]
    assert len(api.get("/v1/categories?closed=true").body["items"]) == 3


@pytest.mark.parametrize("path", ["/v1/agencies?closed=2", "/v1/agencies?closed=", "/v1/categories?closed=ja"])
def test_a_flag_is_true_or_false(api: Api, path: str) -> None:
    assert api.get(path).body["errors"][0]["pointer"] == "?closed"


def test_agencies_are_listed_by_kind(api: Api) -> None:
    assert [one["id"] for one in api.get("/v1/agencies?kind=city").body["items"]] == ["34.71", "51.71"]


def test_long_lists_of_agencies_have_a_next_page(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.api.lists.MOST", 2)
    first = api.get("/v1/agencies")

    second = api.get(f"/v1/agencies?cursor={first.body['next']}")

    assert len(first.body["items"]) == 2
    assert first.headers["Link"].startswith("</v1/agencies?cursor=")
    assert not {one["id"] for one in first.body["items"]} & {one["id"] for one in second.body["items"]}


def test_categories_and_regions_are_listed_whole(api: Api) -> None:
    assert api.get("/v1/categories").body["items"][1] == {
        "id": "jalan.lampu",
        "name": "Lampu jalan",
        "name_en": "Street lights",
        "parent": "jalan",
        "default_class": "complaint",
        "supervised": False,
        "sensitive": False,
    }
    assert api.get("/v1/regions").body["items"][0] == {"code": "51", "name": "Bali", "level": "province"}


@pytest.mark.parametrize("path", ["/v1/scores?kind=", "/v1/agencies?kind=", "/v1/agencies?parent=", "/v1/cases?unit="])
def test_a_filter_that_is_no_id_is_refused_before_the_database_does(api: Api, path: str) -> None:
    assert api.get(path + "a" * 1100, api.key(Role.COORDINATOR, "51.71")).problem == "invalid-input"
