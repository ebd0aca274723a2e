"""Notices that did not go out are tried again, and each goes out once."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import lost as domain_lost
from chalicelib.domain.complaint import Reporter
from chalicelib.domain.delivery import LEASE, WAITS, WOKEN, Trouble, Why, known_by
from chalicelib.domain.errors import Busy
from chalicelib.domain.events import Event
from chalicelib.domain.notices import Notice
from chalicelib.domain.words import Role
from chalicelib.usecases import lost, submit, support
from chalicelib.usecases.deliver import Outcome
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.screen import Sender
from chalicelib.usecases.setting import load
from chalicelib.usecases.tell_again import Woken, wake
from tests import deeds
from tests.builders import a_first, a_reporter, a_submission, a_text, verified
from tests.fakes import MemoryCases, MemoryDeliveries, MemorySupports, SentMail


def filed(deps: Deps, **changes: Any) -> Event:
    return load(submit.submit(a_submission(**changes), None, deps).receipt.code, deps).events[-1]


class Line:
    """The way to the mail service: while it is cut nothing goes out."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cut = True
        send = SentMail.send

        def sent(mail: SentMail, to: str, notice: Notice) -> None:
            if self.cut:
                raise OSError("no line")
            send(mail, to, notice)

        monkeypatch.setattr(SentMail, "send", sent)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


def pass_time(deps: Deps, time: timedelta) -> None:
    deps.now.now += time  # type: ignore[attr-defined]


def addresses(deps: Deps) -> list[str]:
    assert isinstance(deps.mail, SentMail)
    return sorted(to for to, _ in deps.mail.sent)


def test_a_notice_that_failed_goes_out_once_the_line_is_back(deps: Deps, line: Line) -> None:
    react(filed(deps), deps)
    line.cut = False

    assert deeds.tell_again(deps) == {}
    pass_time(deps, WAITS[0])
    assert deeds.tell_again(deps) == {"sent": 2}
    assert addresses(deps) == ["admin@example.org", "budi@example.org"]
    pass_time(deps, timedelta(days=2))
    assert deeds.tell_again(deps) == {}


def test_each_wait_is_longer_and_the_last_failure_is_for_good_counted_and_noted(deps: Deps, line: Line) -> None:
    event = filed(deps)
    react(event, deps)

    for number, wait in enumerate(WAITS, start=1):
        pass_time(deps, wait - timedelta(seconds=1))
        assert deeds.tell_again(deps) == {}
        pass_time(deps, timedelta(seconds=1))
        assert deeds.tell_again(deps) == ({"failed": 2} if number == len(WAITS) else {"later": 2})

    failed = {Trouble(audience=role, why=Why.FAILED, at=deps.now()) for role in (Role.REPORTER, Role.COORDINATOR)}
    assert set(load(event.code, deps).troubles) == failed
    pass_time(deps, timedelta(days=2))
    assert deeds.tell_again(deps) == {}


def test_a_record_that_comes_again_does_not_shorten_the_wait(deps: Deps, line: Line) -> None:
    event = filed(deps)
    react(event, deps)
    line.cut = False

    assert react(event, deps) == 0


def test_what_is_sent_later_is_what_happened_then_to_who_the_reporter_is_now(deps: Deps, line: Line) -> None:
    event = filed(deps)
    react(event, deps)
    assert isinstance(deps.cases, MemoryCases)
    deps.cases.reporters[event.code] = a_reporter(email="baru@example.org")
    deeds.verify(event.code, deps)
    line.cut = False
    pass_time(deps, WAITS[0])

    deeds.tell_again(deps)

    assert isinstance(deps.mail, SentMail)
    assert {(to, notice.action) for to, notice in deps.mail.sent} == {("baru@example.org", "submit"), ("admin@example.org", "submit")}


def test_whom_nothing_is_known_of_any_more_is_told_nothing(deps: Deps, line: Line) -> None:
    event = filed(deps)
    react(event, deps)
    assert isinstance(deps.cases, MemoryCases)
    del deps.cases.reporters[event.code]
    line.cut = False
    pass_time(deps, WAITS[0])

    assert deeds.tell_again(deps) == {"sent": 1}
    pass_time(deps, timedelta(days=2))
    assert deeds.tell_again(deps) == {}


def test_the_reporter_of_a_linked_complaint_is_told_later_too(deps: Deps, line: Line) -> None:
    lead, linked = filed(deps, identity="none", reporter=None).code, filed(deps, reporter=a_reporter(email="satu@example.org")).code
    deeds.verify(lead, deps)
    deeds.link(linked, lead, deps)
    react(deeds.start(lead, deps).events[-1], deps)
    line.cut = False
    pass_time(deps, WAITS[0])

    assert deeds.tell_again(deps) == {"sent": 1}
    assert addresses(deps) == ["satu@example.org"]


def test_a_notice_that_was_woken_and_lost_is_woken_again(deps: Deps, line: Line) -> None:
    react(filed(deps), deps)
    pass_time(deps, WAITS[0])

    assert wake(deps, lambda: True) == Woken(woken=2)
    assert wake(deps, lambda: True) == Woken()
    pass_time(deps, WOKEN)
    assert wake(deps, lambda: True) == Woken(woken=2)


def test_who_dies_while_sending_is_stood_in_for_after_two_minutes(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    event = filed(deps)
    with monkeypatch.context() as patch:
        patch.setattr(SentMail, "send", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            react(event, deps)

    assert deeds.tell_again(deps) == {}
    pass_time(deps, LEASE)
    assert deeds.tell_again(deps) == {"sent": 1}
    assert addresses(deps) == ["budi@example.org"]


def test_who_was_woken_and_dies_while_sending_is_stood_in_for_too(deps: Deps, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    react(filed(deps), deps)
    pass_time(deps, WAITS[0])
    with monkeypatch.context() as patch:
        patch.setattr(SentMail, "send", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            deeds.tell_again(deps)
    line.cut = False

    pass_time(deps, LEASE)
    deeds.tell_again(deps)
    pass_time(deps, WOKEN)
    deeds.tell_again(deps)
    assert addresses(deps) == ["admin@example.org", "budi@example.org"]


def test_a_notice_that_cannot_be_woken_keeps_no_other_from_it_and_the_run_says_so(deps: Deps, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    react(filed(deps), deps)
    pass_time(deps, WAITS[0])
    known, refused = MemoryDeliveries.wake, []

    def wakes(store: MemoryDeliveries, name: str, now: datetime) -> bool:
        if not refused:
            refused.append(name)
            raise Busy("no answer")
        return known(store, name, now)

    with monkeypatch.context() as patch:
        patch.setattr(MemoryDeliveries, "wake", wakes)
        assert wake(deps, lambda: True) == Woken(woken=1, failed=1)

    assert wake(deps, lambda: True) == Woken(woken=1)


def test_a_shard_that_cannot_be_read_keeps_no_other_from_being_woken(deps: Deps, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(8):
        react(filed(deps), deps)
    pass_time(deps, WAITS[0])
    known = MemoryDeliveries.due

    def due(store: MemoryDeliveries, shard: int, *asked: Any) -> Any:
        if shard == 3:
            raise Busy("no answer")
        return known(store, shard, *asked)

    with monkeypatch.context() as patch:
        patch.setattr(MemoryDeliveries, "due", due)
        woken = wake(deps, lambda: True)

    assert woken.failed == 1
    assert woken.woken + wake(deps, lambda: True).woken == 16


@pytest.mark.parametrize("looks", [0, 3])
def test_a_run_stops_cleanly_when_its_time_is_over_and_the_next_one_goes_on(deps: Deps, line: Line, looks: int) -> None:
    for _ in range(8):
        react(filed(deps), deps)
    pass_time(deps, WAITS[0])
    asked = iter([True] * looks)

    first = wake(deps, lambda: next(asked, False))

    assert first.left
    assert first.woken <= looks
    assert wake(deps, lambda: True) == Woken(woken=16 - first.woken)


def test_no_shard_waits_behind_the_others_minute_after_minute(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(MemoryDeliveries, "due", lambda _, shard, *__: read.append(shard) or ([], None))
    for _ in range(deps.shards):
        wake(deps, partial(next, iter([True]), False))
        pass_time(deps, timedelta(minutes=1))

    assert sorted(read) == list(range(deps.shards))


def links(deps: Deps) -> list[str]:
    assert isinstance(deps.mail, SentMail)
    return [to for to, *_ in deps.mail.links]


def asked(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody asked for the codes of a mailbox, and the mail service was away."""
    filed(deps)
    question = domain_lost.asked("budi@example.org", "id", deps.now(), deps.key)
    with monkeypatch.context() as patch:
        patch.setattr(SentMail, "send_link", lambda *_: (_ for _ in ()).throw(OSError("no line")))
        assert lost.answer(question, deps) is Outcome.LATER
        assert lost.answer(question, deps) is Outcome.NOTHING


def test_the_link_of_a_lost_receipt_that_failed_goes_out_later_once(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(deps, monkeypatch)
    pass_time(deps, WAITS[0])

    assert deeds.tell_again(deps) == {"sent": 1}
    pass_time(deps, timedelta(days=2))
    assert deeds.tell_again(deps) == {}
    assert links(deps) == ["budi@example.org"]


def test_a_link_goes_to_nobody_whose_address_has_been_erased_meanwhile(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(deps, monkeypatch)
    assert isinstance(deps.cases, MemoryCases)
    deps.cases.reporters.clear()
    pass_time(deps, WAITS[0])

    assert deeds.tell_again(deps) == {}
    pass_time(deps, timedelta(days=2))
    assert deeds.tell_again(deps) == {}
    assert links(deps) == []


def test_no_link_is_sent_to_an_address_that_bounced(deps: Deps) -> None:
    filed(deps)
    deps.deliveries.suppress(known_by(deps.key, "budi@example.org"), Why.BOUNCED, deps.now())

    assert lost.answer(domain_lost.asked("budi@example.org", "id", deps.now(), deps.key), deps) is Outcome.FAILED
    assert links(deps) == []


def supported(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Somebody left an address with a support, and the mail service was away."""
    filed(deps)
    first = a_first(7)
    deps.cases.load([first, verified(first.complaint)], a_text())
    reporter = Reporter(name="", email="wayan@example.org")
    support.support(first.complaint.code, "device-one-0123456789", reporter, Sender(""), deps)
    assert isinstance(deps.supports, MemorySupports)
    [(code, id_)] = deps.supports.who
    with monkeypatch.context() as patch:
        patch.setattr(SentMail, "ask_follower", lambda *_: (_ for _ in ()).throw(OSError("no line")))
        assert support.ask(code, id_, deps) is Outcome.LATER
    return code, id_


def questions(deps: Deps) -> list[str]:
    assert isinstance(deps.mail, SentMail)
    return [to for to, *_ in deps.mail.questions]


def test_the_question_to_a_supporters_address_that_failed_goes_out_later_once(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    supported(deps, monkeypatch)
    pass_time(deps, WAITS[0])

    assert deeds.tell_again(deps) == {"sent": 1}
    pass_time(deps, timedelta(days=2))
    assert deeds.tell_again(deps) == {}
    assert questions(deps) == ["wayan@example.org"]


@pytest.mark.parametrize("how", ["confirmed", "withdrawn"])
def test_nobody_is_asked_who_has_agreed_or_taken_it_back_meanwhile(deps: Deps, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    code, id_ = supported(deps, monkeypatch)
    if how == "confirmed":
        deps.supports.confirm(code, id_, deps.now())
    else:
        support.withdraw(code, "device-one-0123456789", deps)
    pass_time(deps, WAITS[0])

    assert deeds.tell_again(deps) == {}
    pass_time(deps, timedelta(days=2))
    assert deeds.tell_again(deps) == {}
    assert support.ask(code, id_, deps) is Outcome.NOTHING
    assert questions(deps) == []
