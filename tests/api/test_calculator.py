"""The public calculator of deadlines over HTTP."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.deadlines import explain
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Class, Clock
from ops import calendars
from ops.seed import DATA
from tests.api.conftest import Api
from tests.builders import BALI, CALENDAR, NOON, POLICY, extended
from tests.domain.samples import IN_PROGRESS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_calculator_answers_what_the_documentation_shows(api: Api) -> None:
    api.deps.reference.put([calendars.load(DATA / "calendar-id.json")])
    asked = re.search(r"GET (/v1/deadline\?\S+)", DOCUMENT)
    shown = re.search(r"(\{\"clock\": \"resolve\".+?\n\n)", DOCUMENT, re.DOTALL)
    assert asked
    assert shown

    assert api.get(asked[1]).body == json.loads(shown[1])


@pytest.mark.parametrize(
    ("query", "days", "due"),
    [
        ("from=2026-11-24", 14, "2026-12-14"),
        ("from=2026-11-24&class=information", 5, "2026-12-01"),
        ("from=2026-11-24&class=supervised", 60, "2027-02-19"),
        ("from=2026-11-24&clock=verify", 3, "2026-11-27"),
        ("from=2026-11-24&clock=follow_up", 5, "2026-12-01"),
        ("from=2026-11-24&clock=confirm", 10, "2026-12-08"),
        ("from=2026-11-24&clock=hold", 10, "2026-12-08"),
        ("from=2026-11-28&clock=verify&calendar=six", 3, "2026-12-02"),
    ],
)
def test_every_clock_and_class_is_counted_by_the_policy_in_force(api: Api, query: str, days: int, due: str) -> None:
    api.deps.reference.put([replace(CALENDAR, id="six", weekend=frozenset({6}))])

    body = api.get(f"/v1/deadline?{query}").body

    assert (body["working_days"], body["due"], body["policy"]) == (days, due, 1)


@pytest.mark.parametrize(
    ("more", "longer", "paused", "due"),
    [
        ("&extended=5", 5, 0, "2026-12-21"),
        ("&paused=2", 0, 2, "2026-12-16"),
        ("&extended=5&paused=2", 5, 2, "2026-12-23"),
        ("&clock=verify&paused=1", 0, 1, "2026-11-30"),
    ],
)
def test_an_extension_and_pauses_are_counted_and_told_apart(api: Api, more: str, longer: int, paused: int, due: str) -> None:
    body = api.get(f"/v1/deadline?from=2026-11-24{more}").body

    assert (body["extended"], body["paused"], body["due"]) == (longer, paused, due)


def test_a_calculated_deadline_is_that_of_a_case_which_was_extended(api: Api) -> None:
    """The same days as the case itself explains."""
    one = extended(IN_PROGRESS).complaint
    told = next(deadline for deadline in explain(one, POLICY, BALI, BALI, NOON) if deadline.clock is Clock.RESOLVE)

    body = api.get(f"/v1/deadline?from={told.start}&extended={told.extended}&zone={BALI.zone}").body

    assert told.extended > 0
    assert body["due"] == told.due.isoformat()
    assert [(day["date"], day["name"]) for day in body["skipped"]] == [(day.isoformat(), name) for day, name in told.skipped]


@pytest.mark.parametrize(
    "query",
    [
        "extended=15",
        "class=information&extended=6",
        "clock=verify&extended=1",
        "clock=follow_up&extended=1",
        "paused=11",
        "clock=confirm&paused=1",
        "clock=hold&paused=1",
    ],
)
def test_no_more_time_is_calculated_than_the_rules_give(api: Api, query: str) -> None:
    answer = api.get(f"/v1/deadline?from=2026-11-24&{query}")

    assert answer.status == 422
    assert [(error["pointer"], error["code"]) for error in answer.body["errors"]] == [
        (f"?{query.rpartition('&')[2].partition('=')[0]}", "out-of-range")
    ]


def test_the_follow_up_is_never_due_after_the_resolution(api: Api) -> None:
    api.deps.reference.put([Policy(version=2, resolve_days=dict.fromkeys(Class, 2))])

    assert api.get("/v1/deadline?from=2026-11-24&clock=follow_up").body["due"] == "2026-11-26"


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [("Asia/Jakarta", "2026-12-14T17:00:00Z"), ("Asia/Makassar", "2026-12-14T16:00:00Z"), ("Asia/Jayapura", "2026-12-14T15:00:00Z")],
)
def test_overdue_begins_at_midnight_of_the_zone_after_the_due_date(api: Api, zone: str, midnight: str) -> None:
    body = api.get(f"/v1/deadline?from=2026-11-24&zone={zone}").body

    assert (body["due"], body["overdue_on"], body["overdue_at"], body["zone"]) == ("2026-12-14", "2026-12-15", midnight, zone)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("class=noise&clock=x&from=soon&calendar=a%20b&zone=%20&agency=51", ["?agency", "?calendar", "?class", "?clock", "?from", "?zone"]),
        ("calendar=nowhere&zone=Asia/Atlantis", ["?calendar", "?from", "?zone"]),
    ],
    ids=["of the wrong form", "missing or unknown"],
)
def test_every_wrong_parameter_is_listed_at_once(api: Api, query: str, wrong: list[str]) -> None:
    answer = api.get(f"/v1/deadline?{query}")

    assert (answer.status, answer.problem) == (422, "invalid-input")
    assert sorted(error["pointer"] for error in answer.body["errors"]) == wrong


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-02-30", "?from"),
        ("from=20261220", "?from"),
        ("from=2026-11-24&zone=../zone.tab", "?zone"),
        ("from=2026-11-24&zone=", "?zone"),
        ("from=2026-11-24&calendar=", "?calendar"),
        (f"from=2026-11-24&calendar={'x' * 61}", "?calendar"),
        ("from=2028-12-20", "?from"),
        ("from=9999-12-31", "?from"),
        ("from=0001-01-01", "?from"),
    ],
)
def test_what_cannot_be_counted_is_refused_and_named(api: Api, query: str, pointer: str) -> None:
    answer = api.get(f"/v1/deadline?{query}")

    assert (answer.status, [error["pointer"] for error in answer.body["errors"]]) == (422, [pointer])


@pytest.mark.parametrize("clock", Clock)
def test_the_days_counted_and_the_days_skipped_add_up(api: Api, clock: Clock) -> None:
    body: dict[str, Any] = api.get(f"/v1/deadline?from=2026-12-23&clock={clock}").body
    skipped = [day["date"] for day in body["skipped"]]

    assert skipped[:4] == ["2026-12-24", "2026-12-25", "2026-12-26", "2026-12-27"]
    assert skipped == sorted(set(skipped))
    assert body["overdue_on"] > body["due"] > skipped[-1] > body["start"]
