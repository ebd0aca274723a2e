"""Ending notices without login, in which language a reporter is told, and that officers see where mail does not arrive."""

import re
from collections.abc import Iterator

import pytest

from chalicelib.domain import support
from chalicelib.domain.delivery import Report, Trouble, Why, known_by, stop_token
from chalicelib.domain.words import Role
from chalicelib.notify import bodies
from chalicelib.usecases.notices import hear
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from tests.api.conftest import Api, Filed
from tests.builders import a_body
from tests.fakes import SentMail

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ONE_CLICK = b"List-Unsubscribe=One-Click"


def bare(filed: Filed) -> str:
    return filed.code.replace("-", "")


def told(api: Api, filed: Filed) -> list[str]:
    """Who is told of the last event."""
    assert isinstance(api.deps.mail, SentMail)
    api.deps.mail.sent.clear()
    react(load(bare(filed), api.deps).events[-1], api.deps)
    return [to for to, _ in api.deps.mail.sent]


def way_out(api: Api, filed: Filed) -> str:
    """The path that a mail program calls, as the headers of the mail say it."""
    told(api, filed)
    assert isinstance(api.deps.mail, SentMail)
    [notice] = [notice for _, notice in api.deps.mail.sent if notice.audience is Role.REPORTER]
    headers = {one["Name"]: one["Value"] for one in bodies.headers(notice)}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return headers["List-Unsubscribe"].strip("<>").removeprefix("https://tanggap.example")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, ONE_CLICK),
        (
            {"Content-Type": "multipart/form-data; boundary=x"},
            b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        ),
        ({}, b""),
        ({}, b"{}"),
    ],
    ids=["form", "multipart", "nothing", "json"],
)
def test_one_click_in_a_mail_program_ends_the_notices_of_that_complaint(api: Api, kind: dict[str, str], body: bytes) -> None:
    filed = api.file()
    path = way_out(api, filed)

    for _ in range(2):
        answer = api.call("POST", path, headers=kind, raw=body)
        assert (answer.status, answer.body) == (200, {"stopped": True})

    api.answered(filed.code)
    assert told(api, filed) == []
    assert told(api, api.file()) == ["budi@example.org", "admin@example.org"]


def test_a_program_that_looks_at_every_address_in_a_mail_ends_nothing(api: Api) -> None:
    filed = api.file()
    path = way_out(api, filed)

    answer = api.get(path, {"Accept-Language": "en"})

    token = path.rpartition("/")[2]
    assert (answer.status, answer.headers["Location"]) == (303, f"https://tanggap.example/en/stop.html#{token}")
    api.answered(filed.code)
    assert told(api, filed) == ["budi@example.org"]


@pytest.mark.parametrize("token", ["x", "7KQM2F9X4HDT", "7KQM2F9X4HDT-0123", "7KQM2F9X4HDT-01234567890123456789-01234567890123456789"])
def test_an_address_that_was_in_no_mail_ends_nothing(api: Api, token: str) -> None:
    assert api.call("POST", f"/v1/notices/stop/{token}", headers=FORM, raw=ONE_CLICK).problem == "not-found"


def test_a_token_of_one_complaint_is_none_of_another(api: Api) -> None:
    one, other = api.file(), api.file()
    mixed = stop_token(api.deps.key, bare(one)).replace(bare(one), bare(other))

    assert api.call("POST", f"/v1/notices/stop/{mixed}", headers=FORM, raw=ONE_CLICK).status == 404


def followed(api: Api, filed: Filed) -> None:
    """Somebody supports it, and has confirmed that they are to be told."""
    api.post(f"/v1/complaints/{filed.code}/support", {"token": "0123456789abcdef0001", "email": "wayan@example.org"})
    assert api.deps.supports.confirm(bare(filed), support.email(api.deps.key, bare(filed), "wayan@example.org"), api.clock.now)


def test_a_supporter_ends_the_support_with_one_click(api: Api) -> None:
    filed = api.file()
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
    followed(api, filed)
    assert api.act(filed.code, "start", 2).status == 200
    assert sorted(told(api, filed)) == ["budi@example.org", "wayan@example.org"]
    assert isinstance(api.deps.mail, SentMail)
    [notice] = [notice for to, notice in api.deps.mail.sent if to == "wayan@example.org"]

    answer = api.call("POST", notice.stop_at.removeprefix("https://tanggap.example"), headers=FORM, raw=ONE_CLICK)

    assert (answer.status, answer.body) == (200, {"stopped": True})
    assert api.get(f"/v1/complaints/{filed.code}").body["supporters"] == 0
    assert load(bare(filed), api.deps).troubles == ()


def test_a_supporters_address_that_bounced_is_no_trouble_of_the_case(api: Api) -> None:
    filed = api.file()
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
    followed(api, filed)
    api.deps.deliveries.suppress(known_by(api.deps.key, "wayan@example.org"), Why.BOUNCED, api.clock.now)
    assert api.act(filed.code, "start", 2).status == 200

    assert told(api, filed) == ["budi@example.org"]
    assert load(bare(filed), api.deps).troubles == ()


@pytest.mark.parametrize(
    ("accepted", "named", "lang"),
    [
        (None, None, "id"),
        ("en", None, "en"),
        ("en-GB,en;q=0.9", None, "en"),
        ("id-ID,id;q=0.9,en;q=0.8", None, "id"),
        ("en;q=0.3, id;q=0.4", None, "id"),
        ("fr, de;q=0.5", None, "id"),
        ("fr, en;q=0.1", None, "en"),
        ("en;q=0", None, "id"),
        ("en;q=x", None, "id"),
        (";;q=,,", None, "id"),
        ("en", "id", "id"),
        (None, "en", "en"),
    ],
)
def test_a_reporter_is_told_in_the_language_that_they_named_or_their_browser_does(
    api: Api, accepted: str | None, named: str | None, lang: str
) -> None:
    body = {"lang": named} if named else {}
    headers = {"Accept-Language": accepted} if accepted else {}
    answer = api.post("/v1/complaints", {**{k: v for k, v in a_body().items() if k != "lang"}, **body}, headers)

    reporter = api.deps.cases.reporter(answer.body["code"].replace("-", ""))
    assert reporter
    assert reporter.lang == lang


def test_officers_and_the_reporter_see_that_mail_does_not_arrive_and_nobody_sees_to_which_address(api: Api) -> None:
    filed = api.file(identity="sealed")
    at = api.clock.now
    api.deps.cases.note_trouble(bare(filed), Trouble(audience=Role.REPORTER, why=Why.BOUNCED, at=at))
    api.deps.cases.note_trouble(bare(filed), Trouble(audience=Role.COORDINATOR, why=Why.FAILED, at=at))

    officers = api.get(f"/v1/cases/{filed.code}", api.key(Role.COORDINATOR, "51.71"))
    own = api.get(f"/v1/complaints/{filed.code}", filed.secret)
    public = api.get(f"/v1/complaints/{filed.code}")

    bounced = {"to": "reporter", "why": "bounced", "at": own.body["mail"][0]["at"]}
    assert officers.body["mail"] == [{"to": "coordinator", "why": "failed", "at": bounced["at"]}, bounced]
    assert own.body["mail"] == [bounced]
    assert public.body["mail"] == []
    assert not [answer for answer in (officers, own, public) if "@" in str(answer.body["mail"])]


def everything_said(api: Api) -> Iterator[str]:
    assert isinstance(api.deps.mail, SentMail)
    for _, notice in api.deps.mail.sent:
        it = bodies.rendered(notice)
        yield f"{it.subject}\n{it.text}\n{it.html}\n{bodies.headers(notice)}"


@pytest.mark.parametrize("visibility", ["public", "confidential"])
def test_no_mail_holds_the_secret_or_anything_that_was_written(api: Api, visibility: str) -> None:
    filed = api.file(visibility=visibility, title="Rahasia judul sekali", body="Rahasia isi pengaduan yang panjang sekali.", place="Rahasia tempat")
    api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Rahasia balasan"}, filed.secret)
    hold = api.post(
        f"/v1/cases/{filed.code}/hold",
        {"question": "Rahasia pertanyaan: lampu yang mana?", "days": 3},
        {**api.key(Role.COORDINATOR, "51.71"), "If-Match": '"2"'},
    )
    assert hold.status == 200, hold.body
    api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Rahasia jawaban"}, filed.secret)
    assert api.act(filed.code, "verify", 4, {"agency": "51.71.pupr"}).status == 200
    assert api.act(filed.code, "respond", 5, {"outcome": "resolved", "text": "Rahasia tanggapan yang cukup panjang."}).status == 200
    api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": "Rahasia alasan yang cukup panjang."}, filed.secret)
    for event in load(bare(filed), api.deps).events:
        react(event, api.deps)

    said = list(everything_said(api))

    secret = re.sub("[^0-9A-Z]", "", filed.secret["Receipt-Secret"])
    assert len(said) >= 8
    assert not [one for one in said if "Rahasia" in one or secret in re.sub("[^0-9A-Z]", "", one) or "Budi" in one]


def noted(api: Api, filed: Filed) -> list[tuple[str, str]]:
    return [(one.audience, one.why) for one in load(bare(filed), api.deps).troubles]


def test_who_ended_notices_gets_them_again_with_the_receipt(api: Api) -> None:
    filed = api.file()
    api.call("POST", way_out(api, filed), headers=FORM, raw=ONE_CLICK)
    path = f"/v1/complaints/{filed.code}/notices/resume"

    for _ in range(2):
        answer = api.post(path, {}, filed.secret)
        assert (answer.status, answer.body["mail"]) == (200, [])

    api.answered(filed.code)
    assert told(api, filed) == ["budi@example.org"]


@pytest.mark.parametrize("why", [Why.BOUNCED, Why.COMPLAINED])
def test_an_address_that_gets_no_mail_is_tried_again_by_a_steward_alone(api: Api, why: Why) -> None:
    filed = api.file()
    hear(Report(code=bare(filed), audience=Role.REPORTER, why=why, addresses=("budi@example.org",)), api.deps)
    steward = api.key(Role.STEWARD, "nation")

    refused = api.post(f"/v1/complaints/{filed.code}/notices/resume", {}, filed.secret)
    assert (refused.problem, refused.body["rule"]) == ("action-refused", "notices.address")
    answer = api.post(f"/v1/cases/{filed.code}/notices/resume", {"to": "reporter"}, steward)

    assert (answer.status, answer.body["mail"], noted(api, filed)) == (200, [], [])
    api.answered(filed.code)
    assert told(api, filed) == ["budi@example.org"]


def test_a_steward_has_an_agencys_address_tried_again_too(api: Api) -> None:
    filed = api.file()
    hear(Report(code=bare(filed), audience=Role.COORDINATOR, why=Why.BOUNCED, addresses=("admin@example.org",)), api.deps)
    assert api.deps.deliveries.suppressed(known_by(api.deps.key, "admin@example.org"))

    assert api.post(f"/v1/cases/{filed.code}/notices/resume", {"to": "coordinator"}, api.key(Role.STEWARD, "nation")).status == 200

    assert (noted(api, filed), api.deps.deliveries.suppressed(known_by(api.deps.key, "admin@example.org"))) == ([], None)


def test_no_steward_overrules_who_wants_no_mail(api: Api) -> None:
    filed = api.file()
    api.call("POST", way_out(api, filed), headers=FORM, raw=ONE_CLICK)

    refused = api.post(f"/v1/cases/{filed.code}/notices/resume", {"to": "reporter"}, api.key(Role.STEWARD, "nation"))

    assert (refused.problem, refused.body["rule"]) == ("action-refused", "notices.unsubscribed")
    assert noted(api, filed) == [(Role.REPORTER, Why.UNSUBSCRIBED)]


def test_where_nobody_is_known_there_is_no_address_to_try(api: Api) -> None:
    filed = api.file(identity="none", reporter=None)

    assert api.post(f"/v1/cases/{filed.code}/notices/resume", {"to": "reporter"}, api.key(Role.STEWARD, "nation")).body["mail"] == []
