"""Assessments by others: recorded by stewards, never removed, shown beside our figures and no part of them."""

from typing import Any

import pytest

from chalicelib.api.examples import EXAMPLES
from chalicelib.api.steward_bodies import AssessmentBody
from chalicelib.domain.words import Role
from chalicelib.usecases.score import score_months
from tests.api.conftest import Answer, Api
from tests.builders import later

BODY = dict(EXAMPLES[AssessmentBody])


def record(api: Api, role: Role = Role.STEWARD, of: str = "nation", **changes: Any) -> Answer:
    return api.post("/v1/assessments", BODY | changes, api.key(role, of))


def found(api: Api, query: str) -> list[tuple[str, int, str]]:
    return [(one["agency"]["id"], one["year"], one["result"]) for one in api.get(f"/v1/assessments{query}").body["items"]]


def test_an_assessment_is_recorded_and_shown_with_its_source(api: Api) -> None:
    made = record(api)

    assert made.status == 201
    assert made.body == {
        "id": made.body["id"],
        "agency": {"id": "51.71", "name": "Kota Denpasar"},
        "assessor": "KemenPANRB",
        "year": 2022,
        "result": "Top 30 Kompetisi SP4N-LAPOR!",
        "place": 30,
        "source": "https://www.menpan.go.id/",
        "recorded_on": "2026-11-24",
        "replaces": None,
        "replaced_by": None,
    }
    assert api.get("/v1/assessments?agency=51.71").body == {"items": [made.body]}
    assert api.get("/v1/assessments?agency=51.71").headers["Cache-Control"] == "public, max-age=300"


def test_they_are_listed_by_agency_and_year(api: Api) -> None:
    record(api, result="Top 30")
    record(api, year=2020, result="Top 45")
    record(api, agency="34.71", result="Top 10", place=None)
    record(api, year=2026, result="Zona hijau")

    assert found(api, "?agency=51.71") == [("51.71", 2026, "Zona hijau"), ("51.71", 2022, "Top 30"), ("51.71", 2020, "Top 45")]
    assert found(api, "?agency=51.71&year=2020") == [("51.71", 2020, "Top 45")]
    assert found(api, "?year=2022") == [("34.71", 2022, "Top 10"), ("51.71", 2022, "Top 30")]
    assert found(api, "") == [("51.71", 2026, "Zona hijau")]
    assert found(api, "?agency=51") == []


def test_the_same_sent_again_makes_no_second(api: Api) -> None:
    first = record(api)
    api.clock.now = later(days=1)

    again = record(api)

    assert (again.status, again.body) == (200, first.body)
    assert len(found(api, "?agency=51.71")) == 1


def test_a_correction_is_another_record_and_the_one_before_says_so(api: Api) -> None:
    wrong = record(api, result="Top 3").body
    right = record(api, result="Top 30", replaces=wrong["id"])

    assert right.status == 201
    assert {one["result"]: (one["replaces"], one["replaced_by"]) for one in api.get("/v1/assessments?agency=51.71").body["items"]} == {
        "Top 3": (None, right.body["id"]),
        "Top 30": (wrong["id"], None),
    }
    assert record(api, result="Top 30", replaces=wrong["id"]).status == 200


def test_what_has_been_corrected_is_not_corrected_again(api: Api) -> None:
    wrong = record(api, result="Top 3").body
    record(api, result="Top 30", replaces=wrong["id"])

    refused = record(api, result="Top 31", replaces=wrong["id"])

    assert (refused.status, refused.body["rule"]) == (409, "assessment.replaced")
    assert len(found(api, "?agency=51.71")) == 2


def test_every_wrong_field_is_named_at_once(api: Api) -> None:
    refused = record(api, agency="99.99", assessor="x", year=2027, result="", source="http://menpan.go.id", place=0, replaces="2022-none")

    assert {error["pointer"]: error["code"] for error in refused.body["errors"]} == {
        "/agency": "unknown",
        "/assessor": "too-short",
        "/year": "out-of-range",
        "/result": "too-short",
        "/source": "wrong-form",
        "/place": "out-of-range",
        "/replaces": "unknown",
    }


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("https://menpan.go.id", True),
        ("https://menpan.go.id:8443/a?b=c#d", True),
        ("http://menpan.go.id", False),
        ("HTTPS://menpan.go.id", False),
        ("javascript:alert(1)", False),
        ("https://user@menpan.go.id/", False),
        ("https://10.0.0.1/", False),
        ("https://localhost/", False),
        ('https://menpan.go.id/">', False),
        ("https://menpan.go.id/a b", False),
        ("//menpan.go.id", False),
    ],
)
def test_a_source_is_a_link_to_a_named_site_over_https(api: Api, source: str, *, right: bool) -> None:
    assert (record(api, source=source).status == 201) is right


@pytest.mark.parametrize(("role", "of"), [(Role.COORDINATOR, "51.71"), (Role.OFFICER, "51.71"), (Role.INSPECTOR, "51.71"), (Role.OBSERVER, "nation")])
def test_only_stewards_record_them(api: Api, role: Role, of: str) -> None:
    assert record(api, role, of).problem == "forbidden"


@pytest.mark.parametrize("query", ["?year=22", "?year=20222", "?year=now", "?agency=no%20id"])
def test_what_they_are_listed_by_is_well_formed(api: Api, query: str) -> None:
    assert api.get(f"/v1/assessments{query}").problem == "invalid-input"


def test_no_score_depends_on_what_others_found(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)
    api.clock.now = later(days=40)
    score_months(["2026-12"], None, api.deps, lambda: True)
    before = api.deps.scores.of("2026-12")

    record(api, agency="51.71.pupr", year=2026, result="Top 1", place=1)
    score_months(["2026-12"], None, api.deps, lambda: True)

    assert before
    assert before[0].tally.cases
    assert api.deps.scores.of("2026-12") == before
