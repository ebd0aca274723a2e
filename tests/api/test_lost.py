"""A lost receipt: the mailbox gets a link that works once and shows codes, never a secret; who asks learns nothing."""

from datetime import timedelta

import pytest

from chalicelib.domain import lost as rules
from chalicelib.domain.policy import Policy
from chalicelib.jobs import batches
from chalicelib.usecases import lost
from tests.api.conftest import Answer, Api
from tests.builders import NOON, later
from tests.fakes import MemoryLinks, SentMail

ASK, SHOW = "/v1/lost-receipts", "/v1/lost-receipts/codes"
BUDI = {"email": "budi@example.org"}


def sent(api: Api) -> list[tuple[str, str, str]]:
    """Every link that was mailed, once all questions have been answered, twice."""
    links, mail = api.deps.links, api.deps.mail
    assert isinstance(links, MemoryLinks)
    assert isinstance(mail, SentMail)
    for _ in range(2):
        for question in links.asked.values():
            lost.answer(question, api.deps)
    return mail.links


def opened(api: Api, link: str) -> Answer:
    return api.post(SHOW, {"token": link.partition("#")[2]})


def test_the_mailbox_gets_a_link_that_shows_every_code_once(api: Api) -> None:
    filed = [api.file(identity=identity) for identity in ("named", "sealed")]
    api.file(reporter={"name": "Ani", "email": "ani@example.org"})

    asked = api.post(ASK, {"email": " Budi@Example.org ", "lang": "en"})
    [(to, link, lang)] = sent(api)
    once, again = opened(api, link), opened(api, link)

    assert (asked.status, asked.body) == (202, {"sent_if_known": True})
    assert (to, lang, link.partition("#")[0]) == ("budi@example.org", "en", "https://tanggap.example/en/lost.html")
    assert once.body["works"]
    assert {item["code"] for item in once.body["items"]} == {one.code for one in filed}
    assert set(once.body["items"][0]) == {"code", "received_at", "status"}
    assert not any(one.secret["Receipt-Secret"] in str(once.body) for one in filed)
    assert again.body == {"works": False, "items": []}


def test_who_got_no_answer_sees_the_codes_when_the_same_call_is_made_again(api: Api) -> None:
    api.file()
    api.post(ASK, BUDI)
    [(_, link, _)] = sent(api)
    calls = [{"Idempotency-Key": f"0123456789abcdef-{one}"} for one in ("first", "first", "other")]

    answers = [api.post(SHOW, {"token": link.partition("#")[2]}, headers).body for headers in calls]

    assert answers[0]["works"]
    assert answers == [answers[0], answers[0], {"works": False, "items": []}]


@pytest.mark.parametrize("email", ["nobody@example.org", "budi@example.com"])
def test_who_asks_for_an_address_that_nobody_gave_gets_the_same_answer_and_no_mail_goes_out(api: Api, email: str) -> None:
    api.file()

    answer = api.post(ASK, {"email": email})

    assert (answer.status, answer.body) == (202, {"sent_if_known": True})
    assert sent(api) == []


def test_a_mailbox_gets_one_link_an_hour_however_often_somebody_asks(api: Api) -> None:
    api.file()
    for minutes in (0, 1, 59, 60):
        api.clock.now = later(minutes=minutes)
        api.post(ASK, BUDI)

    assert len(sent(api)) == 2


def test_a_link_is_too_old_after_a_day(api: Api) -> None:
    api.file()
    api.post(ASK, BUDI)
    [(_, link, _)] = sent(api)
    api.clock.now = NOON + rules.LINK_WORKS

    assert opened(api, link).body == {"works": False, "items": []}


def test_who_was_erased_meanwhile_is_not_found_any_more(api: Api) -> None:
    filed = api.file()
    api.post(ASK, BUDI)
    [(_, link, _)] = sent(api)
    api.post(f"/v1/complaints/{filed.code}/erase", {}, filed.secret)

    assert opened(api, link).body == {"works": True, "items": []}
    api.clock.now = NOON + timedelta(hours=1)
    api.post(ASK, BUDI)
    assert len(sent(api)) == 1


def test_a_client_that_asks_for_more_than_it_can_have_lost_waits(api: Api) -> None:
    api.deps.reference.put([Policy(version=2, client_lost_receipts=2)])

    answers = [api.post(ASK, {"email": f"b{number}@example.org"}) for number in range(3)]

    assert [answer.status for answer in answers] == [202, 202, 429]
    assert answers[-1].problem == "too-many-tries"


def test_a_wrong_address_is_named(api: Api) -> None:
    assert [error["pointer"] for error in api.post(ASK, {"email": "budi"}).body["errors"]] == ["/email"]


def test_the_address_is_nowhere_in_what_is_asked(api: Api) -> None:
    api.post(ASK, BUDI)

    assert isinstance(api.deps.links, MemoryLinks)
    assert "budi" not in str(api.deps.links.asked)


def test_nobody_can_make_a_link_without_the_installations_key() -> None:
    question = rules.asked("budi@example.org", "id", NOON, b"k" * 32)

    assert rules.token_of(question, b"k" * 32) == rules.token_of(question, b"k" * 32) != rules.token_of(question, b"x" * 32)
    assert rules.hashed(rules.token_of(question, b"k" * 32)) not in rules.token_of(question, b"k" * 32)


def test_the_stream_brings_the_question(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.file()
    question = rules.asked("budi@example.org", "id", NOON, api.deps.key)
    keys = {"pk": {"S": f"LR#{question.contact}"}, "sk": {"S": f"X#{question.hour}"}}
    record = {"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": {**keys, "la": {"S": "id"}, "ttl": {"N": "1"}}, "SequenceNumber": "1"}}
    from app import react  # noqa: PLC0415  the trigger

    assert react({"Records": [record, {**record, "eventName": "REMOVE"}]}, None) == {"batchItemFailures": []}
    assert batches.asked_of(record) == question
    assert isinstance(api.deps.mail, SentMail)
    assert [to for to, *_ in api.deps.mail.links] == ["budi@example.org"]
    assert "budi" not in capsys.readouterr().out
