"""What the people of agencies see and do over HTTP."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.api import cases
from chalicelib.domain.change import Change
from chalicelib.domain.errors import Busy
from chalicelib.domain.words import Role
from tests.api.conftest import Api
from tests.builders import ANSWER, CALENDAR, a_body, a_key
from tests.fakes import MemoryCases

WORK = [("verify", {}), ("start", {}), ("respond", {"outcome": "resolved", "text": ANSWER})]


def test_a_case_shows_the_named_reporter_and_who_did_what(api: Api) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})

    answer = api.get(f"/v1/cases/{filed.code}", api.key(Role.OFFICER, "51.71.pupr"))

    assert answer.headers["ETag"] == '"2"'
    assert answer.body["reporter"] == {"name": "Budi", "email": "budi@example.org", "phone": None}
    last = answer.body["timeline"][-1]
    assert (last["by"], last["role"], last["holder"], last["agency"]) == ("agency", "coordinator", "Made", {"id": "51.71", "name": "Kota Denpasar"})


def test_an_observer_does_not_see_the_reporter(api: Api) -> None:
    filed = api.file()

    assert "reporter" not in api.get(f"/v1/cases/{filed.code}", api.key(Role.OBSERVER, "nation")).body


def test_a_case_goes_from_received_to_answered(api: Api) -> None:
    filed = api.file()

    verified = api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})
    started = api.act(filed.code, "start", 2)
    answered = api.act(filed.code, "respond", 3, {"outcome": "cannot_be_resolved", "text": ANSWER, "reason": "Bukan aset kota"})

    assert [one.body["status"] for one in (verified, started, answered)] == ["forwarded", "in_progress", "responded"]
    assert [one.headers["ETag"] for one in (verified, started, answered)] == ['"2"', '"3"', '"4"']
    assert answered.body["timeline"][-1]["data"] == {"outcome": "cannot_be_resolved", "reason": "Bukan aset kota", "confirm_due": "2026-12-08"}
    assert answered.body["outcome"] == "cannot_be_resolved"


def test_an_answer_that_it_cannot_be_resolved_needs_a_reason(api: Api) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})

    answer = api.act(filed.code, "respond", 2, {"outcome": "cannot_be_resolved", "text": ANSWER})

    assert (answer.status, answer.body["rule"]) == (409, "respond.reason")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"outcome": "done", "text": ANSWER}, "/outcome"), ({"outcome": "resolved", "text": "Sudah."}, "/text"), ({"text": ANSWER}, "/outcome")],
)
def test_a_wrong_field_of_an_answer_is_named(api: Api, body: dict[str, Any], pointer: str) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})

    assert [one["pointer"] for one in api.act(filed.code, "respond", 2, body).body["errors"]] == [pointer]


@pytest.mark.parametrize(("action", "body"), WORK)
@pytest.mark.parametrize("seen", [None, "", "x", "0", '"0"', '"1', '"1", "2"', "*", '"1.0"'])
def test_an_action_without_the_version_it_is_for_is_refused(api: Api, action: str, body: dict[str, Any], seen: str | None) -> None:
    filed = api.file()
    who = api.key(Role.COORDINATOR, "51.71")

    answer = api.post(f"/v1/cases/{filed.code}/{action}", body, who | ({} if seen is None else {"If-Match": seen}))

    assert (answer.status, answer.problem) == (428, "precondition-required")


def test_of_two_officers_the_second_gets_what_the_first_did(api: Api) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})
    api.act(filed.code, "start", 2)
    key, text = a_key(Role.OFFICER, "51.71.pupr", seed=99, holder="Wayan")
    api.deps.access.put(key)

    second = api.post(f"/v1/cases/{filed.code}/start", {}, {"Authorization": f"Bearer {text}", "If-Match": '"2"'})

    assert second.status == 412
    assert second.body["current"]["timeline"][-1]["holder"] == "Made"


@pytest.mark.parametrize(("action", "body"), WORK)
def test_an_action_sent_again_after_its_answer_was_lost_is_answered_again(api: Api, action: str, body: dict[str, Any]) -> None:
    filed = api.file()
    version = 1
    for step, sent in WORK:
        first = api.act(filed.code, step, version, sent or ({"agency": "51.71.pupr"} if step == "verify" else {}))
        if step == action:
            again = api.act(filed.code, step, version, sent or ({"agency": "51.71.pupr"} if step == "verify" else {}))
            assert (again.status, again.headers["ETag"]) == (200, first.headers["ETag"])
            assert again.body["version"] == version + 1
        version += 1


def test_another_answer_on_the_same_version_is_not_taken_for_the_same(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)

    assert api.act(filed.code, "respond", 2, {"outcome": "resolved", "text": "Jawaban yang lain sama sekali."}).status == 412


def test_what_the_status_does_not_allow_is_refused_with_the_rule(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)

    assert api.act(filed.code, "start", 3).status == 409
    assert api.act(filed.code, "start", 3).body["rule"] == "start.status"


def test_a_coordinator_forwards_inside_the_own_tree_only(api: Api) -> None:
    filed = api.file()

    answer = api.act(filed.code, "verify", 1, {"agency": "34.71"})

    assert (answer.status, answer.body["rule"]) == (409, "verify.scope")


def test_a_complaint_is_not_forwarded_to_an_agency_that_does_not_exist(api: Api) -> None:
    answer = api.act(api.file().code, "verify", 1, {"agency": "no-such"})

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("/agency", "unknown")]


def test_what_names_no_agency_is_forwarded_by_the_steward_to_any(api: Api) -> None:
    filed = api.file(agency=...)
    steward = api.key(Role.STEWARD, "nation")
    assert api.act(filed.code, "verify", 1).status == 404

    answer = api.post(f"/v1/cases/{filed.code}/verify", {"agency": "34.71"}, {**steward, "If-Match": '"1"'})

    assert answer.body["agency"]["id"] == "34.71"
    assert answer.body["deadlines"][1]["zone"] == "Asia/Jakarta"


def test_who_lost_a_case_to_another_agency_while_acting_is_not_shown_it(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steward forwards it out of the coordinator's tree between the coordinator's read and write."""
    filed = api.file()
    append = MemoryCases.append

    def lose(kept: MemoryCases, change: Change, **more: Any) -> None:
        monkeypatch.setattr(MemoryCases, "append", append)
        steward = {**api.key(Role.STEWARD, "nation"), "If-Match": '"1"'}
        assert api.post(f"/v1/cases/{filed.code}/verify", {"agency": "34.71"}, steward).status == 200
        append(kept, change, **more)

    monkeypatch.setattr(MemoryCases, "append", lose)

    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).problem == "not-found"


def test_when_the_state_of_a_stale_case_cannot_be_read_the_answer_is_busy(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    filed = api.file()
    monkeypatch.setattr(cases, "picture", lambda *_, **__: (_ for _ in ()).throw(Busy("the store does not answer")))

    assert api.act(filed.code, "verify", 7).problem == "busy"


def test_an_action_whose_due_date_the_calendar_does_not_know_says_so_and_does_nothing(api: Api) -> None:
    filed = api.file()
    api.deps.reference.put([replace(CALENDAR, version=2, last=date(2026, 11, 30))])

    refused = api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})

    assert (refused.status, refused.problem) == (503, "calendar-ends")
    assert api.get(f"/v1/complaints/{filed.code}").body["status"] == "received"


def test_a_complaint_that_the_calendar_cannot_give_a_due_date_is_not_filed(api: Api) -> None:
    api.clock.now = datetime(2028, 12, 28, 4, tzinfo=UTC)

    assert api.post("/v1/complaints", a_body()).problem == "calendar-ends"
