"""Who may act on a case: in scope, by role, on the version that was seen; and what was done already is answered again."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.case import Case, Stale
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, Forbidden, InvalidInput, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.words import Action, Role, Status
from chalicelib.usecases import follow, handle, submit, work
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import COORDINATOR, OFFICER, STEWARD, a_submission, later
from tests.fakes import MemoryCases

OTHERS = Actor(role=Role.COORDINATOR, agency="34.71", holder="Wahyu")
SIBLINGS = Actor(role=Role.OFFICER, agency="51.71.dlh", holder="Putu")
OBSERVER = Actor(role=Role.OBSERVER, agency="nation", holder="Ombudsman")
INSPECTOR = Actor(role=Role.INSPECTOR, agency="51", holder="Nyoman")


@pytest.fixture
def code(deps: Deps) -> str:
    """A complaint with the officer's agency."""
    filed = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(filed, deps)
    return filed


@pytest.mark.parametrize("actor", [OTHERS, SIBLINGS], ids=lambda actor: actor.agency)
def test_a_case_out_of_scope_does_not_exist_whatever_the_version(deps: Deps, code: str, actor: Actor) -> None:
    for version in (1, 2, 3):
        with pytest.raises(NotFound):
            deeds.note(code, deps, actor=actor, version=version)


@pytest.mark.parametrize("act", [deeds.note, deeds.hold, deeds.return_], ids=["note", "hold", "return"])
def test_who_has_returned_a_case_out_of_scope_can_do_nothing_more_to_it(deps: Deps, code: str, act: Callable[..., Case]) -> None:
    returned = deeds.return_(code, deps)

    with pytest.raises(NotFound):
        deeds.verify(code, deps)
    for version in (1, 2, returned.complaint.version, 4):
        with pytest.raises(NotFound):
            work.act(code, version, Action.HOLD, handle.hold("Di sebelah mana lampunya?", None), OFFICER, deps)
        with pytest.raises(NotFound):
            deeds.note(code, deps, version=version)
    with pytest.raises(NotFound):
        act(code, deps)
    assert load(code, deps) == returned


def test_a_return_whose_answer_was_lost_is_answered_again(deps: Deps, code: str) -> None:
    returned = deeds.return_(code, deps, version=2)

    assert deeds.return_(code, deps, version=2) == returned == load(code, deps)


def test_after_somebody_else_acted_a_lost_return_is_not_told_to_who_no_longer_sees_the_case(deps: Deps, code: str) -> None:
    deeds.return_(code, deps, version=2)
    deeds.note(code, deps, actor=OTHERS)

    with pytest.raises(NotFound):
        deeds.return_(code, deps, version=2)


@pytest.mark.parametrize(("actor", "act"), [(OBSERVER, deeds.note), (INSPECTOR, deeds.start), (STEWARD, deeds.start), (COORDINATOR, deeds.start)])
def test_an_action_that_is_not_for_the_role_is_forbidden(deps: Deps, code: str, actor: Actor, act: Callable[..., Case]) -> None:
    with pytest.raises(Forbidden):
        act(code, deps, actor=actor)


@pytest.mark.parametrize("version", [1, 3])
def test_an_action_on_another_version_is_stale_and_tells_how_the_case_stands(deps: Deps, code: str, version: int) -> None:
    with pytest.raises(Stale) as stale:
        deeds.start(code, deps, version=version)

    assert stale.value.case == load(code, deps)


def test_another_action_on_the_old_version_is_stale_even_by_who_acted_last(deps: Deps, code: str) -> None:
    deeds.note(code, deps, "Sudah ditelepon.", version=2)

    with pytest.raises(Stale):
        deeds.note(code, deps, "Sudah dikunjungi.", version=2)


def test_an_action_that_was_refused_before_is_not_taken_for_done(deps: Deps, code: str) -> None:
    deeds.note(code, deps, version=2)

    with pytest.raises(Stale):
        deeds.verify(code, deps, version=2)


def test_who_loses_the_race_for_a_version_is_told_so(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    append, lost = MemoryCases.append, list[int]()

    def overtaken(self: MemoryCases, *args: object, **more: object) -> None:
        if not lost:
            lost.append(1)
            deeds.note(code, deps, actor=COORDINATOR)
        append(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(MemoryCases, "append", overtaken)

    with pytest.raises(Stale) as stale:
        deeds.start(code, deps, version=2)
    assert [event.action for event in stale.value.case.events[2:]] == [Action.NOTE]
    assert deeds.start(code, deps, version=3).complaint.status is Status.IN_PROGRESS


def test_a_link_whose_lead_changed_meanwhile_is_decided_anew(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = submit.submit(a_submission(), None, deps).receipt.code
    append, tries = MemoryCases.append, list[int]()

    def overtaken(self: MemoryCases, *args: object, **more: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            deeds.note(lead, deps, actor=COORDINATOR)
        append(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(MemoryCases, "append", overtaken)

    assert deeds.link(code, lead, deps).complaint.lead == lead
    assert len(tries) == 3


def test_a_link_to_a_lead_that_went_meanwhile_is_refused(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = submit.submit(a_submission(), None, deps).receipt.code
    append, tries = MemoryCases.append, list[int]()

    def overtaken(self: MemoryCases, *args: object, **more: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            follow.withdraw(load(lead, deps), "", deps)
        append(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(MemoryCases, "append", overtaken)

    with pytest.raises(ActionRefused) as refused:
        deeds.link(code, lead, deps)
    assert refused.value.rule == "link.lead"
    assert load(code, deps).complaint.lead is None


def test_a_lead_that_the_actor_does_not_see_does_not_exist(deps: Deps, code: str) -> None:
    elsewhere = submit.submit(a_submission(agency="34.71"), None, deps).receipt.code

    for lead in (elsewhere, "NOSUCHCODE00"):
        with pytest.raises(InvalidInput) as wrong:
            deeds.link(code, lead, deps)
        assert [(error.pointer, error.code) for error in wrong.value.errors] == [("/lead", "unknown")]


@pytest.mark.parametrize("act", [deeds.verify, deeds.forward, deeds.return_, deeds.assign], ids=lambda act: act.__name__)
def test_an_agency_that_does_not_exist_is_a_wrong_field(deps: Deps, code: str, act: Callable[..., Case]) -> None:
    where = submit.submit(a_submission(), None, deps).receipt.code if act is deeds.verify else code

    with pytest.raises(InvalidInput) as wrong:
        act(where, deps, "no-such-agency")
    assert [(error.pointer, error.code) for error in wrong.value.errors] == [("/agency", "unknown")]


@pytest.mark.parametrize("to", ["34.71", "51", "nation"])
def test_a_coordinator_forwards_inside_the_own_tree_only(deps: Deps, code: str, to: str) -> None:
    fresh = submit.submit(a_submission(), None, deps).receipt.code

    for where, act in ((fresh, deeds.verify), (code, deeds.forward)):
        with pytest.raises(ActionRefused) as refused:
            act(where, deps, to)
        assert refused.value.rule.endswith(".scope")


def test_a_complaint_takes_no_more_notes_than_its_policy_says(deps: Deps, code: str) -> None:
    for number in range(100):
        deeds.note(code, deps, f"Catatan {number}")

    with pytest.raises(ActionRefused) as refused:
        deeds.note(code, deps, "Satu lagi")
    assert refused.value.rule == "note.limit"


@pytest.mark.parametrize("number", [1, 2, 99])
def test_only_an_event_with_a_text_can_be_redacted(deps: Deps, code: str, number: int) -> None:
    with pytest.raises(InvalidInput) as wrong:
        deeds.redact(code, deps, Redaction(number=number, text="[nama]"))

    assert [(error.pointer, error.code) for error in wrong.value.errors] == [("/number", "unknown")]


def test_a_redaction_that_was_sent_twice_is_one(deps: Deps, code: str) -> None:
    order = Redaction(number=0, body="[nama]")
    once = work.act(code, 2, Action.REDACT, handle.redact(order, "Menyebut nama orang."), COORDINATOR, deps)

    again = work.act(code, 2, Action.REDACT, handle.redact(order, "Menyebut nama orang."), COORDINATOR, deps)

    assert again == once == load(code, deps)


def test_a_store_that_does_not_answer_is_not_taken_for_a_lost_race(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryCases, "append", lambda *_, **__: (_ for _ in ()).throw(Busy("the store does not answer")))

    with pytest.raises(Busy) as busy:
        deeds.start(code, deps)
    assert not isinstance(busy.value, Conflict)


def test_who_writes_at_the_very_moment_of_another_has_lost_the_race(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database then calls off one of the two, whatever its condition."""

    def called_off(self: MemoryCases, *args: Any, **more: Any) -> None:
        monkeypatch.undo()
        deeds.note(code, deps, actor=COORDINATOR)
        raise Busy("somebody else is writing the same thing")

    monkeypatch.setattr(MemoryCases, "append", called_off)
    with pytest.raises(Stale) as lost:
        deeds.start(code, deps, version=2)

    assert [event.action for event in lost.value.case.events[2:]] == [Action.NOTE]


def test_what_was_written_though_the_store_did_not_answer_is_answered(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    append = MemoryCases.append

    def unanswered(self: MemoryCases, *args: Any, **more: Any) -> None:
        append(self, *args, **more)
        raise Busy("the store does not answer")

    monkeypatch.setattr(MemoryCases, "append", unanswered)

    assert deeds.start(code, deps, version=2).complaint.status is Status.IN_PROGRESS


def test_what_an_agency_does_late_is_done_all_the_same(deps: Deps, code: str) -> None:
    deps.now.now = later(days=200)  # type: ignore[attr-defined]

    assert deeds.respond(code, deps).complaint.status is Status.RESPONDED
