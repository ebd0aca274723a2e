"""Commitments: made by an agency's coordinator or a steward, never removed, and held against the scores for everybody to see."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api.agency_bodies import CommitmentBody
from chalicelib.api.examples import EXAMPLES
from chalicelib.domain.policy import Policy
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import Agency
from chalicelib.domain.scoring import score
from chalicelib.domain.tally import EMPTY
from chalicelib.domain.words import Role
from tests.api.conftest import Answer, Api
from tests.builders import CITY, NOON, later

BODY = dict(EXAMPLES[CommitmentBody])
LIST = "/v1/commitments?agency=51.71"
WHY = {"reason": "Dinas yang menanganinya digabung."}


def make(api: Api, role: Role = Role.COORDINATOR, of: str = "51.71", **changes: Any) -> Answer:
    return api.post("/v1/commitments", BODY | changes, api.key(role, of))


def measured(api: Api, period: str, on_time: float | None, value: float | None = None, agency: Agency = CITY) -> None:
    made = score(EMPTY, None, Policy())
    made = replace(made, value=value, indicators={**made.indicators, "resolved_on_time": on_time})
    one = Scored(period=period, agency=agency.id, name=agency.name, kind=agency.kind, score=made, tally=EMPTY, policy=1, computed_at=NOON)
    api.deps.scores.put(period, [one])


def standing(api: Api) -> tuple[str, Any]:
    (one,) = api.get(LIST).body["items"]
    return one["state"], one["latest"]


def test_a_commitment_is_made_with_what_the_indicator_was_then(api: Api) -> None:
    measured(api, "2026-09", 0.5)
    measured(api, "2026-10", 0.6)

    made = make(api)

    assert made.status == 201
    assert made.body == {
        "id": made.body["id"],
        "agency": {"id": "51.71", "name": "Kota Denpasar"},
        "indicator": "resolved_on_time",
        "target": 0.9,
        "by": "2027-06-30",
        "text": BODY["text"],
        "made_on": "2026-11-24",
        "start": {"period": "2026-10", "value": 0.6},
        "state": "not_measured",
        "latest": None,
        "withdrawn": None,
    }
    assert api.get(LIST).body == {"items": [made.body]}
    assert api.get(LIST).headers["Cache-Control"] == "public, max-age=300"


def test_the_scores_say_how_it_stands(api: Api) -> None:
    measured(api, "2026-10", 0.6)
    make(api)
    stood = []
    for days, period, value in ((0, "2026-11", 0.6), (50, "2026-12", 0.7), (130, "2027-03", 0.65), (230, "2027-06", 0.8), (231, "2027-06", 0.92)):
        api.clock.now = later(days=days)
        measured(api, period, value)
        stood.append(standing(api))

    assert stood == [
        ("on_course", {"period": "2026-11", "value": 0.6}),
        ("on_course", {"period": "2026-12", "value": 0.7}),
        ("behind", {"period": "2027-03", "value": 0.65}),
        ("missed", {"period": "2027-06", "value": 0.8}),
        ("met", {"period": "2027-06", "value": 0.92}),
    ]


def test_months_after_its_date_and_other_agencies_do_not_count(api: Api) -> None:
    make(api)
    api.clock.now = later(days=280)
    measured(api, "2027-06", 0.8)
    measured(api, "2027-07", 0.95)
    measured(api, "2027-08", 0.95)
    measured(api, "2027-06", 0.99, agency=replace(CITY, id="11.71"))

    assert standing(api) == ("missed", {"period": "2027-06", "value": 0.8})


def test_a_month_in_which_nothing_was_counted_is_passed_over(api: Api) -> None:
    make(api)
    api.clock.now = later(days=90)
    measured(api, "2026-12", 0.7)
    measured(api, "2027-01", None)

    assert standing(api) == ("on_course", {"period": "2026-12", "value": 0.7})


def test_a_score_can_be_committed_to_like_any_indicator(api: Api) -> None:
    make(api, indicator="score", target=80)
    measured(api, "2026-11", None, value=81.5)

    assert standing(api) == ("met", {"period": "2026-11", "value": 81.5})


def test_what_was_measured_while_the_agency_was_of_another_kind_counts_on(api: Api) -> None:
    make(api)
    measured(api, "2026-11", 0.95)
    api.call("PATCH", "/v1/agencies/51.71", {"kind": "regency"}, api.key(Role.STEWARD, "nation"))

    assert standing(api) == ("met", {"period": "2026-11", "value": 0.95})


def test_the_same_sent_again_makes_no_second(api: Api) -> None:
    first = make(api)

    again = make(api)

    assert (again.status, again.body) == (200, first.body)
    assert len(api.get(LIST).body["items"]) == 1


def test_a_promise_cannot_be_put_in_other_words(api: Api) -> None:
    make(api)

    other = make(api, text="Delapan dari sepuluh, kalau bisa begitu.")

    assert (other.status, other.body["rule"]) == (409, "commitment.exists")


def test_a_withdrawn_commitment_stays_to_be_seen_and_held_against_the_scores(api: Api) -> None:
    made, key = make(api).body, api.key(Role.COORDINATOR, "51.71")
    path = f"/v1/commitments/{made['id']}/withdraw"
    api.clock.now = later(days=1)

    withdrawn = api.post(path, WHY, key)

    assert (withdrawn.status, withdrawn.body["withdrawn"]) == (200, {"on": "2026-11-25", "reason": WHY["reason"]})
    api.clock.now = later(days=300)
    measured(api, "2027-06", 0.2)
    assert api.post(path, {"reason": "Alasan lain yang lebih bagus."}, key).body["withdrawn"] == withdrawn.body["withdrawn"]
    (one,) = api.get(LIST).body["items"]
    assert (one["withdrawn"], one["state"]) == (withdrawn.body["withdrawn"], "missed")


def test_what_was_withdrawn_is_not_promised_again(api: Api) -> None:
    made = make(api).body
    api.post(f"/v1/commitments/{made['id']}/withdraw", WHY, api.key(Role.COORDINATOR, "51.71"))

    assert make(api).body["rule"] == "commitment.exists"
    assert make(api, by="2027-12-31").status == 201


def test_a_coordinator_commits_the_agencies_below_too_and_no_others(api: Api) -> None:
    own, below, beside = (make(api, agency=agency) for agency in ("51.71", "51.71.pupr", "34.71"))

    assert (own.status, below.status, beside.problem) == (201, 201, "not-found")
    assert make(api, Role.STEWARD, "nation", agency="34.71").status == 201


@pytest.mark.parametrize("role", [Role.OFFICER, Role.INSPECTOR])
def test_others_commit_nobody(api: Api, role: Role) -> None:
    assert make(api, role).problem == "forbidden"


def test_every_wrong_field_is_named_at_once(api: Api) -> None:
    refused = api.post(
        "/v1/commitments",
        {"agency": "51.71", "indicator": "score", "target": 101, "by": "2026-11-25", "text": "x", "colour": 1},
        api.key(Role.STEWARD, "nation"),
    )

    assert {error["pointer"]: error["code"] for error in refused.body["errors"]} == {
        "/colour": "unknown-field",
        "/text": "too-short",
        "/target": "out-of-range",
        "/by": "out-of-range",
    }
    assert make(api, indicator="speed").body["errors"][0]["code"] == "not-an-option"


def test_a_closed_agency_commits_to_nothing_more(api: Api) -> None:
    api.deps.reference.put([replace(CITY, closed_at=NOON, successor="51")])

    assert make(api).body["rule"] == "commitment.closed"


def test_an_agency_commits_to_so_many_things_a_year(api: Api) -> None:
    statuses = [make(api, target=number / 100).status for number in range(51)]

    assert statuses == [201] * 50 + [409]
    assert make(api, by="2028-06-30").status == 201


@pytest.mark.parametrize(("query", "problem"), [("", "invalid-input"), ("?agency=no%20id", "invalid-input"), ("?agency=99.99", "not-found")])
def test_the_list_is_of_an_agency_that_exists(api: Api, query: str, problem: str) -> None:
    assert api.get(f"/v1/commitments{query}").problem == problem


def test_what_there_is_not_cannot_be_withdrawn(api: Api) -> None:
    key = api.key(Role.COORDINATOR, "51.71")

    assert api.post("/v1/commitments/none/withdraw", WHY, key).problem == "not-found"
    assert api.post(f"/v1/commitments/{'x' * 3000}/withdraw", WHY, key).problem == "not-found"
    assert api.post("/v1/commitments/none/withdraw", {"reason": "kurang"}, key).problem == "invalid-input"
