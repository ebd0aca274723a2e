"""The survey: answered once about a closed case, shown once many have answered, and nobody can tell who answered what."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api.bodies import SurveyBody
from chalicelib.api.examples import EXAMPLES
from chalicelib.domain.errors import Busy
from chalicelib.domain.survey import Element
from chalicelib.domain.words import Role
from chalicelib.usecases import follow
from tests.api.conftest import Answer, Api, Filed
from tests.builders import POLICY, REASON, later

BODY = dict(EXAMPLES[SurveyBody])
SHOWN = "/v1/agencies/51.71.pupr/survey?month=2026-12"
HIDDEN = {
    "agency": {"id": "51.71.pupr", "name": "Dinas PUPR Kota Denpasar"},
    "period": "2026-12",
    "count": None,
    "index": None,
    "grade": None,
    "elements": [],
}


def closed(api: Api) -> Filed:
    filed = api.file()
    api.answered(filed.code)
    api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 4}, filed.secret)
    return filed


def answer(api: Api, filed: Filed, body: Any = BODY) -> Answer:
    return api.post(f"/v1/complaints/{filed.code}/survey", body, filed.secret)


def sheets(api: Api) -> list[tuple[int, ...]]:
    return list(api.deps.cases.sheets("51.71.pupr", "2026-12"))


def test_the_body_asks_about_each_element() -> None:
    assert SurveyBody.__struct_fields__ == tuple(Element)


def test_a_closed_case_can_be_surveyed_and_then_no_more(api: Api) -> None:
    filed = closed(api)
    before = api.get(f"/v1/complaints/{filed.code}", filed.secret).body

    answered = answer(api, filed)

    assert before["can"] == ["dispute", "survey", "erase", "attach"]
    assert (answered.status, answered.body["can"]) == (200, ["dispute", "erase", "attach"])
    assert sheets(api) == [tuple(BODY.values())]


def test_a_second_time_is_refused_and_changes_nothing(api: Api) -> None:
    filed = closed(api)
    answer(api, filed)

    again = answer(api, filed)

    assert (again.status, again.problem, again.body["rule"]) == (409, "action-refused", "survey.once")
    assert len(sheets(api)) == 1


def test_two_at_once_are_one(api: Api) -> None:
    filed = closed(api)
    loaded = api.deps.cases.case(filed.code.replace("-", ""))
    assert loaded
    answer(api, filed)

    follow.survey(loaded, (1,) * 9, api.deps)

    assert sheets(api) == [tuple(BODY.values())]


def test_a_case_is_surveyed_once_also_when_it_is_closed_again(api: Api) -> None:
    filed = closed(api)
    answer(api, filed)
    api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON}, filed.secret)
    api.act(filed.code, "respond", 6, {"outcome": "resolved", "text": "Lampu sudah kami ganti lagi hari ini."})
    assert api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 4}, filed.secret).body["status"] == "closed"

    assert answer(api, filed).body["rule"] == "survey.once"


def test_before_it_is_closed_a_case_is_not_surveyed(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)

    early = answer(api, filed)

    assert (early.status, early.body["rule"]) == (409, "survey.status")
    assert sheets(api) == []


def test_every_wrong_answer_is_named_at_once(api: Api) -> None:
    filed = closed(api)
    sent: dict[str, Any] = {**BODY, "time": 0, "cost": 5, "product": "good", "requirements": None, "colour": 4}
    del sent["behaviour"]

    refused = answer(api, filed, sent)

    assert refused.problem == "invalid-input"
    assert {error["pointer"]: error["code"] for error in refused.body["errors"]} == {
        "/colour": "unknown-field",
        "/requirements": "wrong-type",
        "/time": "out-of-range",
        "/cost": "out-of-range",
        "/product": "wrong-type",
        "/behaviour": "missing",
    }


def test_a_case_says_that_it_was_surveyed_to_agencies_only_and_what_was_answered_to_nobody(api: Api) -> None:
    filed, other = closed(api), closed(api)
    answer(api, filed)
    answer(api, other, dict.fromkeys(BODY, 1))
    officer, steward = api.key(Role.OFFICER, "51.71.pupr"), api.key(Role.STEWARD, "nation")
    views = [api.get(f"/v1/complaints/{one.code}", headers).body for one in (filed, other) for headers in ({}, one.secret)]
    cases = [api.get(f"/v1/cases/{one.code}", who).body for one in (filed, other) for who in (officer, steward)]

    assert all("survey" not in [event["action"] for event in view["timeline"]] for view in views)
    assert all(case["timeline"][-1]["action"] == "survey" and case["timeline"][-1]["data"] == {} for case in cases)

    def told(view: dict[str, Any], code: str) -> str:
        return json.dumps(view, sort_keys=True).replace(code, "it")

    assert told(views[0], filed.code) == told(views[2], other.code)
    assert told(cases[0], filed.code) == told(cases[2], other.code)


def test_nothing_is_shown_while_few_have_answered(api: Api) -> None:
    for _ in range(9):
        answer(api, closed(api))

    assert api.get(SHOWN).body == HIDDEN


def test_what_many_answered_is_shown_with_index_grade_and_elements(api: Api) -> None:
    for _ in range(10):
        answer(api, closed(api))

    shown = api.get(SHOWN)

    assert (shown.body["count"], shown.body["index"], shown.body["grade"]) == (10, 80.56, "B")
    assert [one["mean"] for one in shown.body["elements"]] == list(map(float, BODY.values()))
    assert shown.body["elements"][0] == {"element": "requirements", "name": "Persyaratan", "name_en": "Requirements", "mean": 3.0}
    assert shown.headers["Cache-Control"] == "public, max-age=300"


def test_what_is_shown_does_not_change_with_each_answer(api: Api) -> None:
    """Or else the figures before and after would tell what the one in between had answered."""
    api.deps.reference.put([replace(POLICY, challenge=0)])
    counts = []
    for number in range(21):
        answer(api, closed(api), dict.fromkeys(BODY, 1 + number % 4))
        counts.append(api.get(SHOWN).body["count"])

    assert counts == [None] * 9 + [10] * 10 + [20] * 2


def test_what_could_not_be_shown_is_with_the_next_answer(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Busy("the store does not answer")

    for _ in range(9):
        answer(api, closed(api))
    with monkeypatch.context() as broken:
        broken.setattr(type(api.deps.surveys), "show", busy)
        assert answer(api, closed(api)).status == 200
        assert api.get(SHOWN).body == HIDDEN

    answer(api, closed(api))

    assert api.get(SHOWN).body["count"] == 11


def test_a_survey_is_of_the_month_in_which_the_case_was_to_be_resolved(api: Api) -> None:
    for _ in range(10):
        filed = closed(api)
        api.clock.now = later(days=60)
        answer(api, filed)
        api.clock.now = later()

    assert api.get(SHOWN).body["count"] == 10
    assert api.get("/v1/agencies/51.71.pupr/survey").body == HIDDEN | {"period": "2026-11"}


def test_the_policy_in_force_says_how_many_are_few(api: Api) -> None:
    api.deps.reference.put([replace(POLICY, few_answers=5)])
    for _ in range(5):
        answer(api, closed(api))

    assert api.get(SHOWN).body["count"] == 5


@pytest.mark.parametrize("period", ["2026", "2026-13", "2026-1", "november"])
def test_a_period_is_a_month(api: Api, period: str) -> None:
    refused = api.get(f"/v1/agencies/51.71.pupr/survey?month={period}")

    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "?month")


@pytest.mark.parametrize("agency", ["99.99", "no%20id", "x" * 3000])
def test_the_survey_of_no_agency_is_not_found(api: Api, agency: str) -> None:
    assert api.get(f"/v1/agencies/{agency}/survey").problem == "not-found"
