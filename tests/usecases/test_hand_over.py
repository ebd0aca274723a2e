"""An agency is closed: its successor takes over what waits for it, case by case."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import Busy, Conflict, NotFound
from chalicelib.domain.words import Action, Status
from chalicelib.usecases import hand_over as handing
from chalicelib.usecases import submit
from chalicelib.usecases.hand_over import hand_over
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import COORDINATOR, NOON, SIBLING, STEWARD, UNIT, a_submission
from tests.fakes import MemoryCases


def at_the_unit(deps: Deps, status: Status = Status.FORWARDED) -> str:
    code = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(code, deps)
    if status is not Status.FORWARDED:
        deeds.start(code, deps)
    if status is Status.ON_HOLD:
        deeds.hold(code, deps)
    return code


def always() -> bool:
    return True


def test_everything_that_waits_goes_to_the_successor_as_it_stands(deps: Deps) -> None:
    codes = [at_the_unit(deps, status) for status in (Status.FORWARDED, Status.IN_PROGRESS, Status.ON_HOLD)]
    before = deps.cases.complaints(codes)

    assert hand_over(UNIT, SIBLING, STEWARD, deps, always) == (3, 0)

    after = deps.cases.complaints(codes)
    assert {one.agency for one in after} == {SIBLING.id}
    assert [(one.status, one.due) for one in after] == [(one.status, one.due) for one in before]
    assert {load(code, deps).events[-1].action for code in codes} == {Action.TRANSFER}
    assert deps.queues.of([UNIT.id], 10, 10) == ([], None)


def test_what_waits_for_others_stays_with_them(deps: Deps) -> None:
    at_the_unit(deps)
    other = submit.submit(a_submission(), None, deps).receipt.code

    hand_over(UNIT, SIBLING, STEWARD, deps, always)

    assert load(other, deps).complaint.agency == "51.71"


def test_running_it_again_does_nothing_more(deps: Deps) -> None:
    code = at_the_unit(deps)
    hand_over(UNIT, SIBLING, STEWARD, deps, always)
    before = load(code, deps)

    assert hand_over(UNIT, SIBLING, STEWARD, deps, always) == (0, 0)
    assert load(code, deps) == before


def test_when_time_runs_out_the_next_run_goes_on(deps: Deps) -> None:
    for _ in range(5):
        at_the_unit(deps)
    calls = iter([True, True])

    assert hand_over(UNIT, SIBLING, STEWARD, deps, lambda: next(calls, False)) == (2, 3)
    assert hand_over(UNIT, SIBLING, STEWARD, deps, always) == (3, 0)


def test_more_than_a_page_is_handed_over_page_by_page(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "PAGE", 2)
    for _ in range(5):
        at_the_unit(deps)

    assert hand_over(UNIT, SIBLING, STEWARD, deps, always) == (5, 0)


def test_a_case_that_somebody_works_on_at_this_moment_is_left_and_counted(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, free = at_the_unit(deps), at_the_unit(deps)
    append = MemoryCases.append

    def overtaken(self: MemoryCases, change: object, **more: object) -> None:
        if change.complaint.code == busy:  # type: ignore[attr-defined]
            raise Conflict("somebody else wrote first")
        append(self, change, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(MemoryCases, "append", overtaken)
        assert hand_over(UNIT, SIBLING, STEWARD, deps, always) == (1, 1)
    assert (load(busy, deps).complaint.agency, load(free, deps).complaint.agency) == (UNIT.id, SIBLING.id)

    assert hand_over(UNIT, SIBLING, STEWARD, deps, always) == (1, 0)


def test_the_successor_works_on_and_the_predecessor_sees_it_no_more(deps: Deps) -> None:
    code = at_the_unit(deps)
    hand_over(UNIT, SIBLING, STEWARD, deps, always)

    deeds.note(code, deps, actor=COORDINATOR)
    with pytest.raises(NotFound):
        deeds.start(code, deps)


def linked_to(lead: str, deps: Deps) -> str:
    code = at_the_unit(deps)
    return deeds.link(code, lead, deps).complaint.code


def close_the_unit(deps: Deps) -> None:
    closed = replace(UNIT, closed_at=NOON, successor=SIBLING.id)
    deps.reference.put([closed])
    hand_over(closed, SIBLING, STEWARD, deps, always)


def test_what_was_linked_when_its_agency_closed_goes_to_the_successor_once_it_is_unlinked(deps: Deps) -> None:
    code = linked_to(submit.submit(a_submission(), None, deps).receipt.code, deps)
    close_the_unit(deps)
    event = deeds.unlink(code, deps).events[-1]

    react(event, deps)
    react(event, deps)

    case = load(code, deps)
    assert (case.complaint.agency, case.complaint.status) == (SIBLING.id, Status.FORWARDED)
    assert [one.action for one in case.events[-2:]] == [Action.UNLINK, Action.TRANSFER]


def test_what_waits_for_nobody_stays_where_it_was_answered(deps: Deps) -> None:
    code = at_the_unit(deps)
    deeds.respond(code, deps)
    close_the_unit(deps)

    react(load(code, deps).events[-1], deps)

    assert load(code, deps).complaint.agency == UNIT.id


def test_a_case_that_cannot_be_handed_on_at_this_moment_is_tried_again(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    code = linked_to(submit.submit(a_submission(), None, deps).receipt.code, deps)
    close_the_unit(deps)
    event = deeds.unlink(code, deps).events[-1]
    monkeypatch.setattr(MemoryCases, "append", lambda *_, **__: (_ for _ in ()).throw(Conflict("somebody else wrote first")))

    with pytest.raises(Busy):
        react(event, deps)
