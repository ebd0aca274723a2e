"""Spam: who files much works a little for it, what is suspicious is marked and taken, and nobody who files twice by accident pays."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.api.operations import OPERATIONS
from chalicelib.api.routes import ROUTES
from chalicelib.domain.access import AccessKey
from chalicelib.domain.challenge import LIFE
from chalicelib.domain.errors import Busy
from chalicelib.domain.words import Role
from chalicelib.usecases import submit
from tests.api.conftest import Answer, Api
from tests.builders import NOON, POLICY, a_body
from tests.solving import payload

ONCE = {"Idempotency-Key": "one-complaint-of-mine"}
COORDINATOR = (Role.COORDINATOR, "51.71")


@pytest.fixture
def strict(api: Api) -> Api:
    """The first of a day is free, and every other one takes some work."""
    return with_policy(api, challenge=20, challenge_free=1)


def with_policy(api: Api, **numbers: int) -> Api:
    api.deps.reference.put([replace(POLICY, **{"challenge": 0, **numbers})])  # type: ignore[arg-type]  # all of these are numbers
    return api


def file(api: Api, headers: dict[str, str] | None = None, **changes: Any) -> Answer:
    return api.post("/v1/complaints", a_body(**changes), headers)


def proof(api: Api, once: dict[str, str] = ONCE, **changes: Any) -> dict[str, str]:
    answer = api.get("/v1/challenge", once)
    assert answer.status == 200
    return {**once, "Altcha": payload(answer.body, **changes)}


def marks(api: Api, **asked: str) -> list[list[str]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return [line["moderation"] for line in api.get(f"/v1/cases?{query}", api.key(*COORDINATOR)).body["items"]]


def test_who_files_little_is_asked_for_nothing(strict: Api) -> None:
    assert file(strict).status == 201


def test_who_files_much_is_told_how_to_go_on(strict: Api) -> None:
    file(strict)

    answer = file(strict, ONCE)

    assert (answer.status, answer.problem) == (428, "challenge-required")
    assert "/v1/challenge" in answer.body["detail"]


def test_a_solved_challenge_lets_the_next_one_in(strict: Api) -> None:
    file(strict)

    assert file(strict, proof(strict)).status == 201


def test_a_solution_files_one_complaint_and_gives_its_receipt_as_often_as_it_is_sent(strict: Api) -> None:
    file(strict)
    sent = proof(strict)

    first, again = file(strict, sent), file(strict, sent)

    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body


def test_a_solution_cannot_be_used_for_another_complaint(strict: Api) -> None:
    file(strict)
    sent = proof(strict)
    file(strict, sent)

    other_text = file(strict, sent, title="Lampu yang lain")
    other_key = file(strict, {**sent, "Idempotency-Key": "another-complaint-of-mine"})
    no_key = file(strict, {"Altcha": sent["Altcha"]})

    assert other_text.problem == "idempotency-key-reused"
    assert [other_key.problem, no_key.problem] == ["challenge-required"] * 2
    assert len(marks(strict)) == 2


@pytest.mark.parametrize("changed", [{"cost": 1}, {"expiresAt": 2**40}, {"counter": 2**32 - 1}, {"data": {"for": "me"}}])
def test_a_challenge_that_was_changed_or_not_solved_is_refused(strict: Api, changed: dict[str, Any]) -> None:
    file(strict)

    assert file(strict, proof(strict, **changed)).problem == "challenge-required"


@pytest.mark.parametrize("sent", ["", "no base64", "bm8ganNvbg==", "e30=", "W10="])
def test_what_is_no_solution_at_all_is_refused_at_once(api: Api, sent: str) -> None:
    answer = file(api, {**ONCE, "Altcha": sent})

    assert answer.problem == "challenge-required"
    assert "as ALTCHA writes it" in answer.body["detail"]


def test_an_expired_solution_still_fetches_the_receipt_of_what_it_filed_but_files_nothing(strict: Api) -> None:
    file(strict)
    sent, late = proof(strict), proof(strict, {"Idempotency-Key": "never-sent-in-time"})
    first = file(strict, sent)
    strict.clock.now = NOON + LIFE * 2

    assert file(strict, sent).body == first.body
    assert file(strict, ONCE).body == first.body
    assert file(strict, late).problem == "challenge-required"


def test_wrong_fields_are_told_before_work_is_asked_for(strict: Api) -> None:
    file(strict)

    assert file(strict, title="x").problem == "invalid-input"


def test_a_challenge_needs_the_key_that_it_is_for(api: Api) -> None:
    for sent in ({}, {"Idempotency-Key": "short"}):
        assert api.get("/v1/challenge", sent).problem == "idempotency-key-invalid"


def test_where_challenges_are_off_nobody_is_asked_for_one(api: Api) -> None:
    with_policy(api, challenge=0, challenge_free=0)

    assert [file(api).status for _ in range(3)] == [201] * 3
    assert api.get("/v1/challenge", ONCE).body["parameters"]["cost"] == 1


def test_the_next_day_begins_anew(strict: Api) -> None:
    file(strict)
    assert file(strict).status == 428
    strict.clock.now = NOON.replace(day=25, hour=0)

    assert file(strict).status == 201


def test_an_agencys_key_vouches_for_what_it_files(strict: Api) -> None:
    key = strict.key(Role.OFFICER, "51.71.pupr")

    assert [file(strict, key).status for _ in range(3)] == [201] * 3
    assert marks(strict) == [[], [], []]


def test_a_key_that_does_not_work_vouches_for_nothing_and_stops_nobody(strict: Api) -> None:
    wrong = {"Authorization": "Bearer tgp_test_nothing"}

    assert [file(strict, wrong).status for _ in range(2)] == [201, 428]


def test_a_key_that_has_asked_enough_vouches_for_nothing(api: Api) -> None:
    with_policy(api, challenge=20, challenge_free=1, requests_per_minute=10)
    key = api.key(Role.OFFICER, "51.71.pupr")

    assert [file(api, key).status for _ in range(12)] == [201] * 11 + [428]


@pytest.mark.parametrize(
    ("numbers", "changes", "mark"),
    [
        ({"client_submits": 1}, {}, "client"),
        ({"surge": 1}, {}, "surge"),
        ({"repeats": 1}, {}, "repeated"),
        ({"links": 0}, {"body": "Beli lampu murah di https://lampu.example sekarang juga."}, "links"),
        ({"links": 0}, {"place": "www.lampu.example"}, "links"),
    ],
)
def test_what_is_suspicious_is_taken_and_marked(api: Api, numbers: dict[str, int], changes: dict[str, str], mark: str) -> None:
    with_policy(api, **numbers)
    file(api)

    assert file(api, **changes).status == 201
    assert sorted(marks(api)) == [[], [mark]]


def test_several_suspicions_are_all_named(api: Api) -> None:
    with_policy(api, client_submits=1, surge=1, repeats=1)
    file(api)
    file(api)

    assert sorted(marks(api)) == [[], ["client", "surge", "repeated"]]


def test_the_queue_is_narrowed_to_what_is_marked_or_to_the_rest(api: Api) -> None:
    with_policy(api, surge=1)
    file(api)
    file(api)

    assert marks(api, moderation="true") == [["surge"]]
    assert marks(api, moderation="false") == [[]]


@pytest.mark.parametrize(("action", "body"), [("verify", {"agency": "51.71.pupr"}), ("archive", {"reason": "test"})])
def test_who_verifies_or_archives_it_takes_the_mark_away(api: Api, action: str, body: dict[str, str]) -> None:
    with_policy(api, links=0)
    code = file(api, place="www.lampu.example").body["code"]
    key = api.key(*COORDINATOR)
    assert api.get(f"/v1/cases/{code}", key).body["moderation"] == ["links"]

    assert api.post(f"/v1/cases/{code}/{action}", body, {**key, "If-Match": '"1"'}).body["moderation"] == []
    assert marks(api, moderation="true") == []


def test_neither_the_public_nor_the_reporter_sees_the_mark(api: Api) -> None:
    with_policy(api, links=0)
    receipt = file(api, place="www.lampu.example").body
    secret = {"Receipt-Secret": receipt["secret"]}
    views = [api.get(f"/v1/complaints/{receipt['code']}", headers).body for headers in (None, secret)]

    assert not [view for view in (receipt, *views) if "moderation" in json.dumps(view) or '"links"' in json.dumps(view)]


@pytest.mark.parametrize(
    ("proxies", "passed", "counted"),
    [
        (0, "198.51.100.1, 198.51.100.2", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.7, 198.51.100.2", "203.0.113.7"),
        (1, "203.0.113.7,198.51.100.2", "203.0.113.7"),
        (1, "198.51.100.2", "127.0.0.1"),
        (2, "203.0.113.7, 198.51.100.1, 198.51.100.2", "203.0.113.7"),
    ],
)
def test_a_client_is_who_came_to_our_first_proxy_whatever_stands_before_it(
    api: Api, monkeypatch: pytest.MonkeyPatch, proxies: int, passed: str, counted: str
) -> None:
    seen: list[str] = []
    real = submit.screened
    monkeypatch.setattr(submit, "screened", lambda sender, *rest: seen.append(sender.address) or real(sender, *rest))
    monkeypatch.setattr(wiring, "deps", lambda: replace(api.deps, proxies=proxies))

    assert file(api, {"X-Forwarded-For": passed}).status == 201
    assert seen == [counted]


def test_a_repeated_call_that_finds_the_store_busy_is_not_taken_for_a_new_one(strict: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    file(strict)
    sent, cases = proof(strict), type(strict.deps.cases)

    def busy(*_: object, **__: object) -> None:
        raise Busy("the store does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(cases, "file", busy)
        assert file(strict, sent).problem == "busy"

    assert file(strict, sent).status == 201


LIMITED = {
    "POST /v1/complaints/{code}/support/confirm": "takes the token of a mail",
    "POST /v1/complaints/form": "screened as the JSON is, but nobody can solve a challenge without scripts",
    "POST /v1/complaints/form/track": "keeps nothing",
    "POST /v1/complaints/{code}/support/withdraw": "takes the token of what was screened",
    "POST /v1/lost-receipts": "counted per client",
    "POST /v1/lost-receipts/codes": "takes a link that was mailed",
    "POST /v1/notices/stop/{token}": "takes the token of a notice",
    "POST /v1/text-checks": "keeps nothing",
}
"""The public routes that take a body and are not screened, and why they need not be."""


def test_the_only_public_routes_that_write_are_those_that_are_screened_or_limited() -> None:
    writing = {route.name for route in ROUTES if route.who == "public" and route.method != "GET"}

    assert writing - {name for name in writing if "Altcha" in OPERATIONS[name].headers} == set(LIMITED)


def test_a_key_that_vouches_is_counted_as_used(api: Api) -> None:
    key = api.key(Role.OFFICER, "51.71.pupr")
    file(api, key)

    used: list[AccessKey] = list(api.deps.access.keys.values())  # type: ignore[attr-defined]  # the fake's
    assert [one.last_used_at for one in used] == [NOON]


def test_where_a_call_came_from_is_in_no_log(api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(wiring, "deps", lambda: replace(api.deps, proxies=1))

    file(api, {"X-Forwarded-For": "203.0.113.7, 198.51.100.2", "Altcha": "e30="})
    file(api, {"X-Forwarded-For": "203.0.113.7, 198.51.100.2"})

    written = capsys.readouterr().out
    assert '"status": 201' in written
    assert "203.0.113" not in written
