"""What the public finds: only what is published, the newest first, narrowed, near a place, by province; and nothing of who filed."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.complaint import Location
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.reference import Region
from chalicelib.domain.words import Role, Visibility
from chalicelib.usecases.explore import LOOKED_AT, OLDEST, count_provinces
from tests.api.conftest import Api
from tests.builders import (
    OTHER_CITY,
    SIBLING,
    a_first,
    a_receipt,
    a_text,
    confirmed,
    later,
    linked,
    redacted,
    responded,
    verified,
    withdrawn,
)


def publish(api: Api, seed: int, days: float = 0, *, to: Any = None, steps: Any = (), text: Any = None, **changes: Any) -> str:
    """A complaint that was published so many days after noon; its written code."""
    changed = [a_first(seed, now=later(days=max(min(days, 0), -60)), **changes)]
    first = verified(changed[-1].complaint, later(days=max(days, -60)), **({"to": to} if to else {}))
    changed.append(replace(first, complaint=replace(first.complaint, published_at=later(days=days))))
    for step in steps:
        changed.append(step(changed[-1].complaint))
    api.deps.cases.load(changed, text or a_text())
    return written(seed)


def written(seed: int) -> str:
    code = a_receipt(seed).code
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def found(api: Api, query: str = "") -> list[str]:
    """The codes of all pages."""
    codes, cursor = [], ""
    while True:
        answer = api.get(f"/v1/complaints?{query}{cursor}")
        assert answer.status == 200, answer.body
        codes += [one["code"] for one in answer.body["items"]]
        if answer.body["next"] is None:
            return codes
        cursor = f"&cursor={answer.body['next']}"


def test_what_is_published_is_listed_the_newest_first(api: Api) -> None:
    api.clock.now = later(days=10)
    codes = [publish(api, seed, days) for seed, days in ((1, 3), (2, 1), (3, 9), (4, -40))]

    assert found(api) == [codes[2], codes[0], codes[1], codes[3]]


def test_an_entry_says_what_it_is_about_and_nothing_of_who_filed_it(api: Api) -> None:
    publish(api, 1)

    [one] = api.get("/v1/complaints").body["items"]

    assert one == {
        "code": written(1),
        "title": "Lampu jalan mati",
        "status": "forwarded",
        "class": "complaint",
        "category": {"id": "jalan.lampu", "name": "Lampu jalan", "name_en": "Street lights"},
        "region": {"code": "51.71", "name": "Kota Denpasar"},
        "agency": {"id": "51.71.pupr", "name": "Dinas PUPR Kota Denpasar"},
        "location": None,
        "published_at": "2026-11-24T04:00:00Z",
        "due": "2026-12-01",
        "overdue": False,
        "level": 0,
        "outcome": None,
        "lead": None,
        "supporters": 0,
        "picture": None,
    }


@pytest.mark.parametrize(
    "make",
    [
        lambda api: api.deps.cases.load([a_first(1)], a_text()),
        lambda api: publish(api, 1, visibility=Visibility.CONFIDENTIAL, cell=None),
        lambda api: publish(api, 1, steps=[withdrawn]),
    ],
    ids=["not forwarded yet", "confidential", "withdrawn"],
)
def test_what_is_not_public_is_neither_listed_nor_near_nor_counted_nor_supported(api: Api, make: Any) -> None:
    make(api)
    count_provinces(api.deps, lambda: True)

    assert found(api) == []
    assert near(api) == []
    assert {one["count"] for one in api.get("/v1/complaints/provinces").body["items"]} == {0}
    assert api.post(f"/v1/complaints/{written(1)}/support", {"token": "t" * 20}).problem == "not-found"


def test_what_is_withheld_leaves_the_list(api: Api) -> None:
    code = publish(api, 1)
    body = {"published": False, "reason": "Menyebut nama seorang anak."}
    assert api.post(f"/v1/cases/{code}/publish", body, {**api.key(Role.COORDINATOR, "51.71"), "If-Match": '"2"'}).status == 200

    assert found(api) == []
    assert near(api) == []


def test_a_redacted_title_is_listed_as_it_may_be_shown(api: Api) -> None:
    publish(api, 1, steps=[lambda it: redacted(it, Redaction(number=0, title="[judul dihapus]", salt="s" * 24))])

    assert api.get("/v1/complaints").body["items"][0]["title"] == "[judul dihapus]"


@pytest.mark.parametrize(
    ("query", "seeds"),
    [
        ("status=closed", [3]),
        ("status=forwarded", [4, 2, 1]),
        ("category=jalan.lampu", [3, 2, 1]),
        ("category=jalan", [3, 2, 1]),
        ("category=pungli", [4]),
        ("agency=51.71.dlh", [2]),
        ("agency=51.71", [4, 3, 2]),
        ("agency=51", [4, 3, 2]),
        ("agency=nation", [4, 3, 2, 1]),
        ("region=51", [4, 2, 1]),
        ("region=51.71", [4, 1]),
        ("late=true", [2, 1]),
        ("late=false", [4, 3]),
        ("agency=51&late=true&status=forwarded", [2]),
        ("agency=51.71.dlh&status=closed", []),
    ],
)
def test_the_list_can_be_narrowed(api: Api, query: str, seeds: list[int]) -> None:
    api.clock.now = later(days=9)
    publish(api, 1, 0, to=OTHER_CITY)
    publish(api, 2, 1, to=SIBLING, region="51")
    publish(api, 3, 2, region="34.71", steps=[lambda it: responded(it, later(days=2)), confirmed])
    publish(api, 4, 8.9, category="pungli")
    api.deps.reference.put([replace(OTHER_CITY, id="34.71")])
    put_regions(api)

    assert found(api, query) == [written(seed) for seed in seeds]


def put_regions(api: Api) -> None:
    api.deps.reference.put([Region(code="34.71", name="Kota Yogyakarta", level="city"), Region(code="34", name="DIY", level="province")])


def test_twenty_five_are_on_a_page_and_its_link_leads_on(api: Api) -> None:
    codes = [publish(api, seed, -seed / 50) for seed in range(1, 61)]

    first = api.get("/v1/complaints?region=51")

    assert [one["code"] for one in first.body["items"]] == codes[:25]
    assert first.headers["Link"] == f'</v1/complaints?region=51&cursor={first.body["next"]}>; rel="next"'
    assert found(api) == found(api, "region=51") == codes


def test_few_among_many_are_found_by_going_on(api: Api) -> None:
    for seed in range(1, LOOKED_AT + 50):
        publish(api, seed, -seed / 1000)
    rare = publish(api, 9999, -1, category="pungli")

    first = api.get("/v1/complaints?category=pungli")

    assert (first.body["items"], first.body["next"] is None) == ([], False)
    assert found(api, "category=pungli") == [rare]


def test_the_list_ends_after_a_year(api: Api) -> None:
    old, older = publish(api, 1, -OLDEST), publish(api, 2, -OLDEST - 1)

    assert found(api) == [old]
    assert api.get(f"/v1/complaints/{older}").status == 200


@pytest.mark.parametrize("query", ["category=no", "agency=no", "region=no", "status=no", "late=maybe", "secret=1"])
def test_what_does_not_exist_cannot_be_asked_for(api: Api, query: str) -> None:
    answer = api.get(f"/v1/complaints?{query}")

    assert answer.problem == "invalid-input"
    assert [one["pointer"] for one in answer.body["errors"]] == [f"?{query.partition('=')[0]}"]


def test_a_cursor_belongs_to_its_filters(api: Api) -> None:
    for seed in range(1, 28):
        publish(api, seed)
    cursor = api.get("/v1/complaints").body["next"]

    assert api.get(f"/v1/complaints?late=true&cursor={cursor}").problem == "invalid-cursor"


def near(api: Api, query: str = "near=-8.65,115.21") -> list[tuple[str, int]]:
    answer = api.get(f"/v1/complaints/nearby?{query}")
    assert answer.status == 200, answer.body
    return [(one["code"], one["metres"]) for one in answer.body["items"]]


def place(api: Api, seed: int, lat: float, lon: float, **changes: Any) -> str:
    here = Location(lat=lat, lon=lon)
    return publish(api, seed, text=a_text(location=here), cell=here.cell, **changes)


def test_what_is_near_comes_the_nearest_first_up_to_a_kilometre(api: Api) -> None:
    middle, at_hand, _, beyond = (place(api, seed, -8.65 - off, 115.21) for seed, off in ((1, 0.004), (2, 0), (3, 0.012), (4, -0.008)))

    assert near(api) == [(at_hand, 0), (middle, 445), (beyond, 890)]


def test_an_entry_says_where_it_is_unless_that_is_hidden(api: Api) -> None:
    place(api, 1, -8.65, 115.21)
    place(api, 2, -8.65, 115.21, steps=[lambda it: redacted(it, Redaction(number=0, hide_location=True, salt="s" * 24))])

    found = {one["code"]: one["location"] for one in api.get("/v1/complaints").body["items"]}

    assert found == {written(1): {"lat": -8.65, "lon": 115.21}, written(2): None}


def test_at_most_ten_are_near(api: Api) -> None:
    for seed in range(1, 15):
        place(api, seed, -8.65 - 0.0005 * seed, 115.21 + 0.0001 * (seed % 3))

    assert len(near(api)) == 10


def test_what_is_near_can_be_of_a_category_and_is_not_over(api: Api) -> None:
    light = place(api, 1, -8.65, 115.21)
    place(api, 2, -8.65, 115.21, category="pungli")
    place(api, 3, -8.65, 115.21, steps=[responded, confirmed])
    place(api, 4, -8.65, 115.21, steps=[lambda it: linked(it, a_first(1).complaint)])

    assert [code for code, _ in near(api, "near=-8.65,115.21&category=jalan")] == [light]


def test_whose_place_is_hidden_is_near_nothing(api: Api) -> None:
    place(api, 1, -8.65, 115.21, steps=[lambda it: redacted(it, Redaction(number=0, hide_location=True, salt="s" * 24))])

    assert near(api) == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "missing"),
        ("near=", "wrong-form"),
        ("near=1", "wrong-form"),
        ("near=91,0", "out-of-range"),
        ("near=0,181", "out-of-range"),
        ("near=nan,0", "wrong-form"),
    ],
)
def test_a_place_is_a_latitude_and_a_longitude(api: Api, query: str, code: str) -> None:
    answer = api.get(f"/v1/complaints/nearby?{query}")

    assert answer.problem == "invalid-input"
    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("?near", code)]


def test_every_province_has_its_count_of_thirty_days(api: Api) -> None:
    put_regions(api)
    for seed, days, region in ((1, 0, "51.71"), (2, -10, "51"), (3, -29, "34.71"), (4, -30, "34.71")):
        publish(api, seed, days, region=region)
    count_provinces(api.deps, lambda: True)

    answer = api.get("/v1/complaints/provinces")

    assert answer.body["since"] == "2026-10-26"
    assert {one["code"]: one["count"] for one in answer.body["items"]} == {"34": 1, "51": 2}


def test_a_day_is_counted_until_it_is_settled_and_then_remembered(api: Api) -> None:
    assert count_provinces(api.deps, lambda: True) == 30
    publish(api, 1)
    assert count_provinces(api.deps, lambda: True) == 3
    api.clock.now += timedelta(days=1)
    assert count_provinces(api.deps, lambda: True) == 3
    assert {one["code"]: one["count"] for one in api.get("/v1/complaints/provinces").body["items"]} == {"51": 1}


@pytest.mark.parametrize("days", [-2, -3, -15, -26, -27])
def test_what_is_withheld_and_published_again_long_after_its_day_counts_within_two_days(api: Api, days: int) -> None:
    code = publish(api, 1, days)
    key = api.key(Role.COORDINATOR, "51.71")

    def counted_after(version: int, *, published: bool) -> int:
        body = {"published": published, "reason": "Menyebut nama seorang anak."}
        assert api.post(f"/v1/cases/{code}/publish", body, {**key, "If-Match": f'"{version}"'}).status == 200
        for _ in range(48):
            count_provinces(api.deps, lambda: True)
            api.clock.now += timedelta(hours=1)
        return sum(one["count"] for one in api.get("/v1/complaints/provinces").body["items"])

    count_provinces(api.deps, lambda: True)

    assert counted_after(2, published=False) == 0
    assert counted_after(3, published=True) == (days > -26)


def test_counting_stops_when_there_is_no_more_time_and_goes_on_the_next_time(api: Api) -> None:
    left = iter([True, True, True, False])
    assert count_provinces(api.deps, lambda: next(left)) == 3
    assert count_provinces(api.deps, lambda: True) == 29


def test_a_day_with_more_than_a_page_is_counted_whole(api: Api) -> None:
    for seed in range(1, LOOKED_AT + 12):
        publish(api, seed)
    count_provinces(api.deps, lambda: True)

    assert api.get("/v1/complaints/provinces").body["items"][0]["count"] == LOOKED_AT + 11


def test_lists_may_be_kept_for_a_minute_and_hold_no_address_or_name(api: Api) -> None:
    api.answered(api.file().code)
    for path in ("/v1/complaints", "/v1/complaints/nearby?near=-8.65,115.21", "/v1/complaints/provinces"):
        answer = api.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "budi" not in json.dumps(answer.body).casefold()
