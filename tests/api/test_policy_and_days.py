"""The stewards' policy and days off over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.policy import LADDER, RESOLVE_DAYS, WEIGHTS, Policy
from chalicelib.domain.words import Class, Role
from chalicelib.usecases import recounts
from tests.api.conftest import Api
from tests.api.stewards import ask, pointers
from tests.builders import a_body


def test_the_policy_in_force_is_shown_to_everybody(api: Api) -> None:
    answer = api.get("/v1/policy")

    assert (answer.body["version"], answer.body["verify_days"], answer.body["resolve_days"]["supervised"]) == (1, 3, 60)
    assert answer.body["ladder"][1] == {"level": 1, "working_days": 0, "told": ["coordinator"]}
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_a_changed_policy_is_a_new_version_and_the_one_before_stays(api: Api) -> None:
    filed = api.file()
    body = {"verify_days": 2, "resolve_days": {"complaint": 10}, "weights": {"satisfaction": 0.3, "resolved_on_time": 0.25}, "zones": [90, 60.5]}

    answer = ask(api, "POST", "/v1/policies", body)

    assert (answer.status, answer.body["policy"]["version"]) == (201, 2)
    assert answer.body["changed"] == ["verify_days", "resolve_days", "weights", "zones"]
    assert api.deps.reference.get(Policy, "0002") == Policy(
        version=2,
        verify_days=2,
        resolve_days={**RESOLVE_DAYS, Class.COMPLAINT: 10},
        weights={**WEIGHTS, "satisfaction": 0.3, "resolved_on_time": 0.25},
        zones=(90, 60.5),
    )
    assert [api.get(f"/v1/policy{query}").body["verify_days"] for query in ("", "?version=1", "?version=2")] == [2, 3, 2]
    deadlines = [api.get(f"/v1/complaints/{code}").body["deadlines"][0]["working_days"] for code in (filed.code, api.file().code)]
    assert deadlines == [3, 2]


def test_a_ladder_is_changed_as_a_whole(api: Api) -> None:
    ladder = [{"level": 0, "working_days": -2, "told": ["officer"]}, {"level": 1, "working_days": 0, "told": ["coordinator", "inspector"]}]

    answer = ask(api, "POST", "/v1/policies", {"ladder": ladder})

    assert (answer.body["changed"], answer.body["policy"]["ladder"]) == (["ladder"], ladder)
    policy = api.deps.reference.get(Policy, "current")
    assert policy
    assert policy.ladder == (replace(LADDER[0], working_days=-2), replace(LADDER[1], told=(Role.COORDINATOR, Role.INSPECTOR)))


def test_where_no_policy_was_ever_kept_the_defaults_are_the_first_version(api: Api) -> None:
    for id_ in ("0001", "current"):
        del api.deps.reference.data[Policy, id_]  # type: ignore[attr-defined]

    assert ask(api, "POST", "/v1/policies", {"verify_days": 3}).body["policy"]["version"] == 1
    assert ask(api, "POST", "/v1/policies", {"verify_days": 2}).body["policy"]["version"] == 2
    assert api.get("/v1/policy?version=1").body["verify_days"] == 3


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"verify_days": 0, "disputes": 11, "confirm_days": "ten"}, ["/confirm_days wrong-type", "/verify_days out-of-range", "/disputes out-of-range"]),
        ({"version": 7}, ["/version unknown-field"]),
        ({"resolve_days": {"complaint": 0, "urgent": 1}}, ["/resolve_days/urgent not-an-option"]),
        ({"resolve_days": {"complaint": 0, "supervised": 400}}, ["/resolve_days/complaint out-of-range", "/resolve_days/supervised out-of-range"]),
        ({"weights": {"satisfaction": 0.5}}, ["/weights wrong-sum"]),
        ({"weights": {"speed": 0.5, "satisfaction": "much"}}, ["/weights/speed not-an-option", "/weights/satisfaction wrong-type"]),
        ({"zones": [50, 80]}, ["/zones not-descending"]),
        ({"zones": [50]}, ["/zones wrong-type"]),
        ({"bands": [100, 10]}, ["/bands not-ascending"]),
        ({"archive_reasons": ["Spam"]}, ["/archive_reasons/0 wrong-form"]),
        ({"ladder": [{"level": 0, "working_days": -1, "told": ["boss"], "x": 1}, {"level": "1"}]}, [
            "/ladder/0/x unknown-field", "/ladder/0/told not-an-option", "/ladder/1/level wrong-type", "/ladder/1/working_days missing", "/ladder/1/told missing",
        ]),
        ({"ladder": [{"level": 1, "working_days": 0, "told": ["reporter"]}]}, ["/ladder/0/level not-ascending", "/ladder/0/working_days out-of-range", "/ladder/0/told not-an-option"]),
        ({"ladder": {"level": 1}}, ["/ladder wrong-type"]),
        ([], [" wrong-type"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_policy_is_named_by_its_place(api: Api, body: Any, expected: list[str]) -> None:
    assert pointers(ask(api, "POST", "/v1/policies", body)) == expected


@pytest.mark.parametrize(
    ("query", "status"), [("?version=9", 404), ("?version=0", 422), ("?version=x", 422), ("?version=", 422), ("?version=12345", 422)]
)
def test_a_version_that_is_none_is_refused(api: Api, query: str, status: int) -> None:
    assert api.get(f"/v1/policy{query}").status == status
    assert api.get(f"/v1/calendars/id{query}").status == status


def test_a_calendar_is_shown_to_everybody(api: Api) -> None:
    body = api.get("/v1/calendars/id").body

    assert (body["version"], sorted(body["weekend"]), body["first"], body["last"]) == (1, [5, 6], "2026-01-01", "2028-12-31")
    assert body["holidays"]["2026-12-25"] == "Hari Raya Natal"


@pytest.mark.parametrize("id_", ["mars", "id@0001", "x" * 1100])
def test_a_calendar_that_does_not_exist_is_not_found(api: Api, id_: str) -> None:
    assert api.get(f"/v1/calendars/{id_}").status == 404


def test_days_are_added_and_removed_in_a_new_version_and_those_before_stay(api: Api) -> None:
    answer = ask(api, "POST", "/v1/calendars/id/days", {"add": {"2026-12-31": "Malam Tahun Baru", "2026-12-25": "Natal"}, "remove": ["2026-12-24"]})

    assert (answer.status, answer.body["calendar"]["version"]) == (201, 2)
    assert answer.body["changed"] == ["2026-12-24", "2026-12-25", "2026-12-31"]
    assert list(api.get("/v1/calendars/id").body["holidays"]) == ["2026-12-25", "2026-12-31", "2027-01-01"]
    assert "2026-12-24" in api.get("/v1/calendars/id?version=1").body["holidays"]
    assert api.deps.reference.get(Calendar, "id").version == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"add": {"2026-02-30": "No day", "31-12-2026": "Nor this", "2026-12-31": ""}}, ["/add/2026-02-30 wrong-form", "/add/31-12-2026 wrong-form", "/add/2026-12-31 too-short"]),
        ({"remove": ["2026-12-24", "yesterday", 5]}, ["/remove/1 wrong-form", "/remove/2 wrong-type"]),
        ({"add": {"2029-01-01": "Too late"}, "remove": "2026-12-24"}, ["/remove wrong-type", "/add/2029-01-01 out-of-range"]),
        ({"add": {"2026-12-31": "Both"}, "remove": ["2026-12-31"]}, ["/add/2026-12-31 contradiction"]),
        ({"days": {}}, ["/days unknown-field"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_days_is_named_by_its_place(api: Api, body: Any, expected: list[str]) -> None:
    assert pointers(ask(api, "POST", "/v1/calendars/id/days", body)) == expected


def test_a_complaint_filed_after_a_day_was_added_is_counted_by_it(api: Api) -> None:
    ask(api, "POST", "/v1/calendars/id/days", {"add": {"2026-11-25": "Pilkada"}})

    assert api.post("/v1/complaints", a_body()).body["deadlines"][0]["due"] == "2026-11-30"


SIX = {"id": "id-6", "base": "id", "weekend": [6], "add": {"2026-12-31": "Galungan"}, "remove": ["2026-12-24"]}


def test_a_calendar_stands_on_another_and_shows_what_is_its_own(api: Api) -> None:
    answer = ask(api, "POST", "/v1/calendars", SIX)

    assert (answer.status, answer.body["changed"]) == (201, ["2026-12-25", "2026-12-31", "2027-01-01"])
    assert api.get("/v1/calendars/id-6").body == answer.body["calendar"]
    assert answer.body["calendar"] == {
        "id": "id-6",
        "weekend": [6],
        "holidays": {"2026-12-25": "Hari Raya Natal", "2026-12-31": "Galungan", "2027-01-01": "Tahun Baru"},
        "first": "2026-01-01",
        "last": "2028-12-31",
        "version": 1,
        "base": "id",
        "own": {"2026-12-24": None, "2026-12-31": "Galungan"},
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"weekend": [7, "x"], "days": {}}, ["/days unknown-field", "/id missing", "/base missing", "/weekend/0 out-of-range", "/weekend/1 wrong-type"]),
        ({**SIX, "base": "mars", "weekend": list(range(7))}, ["/base unknown", "/weekend out-of-range"]),
        ({**SIX, "id": "Six", "add": {"2029-01-01": "Too late", "2026-12-24": "Both"}}, ["/id wrong-form", "/add/2026-12-24 contradiction", "/add/2029-01-01 out-of-range"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_new_calendar_is_named_by_its_place(api: Api, body: Any, expected: list[str]) -> None:
    assert pointers(ask(api, "POST", "/v1/calendars", body)) == expected


def test_another_calendar_under_a_known_id_is_refused(api: Api) -> None:
    answer = ask(api, "POST", "/v1/calendars", {"id": "id", "base": "id"})

    assert (answer.status, answer.body["rule"]) == (409, "calendar.exists")


def test_stewards_see_how_far_the_open_cases_are_counted_anew(api: Api) -> None:
    code = api.file().code
    ask(api, "POST", "/v1/calendars/id/days", {"add": {"2026-11-25": "Pilkada"}})
    key = api.key(Role.STEWARD, "nation")
    begun = api.get("/v1/calendars/id/recounts", key)
    recounts.go_on(api.deps, lambda: True)

    first, then = begun.body["recounts"], api.get("/v1/calendars/id/recounts", key).body["recounts"]
    assert begun.headers["Cache-Control"] == "no-store"
    assert first == [
        {"before": 1, "version": 2, "since": "2026-11-24T04:00:00Z", "looked_at": 0, "changed": 0, "failed": 0, "done_at": None, "continued_by": None}
    ]
    assert then == [first[0] | {"looked_at": 1, "changed": 1}]
    seen = api.get(f"/v1/complaints/{code}").body
    assert seen["deadlines"][0]["due"] == "2026-11-30"
    assert seen["timeline"][-1]["action"] == "recount"
    assert seen["timeline"][-1]["data"] == {
        "verify_due": "2026-11-30", "calendar": "id", "added": ["2026-11-25"], "removed": [],
    }  # fmt: skip


def test_there_are_no_recounts_of_a_calendar_that_does_not_exist(api: Api) -> None:
    assert api.get("/v1/calendars/mars/recounts", api.key(Role.STEWARD, "nation")).status == 404
