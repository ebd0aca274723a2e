"""Webhooks over the API: made, shown without secrets, changed, rotated, tried, looked into, sent again."""

from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib.domain import webhook
from chalicelib.domain.outgoing import Answered
from chalicelib.domain.webhook import Endpoint
from chalicelib.domain.words import Role
from chalicelib.usecases import announce, webhooks
from chalicelib.usecases.send import send
from chalicelib.usecases.setting import load
from tests.api.conftest import Answer, Api
from tests.builders import later
from tests.fakes import Posts

URL = "https://hooks.example.org/tanggap"
WISH = {"Idempotency-Key": "0b6f1c1e-7a55-4b0a-9d0b-1f3f6a3c2d10"}


def mine(api: Api) -> dict[str, str]:
    return api.key(Role.COORDINATOR, "51.71")


def make(api: Api, headers: dict[str, str] | None = None, **fields: Any) -> Answer:
    return api.post("/v1/webhooks", {"agency": "51.71", "url": URL, **fields}, mine(api) | (headers or {}))


def posts(api: Api) -> Posts:
    assert isinstance(api.deps.hooks, Posts)
    return api.deps.hooks


def test_a_webhook_is_made_with_a_secret_that_signs_and_is_shown_this_once(api: Api) -> None:
    made = make(api, types=["case.verify", "case.submit"])

    assert made.status == 201
    assert made.headers["Cache-Control"] == "no-store"
    secret = made.body.pop("secret")
    assert made.body == {
        "id": made.body["id"],
        "agency": "51.71",
        "url": URL,
        "types": ["case.submit", "case.verify"],
        "on": True,
        "off_because": None,
        "off_at": None,
        "made_by": "Made",
        "created_at": "2026-11-24T04:00:00Z",
        "overlap_until": None,
    }
    assert api.get("/v1/webhooks", mine(api)).body == {"items": [made.body]}
    api.post(f"/v1/webhooks/{made.body['id']}/ping", {}, mine(api))
    [(_, headers, body)] = posts(api).posted
    assert headers["webhook-signature"] == Webhook(secret).sign(headers["webhook-id"], api.clock.now, body)


def test_the_same_call_again_shows_the_same_secret_and_makes_no_second(api: Api) -> None:
    first, again = (make(api, WISH) for _ in range(2))

    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    assert len(api.get("/v1/webhooks", mine(api)).body["items"]) == 1


def test_no_answer_to_anybody_else_and_nothing_that_is_kept_has_the_secret(api: Api) -> None:
    secret = make(api).body["secret"]

    listed = api.get("/v1/webhooks", mine(api))
    assert secret.removeprefix("whsec_") not in str(listed.body) + str(api.deps.reference.every(Endpoint))


def test_what_is_wrong_with_an_address_and_with_types_is_said_at_once(api: Api) -> None:
    posts(api).closed[URL] = "this host leads to an address that is not public"
    answer = make(api, types=["case.submit", "case.explode"], colour="red")

    assert answer.problem == "invalid-input"
    assert {(one["pointer"], one["code"]) for one in answer.body["errors"]} == {
        ("/url", "not-allowed"),
        ("/types/1", "not-an-option"),
        ("/colour", "unknown-field"),
    }


def test_whoever_may_have_none_does_not_learn_where_a_name_leads(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Posts, "wrong", lambda *_: pytest.fail("it was looked up"))

    assert api.post("/v1/webhooks", {"agency": "51.71", "url": URL}, api.key(Role.OFFICER, "51.71")).problem == "forbidden"


def test_what_is_given_is_changed_and_the_rest_stays(api: Api) -> None:
    id_ = make(api, types=["case.submit"]).body["id"]

    off = api.call("PATCH", f"/v1/webhooks/{id_}", {"on": False}, mine(api)).body
    assert (off["on"], off["off_because"], off["types"], off["url"]) == (False, "by_hand", ["case.submit"], URL)
    on = api.call("PATCH", f"/v1/webhooks/{id_}", {"on": True, "types": [], "url": f"{URL}/2"}, mine(api)).body
    assert (on["on"], on["off_because"], on["types"], on["url"]) == (True, None, [], f"{URL}/2")
    assert api.call("PATCH", f"/v1/webhooks/{id_}", {}, mine(api)).body == on


def test_what_was_removed_is_there_for_nobody(api: Api) -> None:
    id_ = make(api).body["id"]
    assert api.call("DELETE", f"/v1/webhooks/{id_}", None, mine(api)).status == 200

    assert api.get("/v1/webhooks", mine(api)).body == {"items": []}
    for method, path, body in (("DELETE", "", None), ("PATCH", "", {}), ("POST", "/ping", {}), ("POST", "/rotate", {}), ("GET", "/deliveries", None)):
        assert api.call(method, f"/v1/webhooks/{id_}{path}", body, mine(api)).problem == "not-found"


def test_a_rotation_makes_a_new_secret_and_for_a_day_both_sign(api: Api) -> None:
    made = make(api).body
    rotated = api.post(f"/v1/webhooks/{made['id']}/rotate", {}, mine(api) | WISH)
    again = api.post(f"/v1/webhooks/{made['id']}/rotate", {}, mine(api) | WISH)

    assert (rotated.status, rotated.body) == (again.status, again.body)
    assert rotated.body["secret"] != made["secret"]
    assert rotated.body["overlap_until"] == "2026-11-25T04:00:00Z"
    for day, secrets in ((0, [rotated.body["secret"], made["secret"]]), (1, [rotated.body["secret"]])):
        api.clock.now = later(days=day)
        api.post(f"/v1/webhooks/{made['id']}/ping", {}, mine(api))
        _, headers, body = posts(api).posted[-1]
        assert headers["webhook-signature"].split(" ") == [Webhook(one).sign(headers["webhook-id"], api.clock.now, body) for one in secrets]


def test_a_secret_that_was_lost_to_somebody_stops_at_once(api: Api) -> None:
    made = make(api).body
    api.post(f"/v1/webhooks/{made['id']}/rotate", {"overlap_hours": 0}, mine(api))
    api.post(f"/v1/webhooks/{made['id']}/ping", {}, mine(api))

    assert posts(api).posted[-1][1]["webhook-signature"].count("v1,") == 1


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        (Answered(status=204, took_ms=12), {"taken": True, "status": 204, "error": None, "took_ms": 12}),
        (Answered(error="timeout", took_ms=15000), {"taken": False, "status": None, "error": "timeout", "took_ms": 15000}),
    ],
)
def test_a_ping_says_what_came_of_it(api: Api, answered: Answered, told: dict[str, Any]) -> None:
    posts(api).answers[URL] = answered

    assert api.post(f"/v1/webhooks/{make(api).body['id']}/ping", {}, mine(api)).body == told


def with_two_events(api: Api) -> tuple[str, str]:
    """The id of a webhook that got both events of a case, and the code of that."""
    id_, code = make(api).body["id"], api.file().code
    api.act(code, "verify", 1, {"agency": "51.71.pupr"})
    announce.announce(load(code.replace("-", ""), api.deps), api.deps)
    send(api.deps, lambda: True, lambda _: None)
    posts(api).posted.clear()
    return id_, code


def test_the_log_is_read_page_by_page_the_newest_first(api: Api) -> None:
    id_, code = with_two_events(api)

    first = api.get(f"/v1/webhooks/{id_}/deliveries?limit=1", mine(api))
    assert first.body["items"] == [
        {
            "id": f"msg_{code.replace('-', '')}_2",
            "code": code,
            "event": 2,
            "type": "case.verify",
            "at": "2026-11-24T04:00:00Z",
            "state": "sent",
            "attempts": 1,
            "tried_at": "2026-11-24T04:00:00Z",
            "last": {"taken": True, "status": 204, "error": None, "took_ms": 0},
        }
    ]
    assert f"/v1/webhooks/{id_}/deliveries?limit=1&cursor=" in first.headers["Link"]
    second = api.get(f"/v1/webhooks/{id_}/deliveries?limit=1&cursor={first.body['next']}", mine(api))
    assert [one["event"] for one in second.body["items"]] == [1]
    assert api.get(f"/v1/webhooks/{make(api).body['id']}/deliveries?cursor={first.body['next']}", mine(api)).problem == "invalid-cursor"


def test_one_event_is_sent_again(api: Api) -> None:
    id_, code = with_two_events(api)

    assert api.post(f"/v1/webhooks/{id_}/replay", {"code": code.lower(), "event": 1}, mine(api)).body == {"replayed": 1, "next": None}
    send(api.deps, lambda: True, lambda _: None)
    assert [headers["webhook-id"] for _, headers, _ in posts(api).posted] == [f"msg_{code.replace('-', '')}_1"]


def test_everything_since_a_time_is_sent_again_call_by_call(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    id_, _ = with_two_events(api)
    monkeypatch.setattr(webhooks, "PAGE", 1)
    body: dict[str, Any] = {"since": "2026-11-24T11:00:00+07:00"}

    replayed = 0
    while "cursor" not in body or body["cursor"]:
        answer = api.post(f"/v1/webhooks/{id_}/replay", body, mine(api)).body
        replayed, body["cursor"] = replayed + answer["replayed"], answer["next"]
    assert replayed == 2
    send(api.deps, lambda: True, lambda _: None)
    assert len(posts(api).posted) == 2


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"/code", "/event"}),
        ({"code": "1000-0000-000Z"}, {"/event"}),
        ({"event": 1}, {"/code"}),
        ({"since": "2026-11-24T00:00:00Z", "code": "1000-0000-000Z"}, {"/code"}),
        ({"since": "2026-11-24T00:00:00Z", "event": 1}, {"/event"}),
        ({"since": "2026-11-24"}, {"/since"}),
        ({"since": "2026-11-24T00:00:00"}, {"/since"}),
    ],
)
def test_either_an_event_or_a_time_is_named(api: Api, body: dict[str, Any], wrong: set[str]) -> None:
    answer = api.post(f"/v1/webhooks/{make(api).body['id']}/replay", body, mine(api))

    assert {one["pointer"] for one in answer.body["errors"]} == wrong


@pytest.mark.parametrize("code", ["1000-0000-000Z", "nonsense"])
def test_an_event_that_is_not_there_is_not_found(api: Api, code: str) -> None:
    answer = api.post(f"/v1/webhooks/{make(api).body['id']}/replay", {"code": code, "event": 1}, mine(api))

    assert answer.problem == "not-found"


def test_the_sixth_is_refused(api: Api) -> None:
    for _ in range(webhook.MOST):
        assert make(api).status == 201

    refused = make(api)
    assert (refused.problem, refused.body["rule"]) == ("action-refused", "webhook.limit")


def test_no_secret_and_no_address_is_in_a_log(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    made = make(api).body
    api.post(f"/v1/webhooks/{made['id']}/ping", {}, mine(api))

    logged = capsys.readouterr().out
    assert made["id"] in logged
    assert "whsec_" not in logged
    assert "hooks.example.org" not in logged
