"""The outbox shows every mail as its reader would see it, and runs nothing that is in one."""

from typing import Any

import pytest

from local.outbox import Outbox

SCRIPT = "<script>alert(1)</script>"


def a_mail(**changes: Any) -> dict[str, Any]:
    mail = {"To": ["budi@example.org"], "Subject": "Diterima", "BodyText": "Teks", "BodyHtml": "<p>Isi</p>", "Timestamp": 1_795_500_000.0}
    return mail | changes


def test_the_list_has_the_newest_first_and_leads_to_both_forms() -> None:
    page = Outbox(lambda: [a_mail(Subject="Satu"), a_mail(Subject="Dua", Timestamp="2026-11-24")]).get("/outbox/")

    body = page.body.decode()
    assert page.status == 200
    assert body.index("Dua") < body.index("Satu")
    assert 'href="0.html"' in body
    assert 'href="1.txt"' in body


def test_what_a_mail_says_is_no_markup_of_the_list() -> None:
    body = Outbox(lambda: [a_mail(Subject=SCRIPT, To=[f'"{SCRIPT}"@example.org'])]).get("/outbox/").body.decode()

    assert "<script" not in body


@pytest.mark.parametrize(("address", "kind", "body"), [("/outbox/0.txt", "text/plain", "Teks"), ("/outbox/0.html", "text/html", "<p>Isi</p>")])
def test_a_mail_is_shown_in_both_forms(address: str, kind: str, body: str) -> None:
    page = Outbox(lambda: [a_mail()]).get(address)

    assert page.headers["Content-Type"].startswith(kind)
    assert body in page.body.decode()


@pytest.mark.parametrize("address", ["/outbox/", "/outbox/0.html"])
def test_nothing_in_a_mail_is_loaded_or_run(address: str) -> None:
    policy = Outbox(lambda: [a_mail(BodyHtml=SCRIPT)]).get(address).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert ("sandbox" in policy) == address.endswith(".html")


@pytest.mark.parametrize("address", ["/outbox/1.html", "/outbox/-1.html", "/outbox/0.png", "/outbox/0", "/outbox/../0.html", "/outbox/²²"])
def test_what_is_not_there_is_not_shown(address: str) -> None:
    assert Outbox(lambda: [a_mail()]).get(address).status == 404
