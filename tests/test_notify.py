"""The words of notices, and how they are sent."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import AUDIENCES, FOLLOWED, Notice
from chalicelib.domain.words import Action, Role
from chalicelib.notify.mail import Mail
from chalicelib.notify.texts import rendered

CASES = [
    (action, role) for action, roles in AUDIENCES.items() for role in (*roles, *([Role.COORDINATOR] if action in ("remind", "escalate") else []))
]


LEAD = "3ZYX2F9X4HDS"


def a_notice(action: Action, audience: Role, lang: str, lead: str = "") -> Notice:
    return Notice(
        audience=audience,
        action=action,
        code="7KQM2F9X4HDT",
        lang=lang,
        agency="Kota Denpasar",
        due="2026-12-14",
        level=2,
        link="https://tanggap.example/t",
        lead=lead,
    )


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("action", "audience"), CASES)
def test_every_notice_names_the_case_and_leads_to_it(action: Action, audience: Role, lang: str) -> None:
    subject, body = rendered(a_notice(action, audience, lang))

    assert subject.startswith("[Tanggap] 7KQM-2F9X-4HDT: ")
    assert body.endswith("7KQM-2F9X-4HDT\nhttps://tanggap.example/t\n")
    assert "{" not in subject + body
    assert "terhubung dengan pengaduan Anda (" not in body


@pytest.mark.parametrize(
    ("lang", "subject_begins", "begins"),
    [
        ("id", "pengaduan yang terhubung: ", "Pengaduan yang terhubung dengan pengaduan Anda (3ZYX-2F9X-4HDS) "),
        ("en", "linked complaint: ", "The complaint that yours is linked to (3ZYX-2F9X-4HDS) "),
    ],
)
@pytest.mark.parametrize("action", sorted(FOLLOWED))
def test_who_follows_a_lead_is_told_what_happened_to_that_one_and_led_to_their_own(
    action: Action, lang: str, subject_begins: str, begins: str
) -> None:
    subject, body = rendered(a_notice(action, Role.REPORTER, lang, LEAD))

    assert subject.startswith(f"[Tanggap] 7KQM-2F9X-4HDT: {subject_begins}")
    assert body.startswith(begins)
    assert body.endswith("7KQM-2F9X-4HDT\nhttps://tanggap.example/t\n")
    assert "{" not in subject + body


@pytest.mark.parametrize(("lang", "advice"), [("id", "Anda dapat menerima atau menyanggah"), ("en", "You can accept or dispute")])
def test_only_its_own_reporter_is_told_what_to_do_with_an_answer(lang: str, advice: str) -> None:
    assert advice in rendered(a_notice(Action.RESPOND, Role.REPORTER, lang))[1]
    assert advice not in rendered(a_notice(Action.RESPOND, Role.REPORTER, lang, LEAD))[1]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_question_names_the_date_until_which_it_waits(lang: str) -> None:
    assert "2026-12-14" in rendered(a_notice(Action.HOLD, Role.REPORTER, lang))[1]


@pytest.mark.parametrize("action", [Action.NOTE, Action.PUBLISH, Action.REDACT, Action.ERASE])
def test_notes_and_what_is_published_or_hidden_are_told_to_nobody(action: Action) -> None:
    assert AUDIENCES[action] == ()


def test_a_notice_is_sent_from_the_installations_address() -> None:
    sent = []

    class Client:
        def send_email(self, **message: object) -> None:
            sent.append(message)

    Mail("tanggap@example.org", Client).send("budi@example.org", a_notice(Action.VERIFY, Role.REPORTER, "en"))

    assert sent[0]["FromEmailAddress"] == "tanggap@example.org"
    assert sent[0]["Destination"] == {"ToAddresses": ["budi@example.org"]}
    assert "Kota Denpasar" in str(sent[0]["Content"])


@pytest.mark.parametrize(("code", "raised"), [("BadRequestException", Undeliverable), ("TooManyRequestsException", ClientError)])
def test_an_address_that_ses_never_takes_is_told_apart_from_what_may_work_later(code: str, raised: type[Exception]) -> None:
    class Client:
        def send_email(self, **_: object) -> None:
            raise ClientError({"Error": {"Code": code}}, "SendEmail")

    with pytest.raises(raised):
        Mail("tanggap@example.org", Client).send("budi@example.org", a_notice(Action.VERIFY, Role.REPORTER, "en"))
