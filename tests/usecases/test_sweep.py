"""The tick: what is due happens once, in order, whatever runs late, twice or half-way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.events import SYSTEM
from chalicelib.domain.words import Action, Identity, Status
from chalicelib.store import keys
from chalicelib.usecases import follow, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from chalicelib.usecases.sweep import PAGE, Swept, catch_up, sweep
from tests import deeds
from tests.builders import NOON, OTHER_CITY, a_submission, later
from tests.fakes import Clock, MemoryCases

YEAR = timedelta(days=365)


@pytest.fixture
def clock(deps: Deps) -> Clock:
    assert isinstance(deps.now, Clock)
    return deps.now


def always() -> bool:
    return True


def filed(deps: Deps) -> str:
    return submit.submit(a_submission(), None, deps).receipt.code


def actions(deps: Deps, code: str) -> list[Action]:
    return [event.action for event in load(code, deps).events]


def test_nothing_happens_before_it_is_due(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    clock.now = later(days=1, hours=11.9)  # a second before Thursday begins in Bali

    assert sweep(deps, always) == Swept()
    assert actions(deps, code) == [Action.SUBMIT]


def test_the_ladder_is_climbed_a_rung_at_a_time(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    seen = []
    for day in range(25):
        clock.now = later(days=day, hours=13)
        sweep(deps, always)
        seen.append(len(load(code, deps).events))

    assert actions(deps, code) == [Action.SUBMIT, Action.REMIND, Action.ESCALATE, Action.ESCALATE, Action.ESCALATE]
    assert sorted(set(seen)) == [1, 2, 3, 4, 5]
    assert load(code, deps).complaint.level == 3


def test_after_an_outage_every_step_is_made_up_for_in_order(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    clock.now = later(days=60)

    assert sweep(deps, always) == Swept(looked_at=1, done=4)
    assert [event.data.get("level") for event in load(code, deps).events[2:]] == [1, 2, 3]


def test_a_second_run_does_nothing_more(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    clock.now = later(days=60)
    sweep(deps, always)

    assert sweep(deps, always) == Swept()
    assert len(actions(deps, code)) == 5


def test_a_run_that_saw_an_older_state_changes_nothing(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    before = load(code, deps).complaint
    clock.now = later(days=60)
    sweep(deps, always)

    with pytest.raises(Conflict):
        catch_up(before, deps)
    assert len(actions(deps, code)) == 5


def test_a_case_that_is_answered_between_read_and_write_is_left_alone(deps: Deps, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    code = filed(deps)
    clock.now = later(days=9)
    stale = load(code, deps).complaint
    deeds.verify(code, deps)
    monkeypatch.setattr(MemoryCases, "wanting", lambda _, shard, *__: ([code] if shard == 0 else [], None))
    monkeypatch.setattr(MemoryCases, "complaints", lambda _, codes: [stale] * len(codes))

    assert sweep(deps, always) == Swept(looked_at=1, skipped=1)
    assert actions(deps, code) == [Action.SUBMIT, Action.VERIFY]


def test_a_run_stops_cleanly_when_its_time_is_over_and_the_next_goes_on(deps: Deps, clock: Clock) -> None:
    codes = [filed(deps) for _ in range(20)]
    clock.now = later(days=9)
    calls = iter([True] * 6)

    first = sweep(deps, lambda: next(calls, False))
    second = sweep(deps, always)

    assert first.left
    assert first.looked_at + second.looked_at == 20
    assert {len(actions(deps, code)) for code in codes} == {4}


def test_an_early_wake_does_nothing_but_move_the_complaint_on_the_agenda(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    woken = load(code, deps).complaint.wake
    case = deeds.verify(code, deps)
    assert case.complaint.wake == woken  # an earlier wake is kept: moving it would cost two writes at every action
    clock.now = later(days=2)

    assert sweep(deps, always) == Swept(looked_at=1)
    assert load(code, deps).complaint.wake == later(days=5, hours=12)  # Monday the 30th in Bali: the reminder for the follow-up
    assert load(code, deps).complaint.version == 2


def test_an_answer_that_nobody_disputes_is_closed_by_silence(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    deeds.verify(code, deps)
    deeds.respond(code, deps)
    clock.now = later(days=14, hours=11.9)  # ten working days, to the last moment
    sweep(deps, always)
    assert load(code, deps).complaint.status is Status.RESPONDED

    clock.now = later(days=14, hours=12)
    sweep(deps, always)

    closed = load(code, deps).complaint
    assert (closed.status, closed.rating, closed.wake) == (Status.CLOSED, None, clock.now + YEAR)


def test_an_anonymous_complaint_that_has_ended_is_off_the_agenda(deps: Deps, clock: Clock) -> None:
    code = submit.submit(a_submission(identity=Identity.NONE, reporter=None), None, deps).receipt.code
    follow.withdraw(load(code, deps), "", deps)
    clock.now = later(days=60)

    assert sweep(deps, always) == Swept()


def test_a_year_after_its_end_who_filed_a_complaint_is_erased_once(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    follow.withdraw(load(code, deps), "", deps)
    clock.now = NOON + YEAR - timedelta(seconds=1)
    sweep(deps, always)
    assert deps.cases.reporter(code)

    clock.now = NOON + YEAR

    assert sweep(deps, always) == Swept(looked_at=1, done=1)
    assert sweep(deps, always) == Swept()
    assert deps.cases.reporter(code), "identities are out of its reach"
    react(load(code, deps).events[-1], deps)
    assert deps.cases.reporter(code) is None
    assert (actions(deps, code)[-1], load(code, deps).events[-1].actor) == (Action.ERASE, SYSTEM)


def test_who_filed_a_linked_complaint_is_erased_with_who_filed_its_lead(deps: Deps, clock: Clock) -> None:
    code, lead = filed(deps), filed(deps)
    deeds.link(code, lead, deps)
    clock.now = later(days=300)
    follow.withdraw(load(lead, deps), "", deps)  # nobody lets the linked one go here: that is the reaction to the event
    clock.now = NOON + YEAR
    sweep(deps, always)
    assert deps.cases.reporter(code)
    assert load(code, deps).complaint.wake == later(days=300) + YEAR

    clock.now = later(days=300) + YEAR
    sweep(deps, always)

    assert {one.identity for one in deps.cases.complaints([code, lead])} == {Identity.NONE}


def test_while_its_lead_is_open_nobody_forgets_who_filed_a_linked_complaint(deps: Deps, clock: Clock) -> None:
    code, lead = filed(deps), filed(deps)
    deeds.link(code, lead, deps)
    clock.now = NOON + YEAR

    sweep(deps, always)

    assert deps.cases.reporter(code)
    assert load(code, deps).complaint.wake == NOON + 2 * YEAR


def test_a_complaint_that_the_index_shows_too_late_is_not_touched(deps: Deps, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    code = filed(deps)
    head = load(code, deps).complaint
    monkeypatch.setattr(MemoryCases, "wanting", lambda _, shard, *__: ([code] if shard == 0 else [], None))
    monkeypatch.setattr(MemoryCases, "complaints", lambda _, codes: [replace(head, wake=None)] * len(codes))
    clock.now = later(days=60)

    assert sweep(deps, always) == Swept(looked_at=1)


def test_a_complaint_with_nothing_left_to_do_leaves_the_agenda(deps: Deps, clock: Clock) -> None:
    code = filed(deps)
    clock.now = later(days=60)
    sweep(deps, always)
    deps.cases.wake_later(replace(load(code, deps).complaint, wake=later(days=1)))

    assert sweep(deps, always) == Swept(looked_at=1)
    assert load(code, deps).complaint.wake is None


def in_shard(deps: Deps, shard: int, agency: str) -> str:
    """A complaint that the agenda keeps in this shard."""
    while keys.shard(code := submit.submit(a_submission(agency=agency), None, deps).receipt.code) != str(shard):
        del deps.cases.heads[code]  # type: ignore[attr-defined]
    return code


def test_complaints_that_fail_again_and_again_keep_none_behind_them_waiting(deps: Deps, clock: Clock) -> None:
    for _ in range(PAGE):
        in_shard(deps, 0, "34.71")
    clock.now = later(days=1)
    behind = in_shard(deps, 0, "51.71")
    deps.reference.put([replace(OTHER_CITY, calendar="forgotten")])
    clock.now = later(days=60)

    assert sweep(deps, always) == Swept(looked_at=PAGE + 1, done=4, failed=PAGE)
    assert len(actions(deps, behind)) == 5


def test_a_complaint_that_cannot_be_read_stops_no_other(deps: Deps, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, *others = [in_shard(deps, 0, "51.71") for _ in range(3)]
    read = MemoryCases.complaints
    monkeypatch.setattr(MemoryCases, "complaints", lambda self, codes: [Status("from-the-future")] if broken in codes else read(self, codes))
    clock.now = later(days=60)

    assert sweep(deps, always) == Swept(looked_at=3, done=8, failed=1)
    assert [len(actions(deps, code)) for code in others] == [5, 5]


def test_a_complaint_that_somebody_writes_at_this_moment_is_left_to_the_next_run(deps: Deps, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(deps)
    clock.now = later(days=60)
    monkeypatch.setattr(MemoryCases, "append", lambda *_, **__: (_ for _ in ()).throw(Busy("somebody else is writing the same thing")))

    assert sweep(deps, always) == Swept(looked_at=1, skipped=1)


def test_a_store_that_does_not_answer_ends_the_run(deps: Deps, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(deps)
    clock.now = later(days=60)
    monkeypatch.setattr(MemoryCases, "complaints", lambda *_: (_ for _ in ()).throw(Busy("the store does not answer")))

    with pytest.raises(Busy):
        sweep(deps, always)
