"""Queues: whose, in which order, narrowed to what, and counted."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Role
from tests.api.acting import COORDINATOR, OFFICER, do
from tests.api.conftest import Api
from tests.builders import UNIT, later


def codes(api: Api, query: str, who: tuple[Role, str] = COORDINATOR) -> list[str]:
    answer = api.get(f"/v1/cases{query}", api.key(*who))
    assert answer.status == 200, answer.body
    return [line["code"] for line in answer.body["items"]]


@pytest.fixture
def three(api: Api) -> list[str]:
    """In the city's queue, in a unit's, and in another unit's on hold; due in this order."""
    received = api.file(category="pungli")
    api.clock.now = later(hours=1)
    forwarded = api.file()
    do(api, forwarded, COORDINATOR, Action.VERIFY)
    api.clock.now = later(days=1)
    held = api.file(type="aspiration")
    do(api, held, COORDINATOR, Action.VERIFY, agency="51.71.dlh")
    do(api, held, (Role.OFFICER, "51.71.dlh"), Action.HOLD)
    return [received.code, forwarded.code, held.code]


def test_a_queue_shows_what_waits_by_due_date(api: Api) -> None:
    first = api.file()
    api.clock.now = later(days=1)
    second = api.file(title="Lampu kedua mati")

    body = api.get("/v1/cases", api.key(Role.COORDINATOR, "51.71")).body

    assert body["next"] is None
    assert [line["code"] for line in body["items"]] == [first.code, second.code]
    assert body["items"][0] == {
        "code": first.code,
        "title": "Lampu jalan mati",
        "status": "received",
        "class": "complaint",
        "category": "jalan.lampu",
        "region": "51.71",
        "agency": "51.71",
        "due": "2026-11-27",
        "overdue": False,
        "level": 0,
        "received_at": "2026-11-24T04:00:00Z",
        "version": 1,
        "moderation": [],
    }


def test_a_queue_is_turned_page_by_page_with_a_link(api: Api) -> None:
    codes = []
    for day in range(3):
        api.clock.now = later(days=day)
        codes.append(api.file().code)
    who = api.key(Role.COORDINATOR, "51.71")

    first = api.get("/v1/cases?limit=2", who)
    second = api.get(f"/v1/cases?limit=2&cursor={first.body['next']}", who)

    assert [line["code"] for page in (first, second) for line in page.body["items"]] == codes
    assert first.headers["Link"] == f'</v1/cases?limit=2&cursor={first.body["next"]}>; rel="next"'
    assert second.body["next"] is None
    assert "Link" not in second.headers


def test_a_cursor_of_another_queue_or_a_changed_one_is_refused(api: Api) -> None:
    for day in range(2):
        api.clock.now = later(days=day)
        api.file()
    who = api.key(Role.STEWARD, "nation")
    cursor = api.get("/v1/cases?unit=51.71&limit=1", who).body["next"]

    assert api.get(f"/v1/cases?cursor={cursor}", who).problem == "invalid-cursor"
    for bad in (cursor[:-2] + "AA", "x", "====", "é"):
        assert api.get(f"/v1/cases?unit=51.71&cursor={bad}", who).problem == "invalid-cursor"


@pytest.mark.parametrize("limit", ["", "0", "101", "00000101", "000001" + "9" * 5000, "-1", "x", "²"])
def test_a_page_has_one_to_a_hundred_cases(api: Api, limit: str) -> None:
    assert api.get(f"/v1/cases?limit={limit}", api.key(Role.COORDINATOR, "51.71")).problem == "invalid-input"


def test_a_coordinator_has_one_queue_of_all_agencies_below_by_due_date(api: Api, three: list[str]) -> None:
    assert codes(api, "") == three
    assert codes(api, "?unit=51.71.pupr") == three[1:2]
    assert codes(api, "?unit=51.71") == three[:1]


def test_an_officer_has_the_own_agencys_queue(api: Api, three: list[str]) -> None:
    assert codes(api, "", OFFICER) == three[1:2]


def test_an_inspector_has_those_of_the_region(api: Api, three: list[str]) -> None:
    assert codes(api, "", (Role.INSPECTOR, "51")) == three
    assert codes(api, "", (Role.INSPECTOR, "34.71")) == []


def test_the_steward_has_what_names_no_agency(api: Api, three: list[str]) -> None:
    unrouted = api.file(agency=...)

    assert codes(api, "", (Role.STEWARD, "nation")) == [unrouted.code]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("status=received", [0]),
        ("status=on_hold", [2]),
        ("status=closed", []),
        ("class=supervised", [0]),
        ("class=aspiration", [2]),
        ("category=jalan.lampu", [1, 2]),
        ("held=true", [2]),
        ("held=false", [0, 1]),
        ("overdue=true", []),
        ("overdue=false", [0, 1, 2]),
        ("level=0", [0, 1, 2]),
        ("level=1", []),
        ("received_from=2026-11-25", [2]),
        ("received_to=2026-11-24", [0, 1]),
        ("received_from=2026-11-24&received_to=2026-11-24&held=false&status=forwarded", [1]),
        ("unit=51.71.dlh&held=true", [2]),
        ("unit=51.71.dlh&held=false", []),
    ],
)
def test_a_queue_is_narrowed_by_its_filters(api: Api, three: list[str], query: str, wanted: list[int]) -> None:
    assert codes(api, f"?{query}") == [three[number] for number in wanted]


def test_what_is_overdue_is_found_and_what_is_on_hold_never_is(api: Api, three: list[str]) -> None:
    api.clock.now = later(days=40)

    assert codes(api, "?overdue=true") == three[:2]
    assert codes(api, "?overdue=false") == three[2:]


@pytest.mark.parametrize(
    "query", ["status=open", "class=x", "category=a b", "held=maybe", "level=x", "overdue=2", "received_from=1.1.2026", "unti=51.71"]
)
def test_a_wrong_or_unknown_filter_is_named(api: Api, query: str) -> None:
    answer = api.get(f"/v1/cases?{query}".replace(" ", "%20"), api.key(*COORDINATOR))

    assert [one["pointer"] for one in answer.body["errors"]] == [f"?{query.partition('=')[0]}"]


@pytest.mark.parametrize("query", ["", "&held=false", "&category=jalan.lampu"])
def test_a_merged_queue_is_turned_page_by_page_without_losing_or_repeating_a_case(api: Api, query: str) -> None:
    units = [replace(UNIT, id=f"51.71.unit{number}", path=f"nation/51/51.71/51.71.unit{number}") for number in range(5)]
    api.deps.reference.put(units)
    for number in range(17):
        api.clock.now = later(days=number % 4)
        do(api, api.file(), COORDINATOR, Action.VERIFY, agency=units[number * 7 % 5].id)
    who, seen, cursor = api.key(*COORDINATOR), [], ""
    while cursor is not None:
        page = api.get(f"/v1/cases?limit=3{query}" + (f"&cursor={cursor}" if cursor else ""), who).body
        assert len(page["items"]) <= 3
        seen += [(line["due"], line["code"]) for line in page["items"]]
        cursor = page["next"]

    assert len(seen) == 17
    assert seen == sorted(set(seen))


def test_a_cursor_is_for_the_filters_it_was_given_with(api: Api, three: list[str]) -> None:
    who = api.key(*COORDINATOR)
    cursor = api.get("/v1/cases?limit=1", who).body["next"]

    assert api.get(f"/v1/cases?limit=1&held=false&cursor={cursor}", who).problem == "invalid-cursor"
    assert api.get(f"/v1/cases?limit=1&cursor={cursor}", api.key(Role.INSPECTOR, "51.71")).problem == "invalid-cursor"


def test_a_scope_of_too_many_agencies_must_be_narrowed(api: Api) -> None:
    many = [Agency(id=f"x{n}", name="", kind="unit", path=f"nation/51/51.71/x{n}", zone="Asia/Makassar", calendar="id") for n in range(400)]
    api.deps.reference.put(many)

    answer = api.get("/v1/cases", api.key(*COORDINATOR))

    assert [one["pointer"] for one in answer.body["errors"]] == ["?unit"]
    assert api.get("/v1/cases?unit=51.71", api.key(*COORDINATOR)).status == 200


def counts(api: Api, who: tuple[Role, str], query: str = "") -> Any:
    return api.get(f"/v1/cases/counts{query}", api.key(*who)).body


def test_a_queue_is_counted_by_status(api: Api, three: list[str]) -> None:
    nothing = {"received": 0, "forwarded": 0, "in_progress": 0, "on_hold": 0}

    assert counts(api, COORDINATOR) == {
        "counts": nothing | {"received": 1, "forwarded": 1, "on_hold": 1},
        "overdue": 0,
        "escalated": 0,
        "complete": True,
    }
    assert counts(api, COORDINATOR, "?unit=51.71.pupr")["counts"] == nothing | {"forwarded": 1}
    api.clock.now = later(days=40)
    assert counts(api, COORDINATOR)["overdue"] == 2
