"""The words of notices, and how they are sent."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import AUDIENCES, Notice
from chalicelib.domain.words import Action, Role
from chalicelib.notify.mail import Mail
from chalicelib.notify.texts import rendered

CASES = [
    (action, role) for action, roles in AUDIENCES.items() for role in (*roles, *([Role.COORDINATOR] if action in ("remind", "escalate") else []))
]


def a_notice(action: Action, audience: Role, lang: str) -> Notice:
    return Notice(
        audience=audience,
        action=action,
        code="7KQM2F9X4HDT",
        lang=lang,
        agency="Kota Denpasar",
        due="2026-12-14",
        level=2,
        link="https://tanggap.example/t",
    )


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("action", "audience"), CASES)
def test_every_notice_names_the_case_and_leads_to_it(action: Action, audience: Role, lang: str) -> None:
    subject, body = rendered(a_notice(action, audience, lang))

    assert subject.startswith("[Tanggap] 7KQM-2F9X-4HDT: ")
    assert body.endswith("7KQM-2F9X-4HDT\nhttps://tanggap.example/t\n")
    assert "{" not in subject + body


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
