"""Support: once a person, public, and taken back at will; who follows is told and can end it."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api.http import Request
from chalicelib.api.routes import ROUTES
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.support import A_DAY
from chalicelib.domain.words import Action, Role
from chalicelib.notify.bodies import rendered
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from tests.api.conftest import Answer, Api
from tests.builders import POLICY, a_first, a_receipt, a_text, confirmed, erased, responded, started, verified
from tests.fakes import SentMail
from tests.solving import payload

CODE = a_receipt(1).code
TOKEN, OTHER = "device-one-0123456789", "device-two-0123456789"


@pytest.fixture(autouse=True)
def _published(api: Api) -> None:
    first = a_first(1)
    api.deps.cases.load([first, verified(first.complaint)], a_text())


def support(api: Api, token: str = TOKEN, **more: Any) -> Answer:
    return api.post(f"/v1/complaints/{CODE}/support", {"token": token, **more})


def standing(supporters: int, *, supported: bool = True, following: bool = False) -> dict[str, Any]:
    return {"supporters": supporters, "supported": supported, "following": following}


def test_a_support_is_counted_and_shown_to_everybody(api: Api) -> None:
    assert support(api).body == standing(1)
    assert support(api, OTHER).body == standing(2)
    assert api.get(f"/v1/complaints/{CODE}").body["supporters"] == 2
    assert api.get("/v1/complaints").body["items"][0]["supporters"] == 2


def test_the_same_device_counts_once(api: Api) -> None:
    support(api)
    assert support(api).body == standing(1)


def test_the_same_address_counts_once_whatever_device_it_comes_from(api: Api) -> None:
    assert support(api, email="wayan@example.org").body == standing(1, following=True)
    assert support(api, OTHER, email="Wayan@Example.org").body == standing(1, following=True)


def test_an_address_can_be_given_later(api: Api) -> None:
    support(api)
    assert support(api, email="wayan@example.org").body == standing(1, following=True)
    assert support(api).body == standing(1, following=True)


def test_what_is_taken_back_is_not_counted_and_can_be_given_again(api: Api) -> None:
    support(api, email="wayan@example.org")
    for _ in range(2):
        answer = api.post(f"/v1/complaints/{CODE}/support/withdraw", {"token": TOKEN})
        assert answer.body == standing(0, supported=False)
    assert support(api, email="wayan@example.org").body == standing(1, following=True)


def test_nobody_takes_back_what_is_another_devices(api: Api) -> None:
    support(api)
    assert api.post(f"/v1/complaints/{CODE}/support/withdraw", {"token": OTHER}).body == standing(1, supported=False)


def test_what_is_over_is_not_supported(api: Api) -> None:
    changed = [a_first(2)]
    for step in (verified, started, responded, confirmed):
        changed.append(step(changed[-1].complaint))
    api.deps.cases.load(changed, a_text())

    answer = api.post(f"/v1/complaints/{a_receipt(2).code}/support", {"token": TOKEN})

    assert (answer.problem, answer.body["rule"]) == ("action-refused", "support.over")


def test_from_one_address_a_complaint_is_supported_so_often_a_day(api: Api) -> None:
    [route] = [route for route in ROUTES if route.name == "POST /v1/complaints/{code}/support"]

    def call(number: int, client: str) -> Any:
        body = f'{{"token": "device-{number:020d}"}}'.encode()
        return route.handler(Request(params={"code": CODE}, body=body, address=client), api.deps).body["supporters"]

    assert [call(number, "192.0.2.1") for number in range(A_DAY)] == list(range(1, A_DAY + 1))
    with pytest.raises(ActionRefused, match="at most 5 times a day"):
        call(98, "192.0.2.1")
    assert call(0, "192.0.2.1") == A_DAY
    assert call(99, "192.0.2.2") == A_DAY + 1


def test_who_supports_much_on_a_day_works_a_little_for_it_and_a_repetition_is_free(api: Api) -> None:
    api.deps.reference.put([replace(POLICY, challenge=20, challenge_free=1)])
    path, tokens = f"/v1/complaints/{CODE}/support", [f"device-{number:020d}" for number in range(2)]
    assert api.post(path, {"token": tokens[0]}).status == 200

    refused = api.post(path, {"token": tokens[1]})
    proof = {"Altcha": payload(api.get("/v1/challenge", {"Idempotency-Key": tokens[1]}).body)}

    assert (refused.status, refused.problem) == (428, "challenge-required")
    assert api.post(path, {"token": tokens[1]}, {"Altcha": "no proof"}).problem == "challenge-required"
    assert api.post(path, {"token": tokens[1]}, proof).body["supporters"] == 2
    assert api.post(path, {"token": tokens[0]}).body["supporters"] == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({}, "/token"), ({"token": "short"}, "/token"), ({"token": TOKEN, "email": "no"}, "/email"), ({"token": TOKEN, "name": "Budi"}, "/name")],
)
def test_wrong_fields_are_named(api: Api, body: dict[str, Any], pointer: str) -> None:
    answer = api.post(f"/v1/complaints/{CODE}/support", body)

    assert answer.problem == "invalid-input"
    assert [one["pointer"] for one in answer.body["errors"]] == [pointer]


def test_who_follows_is_told_of_what_happens_and_can_end_it_from_the_notice(api: Api) -> None:
    assert isinstance(api.deps.mail, SentMail)
    support(api, email="wayan@example.org", lang="en")
    case = load(CODE, api.deps)
    changed = started(case.complaint)
    api.deps.cases.append(changed)
    for _ in range(2):
        react(changed.event, api.deps)

    [notice] = [notice for to, notice in api.deps.mail.sent if to == "wayan@example.org"]
    subject, text = rendered(notice).subject, rendered(notice).text
    token = notice.stop.rpartition("/")[2]

    assert subject.endswith(": being worked on")
    assert text.startswith("The complaint that you support is now being worked on by ")
    assert f"Stop supporting and following:\nhttps://tanggap.example/en/explore.html#stop={CODE}/{token}\n" in text
    assert api.post(f"/v1/complaints/{CODE}/support/withdraw", {"token": token}).body == standing(0, supported=False)
    assert list(api.deps.supports.followers(CODE)) == []


def test_who_follows_hears_nothing_of_what_is_no_longer_public(api: Api) -> None:
    assert isinstance(api.deps.mail, SentMail)
    support(api, email="wayan@example.org")
    withheld = {"published": False, "reason": "Menyebut nama seorang anak."}
    headers = {**api.key(Role.COORDINATOR, "51.71"), "If-Match": '"2"'}
    assert api.post(f"/v1/cases/{CODE}/publish", withheld, headers).status == 200
    assert api.act(CODE, "start", 3).status == 200
    event = load(CODE, api.deps).events[-1]
    react(event, api.deps)

    assert event.action is Action.START
    assert "wayan@example.org" not in [to for to, _ in api.deps.mail.sent]


@pytest.mark.parametrize(("known", "left"), [(False, 0), (True, 1)])
def test_who_follows_is_told_of_the_end_and_forgotten_with_the_reporter(api: Api, *, known: bool, left: int) -> None:
    assert isinstance(api.deps.mail, SentMail)
    support(api, email="wayan@example.org")
    if not known:
        api.deps.cases.append(erased(load(CODE, api.deps).complaint))
    answered = responded(load(CODE, api.deps).complaint)
    api.deps.cases.append(answered)
    closed = confirmed(answered.complaint)
    api.deps.cases.append(closed)

    for change in (answered, closed):  # the first comes late: the case has ended already
        react(change.event, api.deps)

    assert [to for to, _ in api.deps.mail.sent].count("wayan@example.org") == 2
    assert len(list(api.deps.supports.followers(CODE))) == left
