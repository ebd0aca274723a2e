"""Support: once a person, public, and taken back at will; who follows is told and can end it."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api.http import Request
from chalicelib.api.routes import ROUTES
from chalicelib.domain.delivery import WAITS
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.support import A_DAY
from chalicelib.domain.words import Action, Role
from chalicelib.notify.bodies import rendered
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from chalicelib.usecases.support import ask
from tests.api.conftest import Answer, Api
from tests.builders import POLICY, a_first, a_receipt, a_text, confirmed, erased, later, linked, responded, started, verified, withdrawn
from tests.deeds import tell_again
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


def standing(supporters: int, *, supported: bool = True, following: bool = False, unconfirmed: bool = False) -> dict[str, Any]:
    return {"supporters": supporters, "supported": supported, "following": following, "unconfirmed": unconfirmed}


def agree(api: Api) -> Answer:
    """Whoever reads the last mail that asked opens its link and agrees."""
    assert isinstance(api.deps.mail, SentMail)
    for code, id_ in list(api.deps.supports.who):  # type: ignore[attr-defined]  # the fake's; on the engine the stream says so
        ask(code, id_, api.deps)
    _, link, *_ = api.deps.mail.questions[-1]
    code, _, token = link.partition("#follow=")[2].partition("/")
    return api.post(f"/v1/complaints/{code}/support/confirm", {"token": token})


def follow(api: Api, token: str = TOKEN, **more: Any) -> Answer:
    assert support(api, token, email="wayan@example.org", **more).body["unconfirmed"]
    return agree(api)


def test_a_support_is_counted_and_shown_to_everybody(api: Api) -> None:
    assert support(api).body == standing(1)
    assert support(api, OTHER).body == standing(2)
    assert api.get(f"/v1/complaints/{CODE}").body["supporters"] == 2
    assert api.get("/v1/complaints").body["items"][0]["supporters"] == 2


def test_the_same_device_counts_once(api: Api) -> None:
    support(api)
    assert support(api).body == standing(1)


def test_the_same_address_counts_once_whatever_device_it_comes_from(api: Api) -> None:
    assert support(api, email="wayan@example.org").body == standing(1, unconfirmed=True)
    assert support(api, OTHER, email="Wayan@Example.org").body == standing(1, unconfirmed=True)
    assert agree(api).body == standing(1, following=True)
    assert support(api, email="wayan@example.org").body == standing(1, following=True)
    assert support(api, OTHER, email="Wayan@Example.org").body == standing(1, unconfirmed=True)


def test_an_address_can_be_given_later(api: Api) -> None:
    support(api)
    assert support(api, email="wayan@example.org").body == standing(1, unconfirmed=True)
    assert support(api).body == standing(1, unconfirmed=True)
    assert agree(api).body == standing(1, following=True)
    assert support(api).body == standing(1, following=True)


def test_an_address_that_was_mistyped_gives_way_until_it_is_confirmed(api: Api) -> None:
    support(api, email="wyan@example.org")
    follow(api)

    assert support(api, email="other@example.org").body == standing(1, following=True)
    assert [one.reporter.email for one in api.deps.supports.followers(CODE)] == ["wayan@example.org"]


def test_nobody_is_told_before_they_have_confirmed_it_and_asked_more_than_once_a_day(api: Api) -> None:
    assert isinstance(api.deps.mail, SentMail)
    for _ in range(2):
        support(api, email="wayan@example.org", lang="en")
        for code, id_ in list(api.deps.supports.who):  # type: ignore[attr-defined]  # the fake's
            ask(code, id_, api.deps)
        api.post(f"/v1/complaints/{CODE}/support/withdraw", {"token": TOKEN})
    support(api, email="wayan@example.org")
    case = load(CODE, api.deps)
    changed = started(case.complaint)
    api.deps.cases.append(changed)
    react(changed.event, api.deps)

    [(to, link, code, lang)] = api.deps.mail.questions
    assert (to, code, lang) == ("wayan@example.org", CODE, "en")
    assert link.startswith(f"https://tanggap.example/en/explore.html#follow={CODE}/")
    assert "wayan@example.org" not in [to for to, _ in api.deps.mail.sent]


def test_the_stream_brings_the_address_that_is_to_be_asked(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    support(api, email="wayan@example.org")
    assert isinstance(api.deps.mail, SentMail)
    [(code, id_)] = api.deps.supports.who  # type: ignore[attr-defined]  # the fake's
    keys = {"pk": {"S": f"SU#{code}"}, "sk": {"S": f"M#{id_}"}}
    record = {"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": {**keys, "o": {"S": "d"}}, "SequenceNumber": "1"}}
    from app import react as trigger  # noqa: PLC0415  as the stream calls it

    assert trigger({"Records": [record, record, {**record, "eventName": "REMOVE"}]}, None) == {"batchItemFailures": []}
    assert [to for to, *_ in api.deps.mail.questions] == ["wayan@example.org"]
    assert "wayan" not in capsys.readouterr().out


@pytest.mark.parametrize("token", ["0" * 20 + "-" + "0" * 20, "no-token-of-ours-at-all"])
def test_what_is_no_link_of_ours_confirms_nothing(api: Api, token: str) -> None:
    support(api, email="wayan@example.org")

    assert api.post(f"/v1/complaints/{CODE}/support/confirm", {"token": token}).body == standing(1, supported=False)


def test_a_link_that_comes_too_late_confirms_nothing_and_the_address_can_be_given_anew(api: Api) -> None:
    support(api, email="wayan@example.org")
    for code, id_ in list(api.deps.supports.who):  # type: ignore[attr-defined]  # the fake's
        ask(code, id_, api.deps)
    api.clock.now = later(days=7, minutes=1)

    assert agree(api).body == standing(1, supported=False)
    assert follow(api).body == standing(1, following=True)


def test_what_is_taken_back_is_not_counted_and_can_be_given_again(api: Api) -> None:
    support(api, email="wayan@example.org")
    for _ in range(2):
        answer = api.post(f"/v1/complaints/{CODE}/support/withdraw", {"token": TOKEN})
        assert answer.body == standing(0, supported=False)
    assert support(api, email="wayan@example.org").body == standing(1, unconfirmed=True)


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
    proof = proven(api, tokens[1])

    assert (refused.status, refused.problem) == (428, "challenge-required")
    assert api.post(path, {"token": tokens[1]}, {"Altcha": "no proof"}).problem == "challenge-required"
    assert api.post(path, {"token": tokens[1]}, proof).body["supporters"] == 2
    assert api.post(path, {"token": tokens[0]}).body["supporters"] == 2


def proven(api: Api, token: str, code: str = CODE) -> dict[str, str]:
    return {"Altcha": payload(api.get(f"/v1/challenge?for={code}", {"Idempotency-Key": token}).body)}


def test_a_solution_supports_one_complaint_and_once(api: Api) -> None:
    api.deps.reference.put([replace(POLICY, challenge=20, challenge_free=1)])
    path, other = f"/v1/complaints/{CODE}/support", a_receipt(2).code
    first = a_first(2)
    api.deps.cases.load([first, verified(first.complaint)], a_text())
    support(api, OTHER)
    filing = {"Altcha": payload(api.get("/v1/challenge", {"Idempotency-Key": TOKEN}).body)}
    proof = proven(api, TOKEN)

    elsewhere = api.post(f"/v1/complaints/{other}/support", {"token": TOKEN}, proof)
    assert api.post(path, {"token": TOKEN}, filing).problem == "challenge-required"
    assert [api.post(path, {"token": TOKEN}, proof).body["supporters"] for _ in range(2)] == [2, 2]
    api.post(f"{path}/withdraw", {"token": TOKEN})
    replayed = api.post(path, {"token": TOKEN}, proof)

    assert [elsewhere.problem, replayed.problem] == ["challenge-required"] * 2
    assert "for something else" in elsewhere.body["detail"]
    assert "has been used" in replayed.body["detail"]
    assert api.post(path, {"token": TOKEN}, proven(api, TOKEN)).body["supporters"] == 2


def test_a_challenge_is_for_a_code_that_can_be(api: Api) -> None:
    answer = api.get("/v1/challenge?for=nothing", {"Idempotency-Key": TOKEN})

    assert [one["pointer"] for one in answer.body["errors"]] == ["?for"]


def test_who_has_many_addresses_of_one_network_is_one_client(api: Api) -> None:
    [route] = [route for route in ROUTES if route.name == "POST /v1/complaints/{code}/support"]

    def call(number: int) -> Any:
        body = f'{{"token": "device-{number:020d}"}}'.encode()
        return route.handler(Request(params={"code": CODE}, body=body, address=f"2001:db8:1:2::{number}"), api.deps)

    for number in range(A_DAY):
        call(number + 1)
    with pytest.raises(ActionRefused, match="at most 5 times a day"):
        call(99)


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
    follow(api, lang="en")
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


def test_an_old_record_that_comes_again_tells_nothing_to_who_follows_since(api: Api) -> None:
    assert isinstance(api.deps.mail, SentMail)
    changed = started(load(CODE, api.deps).complaint)
    api.deps.cases.append(changed)
    react(changed.event, api.deps)
    api.clock.now = later(minutes=1)
    follow(api)
    answered = responded(load(CODE, api.deps).complaint, later(hours=1))
    api.deps.cases.append(answered)

    for event in (changed.event, answered.event):
        react(event, api.deps)

    assert [notice.action for to, notice in api.deps.mail.sent if to == "wayan@example.org"] == [Action.RESPOND]


def begin_without_mail(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is begun on what somebody follows, while no mail goes out."""
    follow(api)
    changed = started(load(CODE, api.deps).complaint)
    api.deps.cases.append(changed)
    with monkeypatch.context() as patch:
        patch.setattr(SentMail, "send", lambda *_: (_ for _ in ()).throw(OSError("no line")))
        react(changed.event, api.deps)


def test_a_notice_to_who_follows_is_tried_again_while_it_is_public_and_they_follow(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(api.deps.mail, SentMail)
    begin_without_mail(api, monkeypatch)
    api.clock.now += WAITS[0]

    assert tell_again(api.deps) == {"sent": 1}
    assert [notice.supported for to, notice in api.deps.mail.sent if to == "wayan@example.org"] == [True]


@pytest.mark.parametrize("how", ["withheld", "taken back"])
def test_a_notice_that_waits_is_not_sent_to_who_is_not_to_get_it_any_more(api: Api, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    assert isinstance(api.deps.mail, SentMail)
    begin_without_mail(api, monkeypatch)
    if how == "withheld":
        headers = {**api.key(Role.COORDINATOR, "51.71"), "If-Match": '"3"'}
        assert api.post(f"/v1/cases/{CODE}/publish", {"published": False, "reason": "Menyebut nama seorang anak."}, headers).status == 200
    else:
        assert api.post(f"/v1/complaints/{CODE}/support/withdraw", {"token": TOKEN}).status == 200
    api.clock.now += WAITS[0]

    assert tell_again(api.deps) == {}
    assert api.deps.mail.sent == []


def test_who_follows_hears_nothing_of_what_is_no_longer_public(api: Api) -> None:
    assert isinstance(api.deps.mail, SentMail)
    follow(api)
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
    follow(api)
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


@pytest.mark.parametrize(("known", "left"), [(False, 0), (True, 1)])
def test_who_follows_a_linked_complaint_is_forgotten_at_the_end_of_its_lead(api: Api, *, known: bool, left: int) -> None:
    follow(api)
    lead = a_first(2)
    api.deps.cases.load([lead, verified(lead.complaint)], a_text())
    if not known:
        api.deps.cases.append(erased(load(CODE, api.deps).complaint))
    duplicate = linked(load(CODE, api.deps).complaint, load(a_receipt(2).code, api.deps).complaint)
    api.deps.cases.append(duplicate, lead=load(a_receipt(2).code, api.deps).complaint)
    react(duplicate.event, api.deps)
    assert len(list(api.deps.supports.followers(CODE))) == 1
    answered = responded(load(a_receipt(2).code, api.deps).complaint)
    closed = confirmed(answered.complaint)
    for change in (answered, closed):
        api.deps.cases.append(change)
        react(change.event, api.deps)

    assert len(list(api.deps.supports.followers(CODE))) == left
    if known:
        forgotten = erased(load(CODE, api.deps).complaint)
        api.deps.cases.append(forgotten)
        react(forgotten.event, api.deps)
    assert list(api.deps.supports.followers(CODE)) == []


def test_who_follows_a_linked_complaint_follows_on_when_its_lead_lets_it_go(api: Api) -> None:
    follow(api)
    lead = a_first(2)
    api.deps.cases.load([lead, verified(lead.complaint)], a_text())
    api.deps.cases.append(erased(load(CODE, api.deps).complaint))
    duplicate = linked(load(CODE, api.deps).complaint, load(a_receipt(2).code, api.deps).complaint)
    api.deps.cases.append(duplicate, lead=load(a_receipt(2).code, api.deps).complaint)
    gone = withdrawn(load(a_receipt(2).code, api.deps).complaint)
    api.deps.cases.append(gone)
    react(gone.event, api.deps)

    assert load(CODE, api.deps).complaint.lead is None
    assert [one.reporter.email for one in api.deps.supports.followers(CODE)] == ["wayan@example.org"]
