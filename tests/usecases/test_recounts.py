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
from chalicelib.domain.change import Change, then
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, length, spans
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused, Conflict, Forbidden, NotFound
from chalicelib.domain.events import Value
from chalicelib.domain.recount_job import SETTLED, Recount
from chalicelib.domain.recounting import STANDING
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Status
from chalicelib.domain.words import Clock as Running
from chalicelib.usecases import calendars, recounts, submit
from chalicelib.usecases.administration import Done
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.recounted import Move
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import BALI, CALENDAR, COORDINATOR, NOON, POLICY, SIBLING, STEWARD, SYSTEM, UNIT, a_submission, at, later
from tests.fakes import Clock, MemoryCases, MemoryReference, apart, fake_deps

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


def for_so_many(times: int) -> Callable[[], bool]:
    """There is time until it was asked so often."""
    answers = iter([True] * times)
    return lambda: next(answers, False)


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
        recounts.go_on(deps, for_so_many(4))
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


def dying(deps: Deps, monkeypatch: pytest.MonkeyPatch, at: int | None = None) -> int:
    """Go on, dying after a write, that is before the next, if one is named; how many there were."""
    done = 0

    def counted(kind: type, name: str) -> Any:
        write = getattr(kind, name)

        def killing(self: Any, *given: Any, **more: Any) -> None:
            nonlocal done
            write(self, *given, **more)
            done += 1
            if done == at:
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
    return done


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
    undisturbed = apart(deps)
    writes = dying(undisturbed, monkeypatch)
    to_the_end(undisturbed)
    end = state(undisturbed)
    assert writes > 18

    for number in range(1, writes + 1):
        again = apart(deps)
        dying(again, monkeypatch, number)
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
    at_once = apart(deps)
    change(at_once, WEDNESDAY, THURSDAY)
    to_the_end(at_once)

    for steps in range(6):
        again = apart(deps)
        change(again, WEDNESDAY)
        recounts.go_on(again, for_so_many(steps * 2))
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
    deps.cases.append(_due_on(THURSDAY, head(other, deps)))
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


def _due_on(day: date, complaint: Complaint) -> Change:
    data: dict[str, Value] = {"verify_due": day.isoformat(), "calendar": "id", "version": 1, "added": [], "removed": []}
    return then(complaint, Deed(action=Action.RECOUNT, data=data), SYSTEM, at(), "")


def test_a_case_of_an_agency_that_does_not_exist_stops_no_other(deps: Deps) -> None:
    broken, fine = filed(deps, "51"), filed(deps)
    del deps.reference.data[Agency, "51"]  # type: ignore[attr-defined]

    change(deps, WEDNESDAY)
    job = to_the_end(deps)

    assert [how_often(code, deps) for code in (broken, fine)] == [0, 1]
    assert (job.changed, job.failed) == (1, 1)


def test_a_case_that_somebody_writes_at_that_moment_is_counted_in_the_next_round(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    code = filed(deps)
    change(deps, WEDNESDAY)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryCases, "append", _refused)
        recounts.go_on(deps, lambda: True)

    assert to_the_end(deps).changed == 1
    assert head(code, deps).verify_due == MONDAY


def _refused(*_: Any, **__: Any) -> None:
    raise Conflict("somebody else wrote first")


def test_a_case_that_goes_to_an_agency_with_another_calendar_meanwhile_keeps_its_dates(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    deps.reference.put([replace(CALENDAR, id="other"), replace(SIBLING, calendar="other")])
    code = filed(deps)
    deeds.verify(code, deps)
    change(deps, WEDNESDAY)
    read = MemoryCases.case

    def moved_first(self: MemoryCases, code: str, *, consistent: bool = True) -> Any:
        monkeypatch.setattr(MemoryCases, "case", read)
        deeds.forward(code, deps)
        return read(self, code)

    monkeypatch.setattr(MemoryCases, "case", moved_first)
    to_the_end(deps)

    assert (head(code, deps).agency, how_often(code, deps)) == (SIBLING.id, 0)


def test_what_stays_for_having_passed_climbs_by_the_new_days(deps: Deps, clock: Clock) -> None:
    """Level 2 comes working days after level 1; a day off less brings it forward, and the agenda looks then."""
    deps.reference.put([CALENDAR.changed({date(2026, 12, 2): "Libur"}, ())])
    code = filed(deps)
    clock.now = later(days=5)
    sweep(deps, lambda: True)
    before = head(code, deps)

    change(deps, remove=(date(2026, 12, 2),))
    to_the_end(deps)
    after = head(code, deps)

    assert before.wake
    assert after.wake
    assert (after.level, after.verify_due, after.version) == (before.level, before.verify_due, before.version) == (1, FRIDAY, before.version)
    assert after.wake == before.wake - timedelta(days=1)


def test_a_step_beyond_the_end_of_the_calendar_keeps_no_recount_from_its_end(deps: Deps, clock: Clock) -> None:
    """Its date has passed and stays; when level 2 comes, nobody can say."""
    code = filed(deps)
    clock.now = later(days=4)
    sweep(deps, lambda: True)
    deps.reference.put([replace(CALENDAR, holidays={}, last=date(2026, 12, 1))])

    change(deps, MONDAY)
    job = to_the_end(deps)

    assert (head(code, deps).level, how_often(code, deps)) == (1, 0)
    assert (job.looked_at, job.failed) == (1, 0)


def on_a_base(deps: Deps) -> None:
    """The town's unit works six days and has a day off of its own, and a unit stands on that calendar again."""
    six = standing_on(CALENDAR, "six", [6], {date(2026, 12, 31): "Galungan", date(2026, 12, 24): None})
    deps.reference.put([six, standing_on(six, "town", [6], {}), replace(UNIT, calendar="six"), replace(SIBLING, calendar="town")])


def test_a_change_of_a_base_is_taken_over_by_all_that_stand_on_it_and_their_cases_are_counted_anew(deps: Deps) -> None:
    on_a_base(deps)
    codes = [filed(deps) for _ in range(3)]
    for code, to in zip(codes[1:], (UNIT.id, SIBLING.id), strict=True):
        deeds.verify(code, deps, to=to)
    before = [head(code, deps).due for code in codes]

    change(deps, THURSDAY)
    to_the_end(deps)

    six, town = (deps.reference.get(Calendar, id_) for id_ in ("six", "town"))
    assert six
    assert town
    assert (six.version, six.holidays[THURSDAY], six.own) == (2, "Libur", {date(2026, 12, 31): "Galungan", date(2026, 12, 24): None})
    assert (town.version, town.holidays) == (2, six.holidays)
    assert [how_often(code, deps) for code in codes] == [1, 1, 1]
    assert before == [FRIDAY, MONDAY, MONDAY]
    assert [head(code, deps).due for code in codes] == [MONDAY, date(2026, 12, 1), date(2026, 12, 1)]


def test_a_base_that_only_names_a_day_anew_is_followed_too(deps: Deps) -> None:
    on_a_base(deps)

    calendars.change("id", {date(2026, 12, 25): "Natal"}, (), STEWARD, deps)
    to_the_end(deps)

    assert [calendars.shown(id_, None, deps).holidays[date(2026, 12, 25)] for id_ in ("six", "town")] == ["Natal", "Natal"]


def test_what_a_calendar_has_of_its_own_stays_when_its_base_changes(deps: Deps) -> None:
    on_a_base(deps)

    change(deps, date(2026, 12, 31))
    to_the_end(deps)
    change(deps, remove=(date(2026, 12, 31),))
    to_the_end(deps)

    assert calendars.shown("six", None, deps).holidays[date(2026, 12, 31)] == "Galungan"


def test_a_base_that_goes_on_takes_those_that_stand_on_it_along(deps: Deps) -> None:
    on_a_base(deps)
    longer = replace(CALENDAR, last=date(2029, 12, 31), holidays={**CALENDAR.holidays, date(2029, 1, 1): "Tahun Baru"})

    for one in (longer, calendars.shown("six", None, deps)):
        calendars.extend(one, deps)
    to_the_end(deps)

    assert [calendars.shown(id_, None, deps).last for id_ in ("six", "town")] == [longer.last] * 2
    assert calendars.shown("town", None, deps).holidays[date(2029, 1, 1)] == "Tahun Baru"


NEW: dict[str, Any] = {"id": "six", "base": "id", "weekend": [6], "add": {THURSDAY: "Galungan"}, "remove": [date(2026, 12, 24)]}


def test_a_calendar_stands_on_another_with_days_of_its_own(deps: Deps) -> None:
    made = calendars.create(NEW, STEWARD, deps).after

    assert (made.version, made.base, made.weekend, made.first, made.last) == (1, "id", frozenset({6}), CALENDAR.first, CALENDAR.last)
    assert list(made.holidays) == [THURSDAY, date(2026, 12, 25), date(2027, 1, 1)]
    assert calendars.shown("six", 1, deps) == made


def test_the_same_again_is_the_same_and_another_one_is_refused(deps: Deps) -> None:
    made = calendars.create(NEW, STEWARD, deps).after

    assert calendars.create(NEW, STEWARD, deps) == Done(made, made)
    with pytest.raises(ActionRefused, match="another calendar six"):
        calendars.create({**NEW, "weekend": [4]}, STEWARD, deps)


def test_without_a_weekend_it_has_that_of_its_base(deps: Deps) -> None:
    assert calendars.create({"id": "town", "base": "id"}, STEWARD, deps).after.weekend == CALENDAR.weekend


def test_a_new_calendar_misses_no_change_of_its_base(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_ = MemoryReference.replace

    def changed_first(self: MemoryReference, *pairs: Any) -> None:
        monkeypatch.setattr(MemoryReference, "replace", replace_)
        change(deps, FRIDAY)
        replace_(self, *pairs)

    monkeypatch.setattr(MemoryReference, "replace", changed_first)

    assert calendars.create(NEW, STEWARD, deps).after.holidays[FRIDAY] == "Libur"


def test_its_own_days_are_added_and_removed_as_those_of_any(deps: Deps) -> None:
    calendars.create(NEW, STEWARD, deps)

    change(deps, FRIDAY, remove=(THURSDAY, date(2026, 12, 25)), id_="six")
    six = calendars.shown("six", None, deps)

    assert list(six.holidays) == [FRIDAY, date(2027, 1, 1)]
    assert six.own == {FRIDAY: "Libur", date(2026, 12, 24): None, date(2026, 12, 25): None}
    assert change(deps, FRIDAY, remove=(THURSDAY,), id_="six").after == six


@pytest.mark.parametrize("act", [lambda deps: calendars.create(NEW, COORDINATOR, deps), lambda deps: recounts.shown("id", COORDINATOR, deps)])
def test_calendars_are_for_stewards(deps: Deps, act: Callable[[Deps], object]) -> None:
    with pytest.raises(Forbidden):
        act(deps)


def test_recounts_are_shown_of_a_calendar_that_exists(deps: Deps) -> None:
    change(deps, WEDNESDAY)
    change(deps, THURSDAY)

    assert [job.version for job in recounts.shown("id", STEWARD, deps)] == [3, 2]
    with pytest.raises(NotFound):
        recounts.shown("mars", STEWARD, deps)


def moves(done: Done[Calendar], deps: Deps) -> set[Move]:
    return set(recounts.preview(done, deps))


def seen(codes: Iterator[str], deps: Deps) -> dict[tuple[str, Running], date]:
    return {(code, clock): due for code in codes for clock, (_, due) in spans(head(code, deps)).items()}


@pytest.mark.parametrize("behind", [False, True], ids=["at rest", "with a recount not begun"])
def test_a_preview_says_what_the_change_will_do_and_does_nothing(deps: Deps, *, behind: bool) -> None:
    on_a_base(deps)
    codes = [*every_way(deps).values(), filed(deps)]
    deeds.verify(codes[-1], deps, to=SIBLING.id)
    if behind:
        change(deps, FRIDAY)
    start = deepcopy(deps.cases)

    said = moves(change(deps, WEDNESDAY, dry=True), deps)
    assert deps.cases == start
    before = seen(iter(codes), deps)
    change(deps, WEDNESDAY)
    to_the_end(deps)
    after = seen(iter(codes), deps)

    assert len(said) > 6
    assert {(one.code, one.clock): one.new for one in said} == {key: due for key, due in after.items() if due != before[key]}
    assert {(one.code, one.clock): one.old for one in said} == {key: due for key, due in before.items() if due != after[key]}


def test_a_preview_names_what_cannot_be_counted(deps: Deps) -> None:
    code = filed(deps)
    near_the_end(deps)

    assert moves(change(deps, WEDNESDAY, dry=True), deps) == {Move(code, Running.VERIFY, FRIDAY, None)}


def test_a_change_that_changes_nothing_moves_nothing(deps: Deps) -> None:
    filed(deps)

    assert moves(change(deps, remove=(WEDNESDAY,), dry=True), deps) == set()
    assert deps.reference.every(Recount) == []


DAYS = [*(date(2026, 11, day) for day in (26, 27, 30)), date(2026, 12, 3), date(2026, 12, 10)]


def turn(random: Random, _: list[str], deps: Deps) -> None:
    off, day = calendars.shown("id", None, deps).holidays, random.choice(DAYS)
    change(deps, *(() if day in off else (day,)), remove=(day,) if day in off else ())


def go_on(random: Random, _: list[str], deps: Deps) -> None:
    recounts.go_on(deps, for_so_many(random.randrange(12)))


def file(_: Random, codes: list[str], deps: Deps) -> None:
    codes.append(filed(deps))


def work(random: Random, codes: list[str], deps: Deps) -> None:
    ways: dict[Status, list[Callable[[str, Deps], object]]] = {
        Status.RECEIVED: [deeds.verify],
        Status.FORWARDED: [deeds.start, deeds.respond],
        Status.IN_PROGRESS: [deeds.respond, deeds.extend, deeds.extend],
    }
    one = head(random.choice(codes), deps) if codes else None
    if one and one.status in ways and one.extension is None:
        random.choice(ways[one.status])(one.code, deps)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_comes_between_every_date_that_has_not_passed_ends_with_the_days_that_it_was_given(deps: Deps, clock: Clock, seed: int) -> None:
    """Days turn to and fro within a day, people go on with their work, recounts stop anywhere: the dates are those of the last version."""
    random, codes = Random(seed), list[str]()
    for _ in range(60):
        random.choice([turn, go_on, file, work])(random, codes, deps)
        clock.now += timedelta(minutes=random.choice([0, 0, 1, 4]))
    to_the_end(deps)

    office = Office(BALI.zone, calendars.shown("id", None, deps))
    for one in (head(code, deps) for code in codes):
        for running in STANDING[one.status]:
            since, due = spans(one)[running]
            assert due == office.due(office.today(since), length(running, one.class_, POLICY) + (one.extension or 0) * (running is Running.RESOLVE))
