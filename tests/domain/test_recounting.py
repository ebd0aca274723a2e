"""A calendar changes: the dates that still stand move by the days that turned, once, and nothing else does."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import agenda, change, deadlines, recounting, routing, working
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Deed
from chalicelib.domain.events import Event
from chalicelib.domain.facts import Mark, Verification
from chalicelib.domain.recounting import Revision, counted_with, recount, touched
from chalicelib.domain.words import Action, Clock, Status
from tests.builders import (
    BALI,
    CALENDAR,
    NOON,
    OFFICER,
    POLICY,
    REASON,
    SIBLING,
    STEWARD,
    SYSTEM,
    at,
    extended,
    held,
    later,
    replied,
    responded,
    started,
    verified,
)
from tests.domain.samples import BY_STATUS, FORWARDED, IN_PROGRESS, OFFICES, RECEIVED, RESPONDED, repeatable

S = Status
WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (date(2026, 11, day) for day in (25, 26, 27, 30))
STANDING = {S.RECEIVED: {"verify_due"}, S.FORWARDED: {"follow_up_due", "resolve_due"}, S.IN_PROGRESS: {"resolve_due"}, S.RESPONDED: {"confirm_due"}}
COMPLAINTS = {status: BY_STATUS[status] for status in STANDING}
EVERY_DUE = tuple(recounting.DUES.values())
DAYS = st.sets(st.dates(date(2026, 11, 16), date(2027, 1, 15)), max_size=8)


def revision(add: Collection[date] = (), remove: Collection[date] = (), since: datetime = NOON, before: Calendar = CALENDAR) -> Revision:
    return Revision(before, before.changed(dict.fromkeys(add, "Libur"), remove), since)


def recounted(complaint: Complaint, by: Revision, now: datetime | None = None, *, unsure: bool = False) -> Change | None:
    office = Office(BALI.zone, by.after)
    deed = recount(complaint, by, dict.fromkeys(Clock, by.versions) if unsure else {}, POLICY, office.zone)
    return change.then(complaint, deed, SYSTEM, at(now or by.since, office), "") if deed else None


def moved(complaint: Complaint, by: Revision, *, unsure: bool = False) -> Complaint:
    done = recounted(complaint, by, unsure=unsure)
    return done.complaint if done else complaint


def dues(complaint: Complaint) -> dict[str, date]:
    return {name: due for name in EVERY_DUE if (due := getattr(complaint, name))}


@pytest.mark.parametrize("status", STANDING)
def test_a_day_off_more_moves_every_date_that_stands_to_the_next_working_day_and_no_other(status: Status) -> None:
    before = COMPLAINTS[status]
    after = moved(before, revision([WEDNESDAY]))

    assert {name for name, due in dues(after).items() if due != getattr(before, name)} == STANDING[status]
    assert all(getattr(after, name) == CALENDAR.working_day(getattr(before, name), 1) for name in STANDING[status])


@pytest.mark.parametrize("status", STANDING)
def test_a_day_off_less_brings_them_forward(status: Status) -> None:
    longer = moved(COMPLAINTS[status], revision([WEDNESDAY]))
    back = Revision(revision([WEDNESDAY]).after, CALENDAR, NOON)

    assert dues(moved(longer, back)) == dues(COMPLAINTS[status])


def test_a_recount_says_which_dates_are_new_and_why() -> None:
    """The days that turned after the earliest start up to the latest date: not the start itself, but the date too."""
    before = CALENDAR.changed({date(2026, 12, 15): "Libur"}, ())

    done = recounted(FORWARDED, revision([date(2026, 11, 24), WEDNESDAY, date(2027, 3, 3)], [date(2026, 12, 15), date(2026, 12, 24)], before=before))

    assert done
    assert (done.event.action, done.event.public) == (Action.RECOUNT, True)
    assert done.event.data == {
        "follow_up_due": "2026-12-02",
        "resolve_due": "2026-12-15",
        "calendar": "id",
        "version": 3,
        "added": ["2026-11-25"],
        "removed": ["2026-12-15"],
    }


def test_a_recount_says_which_days_are_no_days_off_any_more() -> None:
    answered = responded(IN_PROGRESS, later(days=21)).complaint

    done = recounted(answered, revision(remove=[date(2026, 12, 24)], since=later(days=22)))

    assert done
    assert (answered.confirm_due, done.complaint.confirm_due) == (date(2026, 12, 31), date(2026, 12, 30))
    assert (done.event.data["added"], done.event.data["removed"]) == ([], ["2026-12-24"])


@pytest.mark.parametrize("status", sorted(set(Status) - {*STANDING, S.ON_HOLD}))
def test_what_is_over_or_hangs_on_another_keeps_its_dates(status: Status) -> None:
    assert recounted(BY_STATUS[status], revision([WEDNESDAY])) is None


@pytest.mark.parametrize(
    "by",
    [
        revision([date(2026, 11, 24)]),
        revision([date(2026, 11, 20)]),
        revision([MONDAY]),
        revision([date(2026, 11, 28)]),
        revision([date(2026, 12, 25)]),
        revision(remove=[date(2026, 12, 24)]),
    ],
    ids=["the day it was filed", "before", "after the due date", "a Saturday", "another name", "another month"],
)
def test_a_day_that_was_not_counted_changes_nothing(by: Revision) -> None:
    assert recounted(RECEIVED, by) is None


def test_a_date_of_another_calendar_stays_where_only_its_start_turned() -> None:
    assert recounted(replace(RECEIVED, verify_due=date(2026, 11, 28)), revision([date(2026, 11, 24)])) is None


def test_a_date_on_the_last_day_that_the_version_before_knew_moves_like_any_other() -> None:
    done = recounted(RECEIVED, Revision(replace(CALENDAR, last=FRIDAY), revision([FRIDAY]).after, NOON))

    assert done
    assert done.event.data == {"verify_due": "2026-11-30", "calendar": "id", "version": 2, "added": ["2026-11-27"], "removed": []}


def test_a_day_that_the_version_before_did_not_know_is_none_that_turned() -> None:
    short = replace(CALENDAR, last=date(2026, 12, 31), holidays={})
    by = Revision(short, replace(CALENDAR, holidays={date(2027, 1, 1): "Tahun Baru"}), NOON)

    assert by.turned == []


def test_a_date_that_had_passed_stays_as_it_was() -> None:
    assert recounted(RECEIVED, revision([WEDNESDAY], since=later(days=4))) is None


def test_a_date_that_ends_on_the_day_of_the_change_still_moves() -> None:
    assert moved(RECEIVED, revision([FRIDAY], since=later(days=3))).verify_due == MONDAY


def test_of_two_dates_the_one_that_had_passed_stays_and_the_other_moves() -> None:
    after = moved(FORWARDED, revision([WEDNESDAY], since=later(days=8)))

    assert (after.follow_up_due, after.resolve_due) == (FORWARDED.follow_up_due, date(2026, 12, 15))


def test_no_date_moves_to_before_the_day_of_the_change() -> None:
    longer = moved(RECEIVED, revision([WEDNESDAY, THURSDAY, FRIDAY]))
    assert longer.verify_due == date(2026, 12, 2)

    back = Revision(revision([WEDNESDAY, THURSDAY, FRIDAY]).after, CALENDAR, later(days=7))

    assert moved(longer, back).verify_due == date(2026, 12, 1)


def test_where_that_day_is_a_weekend_it_is_the_next_working_day() -> None:
    longer = moved(RECEIVED, revision([FRIDAY]))
    assert longer.verify_due == MONDAY

    assert moved(longer, Revision(revision([FRIDAY]).after, CALENDAR, later(days=4))) == longer


def test_where_that_day_itself_turns_into_a_day_off_it_is_the_next_working_day() -> None:
    by = revision([FRIDAY], [WEDNESDAY], since=later(days=3), before=revision([WEDNESDAY]).after)

    assert moved(RECEIVED, by).verify_due == MONDAY


@pytest.mark.parametrize("status", [S.RECEIVED, S.FORWARDED, S.IN_PROGRESS])
def test_on_hold_the_wait_and_the_stopped_clocks_move(status: Status) -> None:
    waiting = held(COMPLAINTS[status]).complaint
    after = moved(waiting, revision([WEDNESDAY]))

    assert {name for name, due in dues(after).items() if due != getattr(waiting, name)} == {*STANDING[status], "hold_due"}
    assert after.status is S.ON_HOLD


def test_a_stopped_clock_has_not_passed_while_it_stood_but_the_wait_has() -> None:
    waiting = held(RECEIVED, later(days=1)).complaint

    after = moved(waiting, revision([THURSDAY], since=later(days=16)))

    assert (after.verify_due, after.hold_due) == (MONDAY, date(2026, 12, 9))


def test_a_clock_that_had_run_out_before_the_hold_stays() -> None:
    waiting = held(FORWARDED, later(days=8)).complaint

    after = moved(waiting, revision([WEDNESDAY], since=later(days=8)))

    assert (after.follow_up_due, after.resolve_due) == (FORWARDED.follow_up_due, date(2026, 12, 15))


def test_the_wait_for_the_reporter_goes_on_by_the_new_days() -> None:
    """Wednesday turns into a day off while it waits: the two working days that it waited until Friday are Thursday and Friday."""
    waiting = moved(held(IN_PROGRESS).complaint, revision([WEDNESDAY]))
    office = Office(BALI.zone, revision([WEDNESDAY]).after)

    on = change.then(waiting, working.resume(waiting, at(later(days=3), office)), SYSTEM, at(later(days=3), office), "").complaint

    assert (on.paused_days, on.resolve_due) == (2, office.due(date(2026, 11, 24), 16))


def test_extension_and_pauses_stay_what_they_were() -> None:
    paused = replied(held(extended(IN_PROGRESS, days=5).complaint).complaint, later(days=2)).complaint
    by = revision([THURSDAY, date(2026, 12, 1)], since=later(days=2))
    after = moved(paused, by)

    before_, after_ = (
        deadlines.explain(it, POLICY, office, office, later(days=2))[-1] for it, office in ((paused, BALI), (after, Office(BALI.zone, by.after)))
    )

    assert (before_.working_days, before_.extended, before_.paused) == (14, 5, 2) == (after_.working_days, after_.extended, after_.paused)
    assert (before_.due, after_.due) == (date(2026, 12, 23), date(2026, 12, 29))


def test_the_follow_up_stays_no_later_than_the_resolution() -> None:
    """Assigned again in the same tree shortly before the end, it has no five days left; a day off before that comes back."""
    off = revision([WEDNESDAY])
    office = Office(BALI.zone, off.after)
    late = moved(FORWARDED, off)
    deed = routing.assign(late, SIBLING, REASON, at(later(days=20), office), office)
    assigned = change.then(late, deed, STEWARD, at(later(days=20), office), "s").complaint
    assert assigned.follow_up_due == assigned.resolve_due == date(2026, 12, 15)

    after = moved(assigned, Revision(off.after, CALENDAR, later(days=20)))

    assert (after.follow_up_due, after.resolve_due) == (date(2026, 12, 14), date(2026, 12, 14))


def sweep(complaint: Complaint, now: datetime, office: Office) -> tuple[Complaint, list[Action]]:
    done = []
    while (step := agenda.next_step(complaint, POLICY, office)) and step.at <= now:
        complaint = change.then(complaint, step.deed, SYSTEM, at(now, office), "").complaint
        done.append(step.deed.action)
    return complaint, done


def test_who_was_reminded_is_not_reminded_again_and_the_level_waits_for_the_new_date() -> None:
    reminded, done = sweep(RECEIVED, later(days=2), BALI)
    assert done == [Action.REMIND]
    by = revision([FRIDAY], since=later(days=2))
    after, office = moved(reminded, by), Office(BALI.zone, by.after)

    assert (after.verify_due, after.rung, after.level) == (MONDAY, 1, 0)
    assert sweep(after, office.begins(date(2026, 12, 1)) - timedelta(seconds=1), office)[1] == []
    assert sweep(after, office.begins(date(2026, 12, 1)), office)[1] == [Action.ESCALATE]


def test_what_was_escalated_between_the_change_and_its_recount_stays_escalated_and_climbs_on_from_there() -> None:
    by = revision([FRIDAY], since=later(days=3))
    office = Office(BALI.zone, by.after)
    escalated, _ = sweep(RECEIVED, later(days=4), BALI)
    assert (escalated.level, escalated.rung) == (1, 2)

    done = recounted(escalated, by, later(days=4))

    assert done
    assert (done.complaint.verify_due, done.complaint.level, done.complaint.rung) == (MONDAY, 1, 2)
    assert (done.mark, done.void) == (None, None)
    assert sweep(done.complaint, office.begins(date(2026, 12, 4)), office)[1] == [Action.ESCALATE]


def test_a_date_that_comes_forward_is_reminded_of_at_once() -> None:
    off = revision([THURSDAY]).after
    longer = moved(RECEIVED, revision([THURSDAY]))
    back = moved(longer, Revision(off, CALENDAR, later(days=2)))

    assert sweep(back, later(days=2), BALI)[1] == [Action.REMIND]


def test_the_duty_to_verify_goes_with_its_date_into_another_month() -> None:
    done = recounted(RECEIVED, revision([WEDNESDAY, THURSDAY, FRIDAY]))

    assert done
    assert done.mark == Mark(agency="51.71", due=date(2026, 12, 2), verification=Verification.DUE)
    assert done.void == Mark(agency="51.71", due=FRIDAY, verification=Verification.VOID)


@pytest.mark.parametrize("status", [S.FORWARDED, S.IN_PROGRESS, S.RESPONDED, S.ON_HOLD])
def test_where_nothing_is_to_be_verified_no_duty_moves(status: Status) -> None:
    done = recounted(BY_STATUS[status], revision([WEDNESDAY]))

    assert done
    assert (done.mark, done.void) == (None, None)


def test_the_facts_for_the_scores_have_the_new_dates() -> None:
    done = recounted(FORWARDED, revision([WEDNESDAY]))

    assert done
    assert done.facts
    assert (done.facts.follow_up_due, done.facts.resolve_due) == (date(2026, 12, 2), date(2026, 12, 15))


ADDED = revision([WEDNESDAY])
LATER = at(NOON, Office(BALI.zone, ADDED.after))


def test_what_was_counted_with_the_later_version_already_stays() -> None:
    forwarded = change.then(RECEIVED, routing.verify(RECEIVED, SIBLING, LATER, late=False), STEWARD, LATER, "").complaint

    assert forwarded.resolve_due == date(2026, 12, 15)
    assert moved(forwarded, ADDED, unsure=True) == forwarded


@pytest.mark.parametrize("status", STANDING)
def test_what_was_still_counted_with_the_version_before_moves(status: Status) -> None:
    assert moved(COMPLAINTS[status], ADDED, unsure=True) == moved(COMPLAINTS[status], ADDED)


@pytest.mark.parametrize(("days", "due"), [(5, date(2026, 12, 22)), (14, date(2027, 1, 8))])
def test_an_extension_by_the_later_version_of_a_date_by_the_one_before_is_mended(days: int, due: date) -> None:
    """The extension skipped the day that is new in it; the days before it did not skip theirs."""
    by = revision([WEDNESDAY, date(2026, 12, 30)])
    at_ = at(NOON, Office(BALI.zone, by.after))
    longer = change.then(IN_PROGRESS, working.extend(IN_PROGRESS, days, REASON, at_), OFFICER, at_, "s").complaint

    assert moved(longer, by, unsure=True).resolve_due == by.after.working_day(date(2026, 11, 24), 14 + days) == due


def test_a_hold_that_may_be_of_either_version_is_never_cut_short() -> None:
    waiting = held(IN_PROGRESS, days=3).complaint

    assert moved(waiting, ADDED, unsure=True).hold_due == MONDAY


PATHS = (
    RECEIVED,
    FORWARDED,
    IN_PROGRESS,
    RESPONDED,
    held(RECEIVED).complaint,
    held(IN_PROGRESS, later(days=2), days=4).complaint,
    replied(held(FORWARDED).complaint, later(days=3)).complaint,
    extended(IN_PROGRESS, days=7).complaint,
    started(verified(RECEIVED, later(days=2)).complaint, later(days=3)).complaint,
)


@repeatable
@given(complaint=st.sampled_from(PATHS), days=DAYS, hours=st.integers(0, 700), unsure=st.booleans())
def test_a_day_off_more_never_brings_a_date_forward_and_a_day_less_never_puts_it_off(
    complaint: Complaint, days: set[date], hours: int, *, unsure: bool
) -> None:
    forth = revision(days, since=later(hours=hours))
    back = Revision(forth.after, CALENDAR, forth.since)
    longer = moved(complaint, forth, unsure=unsure)
    shorter = moved(longer, back, unsure=unsure)

    assert all(dues(complaint)[name] <= due for name, due in dues(longer).items())
    assert all(dues(longer)[name] >= due for name, due in dues(shorter).items())
    assert all(due == dues(complaint)[name] or forth.after.why_off(due) is None for name, due in dues(longer).items())


@repeatable
@given(
    complaint=st.sampled_from([it for it in PATHS if it.hold_due is None]),
    add=DAYS,
    remove=st.sets(st.sampled_from(sorted(CALENDAR.holidays))),
    hours=st.integers(0, 700),
)
def test_recounted_twice_is_recounted_once(complaint: Complaint, add: set[date], remove: set[date], hours: int) -> None:
    """By its dates alone; a hold of fewer days than are left is known by its event only."""
    by = revision(add - remove, remove, later(hours=hours))
    once = moved(complaint, by)

    assert once.due is None or once.due == getattr(complaint, f"{complaint.clock}_due") or by.after.why_off(once.due) is None
    assert dues(moved(once, by, unsure=True)) == dues(once)


@repeatable
@given(complaint=st.sampled_from(PATHS), days=DAYS, office=st.sampled_from(OFFICES), hours=st.integers(0, 400))
def test_nothing_becomes_overdue_and_nothing_overdue_timely_by_a_recount(complaint: Complaint, days: set[date], office: Office, hours: int) -> None:
    """In every zone, at the instant of the change."""
    off, now = revision(days).after, later(hours=hours)
    for by in (Revision(CALENDAR, off, now), Revision(off, CALENDAR, now)):
        deed = recount(complaint, by, {}, POLICY, office.zone)
        after = change.then(complaint, deed, SYSTEM, at(now, office), "").complaint if deed else complaint

        assert deadlines.is_overdue(after, office, now) == deadlines.is_overdue(complaint, office, now)


def test_the_clock_named_hold_has_no_more_days_than_are_left() -> None:
    once = replied(held(IN_PROGRESS, days=4).complaint, later(days=6)).complaint
    by = revision([date(2026, 12, 3)], since=later(days=7))
    at_ = at(later(days=7), Office(BALI.zone, by.after))
    again = change.then(once, working.hold(once, "Di mana?", None, at_), OFFICER, at_, "s").complaint

    assert again.hold_due == date(2026, 12, 10) == moved(again, by, unsure=True).hold_due


N1, N2, N3 = CALENDAR, CALENDAR.changed({WEDNESDAY: "Libur"}, ()), CALENDAR.changed({WEDNESDAY: "Libur"}, ()).changed({THURSDAY: "Libur"}, ())
BOTH = Revision(N1, N3, later(hours=2), (N2,), later(hours=1))


def told(action: Action, when: datetime, **data: object) -> Event:
    at_ = at(when, Office(BALI.zone, N2))
    return change.then(RECEIVED, Deed(action=action, data=data), SYSTEM, at_, "").event  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "hours", "named", "versions"),
    [
        (Action.SUBMIT, 0.5, {}, (N1,)),
        (Action.SUBMIT, 1, {}, (N1, N2, N3)),
        (Action.SUBMIT, 3, {}, (N1, N2, N3)),
        (Action.RECOUNT, 1.5, {"calendar": "id", "version": 2}, (N2,)),
        (Action.RECOUNT, 2.5, {"calendar": "id", "version": 3}, (N3,)),
        (Action.RECOUNT, 0.5, {"calendar": "id", "version": 0}, (N1,)),
        (Action.RECOUNT, 2.5, {"calendar": "other", "version": 2}, (N1, N2, N3)),
    ],
    ids=[
        "before the change",
        "at that second",
        "after it",
        "recounted half-way",
        "recounted to the end",
        "recounted long before",
        "recounted by another",
    ],
)
def test_which_versions_a_date_may_be_counted_with(action: Action, hours: float, named: dict[str, object], versions: tuple[Calendar, ...]) -> None:
    """Also where somebody extended it in between: each date for itself."""
    event = replace(
        told(Action.RECOUNT, later(hours=hours), verify_due="2026-11-27", **{"calendar": "", "version": 0, "added": [], "removed": []} | named),
        action=action,
    )
    other = replace(event, data={"resolve_due": "2026-12-14"})

    assert counted_with([event, other], BOTH)[Clock.VERIFY] == versions
    assert Clock.CONFIRM not in counted_with([event, other], BOTH)


@pytest.mark.parametrize(
    ("of", "due"), [((N1,), FRIDAY), ((N2,), MONDAY), ((N3,), date(2026, 12, 1)), ((N1, N2, N3), FRIDAY), ((N1, N2, N3), MONDAY)]
)
def test_a_date_of_any_version_ends_as_one_of_the_last(of: tuple[Calendar, ...], due: date) -> None:
    complaint = replace(RECEIVED, verify_due=due)

    deed = recount(complaint, BOTH, {Clock.VERIFY: of}, POLICY, BALI.zone)

    assert (deed.data["verify_due"] if deed else str(due)) == "2026-12-01"


def test_only_the_days_that_move_it_are_named() -> None:
    deed = recount(replace(RECEIVED, verify_due=MONDAY), BOTH, {Clock.VERIFY: (N2,)}, POLICY, BALI.zone)

    assert deed
    assert (deed.data["added"], deed.data["removed"]) == (["2026-11-26"], [])


def test_a_day_that_turned_and_turned_back_has_turned() -> None:
    """Somebody may have counted with the version between."""
    back = Revision(N1, replace(N1, version=3), NOON, (N2,))

    assert back.turned == [WEDNESDAY]
    assert touched(RECEIVED, back, BALI.zone)
    assert recount(RECEIVED, back, {}, POLICY, BALI.zone) is None


def test_what_had_not_passed_at_the_first_change_moves_at_the_last() -> None:
    """The recount of the first could not be made, for the calendar had ended."""
    by = replace(revision([WEDNESDAY]), since=later(days=9), opened=NOON)

    assert moved(RECEIVED, by).verify_due == MONDAY


def test_what_has_passed_since_the_first_change_does_not_come_forward() -> None:
    by = Revision(N2, N1, later(days=9), opened=NOON)

    assert moved(replace(RECEIVED, verify_due=MONDAY), by).verify_due == MONDAY


@pytest.mark.parametrize(
    ("complaint", "by", "expected"),
    [
        (RECEIVED, revision([WEDNESDAY]), True),
        (RECEIVED, revision([date(2026, 11, 24)]), False),
        (RECEIVED, revision([MONDAY]), False),
        (FORWARDED, revision([MONDAY]), True),
        (held(RECEIVED).complaint, revision([MONDAY]), True),
        (BY_STATUS[S.CLOSED], revision([WEDNESDAY]), False),
    ],
    ids=["in it", "its start", "after it", "in the longer one", "in the hold", "closed"],
)
def test_a_case_is_touched_by_days_between_start_and_end_of_what_still_stands(complaint: Complaint, by: Revision, *, expected: bool) -> None:
    assert touched(complaint, by, BALI.zone) is expected


@repeatable
@given(complaint=st.sampled_from(PATHS), by=st.tuples(DAYS, DAYS), hours=st.integers(0, 400))
def test_what_is_not_touched_does_not_move(complaint: Complaint, by: tuple[set[date], set[date]], hours: int) -> None:
    forth = revision(by[0], since=later(hours=hours))
    whole = replace(revision(by[1], since=later(hours=hours), before=forth.after), before=CALENDAR, between=(forth.after,))

    if not touched(complaint, whole, BALI.zone):
        assert moved(complaint, whole, unsure=True) == complaint
