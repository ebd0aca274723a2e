"""Who filed is forgotten by the event that says so, and what they attached once nobody works on the case any more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import lost as domain_lost
from chalicelib.domain.attachment import State
from chalicelib.domain.case import Case
from chalicelib.domain.errors import ActionRefused, Busy
from chalicelib.domain.events import Event
from chalicelib.domain.upload import Clean
from chalicelib.domain.words import Action, Identity, Role
from chalicelib.usecases import attach, follow, inspecting, lost, notices, picture, rights, submit
from chalicelib.usecases.deliver import Outcome
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import OFFICER, a_reporter, a_submission
from tests.fakes import MemoryCases, MemoryFiles, SentMail

YEAR = timedelta(days=365)


@pytest.fixture
def code(deps: Deps) -> str:
    """A complaint of somebody known, with a photo of theirs that is stored, and one that may come."""
    code = filed(deps)
    uploaded(code, deps)
    attach.expect(load(code, deps), "dua.jpg", "image/jpeg", 9, deps)
    return code


def filed(deps: Deps) -> str:
    contact = domain_lost.contact_of("budi@example.org", deps.key)
    return submit.submit(a_submission(reporter=a_reporter(contact=contact)), None, deps).receipt.code


def uploaded(code: str, deps: Deps, *, response: bool = False) -> str:
    key = attach.expect(load(code, deps), "foto.jpg", "image/jpeg", 9, deps, agent=OFFICER if response else None).attachment.key
    put(key, deps)
    inspecting.inspect(key, deps)
    return key


def put(key: str, deps: Deps) -> None:
    assert isinstance(deps.files, MemoryFiles)
    deps.files.post(key, b"\xff\xd8\xff......", "image/jpeg")


def kept(deps: Deps) -> list[str]:
    assert isinstance(deps.files, MemoryFiles)
    return sorted(key for key in deps.files.objects if key.startswith("attachments/"))


def heard(case: Case, deps: Deps) -> Event:
    react(case.events[-1], deps)
    return case.events[-1]


def states(code: str, deps: Deps) -> list[State]:
    return [one.state for one in load(code, deps).attachments]


def forgotten_in_time(code: str, deps: Deps) -> None:
    """The case ended a year ago; the tick has erased its reporter, and the stream has not brought it yet."""
    heard(follow.withdraw(load(code, deps), "", deps), deps)
    deps.now.now += YEAR  # type: ignore[attr-defined]
    sweep(deps, lambda: True)


def test_from_the_event_on_nobody_is_shown_told_or_found_though_the_row_is_there_still(
    deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten_in_time(code, deps)
    assert deps.cases.reporter(code)
    assert isinstance(deps.mail, SentMail)
    deps.mail.sent.clear()
    case = load(code, deps)
    asked = domain_lost.asked("budi@example.org", "id", deps.now(), deps.key)

    assert rights.held(case, deps).reporter is None
    assert picture.picture(case, deps, OFFICER, unsealed=True).reporter is None
    assert lost.answer(asked, deps) is Outcome.NOTHING
    deps.links.make("hash", asked.contact, deps.now() + YEAR)
    monkeypatch.setattr(domain_lost, "hashed", lambda _: "hash")
    assert lost.codes("token", None, deps) == []
    monkeypatch.setattr(deps.deliveries, "allow", lambda _: pytest.fail("the address was looked at"))
    notices.try_again(case, Role.REPORTER, deps)
    for event in case.events:
        react(event, deps)
    assert [to for to, notice in deps.mail.sent if notice.audience is Role.REPORTER] == []


def test_the_event_brings_the_end_of_the_row_however_often_it_comes(deps: Deps, code: str) -> None:
    forgotten_in_time(code, deps)

    for _ in range(2):
        heard(load(code, deps), deps)

    assert deps.cases.reporter(code) is None
    assert load(code, deps).complaint.identity is Identity.NONE


def test_a_row_that_could_not_be_deleted_is_when_the_record_comes_again(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten_in_time(code, deps)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryCases, "forget_reporter", _busy)
        with pytest.raises(Busy):
            heard(load(code, deps), deps)

    heard(load(code, deps), deps)

    assert deps.cases.reporter(code) is None


def test_a_notice_that_cannot_be_sent_keeps_nobody_from_being_forgotten(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten_in_time(code, deps)
    with monkeypatch.context() as patch:
        patch.setattr(type(deps.scores), "note", _busy)
        with pytest.raises(Busy):
            heard(load(code, deps), deps)

    assert (deps.cases.reporter(code), kept(deps)) == (None, [])


@pytest.mark.parametrize("first", ["erase", "withdraw"])
def test_what_the_reporter_attached_is_gone_once_they_are_erased_and_the_case_has_ended(deps: Deps, code: str, first: str) -> None:
    assert kept(deps)
    deeds.verify(code, deps)
    steps: dict[str, Callable[[], Case]] = {
        "erase": lambda: follow.erase(load(code, deps), deps),
        "withdraw": lambda: follow.withdraw(load(code, deps), "", deps),
    }
    heard(steps.pop(first)(), deps)
    assert states(code, deps) == [State.STORED, State.WAITING], "either alone takes nothing away"
    [last] = steps.values()
    done = last()

    for _ in range(2):
        heard(done, deps)

    assert (states(code, deps), kept(deps)) == ([State.ERASED] * 2, [])
    one = load(code, deps).attachments[0]
    assert (one.size, one.kept_size, one.sha256, one.thumbnail, one.name) == (0, 0, "", "", "lampiran-1.jpg")


def test_what_an_agency_attached_stays(deps: Deps, code: str) -> None:
    deeds.verify(code, deps)
    uploaded(code, deps, response=True)
    theirs = [key for key in kept(deps) if "/21-" in key]
    heard(follow.erase(load(code, deps), deps), deps)
    deeds.respond(code, deps)
    heard(follow.confirm(load(code, deps), 4, deps), deps)

    assert (kept(deps), states(code, deps)) == (theirs, [State.ERASED, State.ERASED, State.STORED])


def test_the_files_of_who_never_gave_a_name_and_of_who_was_not_erased_stay(deps: Deps) -> None:
    anonymous = submit.submit(a_submission(identity=Identity.NONE, reporter=None), None, deps).receipt.code
    for code in (anonymous, filed(deps)):
        uploaded(code, deps)
        heard(follow.withdraw(load(code, deps), "", deps), deps)

        assert states(code, deps) == [State.STORED]


def test_an_upload_that_still_comes_is_not_kept(deps: Deps, code: str) -> None:
    waits = load(code, deps).attachments[1].key
    heard(follow.withdraw(load(code, deps), "", deps), deps)
    heard(follow.erase(load(code, deps), deps), deps)
    put(waits, deps)

    inspecting.inspect(waits, deps)

    assert isinstance(deps.files, MemoryFiles)
    assert (deps.files.objects, states(code, deps)) == ({}, [State.ERASED] * 2)


def test_an_upload_that_is_being_inspected_meanwhile_is_gone_too(deps: Deps, code: str) -> None:
    waits = load(code, deps).attachments[1].key
    heard(follow.withdraw(load(code, deps), "", deps), deps)
    put(waits, deps)

    def erased_meanwhile(content: bytes, type_: str) -> Clean:
        heard(follow.erase(load(code, deps), deps), deps)
        return deps.inspect(content, type_)

    assert inspecting.inspect(waits, replace(deps, inspect=erased_meanwhile)) is None

    assert isinstance(deps.files, MemoryFiles)
    assert ([key for key in deps.files.objects if key.startswith("uploads/")], states(code, deps)) == ([], [State.ERASED] * 2)


def test_who_was_erased_adds_files_only_while_somebody_works_on_the_case(deps: Deps, code: str) -> None:
    heard(follow.erase(load(code, deps), deps), deps)
    assert "attach" in follow.possible(load(code, deps), deps)
    heard(follow.withdraw(load(code, deps), "", deps), deps)

    assert "attach" not in follow.possible(load(code, deps), deps)
    with pytest.raises(ActionRefused, match="erased") as refused:
        attach.expect(load(code, deps), "tiga.jpg", "image/jpeg", 9, deps)
    assert refused.value.rule == "attach.erased"


def test_a_linked_complaints_files_go_with_the_end_of_its_lead(deps: Deps, code: str) -> None:
    lead = filed(deps)
    uploaded(lead, deps)
    deeds.verify(lead, deps)
    deeds.link(code, lead, deps)
    heard(follow.erase(load(code, deps), deps), deps)
    assert states(code, deps)[0] is State.STORED
    deeds.respond(lead, deps)
    heard(follow.confirm(load(lead, deps), 4, deps), deps)

    assert (states(code, deps), states(lead, deps)) == ([State.ERASED] * 2, [State.STORED])
    assert "attach" not in follow.possible(load(code, deps), deps)


def test_a_linked_complaint_that_is_erased_after_the_end_of_its_lead_keeps_no_files_either(deps: Deps, code: str) -> None:
    lead = filed(deps)
    deeds.verify(lead, deps)
    deeds.link(code, lead, deps)
    deeds.respond(lead, deps)
    heard(follow.confirm(load(lead, deps), 4, deps), deps)

    heard(follow.erase(load(code, deps), deps), deps)

    assert states(code, deps) == [State.ERASED] * 2


def test_who_dies_half_way_begins_again_where_nothing_is_lost(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard(follow.withdraw(load(code, deps), "", deps), deps)
    done = follow.erase(load(code, deps), deps)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryCases, "erase_file", _busy)
        with pytest.raises(Busy):
            heard(done, deps)
    assert states(code, deps)[0] is State.STORED

    heard(done, deps)

    assert (states(code, deps), kept(deps)) == ([State.ERASED] * 2, [])


def test_an_event_before_the_end_takes_nothing_away_however_late_it_comes(deps: Deps, code: str) -> None:
    erased = follow.erase(load(code, deps), deps).events[-1]
    deeds.verify(code, deps)

    react(replace(erased), deps)

    assert (states(code, deps)[0], erased.action) == (State.STORED, Action.ERASE)


def _busy(*_: object, **__: object) -> None:
    raise Busy("no answer")
