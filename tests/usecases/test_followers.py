"""Linked complaints: their reporters hear of the lead, and none hangs on a lead that leads no more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.delivery import WAITS
from chalicelib.domain.errors import Busy
from chalicelib.domain.events import Event
from chalicelib.domain.notices import FOLLOWED
from chalicelib.domain.words import Action, Identity, Role, Status
from chalicelib.usecases import follow, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import REASON, STEWARD, a_reporter, a_submission, later
from tests.fakes import Clock, MemoryCases, SentMail


def filed(deps: Deps, name: str = "lead", **changes: Any) -> str:
    reporter = {"reporter": a_reporter(email=f"{name}@example.org")} | changes
    return submit.submit(a_submission(**reporter), None, deps).receipt.code


def told(deps: Deps, event: Event) -> list[str]:
    """The reporters who get a notice of an event now, by the first part of their address."""
    assert isinstance(deps.mail, SentMail)
    deps.mail.sent.clear()
    react(event, deps)
    return [to.partition("@")[0] for to, notice in deps.mail.sent if notice.audience is Role.REPORTER]


def last(deps: Deps, code: str) -> Event:
    return load(code, deps).events[-1]


def state(deps: Deps, code: str) -> Complaint:
    return load(code, deps).complaint


@pytest.fixture
def lead(deps: Deps) -> str:
    return filed(deps)


@pytest.fixture
def one(deps: Deps, lead: str) -> str:
    return deeds.link(filed(deps, "one"), lead, deps).complaint.code


@pytest.fixture
def two(deps: Deps, lead: str) -> str:
    return deeds.link(filed(deps, "two"), lead, deps).complaint.code


def test_every_linked_reporter_hears_once_of_each_step_of_the_lead(deps: Deps, lead: str, one: str, two: str) -> None:
    steps = (
        lambda: deeds.verify(lead, deps),
        lambda: deeds.start(lead, deps),
        lambda: deeds.respond(lead, deps),
        lambda: follow.dispute(load(lead, deps), REASON, deps),
    )
    for step in steps:
        event = step().events[-1]
        assert set(told(deps, event)) == {"lead", "one", "two"}
        assert told(deps, event) == []
    assert {state(deps, code).status for code in (one, two)} == {Status.LINKED}


def test_who_was_linked_after_a_step_does_not_hear_of_it_when_its_record_comes_again(deps: Deps, lead: str, one: str) -> None:
    assert isinstance(deps.now, Clock)
    step = deeds.verify(lead, deps).events[-1]
    assert set(told(deps, step)) == {"lead", "one"}
    deps.now.now += timedelta(minutes=1)
    deeds.link(filed(deps, "late"), lead, deps)

    assert told(deps, step) == []
    assert set(told(deps, deeds.start(lead, deps).events[-1])) == {"lead", "one", "late"}


def test_a_notice_about_a_lead_names_both_and_leads_to_the_readers_own_page(deps: Deps, lead: str, one: str) -> None:
    assert isinstance(deps.mail, SentMail)
    told(deps, deeds.verify(lead, deps).events[-1])

    notices = [notice for to, notice in deps.mail.sent if to == "one@example.org"]

    assert [(notice.code, notice.lead, notice.link) for notice in notices] == [(one, lead, f"https://tanggap.example/track.html#{one}")]


def test_a_linked_reporter_is_written_to_in_their_own_language(deps: Deps, lead: str) -> None:
    assert isinstance(deps.mail, SentMail)
    english = deeds.link(filed(deps, reporter=a_reporter(email="one@example.org", lang="en")), lead, deps).complaint.code
    told(deps, deeds.verify(lead, deps).events[-1])

    notices = [notice for to, notice in deps.mail.sent if to == "one@example.org"]

    assert [(notice.lang, notice.link) for notice in notices] == [("en", f"https://tanggap.example/en/track.html#{english}")]


@pytest.mark.parametrize("changes", [{"identity": Identity.NONE, "reporter": None}, {"reporter": a_reporter(email="")}], ids=["none", "no address"])
def test_a_linked_reporter_without_an_address_is_not_told(deps: Deps, lead: str, one: str, changes: dict[str, Any]) -> None:
    deeds.link(filed(deps, **changes), lead, deps)

    assert sorted(told(deps, deeds.verify(lead, deps).events[-1])) == ["lead", "one"]


@pytest.mark.parametrize("action", sorted(set(Action) - FOLLOWED))
def test_what_is_not_for_linked_reporters_is_told_to_none_of_them(deps: Deps, lead: str, one: str, action: Action) -> None:
    data = {"lead": lead} if action is Action.LINK else {}
    event = replace(last(deps, lead), action=action, data=data)

    assert "one" not in told(deps, event)


def test_a_hold_of_the_lead_is_told_to_its_reporter_only(deps: Deps, lead: str, one: str) -> None:
    deeds.verify(lead, deps)

    assert told(deps, deeds.hold(lead, deps).events[-1]) == ["lead"]


def test_who_is_unlinked_hears_no_more_of_the_lead(deps: Deps, lead: str, one: str, two: str) -> None:
    deeds.unlink(one, deps)

    assert sorted(told(deps, deeds.verify(lead, deps).events[-1])) == ["lead", "two"]


def test_when_the_lead_is_withdrawn_its_followers_go_on_by_themselves(deps: Deps, lead: str, one: str, two: str) -> None:
    deps.now.now = later(days=2)  # type: ignore[attr-defined]
    event = follow.withdraw(load(lead, deps), "", deps).events[-1]

    react(event, deps)
    react(event, deps)

    assert [(it.status, it.lead, it.version) for it in (state(deps, one), state(deps, two))] == [(Status.RECEIVED, None, 3)] * 2
    assert {last(deps, code).action for code in (one, two)} == {Action.UNLINK}
    assert told(deps, last(deps, one)) == ["one"]


def test_when_the_lead_is_archived_its_followers_go_on_by_themselves(deps: Deps, lead: str, one: str) -> None:
    react(deeds.archive(lead, deps).events[-1], deps)

    assert (state(deps, one).status, state(deps, one).lead) == (Status.RECEIVED, None)


def test_when_the_lead_is_linked_its_followers_follow_to_the_new_lead(deps: Deps, lead: str, one: str, two: str) -> None:
    new = filed(deps, "new")
    event = deeds.link(lead, new, deps).events[-1]

    react(event, deps)
    react(event, deps)

    assert sorted(deps.cases.linked_to(new)) == sorted([lead, one, two])
    assert {state(deps, code).version for code in (one, two)} == {3}
    assert sorted(told(deps, deeds.verify(new, deps).events[-1])) == ["lead", "new", "one", "two"]


def test_a_chain_of_leads_is_followed_to_its_end(deps: Deps, lead: str, one: str) -> None:
    """The first link is noticed only after the second was made."""
    middle, end = filed(deps, "middle"), filed(deps, "end")
    first = deeds.link(lead, middle, deps).events[-1]
    second = deeds.link(middle, end, deps).events[-1]

    react(first, deps)
    react(second, deps)

    assert {code: state(deps, code).lead for code in (lead, one, middle)} == dict.fromkeys((lead, one, middle), end)


def test_at_the_end_of_the_links_must_be_one_that_leads(deps: Deps, lead: str, one: str) -> None:
    middle = filed(deps, "middle")
    first = deeds.link(lead, middle, deps).events[-1]
    gone = follow.withdraw(load(middle, deps), "", deps).events[-1]

    react(first, deps)
    react(gone, deps)

    assert {code: (state(deps, code).status, state(deps, code).lead) for code in (lead, one)} == dict.fromkeys((lead, one), (Status.RECEIVED, None))


def test_an_old_record_does_not_unlink_who_was_linked_since(deps: Deps, lead: str) -> None:
    archived = deeds.archive(lead, deps).events[-1]
    follow.dispute(load(lead, deps), REASON, deps)
    deeds.verify(lead, deps, actor=STEWARD)
    one = deeds.link(filed(deps, "one"), lead, deps).complaint.code

    react(archived, deps)

    assert state(deps, one).lead == lead


def test_an_old_record_does_not_move_who_was_linked_since(deps: Deps, lead: str) -> None:
    linked = deeds.link(lead, filed(deps, "other"), deps).events[-1]
    deeds.unlink(lead, deps)
    one = deeds.link(filed(deps, "one"), lead, deps).complaint.code

    react(linked, deps)

    assert state(deps, one).lead == lead


def test_a_reaction_that_died_half_way_is_finished_by_the_next(deps: Deps, lead: str, one: str, two: str, monkeypatch: pytest.MonkeyPatch) -> None:
    event = follow.withdraw(load(lead, deps), "", deps).events[-1]
    append = MemoryCases.append
    with monkeypatch.context() as patch:
        patch.setattr(MemoryCases, "append", lambda self, change, **more: append(self, change, **more) if change.complaint.code == one else _busy())
        with pytest.raises(Busy):
            react(event, deps)
    assert sorted(state(deps, code).status for code in (one, two)) == [Status.LINKED, Status.RECEIVED]

    react(event, deps)

    assert {(it.status, it.version) for it in (state(deps, one), state(deps, two))} == {(Status.RECEIVED, 3)}


def test_a_notice_that_failed_keeps_none_from_the_other_followers(deps: Deps, lead: str, one: str, two: str, monkeypatch: pytest.MonkeyPatch) -> None:
    event = deeds.verify(lead, deps).events[-1]
    assert isinstance(deps.mail, SentMail)
    send = SentMail.send
    with monkeypatch.context() as patch:
        patch.setattr(SentMail, "send", lambda self, to, notice: _no_line() if to == "one@example.org" else send(self, to, notice))
        react(event, deps)
    assert "two@example.org" in [to for to, _ in deps.mail.sent]

    deps.mail.sent.clear()
    deps.now.now += WAITS[0]  # type: ignore[attr-defined]
    deeds.tell_again(deps)
    assert [to for to, _ in deps.mail.sent] == ["one@example.org"]


def test_a_follower_that_is_not_linked_any_more_is_left_alone_however_late_the_index_is(
    deps: Deps, lead: str, one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deeds.unlink(one, deps)
    monkeypatch.setattr(MemoryCases, "linked_to", lambda *_: iter([one]))
    event = follow.withdraw(load(lead, deps), "", deps).events[-1]

    assert "one" not in told(deps, event)
    assert state(deps, one).version == 3


def test_a_lead_that_was_closed_keeps_its_followers(deps: Deps, lead: str, one: str) -> None:
    deeds.verify(lead, deps)
    deeds.respond(lead, deps)
    closed = follow.confirm(load(lead, deps), 4, deps)

    assert told(deps, closed.events[-1]) == ["lead", "one"]
    assert state(deps, one).lead == lead


def _busy() -> None:
    raise Busy("the store does not answer")


def _no_line() -> None:
    raise OSError("no line")
