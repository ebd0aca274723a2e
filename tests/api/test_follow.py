"""What the public and the reporter see and do over HTTP."""

from typing import Any

import pytest

from chalicelib.domain.words import Role
from chalicelib.usecases.sweep import sweep
from tests.api.conftest import Api
from tests.builders import ANSWER, REASON, later


def test_the_public_sees_the_status_but_not_the_words_before_publication(api: Api) -> None:
    filed = api.file(place="Jl. Gatot Subroto 12")

    body = api.get(f"/v1/complaints/{filed.code}").body

    assert (body["status"], body["version"], body["can"]) == ("received", 1, [])
    assert [body[name] for name in ("title", "body", "place", "location", "occurred_on")] == [None] * 5


def test_a_public_complaint_is_published_when_it_is_verified(api: Api) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1)

    body = api.get(f"/v1/complaints/{filed.code}").body

    assert body["title"] == "Lampu jalan mati"
    assert body["timeline"][1]["data"] == {"to": {"id": "51.71", "name": "Kota Denpasar"}, "follow_up_due": "2026-12-01", "resolve_due": "2026-12-14"}


def test_a_confidential_complaint_never_shows_its_words_to_the_public(api: Api) -> None:
    filed = api.file(visibility="confidential")
    api.answered(filed.code)
    api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON}, filed.secret)

    body = api.get(f"/v1/complaints/{filed.code}").body

    assert body["title"] is None
    assert [one["text"] for one in body["timeline"]] == [None] * 4
    assert body["status"] == "in_progress"


def test_a_withdrawn_complaint_is_no_longer_shown(api: Api) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1)
    api.post(f"/v1/complaints/{filed.code}/withdraw", {}, filed.secret)

    body = api.get(f"/v1/complaints/{filed.code}").body

    assert (body["status"], body["title"]) == ("withdrawn", None)


def test_the_reporter_sees_everything_public_and_what_can_be_done(api: Api) -> None:
    filed = api.file()

    body = api.get(f"/v1/complaints/{filed.code}", filed.secret).body

    assert body["title"] == "Lampu jalan mati"
    assert body["location"] == {"lat": -8.65, "lon": 115.21}
    assert body["can"] == ["reply", "withdraw", "erase", "attach"]


@pytest.mark.parametrize(
    "written", [str.lower, lambda code: code.replace("-", ""), lambda code: f"%20{code}%20", lambda code: code.replace("0", "O").replace("1", "l")]
)
def test_a_code_is_read_as_people_write_it(api: Api, written: Any) -> None:
    assert api.get(f"/v1/complaints/{written(api.file().code)}").status == 200


def test_a_mistyped_code_is_said_to_be_mistyped(api: Api) -> None:
    code = api.file().code
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")

    answer = api.get(f"/v1/complaints/{wrong}")

    assert (answer.status, answer.problem) == (404, "not-found")
    assert "a character is wrong" in answer.body["detail"]


def test_an_unknown_code_is_not_found(api: Api) -> None:
    assert api.get("/v1/complaints/0000-0000-0000").status == 404


@pytest.mark.parametrize("secret", ["", "XXXXXX", "000000-000000-000000-000000", "x" * 10_000, "é"])
def test_a_wrong_secret_is_refused(api: Api, secret: str) -> None:
    filed = api.file()

    answer = api.get(f"/v1/complaints/{filed.code}", {"Receipt-Secret": secret})

    assert (answer.status, answer.problem) == (403, "wrong-secret")


def test_the_secret_of_another_complaint_is_refused(api: Api) -> None:
    one, other = api.file(), api.file()

    assert api.post(f"/v1/complaints/{one.code}/withdraw", {}, other.secret).problem == "wrong-secret"
    assert api.get(f"/v1/complaints/{one.code}").body["status"] == "received"


def test_a_secret_is_read_as_people_write_it(api: Api) -> None:
    filed = api.file()
    written = filed.secret["Receipt-Secret"].lower().replace("-", " ")

    assert api.get(f"/v1/complaints/{filed.code}", {"receipt-secret": written}).status == 200


def test_a_reply_stands_on_the_timeline(api: Api) -> None:
    filed = api.file()

    body = api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Ada dua lampu yang mati."}, filed.secret).body

    assert body["timeline"][-1] == {
        "number": 2,
        "at": "2026-11-24T04:00:00Z",
        "action": "reply",
        "by": "reporter",
        "agency": None,
        "text": "Ada dua lampu yang mati.",
        "data": {},
        "redacted": False,
    }


def test_the_same_reply_sent_twice_stands_once(api: Api) -> None:
    filed = api.file()
    text = {"text": "Ada dua lampu yang mati."}
    api.post(f"/v1/complaints/{filed.code}/replies", text, filed.secret)

    again = api.post(f"/v1/complaints/{filed.code}/replies", text, filed.secret)

    assert (again.status, again.body["version"]) == (200, 2)


def test_the_same_reply_much_later_is_another_one(api: Api) -> None:
    filed = api.file()
    text = {"text": "Masih mati."}
    api.post(f"/v1/complaints/{filed.code}/replies", text, filed.secret)
    api.clock.now = later(hours=1)

    assert api.post(f"/v1/complaints/{filed.code}/replies", text, filed.secret).body["version"] == 3


def test_a_confirmed_answer_closes_the_complaint(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)

    body = api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 3}, filed.secret).body

    assert (body["status"], body["rating"], body["closed_at"]) == ("closed", 3, "2026-11-24T04:00:00Z")
    assert body["timeline"][2]["text"] == ANSWER


def test_a_double_click_on_confirm_closes_once(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)
    api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 3}, filed.secret)

    again = api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 3}, filed.secret)

    assert (again.status, again.body["version"]) == (200, 4)


def test_another_rating_after_closing_is_refused_with_the_rule(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)
    api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 3}, filed.secret)

    again = api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 4}, filed.secret)

    assert (again.status, again.problem, again.body["rule"]) == (409, "action-refused", "confirm.status")


def test_a_dispute_takes_the_complaint_back_to_work_one_level_up(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)

    body = api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON}, filed.secret).body

    assert (body["status"], body["disputes"], body["level"], body["outcome"]) == ("in_progress", 1, 1, None)


def test_the_third_dispute_is_refused_with_the_rule(api: Api) -> None:
    filed = api.file()
    api.answered(filed.code)
    for version in (4, 6):
        api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON}, filed.secret)
        api.act(filed.code, "respond", version, {"outcome": "resolved", "text": ANSWER})

    answer = api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON}, filed.secret)

    assert (answer.status, answer.body["rule"]) == (409, "dispute.limit")


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("replies", {}, "/text"),
        ("replies", {"text": "  "}, "/text"),
        ("confirm", {"rating": 5}, "/rating"),
        ("confirm", {"rating": "4"}, "/rating"),
        ("confirm", {"rating": True}, "/rating"),
        ("dispute", {"reason": "tidak puas"}, "/reason"),
        ("withdraw", {"why": "salah"}, "/why"),
        ("attachments", {"name": "a.gif", "type": "image/gif", "size": 5}, "/type"),
        ("attachments", {"name": "a.jpg", "type": "image/jpeg", "size": 11_000_000}, "/size"),
        ("attachments", {"name": "a.jpg", "type": "image/jpeg", "size": 0}, "/size"),
        ("attachments", {"name": "", "type": "image/jpeg", "size": 1}, "/name"),
    ],
)
def test_a_reporters_wrong_field_is_named(api: Api, action: str, body: dict[str, Any], pointer: str) -> None:
    filed = api.file()

    answer = api.post(f"/v1/complaints/{filed.code}/{action}", body, filed.secret)

    assert (answer.status, [one["pointer"] for one in answer.body["errors"]]) == (422, [pointer])


def test_what_the_status_does_not_allow_is_refused_with_the_rule(api: Api) -> None:
    filed = api.file()
    for action, body in (("confirm", {"rating": 4}), ("dispute", {"reason": REASON})):
        answer = api.post(f"/v1/complaints/{filed.code}/{action}", body, filed.secret)

        assert (answer.status, answer.body["rule"]) == (409, f"{action}.status")


def test_internal_events_are_shown_to_agencies_only(api: Api) -> None:
    filed = api.file()
    who = api.key(Role.COORDINATOR, "51.71")
    api.clock.now = later(days=2)
    sweep(api.deps, lambda: True)

    assert [one["action"] for one in api.get(f"/v1/cases/{filed.code}", who).body["timeline"]] == ["submit", "remind"]
    assert [one["action"] for one in api.get(f"/v1/complaints/{filed.code}", filed.secret).body["timeline"]] == ["submit"]
    assert [one["action"] for one in api.get(f"/v1/complaints/{filed.code}").body["timeline"]] == ["submit"]


def test_a_message_that_is_sent_again_is_there_once_whatever_the_agency_did_meanwhile(api: Api) -> None:
    filed = api.file()
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
    said = {"text": "Ada dua lampu."}
    api.post(f"/v1/complaints/{filed.code}/replies", said, filed.secret)
    assert api.act(filed.code, "start", 3).status == 200

    again = api.post(f"/v1/complaints/{filed.code}/replies", said, filed.secret)

    assert again.status == 200
    assert [event["action"] for event in again.body["timeline"]] == ["submit", "verify", "reply", "start"]


def test_a_reporter_cannot_make_a_case_too_large_to_be_opened(api: Api) -> None:
    filed = api.file()
    answers = [api.post(f"/v1/complaints/{filed.code}/replies", {"text": f"Pesan {number}"}, filed.secret) for number in range(50)]
    assert ["reply" in answer.body["can"] for answer in answers] == [True] * 49 + [False]

    refused = api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Satu lagi"}, filed.secret)

    assert (refused.status, refused.body["rule"]) == (409, "reply.limit")
