"""League tables, an agency's history and the files of frozen periods, over HTTP."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.usecases import freeze
from chalicelib.usecases.score import score_months
from tests.api.conftest import Api
from tests.builders import CITY, OTHER_CITY, POLICY, later
from tests.fakes import MemoryFiles


def always() -> bool:
    return True


@pytest.fixture
def scored(api: Api) -> Api:
    """A complaint that was answered in time and confirmed, due in December; everybody is ranked who has one."""
    api.deps.reference.put([replace(POLICY, version=2, bands=(1, 100))])
    filed = api.file()
    api.answered(filed.code)
    api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 4}, filed.secret)
    api.clock.now = later(days=40)
    score_months(["2026-12"], None, api.deps, always)
    return api


def test_scores_of_a_month_are_listed_with_what_they_were_counted_from(scored: Api) -> None:
    body = scored.get("/v1/scores?period=2026-12&kind=unit").body

    (one,) = body["items"]
    assert one["agency"] == {"id": "51.71.pupr", "name": "Dinas PUPR Kota Denpasar", "kind": "unit"}
    assert (one["score"], one["zone"], one["cases"], one["period"], one["digest"]) == (100.0, "green", 1, "2026-12", None)
    assert (one["band"], one["place"], one["ranked"], one["change"]) == ("1+", 1, 1, None)
    assert one["counts"]["resolved_on_time"] == 1
    assert (one["indicators"]["returned"], one["indicators"]["survey_index"]) == (0.0, None)
    assert "days" not in one["counts"]


@pytest.mark.parametrize("period", ["2026-12", "2026-Q4", "2026-H2", "2026"])
def test_a_period_is_a_month_a_quarter_a_half_year_or_a_year(scored: Api, period: str) -> None:
    body = scored.get(f"/v1/scores?period={period}").body

    assert (body["period"], body["total"]) == (period, 4)
    assert [(one["agency"]["kind"], one["cases"]) for one in body["items"]] == [(kind, 1) for kind in ("city", "nation", "province", "unit")]


@pytest.mark.parametrize("period", ["26", "2026-13", "2026-1", "november", "2026-11-24", "", "2026-Q5", "2026-H3", "2026-"])
def test_what_is_no_period_is_refused(api: Api, period: str) -> None:
    assert api.get(f"/v1/scores?period={period}").problem == "invalid-input"


def test_everything_that_is_wrong_is_named_at_once(api: Api) -> None:
    errors = api.get("/v1/scores?period=x&band=some&top=0").body["errors"]

    assert [error["pointer"] for error in errors] == ["?period", "?band", "?top"]


def test_scores_are_of_this_month_unless_another_is_named(api: Api) -> None:
    assert api.get("/v1/scores").body == {"period": "2026-11", "total": 0, "items": []}


@pytest.mark.parametrize(("query", "kinds"), [("band=1", 4), ("band=100", 0), ("band=unranked", 0), ("top=1", 4), ("kind=city&top=1", 1)])
def test_a_table_is_narrowed_by_band_and_by_first_places(scored: Api, query: str, kinds: int) -> None:
    body = scored.get(f"/v1/scores?period=2026-12&{query}").body

    assert body["total"] == len(body["items"]) == kinds


def test_a_long_table_says_how_much_of_it_is_left_out(scored: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.api.scores.MOST", 3)

    body = scored.get("/v1/scores?period=2026-12").body

    assert (body["total"], len(body["items"])) == (4, 3)


def test_an_agencys_history_tells_its_place_year_by_year(scored: Api) -> None:
    body = scored.get("/v1/agencies/51.71/scores").body

    assert (body["agency"], body["length"]) == ({"id": "51.71", "name": "Kota Denpasar", "kind": "city"}, "year")
    assert [(one["period"], one["place"], one["score"]) for one in body["items"]] == [("2026", 1, 100.0)]


def test_an_agencys_history_goes_back_to_the_first_frozen_period(scored: Api) -> None:
    scored.clock.now = later(days=53)
    freeze.freeze("2026-12", scored.deps, always)
    scored.clock.now = later(days=800)

    months = scored.get("/v1/agencies/51.71/scores?length=month").body["items"]
    quarters = scored.get("/v1/agencies/51.71/scores?length=quarter").body["items"]

    assert [one["period"] for one in months] == ["2026-12"]
    assert [one["period"] for one in quarters] == ["2026-Q4"]
    assert months[0]["digest"]


def test_an_agency_without_scores_has_an_empty_history(api: Api) -> None:
    assert api.get("/v1/agencies/34.71/scores").body["items"] == []


@pytest.mark.parametrize("id_", ["nowhere", "a" * 1100, "%00"])
def test_an_agency_that_does_not_exist_has_no_history(api: Api, id_: str) -> None:
    assert api.get(f"/v1/agencies/{id_}/scores").problem == "not-found"


@pytest.mark.parametrize("length", ["", "week", "years"])
def test_a_history_is_of_one_length(api: Api, length: str) -> None:
    answer = api.get(f"/v1/agencies/51.71/scores?length={length}")

    assert (answer.problem, answer.body["errors"][0]["pointer"]) == ("invalid-input", "?length")


def test_frozen_periods_are_listed_with_what_they_can_be_recomputed_from(scored: Api) -> None:
    scored.clock.now = later(days=53)
    freeze.freeze("2026-12", scored.deps, always)

    body = scored.get("/v1/periods").body

    assert (body["year"], [one["period"] for one in body["items"]]) == (2026, ["2026", "2026-12", "2026-H2", "2026-Q4"])
    month = body["items"][1]
    assert (month["cases"], month["duties"], month["policy"], month["months"]) == (1, 0, 2, ["2026-12"])
    assert [file["type"] for file in month["files"]] == ["application/jsonl", "text/csv; charset=utf-8"]
    assert month["files"][0]["digest"] == month["digest"]
    assert month["files"][0]["url"].startswith(f"https://bucket.example/periods/2026-12/{month['digest'][:16]}.jsonl")
    assert month["files"][0]["expires_at"] == "2027-01-16T05:00:00Z"
    assert {len(one["files"]) for one in body["items"]} == {2}
    assert scored.get("/v1/scores?period=2026&kind=city").body["items"][0]["digest"] == body["items"][0]["digest"]


def test_of_what_is_not_whole_yet_nothing_is_shown(scored: Api) -> None:
    scored.clock.now = later(days=53)
    one = freeze.freeze("2026-12", scored.deps, always)
    scored.deps.scores.complete(one)
    kept: Any = scored.deps.scores
    kept.ended["2026-12"] = replace(one, whole=False)

    assert "2026-12" not in [each["period"] for each in scored.get("/v1/periods").body["items"]]


def test_another_year_is_asked_for_by_name(scored: Api) -> None:
    assert scored.get("/v1/periods").body == {"year": None, "items": []}
    assert scored.get("/v1/periods?year=2020").body == {"year": 2020, "items": []}
    assert scored.get("/v1/periods?year=20").problem == "invalid-input"


def test_files_hold_nothing_but_records(scored: Api) -> None:
    scored.clock.now = later(days=53)
    one = freeze.freeze("2026-12", scored.deps, always)
    assert isinstance(scored.deps.files, MemoryFiles)

    records = [json.loads(line) for line in scored.deps.files.contents[one.files[0].key].splitlines()]

    assert {record["record"] for record in records} == {"period", "agency", "case"}
    assert {record["agency"] for record in records[1:]} >= {CITY.id, OTHER_CITY.id}
