"""Who is told what after an event, and that nobody is told twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.delivery import KEPT, Trouble, Why, known_by, stop_token
from chalicelib.domain.errors import Busy, Undeliverable
from chalicelib.domain.events import Event
from chalicelib.domain.notices import Notice
from chalicelib.domain.words import Action, Identity, Role
from chalicelib.usecases import follow, notices, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from chalicelib.usecases.submit import Filed
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import REASON, a_reporter, a_submission, later
from tests.fakes import MemoryDeliveries, SentMail


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

    assert [one[:2] for one in told(deps, case.events[-1])] == [("budi@example.org", Role.REPORTER), ("pupr@example.org", Role.OFFICER), second]


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


def test_an_event_that_is_put_back_when_its_notices_are_remembered_no_more_is_told_to_nobody(deps: Deps) -> None:
    event = last(deps, filed(deps).receipt.code)
    assert len(told(deps, event)) == 2
    deps.now.now += KEPT + timedelta(seconds=1)  # type: ignore[attr-defined]

    assert told(replace(deps, deliveries=MemoryDeliveries()), event) == []


def test_an_event_that_was_undone_by_putting_rows_back_is_no_event_any_more(deps: Deps) -> None:
    """Its record waited in the stream meanwhile: it must neither tell of what is not so nor keep others waiting behind it."""
    code = filed(deps).receipt.code
    deeds.verify(code, deps)
    undone = last(deps, code)

    assert told(deps, replace(undone, hash="another")) == []
    assert told(deps, replace(undone, seq=3)) == []
    assert told(deps, replace(undone, code="10000000009Z")) == []
    assert len(told(deps, undone)) == 2


def broken_line(monkeypatch: pytest.MonkeyPatch, error: Exception, but: str = "") -> None:
    """Nothing is sent, but to addresses with this in them."""
    send = SentMail.send

    def sent(self: SentMail, to: str, notice: Notice) -> None:
        if not (but and but in to):
            raise error
        send(self, to, notice)

    monkeypatch.setattr(SentMail, "send", sent)


def test_a_notice_that_failed_holds_up_no_record_and_none_of_the_others(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = last(deps, filed(deps).receipt.code)
    broken_line(monkeypatch, OSError("no line"), but="admin")

    assert [to for to, *_ in told(deps, event)] == ["admin@example.org"]


def test_a_store_that_fails_lets_the_record_come_again_and_nobody_is_told_twice(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = last(deps, filed(deps).receipt.code)
    begin = deps.deliveries.begin
    with monkeypatch.context() as patch:
        patch.setattr(
            deps.deliveries, "begin", lambda name, now: begin(name, now) if "coordinator" in name else (_ for _ in ()).throw(Busy("no answer"))
        )
        with pytest.raises(Busy):
            react(event, deps)

    assert [to for to, *_ in told(deps, event)] == ["budi@example.org"]


def test_what_died_in_the_middle_is_not_begun_by_another_before_its_time_is_over(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = last(deps, filed(deps).receipt.code)
    with monkeypatch.context() as patch:
        broken_line(patch, KeyboardInterrupt())  # type: ignore[arg-type]
        with pytest.raises(KeyboardInterrupt):
            react(event, deps)

    assert [to for to, *_ in told(deps, event)] == ["admin@example.org"]
    deps.now.now = later(minutes=3)  # type: ignore[attr-defined]
    assert [to for to, *_ in told(deps, event)] == ["budi@example.org"]


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


def test_an_address_that_cannot_be_holds_up_nobody_and_is_noted_on_the_case(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = last(deps, filed(deps).receipt.code)
    broken_line(monkeypatch, Undeliverable(), but="admin")

    assert react(event, deps) == 1
    assert load(event.code, deps).troubles == (Trouble(audience=Role.REPORTER, why=Why.FAILED, at=deps.now()),)
    assert told(deps, event) == []


@pytest.mark.parametrize("written", ["budi@example.org", "BUDI@Example.org"])
def test_nothing_is_sent_to_an_address_that_bounced_and_the_case_says_so(deps: Deps, written: str) -> None:
    deps.deliveries.suppress(known_by(deps.key, written), Why.BOUNCED, deps.now())
    event = last(deps, filed(deps).receipt.code)

    assert [to for to, *_ in told(deps, event)] == ["admin@example.org"]
    assert [(one.audience, one.why) for one in load(event.code, deps).troubles] == [(Role.REPORTER, Why.BOUNCED)]


def test_who_wants_no_more_notices_of_a_case_gets_none_of_it_and_those_of_another(deps: Deps) -> None:
    event, other = last(deps, filed(deps).receipt.code), last(deps, filed(deps).receipt.code)
    notices.stop(stop_token(deps.key, event.code), deps)

    assert [to for to, *_ in told(deps, event)] == ["admin@example.org"]
    assert [to for to, *_ in told(deps, other)] == ["budi@example.org", "admin@example.org"]
