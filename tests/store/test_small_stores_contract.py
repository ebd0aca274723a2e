"""What the smaller stores promise; the fakes and the engine keep the same promises."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.domain import recount_job
from chalicelib.domain.assessment import Assessment
from chalicelib.domain.calendar import Calendar, standing_on
from chalicelib.domain.commitment import Commitment
from chalicelib.domain.delivery import LEASE, WOKEN, Why
from chalicelib.domain.errors import Conflict
from chalicelib.domain.once import Once, once
from chalicelib.domain.open_data import Frozen, KeptFile
from chalicelib.domain.periods import Runs
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.ranking import Scored
from chalicelib.domain.recount_job import Page, Recount
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.scoring import score
from chalicelib.domain.statistics import Counts, Month, What
from chalicelib.domain.statistics import Entry as Happened
from chalicelib.domain.survey import Sums, add_up
from chalicelib.domain.tally import EMPTY, Tally
from chalicelib.domain.template import Templates
from chalicelib.domain.words import Channel
from chalicelib.store.rows import DocumentRow
from chalicelib.store.tables import Tables
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import policy
from tests.builders import (
    AGENCIES,
    CALENDAR,
    CATEGORIES,
    CITY,
    NOON,
    POLICY,
    PROVINCE,
    REGIONS,
    SIBLING,
    UNIT,
    a_commitment,
    a_template,
    an_assessment,
    later,
)

TOPIC = CATEGORIES[1]


def a_score(period: str, agency: str, kind: str = "city") -> Scored:
    counts = Tally(cases=12, days={0: 3, 14: 9})
    values: dict[str, Any] = {"score": score(counts, None, POLICY), "tally": counts, "own": Tally(cases=2), "policy": 1, "computed_at": NOON}
    return Scored(period=period, agency=agency, name=agency, kind=kind, **values)


def a_frozen(period: str) -> Frozen:
    file = KeptFile(key=f"periods/{period}/d.jsonl", type="application/jsonl", bytes=9, digest="d" * 64)
    return Frozen(period=period, months=(period,), policy=1, digest="d" * 64, cases=1, duties=0, frozen_at=NOON, files=(file,))


@pytest.fixture(params=["fake", "engine"])
def kept(request: pytest.FixtureRequest) -> Deps:
    chosen: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return chosen


@pytest.mark.parametrize("datum", [CALENDAR, CITY, CATEGORIES[0], REGIONS[0]], ids=lambda datum: type(datum).__name__)
def test_reference_data_is_read_as_it_was_kept(kept: Deps, datum: Calendar | Agency | Category | Region) -> None:
    id_ = datum.code if isinstance(datum, Region) else datum.id

    assert kept.reference.get(type(datum), id_) == datum


def test_what_does_not_exist_is_none(kept: Deps) -> None:
    assert kept.reference.get(Agency, "no-such-agency") is None


def test_keeping_the_same_again_writes_nothing(kept: Deps) -> None:
    assert kept.reference.put([CITY, CALENDAR]) == 0


def test_a_policy_is_kept_by_version_and_the_last_is_in_force(kept: Deps) -> None:
    second = replace(POLICY, version=2, verify_days=4)

    kept.reference.put([second])

    assert kept.reference.get(Policy, IN_FORCE) == second
    assert kept.reference.get(Policy, "0001") == POLICY
    kept.reference.put([POLICY])


def test_a_calendar_is_kept_by_version_too_and_listed_once(kept: Deps) -> None:
    first = replace(CALENDAR, id="contract")
    second = first.changed({date(2026, 12, 31): "Malam Tahun Baru"}, ())
    kept.reference.put([first])
    kept.reference.replace((first, second))

    assert kept.reference.get(Calendar, "contract") == second
    assert kept.reference.get(Calendar, "contract@0001") == first
    assert kept.reference.get(Calendar, "contract@0002") == second
    assert [one.version for one in kept.reference.every(Calendar) if one.id == "contract"] == [2]


def test_every_version_of_a_policy_is_listed_once(kept: Deps) -> None:
    kept.reference.put([replace(POLICY, version=8)])
    kept.reference.put([POLICY])

    assert [one.version for one in kept.reference.every(Policy)].count(8) == 1
    assert [one.version for one in kept.reference.every(Policy)].count(1) == 1


def test_a_change_is_kept_only_on_what_it_was_decided_on(kept: Deps) -> None:
    category = replace(TOPIC, id="contract-a")
    kept.reference.replace((None, category))

    renamed, other = replace(category, name="Renamed"), replace(category, closed=True)
    kept.reference.replace((category, renamed))
    with pytest.raises(Conflict):
        kept.reference.replace((category, other))
    with pytest.raises(Conflict):
        kept.reference.replace((None, other))

    assert kept.reference.fresh(Category, category.id) == renamed == kept.reference.get(Category, category.id)


def test_what_was_decided_on_a_datum_that_is_not_there_is_not_kept(kept: Deps) -> None:
    gone = replace(TOPIC, id="contract-gone")

    with pytest.raises(Conflict):
        kept.reference.replace((gone, replace(gone, name="Renamed")))

    assert kept.reference.fresh(Category, gone.id) is None


def test_changes_that_go_together_are_all_kept_or_none(kept: Deps) -> None:
    one, other = replace(TOPIC, id="contract-b"), replace(TOPIC, id="contract-c")
    kept.reference.put([one])

    with pytest.raises(Conflict):
        kept.reference.replace((one, replace(one, name="Renamed")), (other, other))

    assert kept.reference.fresh(Category, one.id) == one


def test_a_version_is_made_once(kept: Deps) -> None:
    before = kept.reference.fresh(Policy, IN_FORCE)
    assert before
    made = replace(before, version=9001, verify_days=4)
    kept.reference.replace((before, made))

    with pytest.raises(Conflict):
        kept.reference.replace((made, replace(made, verify_days=5)))

    kept.reference.put([POLICY])


def test_a_calendar_is_held_as_it_is_and_changed_with_its_recount_or_not_at_all(kept: Deps) -> None:
    first = replace(CALENDAR, id="recounted")
    kept.reference.put([first])
    second = first.changed({date(2026, 11, 25): "Libur"}, ())
    job = recount_job.job(first, second, NOON, None)
    on = job.after(Page(looked_at=3), {"pk": {"S": "x"}}, 8, NOON)

    kept.reference.replace((first, second), (None, job))
    kept.reference.replace((None, standing_on(second, "recounted-6", [6], {date(2026, 12, 24): None})), (second, second))
    kept.reference.replace((job, on))
    with pytest.raises(Conflict):
        kept.reference.replace((job, recount_job.continued(job, job)))
    with pytest.raises(Conflict):
        kept.reference.replace((None, replace(first, id="recounted-7")), (first, first))

    assert kept.reference.fresh(Recount, "recounted@0002") == on
    assert on in kept.reference.every(Recount, latest=True)
    assert on in kept.reference.open_recounts()
    kept.reference.replace((on, on.over(NOON)))
    assert on.id not in [one.id for one in kept.reference.open_recounts()]
    assert kept.reference.fresh(Calendar, "recounted") == second
    six = kept.reference.fresh(Calendar, "recounted-6")
    assert six
    assert (six.base, six.own, six.version) == ("recounted", {date(2026, 12, 24): None}, 1)
    assert kept.reference.get(Calendar, "recounted-7") is None


def test_an_agency_that_moves_is_listed_below_its_new_parent_only(kept: Deps) -> None:
    kept.reference.replace((SIBLING, replace(SIBLING, path="nation/51/51.71.dlh")))

    below = [kept.reference.agencies(parent=parent, kind="unit", limit=10, after=None)[0] for parent in ("51.71", "51")]
    kept.reference.put([SIBLING])

    assert [[one.id for one in found] for found in below] == [[UNIT.id], [SIBLING.id]]


def test_a_document_of_before_a_field_was_invented_can_be_changed(engine_deps: Deps) -> None:
    old = {"id": "contract-old", "name": "Lama", "name_en": "Old", "parent": "", "supervised": True}
    tables = engine_deps.cases.tables
    tables.client.put_item(TableName=tables.cases, Item={"pk": {"S": "R#category"}, "sk": {"S": "contract-old"}, "doc": {"S": json.dumps(old)}})
    known = engine_deps.reference.fresh(Category, "contract-old")
    assert known

    engine_deps.reference.replace((known, replace(known, name="Baru")))

    assert engine_deps.reference.fresh(Category, "contract-old") == replace(known, name="Baru")


def test_somebody_elses_change_between_reading_and_writing_is_no_ones_loss(engine_deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    category = replace(TOPIC, id="contract-e")
    engine_deps.reference.put([category])
    tables: Any = engine_deps.reference._tables  # type: ignore[attr-defined]  # noqa: SLF001
    write = type(tables).write

    def late(self: Any, *puts: Any) -> None:
        write(self, (DocumentRow("R#category", category.id, doc=msgspec.json.encode(replace(category, name="First")).decode()), None))
        write(self, *puts)

    monkeypatch.setattr(type(tables), "write", late)
    with pytest.raises(Conflict):
        engine_deps.reference.replace((category, replace(category, name="Second")))

    assert engine_deps.reference.fresh(Category, category.id) == replace(category, name="First")


def test_a_policy_of_a_version_that_was_never_kept_is_an_error(kept: Deps) -> None:
    kept.reference.put([POLICY])

    assert policy(1, kept) == Policy()
    with pytest.raises(LookupError):
        policy(77, kept)


def test_a_call_is_kept_with_what_it_made_or_not_at_all(kept: Deps) -> None:
    call = once("key", "0123456789abcdef", b"a policy", NOON).done("x")
    kept.reference.replace((None, call))

    assert kept.reference.fresh(Once, call.id) == call
    with pytest.raises(Conflict):
        kept.reference.replace((None, call.done("y")), (None, replace(CITY, id="no-city")))
    assert kept.reference.fresh(Agency, "no-city") is None
    assert kept.reference.fresh(Once, call.id) == call


def test_agencies_are_listed_below_their_parent_by_kind_and_name(kept: Deps) -> None:
    assert kept.reference.agencies(parent="51.71", kind="", limit=10, after=None) == ([SIBLING, UNIT], None)
    assert kept.reference.agencies(parent="nation", kind="province", limit=10, after=None) == ([PROVINCE], None)
    assert kept.reference.agencies(parent="51", kind="unit", limit=10, after=None) == ([], None)


def test_agencies_are_listed_page_by_page(kept: Deps) -> None:
    found, after = kept.reference.agencies(parent="51.71", kind="", limit=1, after=None)
    more, _ = kept.reference.agencies(parent="51.71", kind="", limit=1, after=after)

    assert [*found, *more] == [SIBLING, UNIT]


def test_all_agencies_are_listed_by_id(kept: Deps) -> None:
    found, _ = kept.reference.agencies(parent="", kind="", limit=100, after=None)

    assert found == sorted(AGENCIES, key=lambda one: one.id)
    assert kept.reference.every(Agency) == found


def test_an_agency_without_templates_has_none_and_the_first_are_seen_at_once(kept: Deps) -> None:
    none = Templates(agency="templates-a")
    first = none.having(a_template())
    assert kept.reference.templates("templates-a") == kept.reference.templates("templates-a", latest=True) == none

    kept.reference.put_next(first)

    assert kept.reference.templates("templates-a") == kept.reference.templates("templates-a", latest=True) == first


def test_templates_are_kept_with_their_texts_as_they_are(kept: Deps) -> None:
    odd = Templates(agency="templates-b").having(a_template(category="jalan", text='Baris satu\nbaris "dua" \\ {code} é ꦲ'))

    kept.reference.put_next(odd)

    assert kept.reference.templates("templates-b", latest=True) == odd


def test_of_two_changes_of_the_same_templates_only_the_first_is_kept(kept: Deps) -> None:
    first = Templates(agency="templates-c").having(a_template(id="a"))
    kept.reference.put_next(first)
    second = first.having(a_template(id="b"))
    kept.reference.put_next(second)

    for late in (first, second, replace(second, version=4), Templates(agency="templates-d", version=2)):
        with pytest.raises(Conflict):
            kept.reference.put_next(late)
    assert kept.reference.templates("templates-c", latest=True) == second


def test_templates_that_were_all_taken_away_are_at_their_version_still(kept: Deps) -> None:
    first = Templates(agency="templates-e").having(a_template())
    kept.reference.put_next(first)

    kept.reference.put_next(first.without("terima"))

    assert kept.reference.templates("templates-e", latest=True) == Templates(agency="templates-e", version=2)


def waiting(kept: Deps, name: str, at: datetime) -> bool:
    """Whether a delivery is found among those that are due, one a page."""
    found: list[str] = []
    for shard in range(kept.shards):
        after = None
        while True:
            names, after = kept.deliveries.due(shard, at, 1, after)
            found += names
            if after is None:
                break
    return name in found


def test_a_notice_is_begun_by_one_at_a_time_until_it_is_over(kept: Deps) -> None:
    assert kept.deliveries.begin("contract#1", NOON) == 1
    assert kept.deliveries.begin("contract#1", NOON) == 0
    assert kept.deliveries.begin("contract#1", NOON + LEASE) == 2

    kept.deliveries.done("contract#1", NOON)

    assert kept.deliveries.begin("contract#1", later(days=1)) == 0


def test_a_notice_that_was_begun_and_not_ended_is_due_when_its_time_is_over(kept: Deps) -> None:
    kept.deliveries.begin("contract#2", NOON)

    assert [waiting(kept, "contract#2", at) for at in (NOON, NOON + LEASE)] == [False, True]


def test_a_notice_that_failed_is_due_when_it_is_to_be_tried_again_and_not_before(kept: Deps) -> None:
    kept.deliveries.begin("contract#3", NOON)
    kept.deliveries.again("contract#3", later(hours=8))

    assert [waiting(kept, "contract#3", at) for at in (later(hours=7), later(hours=8))] == [False, True]
    assert [kept.deliveries.begin("contract#3", at) for at in (later(hours=7), later(hours=8))] == [0, 2]


def test_a_notice_is_woken_when_its_time_has_come_and_left_to_the_stream_for_a_while(kept: Deps) -> None:
    kept.deliveries.begin("contract#5", NOON)
    kept.deliveries.again("contract#5", later(hours=8))

    assert [kept.deliveries.wake("contract#5", at) for at in (later(hours=7), later(hours=8), later(hours=8))] == [False, True, False]
    assert [waiting(kept, "contract#5", later(hours=8) + wait) for wait in (timedelta(), WOKEN)] == [False, True]


def test_a_notice_that_was_woken_is_begun_once_whenever_the_stream_brings_it(kept: Deps) -> None:
    kept.deliveries.begin("contract#6", NOON)
    kept.deliveries.wake("contract#6", NOON + LEASE)

    assert [kept.deliveries.begin("contract#6", NOON + LEASE) for _ in range(2)] == [2, 0]
    assert [kept.deliveries.wake("contract#6", at) for at in (NOON + LEASE, NOON + 2 * LEASE)] == [False, True]


def test_a_notice_that_is_over_or_was_never_begun_is_not_woken(kept: Deps) -> None:
    kept.deliveries.begin("contract#7", NOON)
    kept.deliveries.wake("contract#7", NOON + LEASE)
    kept.deliveries.done("contract#7", NOON)

    assert not kept.deliveries.wake("contract#7", later(days=9))
    assert not kept.deliveries.wake("contract#8", NOON)
    assert kept.deliveries.begin("contract#7", later(days=9)) == 0


def test_a_notice_that_is_over_is_never_due(kept: Deps) -> None:
    kept.deliveries.begin("contract#4", NOON)
    kept.deliveries.done("contract#4", NOON)

    assert not waiting(kept, "contract#4", later(days=9))


def test_an_address_is_suppressed_once_that_was_said(kept: Deps) -> None:
    assert kept.deliveries.suppressed("digest") is None

    kept.deliveries.suppress("digest", Why.COMPLAINED, NOON)

    assert kept.deliveries.suppressed("digest") is Why.COMPLAINED
    for _ in range(2):
        kept.deliveries.allow("digest")
    assert kept.deliveries.suppressed("digest") is None


def test_scores_are_listed_by_period_and_kind(kept: Deps) -> None:
    first, second = a_score("1999-01", "a", "city"), a_score("1999-01", "b", "province")
    kept.scores.put("1999-01", [second, first])

    assert kept.scores.of("1999-01") == kept.scores.of("1999-01", consistent=True) == [first, second]
    assert kept.scores.of("1999-01", "province") == [second]
    assert kept.scores.of("1999-02") == []


def test_scores_replace_earlier_ones_and_those_that_are_gone_are_not_left_behind(kept: Deps) -> None:
    first, second = a_score("1999-03", "a"), a_score("1999-03", "b")
    kept.scores.put("1999-03", [first, second])

    kept.scores.put("1999-03", [replace(first, place=1)], [second])
    kept.scores.put("1999-03", [], [second])

    assert kept.scores.of("1999-03") == [replace(first, place=1)]


def test_more_scores_than_a_transaction_takes_are_all_kept(kept: Deps) -> None:
    many = [a_score("1999-04", f"{number:03d}") for number in range(120)]

    kept.scores.put("1999-04", many)

    assert kept.scores.of("1999-04") == many


def test_an_agencys_history_is_read_in_the_order_asked_without_the_periods_that_it_has_none_in(kept: Deps) -> None:
    periods = [f"1998-{month:02d}" for month in range(1, 13)]
    for period in (periods[2], periods[7]):
        kept.scores.put(period, [a_score(period, "a"), a_score(period, "b")])

    assert kept.scores.history(["city"], "a", periods) == [a_score(periods[2], "a"), a_score(periods[7], "a")]
    assert kept.scores.history(["city"], "c", periods) == []


def test_the_history_of_an_agency_that_was_of_other_kinds_has_one_score_a_period_that_of_the_first_kind_where_it_has_two(kept: Deps) -> None:
    before, both, now = "1995-01", "1995-02", "1995-03"
    for period, kind in ((before, "regency"), (both, "regency"), (both, "city"), (now, "city")):
        kept.scores.put(period, [a_score(period, "a", kind)])

    found = kept.scores.history(["city", "regency"], "a", [before, both, now])

    assert found == [a_score(before, "a", "regency"), a_score(both, "a"), a_score(now, "a")]


def test_what_is_frozen_is_frozen_once_and_takes_no_more_moving_scores(kept: Deps) -> None:
    one = a_frozen("1997-01")
    kept.scores.put("1997-01", [a_score("1997-01", "a")])
    kept.scores.freeze(one)

    with pytest.raises(Conflict):
        kept.scores.freeze(replace(one, digest="other"))
    with pytest.raises(Conflict):
        kept.scores.put("1997-01", [a_score("1997-01", "b")])
    with pytest.raises(Conflict):
        kept.scores.put("1997-01", [], [a_score("1997-01", "a")])
    kept.scores.put("1997-02", [a_score("1997-02", "a")])

    assert [it for it in kept.scores.frozen() if it.period == "1997-01"] == [one]
    assert [row.agency for row in kept.scores.of("1997-01")] == ["a"]


def test_a_frozen_periods_scores_are_kept_and_then_it_is_whole(kept: Deps) -> None:
    one = a_frozen("1997-03")
    kept.scores.put("1997-03", [a_score("1997-03", "a"), a_score("1997-03", "b")])
    kept.scores.freeze(one)

    for _ in range(2):
        kept.scores.put_frozen([replace(a_score("1997-03", "a"), digest="d")], [a_score("1997-03", "b")])
    kept.scores.complete(one)

    assert kept.scores.of("1997-03") == [replace(a_score("1997-03", "a"), digest="d")]
    assert [it.whole for it in kept.scores.frozen() if it.period == "1997-03"] == [True]


def test_a_change_is_noted_until_its_last_event_is_forgotten(kept: Deps) -> None:
    kept.scores.note("contract-x", "A#1")
    kept.scores.note("contract-x", "A#2")
    kept.scores.note("contract-y", "B#1")

    kept.scores.forget("contract-x", "A#1")
    assert {agency: event for agency, event in kept.scores.noted().items() if agency.startswith("contract-")} == {
        "contract-x": "A#2",
        "contract-y": "B#1",
    }
    for agency, event in (("contract-x", "A#2"), ("contract-x", "A#2"), ("contract-y", "B#1")):
        kept.scores.forget(agency, event)

    assert [agency for agency in kept.scores.noted() if agency.startswith("contract-")] == []


def happened(code: str, what: What, day: date) -> Happened:
    return Happened(code=code, what=what, day=day, category="jalan.lampu", channel=Channel.WEB, days=3)


def test_what_happened_is_entered_once_and_listed_by_its_day(kept: Deps) -> None:
    day = date(2031, 3, 3)
    entries = [happened("A" * 12, What.ANSWERED, day), happened("A" * 12, What.RECEIVED, day), happened("B" * 12, What.RECEIVED, day)]
    kept.statistics.enter([*entries, happened("C" * 12, What.OVERDUE, date(2031, 3, 4))])
    kept.statistics.enter(entries[:1])

    assert list(kept.statistics.entered(day)) == entries
    assert kept.statistics.noted().items() >= {day: "AAAAAAAAAAAA#answered", date(2031, 3, 4): "CCCCCCCCCCCC#overdue"}.items()


def test_a_day_is_noted_when_what_happened_on_it_is_entered_and_not_before(engine_deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who counts in between would count without it, and forget the day."""
    day = date(2031, 3, 5)
    noted: list[bool] = []
    put_all = Tables.put_all
    monkeypatch.setattr(Tables, "put_all", lambda self, rows: (noted.append(day in engine_deps.statistics.noted()), put_all(self, rows))[1])

    engine_deps.statistics.enter([happened("D" * 12, What.RECEIVED, day)])

    assert (noted, day in engine_deps.statistics.noted()) == ([False, False], True)
    assert [one.code for one in engine_deps.statistics.entered(day)] == ["D" * 12]


def test_a_day_is_to_be_counted_until_the_last_that_was_entered_is_forgotten(kept: Deps) -> None:
    day = date(2027, 3, 1)
    for code in ("A" * 12, "B" * 12):
        kept.statistics.enter([happened(code, What.RECEIVED, day)])

    kept.statistics.forget(day, "AAAAAAAAAAAA#received")
    assert kept.statistics.noted()[day] == "BBBBBBBBBBBB#received"
    kept.statistics.forget(day, "BBBBBBBBBBBB#received")
    kept.statistics.forget(day, "BBBBBBBBBBBB#received")
    assert day not in kept.statistics.noted()


def test_what_a_day_and_a_month_come_to_is_kept_in_place_of_what_was_there(kept: Deps) -> None:
    counts = Counts(received={"jalan.lampu": 2}, channels={"web": 2}, answered={"jalan.lampu": 1}, days={3: 1})
    for day in (date(2026, 11, 30), date(2026, 11, 24), date(2026, 12, 1)):
        kept.statistics.keep_day(day, Counts(overdue={"jalan": 9}))
        kept.statistics.keep_day(day, counts)
    months = [
        Month(period=period, counts=counts, by_day={date(2026, 11, 24): {What.RECEIVED: 2}}, counted_at=NOON) for period in ("2026-11", "2027-01")
    ]
    for month in months:
        kept.statistics.keep_month(replace(month, counts=Counts()))
        kept.statistics.keep_month(month)

    assert kept.statistics.days("2026-11") == {date(2026, 11, 24): counts, date(2026, 11, 30): counts}
    assert kept.statistics.months("2026-01", "2026-12") == months[:1]
    assert kept.statistics.months("2026-11", "2027-01") == months


def test_when_scores_were_computed_is_kept(kept: Deps) -> None:
    kept.scores.keep_runs(Runs(since="2026-11", all_on=NOON.date()))

    assert kept.scores.runs() == Runs(since="2026-11", all_on=NOON.date())


def test_a_score_of_before_scores_were_added_up_is_still_read(engine_deps: Deps) -> None:
    old = {"period": "1996-01", "agency": "a", "name": "a", "kind": "city", "policy": 1, "computed_at": "2026-11-24T04:00:00Z"}
    old |= {
        "score": {"value": 50.0, "zone": "red", "band": "10+", "indicators": {}},
        "tally": {"cases": 12, "backlog_days": 3.0, "median_days": None},
    }
    DocumentRow("S#1996-01", "city#a", doc=json.dumps(old)).save()

    (row,) = engine_deps.scores.of("1996-01")

    assert (row.tally, row.own, row.place) == (Tally(cases=12), EMPTY, None)


def test_what_is_shown_of_a_survey_is_moved_on_only_from_what_it_was(kept: Deps) -> None:
    ten, twenty = add_up([(1, 2, 3, 4, 1, 2, 3, 4, 1)] * 10), add_up([(4,) * 9] * 20)
    assert kept.surveys.shown("contract", "2026-12") == Sums()

    kept.surveys.show("contract", "2026-12", Sums(), ten)
    with pytest.raises(Conflict):
        kept.surveys.show("contract", "2026-12", Sums(), twenty)

    assert kept.surveys.shown("contract", "2026-12") == ten
    kept.surveys.show("contract", "2026-12", ten, twenty)
    assert kept.surveys.shown("contract", "2026-12") == twenty
    assert kept.surveys.shown("contract", "2026-11") == Sums()


def test_what_is_kept_about_an_agency_is_read_by_agency_and_by_how_its_id_begins(kept: Deps) -> None:
    ours, theirs = a_commitment(id="contract-1", agency="contract-x"), a_commitment(id="contract-2", agency="contract-y")
    old, new = an_assessment(id="2020-contract", agency="contract-x", year=2020), an_assessment(id="2022-contract", agency="contract-x")
    kept.reference.put([ours, theirs, new, old])

    assert kept.reference.about(Commitment, "contract-x") == [ours]
    assert kept.reference.about(Commitment, "contract-z") == []
    assert kept.reference.about(Assessment, "contract-x") == [old, new]
    assert kept.reference.about(Assessment, "contract-x", "2022-") == [new]
    assert kept.reference.about(Assessment, "", "2020-") == [old]
    assert {one.id for one in kept.reference.about(Commitment, "")} >= {ours.id, theirs.id}


def test_a_correction_is_kept_with_what_it_replaces_or_not_at_all(kept: Deps) -> None:
    old = an_assessment(id="2021-contract")
    kept.reference.put([old])
    corrected = an_assessment(id="2021-contract-2", replaces=old.id)

    kept.reference.replace((old, replace(old, replaced_by=corrected.id)), (None, corrected))
    with pytest.raises(Conflict):
        kept.reference.replace((old, replace(old, replaced_by="2021-other")), (None, an_assessment(id="2021-other", replaces=old.id)))

    assert kept.reference.fresh(Assessment, "2021-contract-2") == corrected
    assert kept.reference.fresh(Assessment, "2021-other") is None
