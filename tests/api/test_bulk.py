"""One action on many cases, each with its own outcome."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.receipt import parse_code
from chalicelib.domain.words import Role
from chalicelib.usecases import work
from tests.api.conftest import Answer, Api
from tests.builders import POLICY


def bulk(api: Api, action: str, *items: Any, who: tuple[Role, str] = (Role.COORDINATOR, "51.71")) -> Answer:
    return api.post("/v1/cases/bulk", {"action": action, "items": list(items)}, api.key(*who))


def outcomes(answer: Answer) -> list[tuple[int, str]]:
    return [(one["status"], one.get("problem", {}).get("type", "").partition("#")[2]) for one in answer.body["results"]]


def test_each_case_has_an_outcome_of_its_own_in_the_order_of_the_items(api: Api) -> None:
    mine, stale, other = api.file(), api.file(), api.file(agency="34.71")

    answer = bulk(
        api,
        "verify",
        {"code": mine.code, "version": 1, "agency": "51.71.pupr"},
        {"code": stale.code, "version": 7, "agency": "51.71.pupr"},
        {"code": other.code, "version": 1, "agency": "34.71"},
        {"code": "nonsense", "version": 1},
        {"code": mine.code, "version": "x"},
        {"version": 1, "lead": 5},
        {"code": stale.code, "version": 1, "agency": "no-such"},
        {"code": stale.code, "version": 1, "agency": "34.71"},
        {"code": stale.code, "version": 1, "agency": "51.71.dlh"},
    )

    assert answer.status == 200
    assert outcomes(answer) == [
        (200, ""),
        (412, "stale-version"),
        (404, "not-found"),
        (404, "not-found"),
        (422, "invalid-input"),
        (422, "invalid-input"),
        (422, "invalid-input"),
        (409, "action-refused"),
        (200, ""),
    ]
    assert (answer.body["results"][0]["code"], answer.body["results"][0]["version"]) == (mine.code, 2)


def test_what_was_done_already_is_answered_again(api: Api) -> None:
    item = {"code": api.file().code, "version": 1, "reason": "test"}

    assert outcomes(bulk(api, "archive", item)) == outcomes(bulk(api, "archive", item)) == [(200, "")]


def test_duplicates_are_linked_to_their_lead(api: Api) -> None:
    lead = api.file()
    items = [{"code": api.file().code, "version": 1, "lead": lead.code} for _ in range(3)]

    assert outcomes(bulk(api, "link", *items)) == [(200, "")] * 3
    assert len(api.get(f"/v1/cases/{lead.code}", api.key(Role.COORDINATOR, "51.71")).body["linked"]) == 3


def test_a_field_of_another_action_is_that_items_problem(api: Api) -> None:
    answer = bulk(api, "archive", {"code": api.file().code, "version": 1, "reason": "test", "lead": "7KQM-2F9X-4HDT"})

    assert answer.body["results"][0]["problem"]["errors"][0]["pointer"] == "/lead"


def test_the_role_counts_for_each_case(api: Api) -> None:
    item = {"code": api.file(agency="51.71.pupr").code, "version": 1}

    assert outcomes(bulk(api, "verify", item, who=(Role.OFFICER, "51.71.pupr"))) == [(403, "forbidden")]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"action": "respond", "items": [{}]}, "/action"),
        ({"action": "verify"}, "/items"),
        ({"action": "verify", "items": []}, "/items"),
        ({"action": "verify", "items": [{}] * 101}, "/items"),
        ({"action": "verify", "items": ["7KQM2F9X4HDT"]}, "/items"),
        ({"action": "verify", "items": {}}, "/items"),
        ({"action": "verify", "items": [{}], "dry": True}, "/dry"),
        ([], ""),
    ],
)
def test_what_is_no_list_of_cases_is_refused_as_a_whole(api: Api, body: Any, pointer: str) -> None:
    answer = api.post("/v1/cases/bulk", body, api.key(Role.COORDINATOR, "51.71"))

    assert [one["pointer"] for one in answer.body["errors"]] == [pointer]


def test_a_hundred_cases_are_taken(api: Api) -> None:
    api.deps.reference.put([replace(POLICY, challenge=0)])
    items = [{"code": api.file().code, "version": 1, "reason": "test"} for _ in range(100)]

    assert outcomes(bulk(api, "archive", *items)) == [(200, "")] * 100


def test_a_case_that_breaks_keeps_no_other_from_its_outcome(api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    codes, act = [api.file().code for _ in range(3)], work.act
    monkeypatch.setattr(work, "act", lambda code, *asked: 1 / 0 if code == parse_code(codes[1]) else act(code, *asked))

    answer = bulk(api, "archive", *({"code": code, "version": 1, "reason": "test", "text": "rahasia"} for code in codes))

    assert outcomes(answer) == [(200, ""), (500, "internal-error"), (200, "")]
    written = capsys.readouterr().out
    assert "ZeroDivisionError" in written
    assert "rahasia" not in written
