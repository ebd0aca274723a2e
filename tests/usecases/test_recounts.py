"""A calendar changes: every open case of its agencies gets its new dates, once, whatever dies, runs twice or comes between."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest

from chalicelib.domain.calendar import Calendar, standing_on
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, spans
from chalicelib.domain.errors import ActionRefused, Conflict, Forbidden, NotFound
from chalicelib.domain.recount_job import SETTLED, Recount
from chalicelib.domain.recounting import STANDING, _promised
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Clock as Running
from chalicelib.usecases import calendars, recounts, submit
from chalicelib.usecases.administration import Done
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.recounts import Move
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import BALI, CALENDAR, COORDINATOR, NOON, POLICY, SIBLING, STEWARD, UNIT, a_submission, later
from tests.fakes import Clock, MemoryCases, MemoryReference, fake_deps

WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (date(2026, 11, day) for day in (25, 26, 27, 30))
WRITES = ((MemoryCases, "append"), (MemoryCases, "wake_later"), (MemoryReference, "replace"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def deps(clock: Clock) -> Deps:
    return fake_deps(now=clock)


def filed(deps: Deps, agency: str = "51.71") -> str:
    return submit.submit(a_submission(agency=agency), None, deps).receipt.code


def head(code: str, deps: Deps) -> Complaint:
    return deps.cases.complaints([code])[0]


def change(deps: Deps, *add: date, remove: tuple[date, ...] = (), id_: str = "id", dry: bool = False) -> Done[Calendar]:
    return calendars.change(id_, dict.fromkeys(add, "Libur"), remove, STEWARD, deps, dry=dry)


def to_the_end(deps: Deps, id_: str = "id") -> Recount:
    """Tick after tick, until nothing is left."""
    while any(not job.done_at for job in deps.reference.every(Recount)):
        recounts.go_on(deps, lambda: True)
        deps.now.now += timedelta(minutes=1)  # type: ignore[attr-defined]
    return calendars.recounts(id_, deps)[0]


def how_often(code: str, deps: Deps) -> int:
    case = deps.cases.case(code)
    assert case
    return sum(event.action is Action.RECOUNT for event in case.events)


def every_way(deps: Deps) -> dict[str, str]:
    """A case in every status in which dates stand."""
    codes = {name: filed(deps) for name in ("received", "forwarded", "in progress", "on hold", "responded")}
    for name in ("forwarded", "in progress", "on hold", "responded"):
        deeds.verify(codes[name], deps)
    deeds.start(codes["in progress"], deps)
    deeds.hold(codes["on hold"], deps, days=4)
    deeds.respond(codes["responded"], deps)
    return codes


def test_a_changed_calendar_moves_the_dates_of_every_open_case(deps: Deps) -> None:
    codes = every_way(deps)
    before = {code: spans(head(code, deps)) for code in codes.values()}

    change(deps, WEDNESDAY)
    job = to_the_end(deps)

    for code, known in before.items():
        after = head(code, deps)
        clocks = (Running.HOLD, *STANDING[after.paused_from]) if after.paused_from else STANDING[after.status]
        for clock, (_, due) in known.items():
            assert spans(after)[clock][1] == (CALENDAR.working_day(due, 1) if clock in clocks else due)
    assert (job.before, job.version, job.looked_at, job.changed, job.failed) == (1, 2, 5, 5, 0)


def test_nobody_is_told_of_what_did_not_move(deps: Deps) -> None:
    code = filed(deps)

    change(deps, date(2027, 3, 3))
    job = to_the_end(deps)

    assert (how_often(code, deps), job.looked_at, job.changed) == (0, 1, 0)


def test_a_day_with_another_name_makes_no_recount_look_at_anything(deps: Deps) -> None:
    filed(deps)

    change(deps, date(2026, 12, 25))
    recounts.go_on(deps, lambda: True)

    job = calendars.recounts("id", deps)[0]
    assert (job.looked_at, job.done_at) == (0, NOON)


def test_only_the_cases_of_agencies_with_that_calendar_are_counted_anew(deps: Deps) -> None:
    deps.reference.put([replace(CALENDAR, id="other"), replace(UNIT, calendar="other")])
    here, elsewhere = filed(deps), filed(deps)
    deeds.verify(elsewhere, deps)

    change(deps, WEDNESDAY)
    job = to_the_end(deps)

    assert [how_often(code, deps) for code in (here, elsewhere)] == [1, 0]
    assert (job.looked_at, job.changed) == (1, 1)


def test_a_job_that_has_no_time_goes_on_where_it_stopped(deps: Deps) -> None:
    codes = [filed(deps) for _ in range(30)]
    change(deps, WEDNESDAY)
    runs = 0
    while not all(how_often(code, deps) for code in codes):
        answers = iter([True] * 4)
        recounts.go_on(deps, lambda: next(answers, False))
        runs += 1

    assert runs > 5
    assert to_the_end(deps).changed == 30
    assert [how_often(code, deps) for code in codes] == [1] * 30


def state(deps: Deps) -> Any:
    """Every case with its timeline and when it wakes, every calendar, and what is reported of the recounts."""
    jobs = [(job.id, job.before, job.changed, job.failed, bool(job.done_at), job.continued_by) for job in deps.reference.every(Recount)]
    return [deps.cases.case(code) for code in sorted(deps.cases.heads)], deps.reference.every(Calendar), jobs  # type: ignore[attr-defined]


class Killed(BaseException):
    """As SIGKILL: nothing catches it."""


def dying(deps: Deps, monkeypatch: pytest.MonkeyPatch, at: int | None = None, *, before: bool = False) -> int:
    """Go on, dying at a write, if one is named; how many writes began."""
    begun = 0

    def counted(kind: type, name: str) -> Any:
        write = getattr(kind, name)

        def killing(self: Any, *given: Any, **more: Any) -> None:
            nonlocal begun
            begun += 1
            if before and begun == at:
                raise Killed
            write(self, *given, **more)
            if begun == at:
                raise Killed

        return killing

    with monkeypatch.context() as patch:
        for kind, name in WRITES:
            patch.setattr(kind, name, counted(kind, name))
        if at is None:
            recounts.go_on(deps, lambda: True)
        else:
            with pytest.raises(Killed):
                recounts.go_on(deps, lambda: True)
    return begun


def a_town(deps: Deps) -> None:
    """Cases in every status, for two calendars of which one stands on the other; both are about to change."""
    deps.reference.put([standing_on(CALENDAR, "six", [6], {}), replace(SIBLING, calendar="six")])
    for _ in range(3):
        every_way(deps)
        deeds.verify(filed(deps), deps, to=SIBLING.id)
    change(deps, WEDNESDAY, remove=(date(2026, 12, 24),))


@pytest.mark.parametrize("minutes", [0, 3], ids=["before others know", "when all know"])
def test_a_recount_killed_at_any_write_and_gone_on_with_ends_as_if_it_had_not_been(
    deps: Deps, clock: Clock, minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_town(deps)
    clock.now = later(minutes=minutes)
    undisturbed = deepcopy(deps)
    writes = dying(undisturbed, monkeypatch)
    to_the_end(undisturbed)
    end = state(undisturbed)
    assert writes > 18

    for number in range(1, writes + 1):
        for before in (True, False):
            again = deepcopy(deps)
            dying(again, monkeypatch, number, before=before)
            to_the_end(again)
            assert state(again) == end


def test_two_that_go_on_at_once_change_each_case_once(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [filed(deps) for _ in range(20)]
    change(deps, WEDNESDAY)
    append, others = MemoryCases.append, count()

    def interrupted(self: MemoryCases, *given: Any, **more: Any) -> None:
        if next(others) in (3, 11):
            recounts.go_on(deps, lambda: True)
        append(self, *given, **more)

    monkeypatch.setattr(MemoryCases, "append", interrupted)
    job = to_the_end(deps)

    assert [how_often(code, deps) for code in codes] == [1] * 20
    assert {head(code, deps).verify_due for code in codes} == {MONDAY}
    assert job.changed == 20


def test_two_changes_in_a_row_end_where_one_change_of_both_would(deps: Deps) -> None:
    codes = every_way(deps)
    at_once = deepcopy(deps)
    change(at_once, WEDNESDAY, THURSDAY)
    to_the_end(at_once)

    for steps in range(6):
        again, answers = deepcopy(deps), iter([True] * steps * 2)
        change(again, WEDNESDAY)
        recounts.go_on(again, lambda answers=answers: next(answers, False))  # type: ignore[misc]
        change(again, THURSDAY)
        job = to_the_end(again)

        assert [spans(head(code, again)) for code in codes.values()] == [spans(head(code, at_once)) for code in codes.values()]
        assert (job.before, job.version, job.failed) == (1, 3, 0)
        first = calendars.recounts("id", again)[1]
        assert (first.continued_by, bool(first.done_at)) == (3, True)


def test_a_change_after_one_that_is_done_begins_there(deps: Deps) -> None:
    code = filed(deps)
    change(deps, WEDNESDAY)
    to_the_end(deps)

    change(deps, THURSDAY)
    job = to_the_end(deps)

    assert (job.before, job.version, job.opened, how_often(code, deps)) == (2, 3, job.since, 2)
    assert calendars.recounts("id", deps)[1].continued_by is None
    assert head(code, deps).verify_due == date(2026, 12, 1)


def test_a_change_that_is_taken_back_at_once_leaves_no_case_with_the_dates_between(deps: Deps) -> None:
    before = filed(deps)
    change(deps, WEDNESDAY)
    between = filed(deps)
    assert head(between, deps).verify_due == MONDAY

    change(deps, remove=(WEDNESDAY,))
    to_the_end(deps)

    assert [head(code, deps).verify_due for code in (before, between)] == [FRIDAY, FRIDAY]
    assert [how_often(code, deps) for code in (before, between)] == [0, 1]


def test_what_is_filed_meanwhile_by_somebody_who_does_not_know_is_counted_anew_too(deps: Deps, clock: Clock) -> None:
    unknowing = replace(deps, reference=deepcopy(deps.reference))
    change(deps, WEDNESDAY)
    recounts.go_on(deps, lambda: True)
    late = filed(unknowing)
    knowing = filed(deps)
    assert [head(code, deps).verify_due for code in (late, knowing)] == [FRIDAY, MONDAY]

    recounts.go_on(deps, lambda: True)
    assert how_often(late, deps) == 0
    clock.now = NOON + SETTLED
    job = to_the_end(deps)

    assert [head(code, deps).verify_due for code in (late, knowing)] == [MONDAY, MONDAY]
    assert [how_often(code, deps) for code in (late, knowing)] == [1, 0]
    assert job.changed == 1


def near_the_end(deps: Deps) -> None:
    """The calendar knows no day after the date of what is filed today."""
    deps.reference.put([replace(CALENDAR, holidays={}, last=FRIDAY)])


def test_a_case_that_cannot_be_counted_stops_no_other_and_is_counted_when_the_calendar_goes_on(deps: Deps, clock: Clock) -> None:
    codes = [filed(deps) for _ in range(3)]
    other = filed(deps)
    deps.cases.append(_due_on(THURSDAY, head(other, deps)))  # type: ignore[arg-type]
    near_the_end(deps)

    change(deps, WEDNESDAY)
    job = to_the_end(deps)

    assert (job.looked_at, job.changed, job.failed) == (4, 1, 3)
    assert [head(code, deps).verify_due for code in (*codes, other)] == [FRIDAY] * 4

    clock.now = later(days=12)
    calendars.extend(replace(CALENDAR, holidays={}), deps)
    job = to_the_end(deps)

    assert (job.before, job.version, job.changed, job.failed) == (1, 3, 3, 0)
    assert [head(code, deps).verify_due for code in (*codes, other)] == [MONDAY] * 3 + [FRIDAY]
    assert [how_often(code, deps) for code in codes] == [1] * 3


def _due_on(day: date, complaint: Complaint) -> Any:
    from chalicelib.domain import change as changes  # noqa: PLC0415
    from chalicelib.domain.deed import Deed  # noqa: PLC0415
    from tests.builders import SYSTEM, at  # noqa: PLC0415

    data = {"verify_due": day.isoformat(), "calendar": "id", "version": 1, "added": [], "removed": []}
    return changes.then(complaint, Deed(action=Action.RECOUNT, data=data), SYSTEM, at(), "")  # type: ignore[arg-type]
