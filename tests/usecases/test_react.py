"""Who is told what after an event, and that nobody is told twice."""

from typing import Any

import pytest

from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.events import Event
from chalicelib.domain.words import Action, Identity, Role
from chalicelib.usecases import follow, submit
from chalicelib.usecases.act import load
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.submit import Filed
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import REASON, a_reporter, a_submission, later
from tests.fakes import SentMail


def filed(deps: Deps, **changes: Any) -> Filed:
    return submit.submit(a_submission(**changes), None, deps)


def told(deps: Deps, event: Event) -> list[tuple[str, Role, str]]:
    """Address, audience and due date of what goes out for an event."""
    assert isinstance(deps.mail, SentMail)
    deps.mail.sent.clear()
    react(event, deps)
    return [(to, notice.audience, notice.due) for to, notice in deps.mail.sent]


def last(deps: Deps, code: str) -> Event:
    return load(code, deps).events[-1]


def test_a_receipt_is_told_to_the_reporter_and_the_coordinator(deps: Deps) -> None:
    code = filed(deps).receipt.code

    assert told(deps, last(deps, code)) == [
        ("budi@example.org", Role.REPORTER, "2026-11-27"),
        ("admin@example.org", Role.COORDINATOR, "2026-11-27"),
    ]


def test_every_step_of_an_agency_is_told_to_the_reporter(deps: Deps) -> None:
    code = filed(deps).receipt.code
    case = deeds.verify(code, deps)
    assert told(deps, case.events[-1]) == [("budi@example.org", Role.REPORTER, "2026-12-14"), ("pupr@example.org", Role.OFFICER, "2026-12-14")]

    case = deeds.start(code, deps)
    assert told(deps, case.events[-1]) == [("budi@example.org", Role.REPORTER, "")]

    case = deeds.respond(case.complaint.code, deps)
    assert told(deps, case.events[-1]) == [("budi@example.org", Role.REPORTER, "2026-12-08")]


def test_what_the_reporter_does_is_told_to_the_officer(deps: Deps) -> None:
    code = filed(deps).receipt.code
    deeds.verify(code, deps)
    case = follow.reply(load(code, deps), "Ada dua lampu.", deps)

    assert told(deps, case.events[-1]) == [("pupr@example.org", Role.OFFICER, "")]


@pytest.mark.parametrize(("disputes", "second"), [(1, ("admin@example.org", Role.COORDINATOR)), (2, ("inspektorat@example.org", Role.INSPECTOR))])
def test_a_dispute_is_told_to_the_level_it_starts_at(deps: Deps, disputes: int, second: tuple[str, Role]) -> None:
    code = filed(deps).receipt.code
    deeds.verify(code, deps)
    case = load(code, deps)
    for _ in range(disputes):
        case = deeds.respond(case.complaint.code, deps)
        case = follow.dispute(case, REASON, deps)

    assert [one[:2] for one in told(deps, case.events[-1])] == [("pupr@example.org", Role.OFFICER), second]


def test_each_level_is_told_to_its_roles_and_to_the_reporter(deps: Deps) -> None:
    code = filed(deps).receipt.code
    deps.now.now = later(days=40)  # type: ignore[attr-defined]
    sweep(deps, lambda: True)
    case = load(code, deps)

    assert [event.action for event in case.events[1:]] == [Action.REMIND, Action.ESCALATE, Action.ESCALATE, Action.ESCALATE]
    assert [[one[0] for one in told(deps, event)] for event in case.events[1:]] == [
        ["admin@example.org"],
        ["budi@example.org", "admin@example.org"],
        ["budi@example.org", "inspektorat@example.org"],
        ["budi@example.org", "steward@example.org", "observer@example.org"],
    ]


def test_nobody_is_told_twice(deps: Deps) -> None:
    event = last(deps, filed(deps).receipt.code)
    assert len(told(deps, event)) == 2

    assert told(deps, event) == []


def test_a_notice_that_failed_goes_out_when_the_record_comes_again(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = last(deps, filed(deps).receipt.code)
    with monkeypatch.context() as patch:
        patch.setattr(SentMail, "send", lambda *_: (_ for _ in ()).throw(OSError("no line")))
        with pytest.raises(OSError, match="no line"):
            react(event, deps)

    assert len(told(deps, event)) == 2


def test_a_notice_is_in_the_reporters_language_and_leads_to_the_page_in_it(deps: Deps) -> None:
    assert isinstance(deps.mail, SentMail)
    event = last(deps, filed(deps, reporter=a_reporter(lang="en")).receipt.code)

    react(event, deps)

    languages = {notice.audience: (notice.lang, notice.link) for _, notice in deps.mail.sent}
    assert languages[Role.REPORTER] == ("en", f"https://tanggap.example/en/track.html#{event.code}")
    assert languages[Role.COORDINATOR] == ("id", f"https://tanggap.example/track.html#{event.code}")


@pytest.mark.parametrize("changes", [{"identity": Identity.NONE, "reporter": None}, {"reporter": a_reporter(email="")}])
def test_a_reporter_without_an_address_is_not_told(deps: Deps, changes: dict[str, Any]) -> None:
    assert [one[1] for one in told(deps, last(deps, filed(deps, **changes).receipt.code))] == [Role.COORDINATOR]


def test_a_notice_that_fails_keeps_none_from_the_others(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = last(deps, filed(deps).receipt.code)
    assert isinstance(deps.mail, SentMail)
    send = SentMail.send
    monkeypatch.setattr(
        SentMail, "send", lambda self, to, notice: send(self, to, notice) if "admin" in to else (_ for _ in ()).throw(OSError("no line"))
    )

    with pytest.raises(OSError, match="no line"):
        react(event, deps)

    assert [to for to, _ in deps.mail.sent] == ["admin@example.org"]


def test_an_address_that_cannot_be_holds_up_nobody(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = last(deps, filed(deps).receipt.code)
    assert isinstance(deps.mail, SentMail)
    send = SentMail.send
    monkeypatch.setattr(SentMail, "send", lambda self, to, notice: send(self, to, notice) if "admin" in to else (_ for _ in ()).throw(Undeliverable))

    assert react(event, deps) == 1
