"""The words of notices, and how they are sent."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import AUDIENCES, FOLLOWED, Notice
from chalicelib.domain.words import Action, Role, Status
from chalicelib.notify import bodies, happenings
from chalicelib.notify.mail import Mail

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
        told=(Role.INSPECTOR, Role.OBSERVER),
        stop="https://tanggap.example/stop.html#7-a" if audience is Role.REPORTER else "",
        stop_at="https://tanggap.example/v1/notices/stop/7-a" if audience is Role.REPORTER else "",
    )


def rendered(notice: Notice) -> tuple[str, str]:
    """Subject and text."""
    it = bodies.rendered(notice)
    return it.subject, it.text


class Read(HTMLParser):
    """What a mail program shows of HTML, where it leads, and what it loads or runs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links, self.tags = "", list[str](), set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "background")]

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("action", "audience"), CASES)
def test_every_notice_names_the_case_and_leads_to_it(action: Action, audience: Role, lang: str) -> None:
    subject, body = rendered(a_notice(action, audience, lang))

    assert subject.startswith("[Tanggap] 7KQM-2F9X-4HDT: ")
    assert "\n\n7KQM-2F9X-4HDT\nhttps://tanggap.example/t\n" in body
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
    assert "\n\n7KQM-2F9X-4HDT\nhttps://tanggap.example/t\n" in body
    assert "{" not in subject + body


@pytest.mark.parametrize(("lang", "advice"), [("id", "Anda dapat menerima atau menyanggah"), ("en", "You can accept or dispute")])
def test_only_its_own_reporter_is_told_what_to_do_with_an_answer(lang: str, advice: str) -> None:
    assert advice in rendered(a_notice(Action.RESPOND, Role.REPORTER, lang))[1]
    assert advice not in rendered(a_notice(Action.RESPOND, Role.REPORTER, lang, LEAD))[1]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_question_names_the_date_until_which_it_waits(lang: str) -> None:
    assert {"id": "14 Desember 2026", "en": "14 December 2026"}[lang] in rendered(a_notice(Action.HOLD, Role.REPORTER, lang))[1]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_an_escalation_names_who_has_been_told(lang: str) -> None:
    assert {"id": "inspektorat, pengamat", "en": "the inspectorate, the observers"}[lang] in rendered(a_notice(Action.ESCALATE, Role.REPORTER, lang))[
        1
    ]


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("action", "audience"), CASES)
def test_the_html_says_what_the_text_says_and_loads_nothing(action: Action, audience: Role, lang: str) -> None:
    notice = a_notice(action, audience, lang)
    it = bodies.rendered(notice)
    read = Read(it.html)

    assert it.text.partition("\n")[0] in read.text
    assert read.links == [notice.link] + ([notice.stop] if notice.stop else [])
    assert read.tags <= {"html", "head", "meta", "title", "body", "p", "strong", "a", "hr"}
    assert f'<html lang="{lang}">' in it.html


def test_what_an_agency_is_called_is_no_html() -> None:
    html = bodies.rendered(replace(a_notice(Action.VERIFY, Role.REPORTER, "id"), agency='Dinas <script>alert("1")</script> & Co')).html

    assert "script" not in Read(html).tags
    assert 'Dinas <script>alert("1")</script> & Co' in Read(html).text


@pytest.mark.parametrize("lang", ["id", "en"])
def test_who_may_end_notices_finds_how_in_them_and_an_agency_does_not(lang: str) -> None:
    theirs, agencys = (rendered(a_notice(Action.VERIFY, role, lang))[1] for role in (Role.REPORTER, Role.OFFICER))

    assert theirs.endswith(":\nhttps://tanggap.example/stop.html#7-a\n")
    assert "stop" not in agencys


@pytest.mark.parametrize("action", [Action.NOTE, Action.PUBLISH, Action.ERASE])
def test_notes_and_what_is_published_are_told_to_nobody(action: Action) -> None:
    assert AUDIENCES[action] == ()


def test_a_notice_is_sent_from_the_installations_address() -> None:
    sent = []

    class Client:
        def send_email(self, **message: object) -> None:
            sent.append(message)

    Mail("tanggap@example.org", "reports", Client).send("budi@example.org", a_notice(Action.VERIFY, Role.REPORTER, "en"))

    assert sent[0]["FromEmailAddress"] == "tanggap@example.org"
    assert sent[0]["Destination"] == {"ToAddresses": ["budi@example.org"]}
    assert (sent[0]["ConfigurationSetName"], sent[0]["EmailTags"]) == (
        "reports",
        [{"Name": "code", "Value": "7KQM2F9X4HDT"}, {"Name": "audience", "Value": "reporter"}],
    )
    content = sent[0]["Content"]["Simple"]
    assert all("Kota Denpasar" in content["Body"][part]["Data"] for part in ("Text", "Html"))
    assert {header["Name"]: header["Value"] for header in content["Headers"]} == {
        "List-Unsubscribe": "<https://tanggap.example/v1/notices/stop/7-a>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_ses_takes_what_is_sent() -> None:
    client = botocore.session.get_session().create_client("sesv2", region_name="ap-southeast-3", aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(client) as stubbed:
        for role in (Role.REPORTER, Role.OFFICER):
            stubbed.add_response("send_email", {"MessageId": "1"})
            Mail("tanggap@example.org", "reports", lambda: client).send("budi@example.org", a_notice(Action.VERIFY, role, "id"))


@pytest.mark.parametrize(("code", "raised"), [("BadRequestException", Undeliverable), ("TooManyRequestsException", ClientError)])
def test_an_address_that_ses_never_takes_is_told_apart_from_what_may_work_later(code: str, raised: type[Exception]) -> None:
    class Client:
        def send_email(self, **_: object) -> None:
            raise ClientError({"Error": {"Code": code}}, "SendEmail")

    with pytest.raises(raised):
        Mail("tanggap@example.org", "reports", Client).send("budi@example.org", a_notice(Action.VERIFY, Role.REPORTER, "en"))


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("action", sorted(Action))
def test_a_feed_says_what_happened_to_no_one_reader(action: Action, lang: str) -> None:
    said = happenings.happened(replace(a_notice(action, Role.SYSTEM, lang), audience=Role.SYSTEM))

    assert said.endswith(".")
    assert not re.search(r"\b(Anda|you|your)\b|[{}]", said)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_where_a_complaint_stands_is_said_of_every_status(lang: str) -> None:
    assert set(happenings.STATUS[lang]) == set(Status)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_mail_of_a_lost_receipt_leads_to_the_link_in_both_forms(lang: str) -> None:
    it = bodies.link_rendered("https://tanggap.example/lost.html#t", lang)

    assert "\n\nhttps://tanggap.example/lost.html#t\n\n" in it.text
    assert Read(it.html).links == ["https://tanggap.example/lost.html#t"]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_mail_that_asks_a_supporters_address_leads_to_the_link_and_names_the_complaint(lang: str) -> None:
    it = bodies.question_rendered("https://tanggap.example/explore.html#follow=C/t", "7KQM2F9X4HDT", lang)

    assert "7KQM-2F9X-4HDT" in it.subject
    assert "7KQM-2F9X-4HDT" in it.text
    assert "\n\nhttps://tanggap.example/explore.html#follow=C/t\n\n" in it.text
    assert Read(it.html).links == ["https://tanggap.example/explore.html#follow=C/t"]
