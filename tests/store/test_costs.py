"""What calls cost: round trips counted on the wire, units computed from item sizes as DynamoDB bills them."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Any

import pytest

from bench.wire import Wire
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Location
from chalicelib.domain.periods import Runs
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Class, Outcome, Role, Status
from chalicelib.store import decode
from chalicelib.store.limits import Limits
from chalicelib.store.reference import Reference
from chalicelib.store.rows import Row
from chalicelib.usecases import export, follow, handle, keys, queues, score, submit
from chalicelib.usecases.act import load
from chalicelib.usecases.keys import Wish
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.queues import Wanted
from chalicelib.usecases.setting import prepare
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.builders import ANSWER, COORDINATOR, NOON, OFFICER, a_first, a_reporter, a_submission, a_text, later, responded, started, verified
from tests.fakes import Counting

INDEXES: tuple[tuple[tuple[str, str], tuple[str, ...] | None], ...] = (
    (("q", "qs"), None),
    (("g", "gs"), ()),
    (("p", "pk"), ("facts",)),
    (("f", "fw"), ()),
    (("l", "rc"), ()),
)
"""The keys of each index and what else it holds; none stands for the whole item."""


@pytest.fixture
def calls(engine_deps: Deps) -> Iterator[list[str]]:
    """The names of the calls that reach the engine."""
    made: list[str] = []
    events = Row._get_connection().connection.client.meta.events  # noqa: SLF001  what is counted is what goes over the wire
    events.register("before-call.dynamodb", lambda model, **_: made.append(model.name), unique_id="count")
    yield made
    events.unregister("before-call.dynamodb", unique_id="count")


@pytest.fixture
def engine(engine_deps: Deps) -> Deps:
    """Codes that no other test has."""
    return replace(engine_deps, random_bytes=Counting(5_000_000 + next(USED)))


USED = iter(range(0, 10**9, 1000))


def size(item: dict[str, Any]) -> int:
    """Bytes of an item: names and values in UTF-8."""
    return sum(len(name.encode()) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())


def index_units(before: dict[str, Any], after: dict[str, Any]) -> int:
    """An index costs a unit for an entry that comes, goes or changes, two where its key changes, nothing where all that it holds is as before."""
    return sum(_entry_units(names, projected, before, after) for names, projected in INDEXES)


def _entry_units(names: tuple[str, str], projected: tuple[str, ...] | None, before: dict[str, Any], after: dict[str, Any]) -> int:
    old, new = (tuple(item.get(name) for name in names) if set(names) <= set(item) else None for item in (before, after))
    if old != new:
        return (old is not None) + (new is not None)
    held = set(before) | set(after) if projected is None else projected
    return int(new is not None and any(before.get(name) != after.get(name) for name in held))


def units(before: Change | None, after: Change, *others: dict[str, Any]) -> int:
    """Write units of a transaction: twice the kilobytes of each item, and what the indexes cost."""
    old = decode.complaint_row(before).serialize() if before else {}
    new = decode.complaint_row(after).serialize()
    event = decode.event_row(after.event, after.mark).serialize()
    written = [new, event, *others]
    return sum(2 * ceil(size(item) / 1024) for item in written) + index_units(old, new) + index_units({}, event)


def test_a_submission_is_one_write_round_trip_and_no_other(engine: Deps, calls: list[str]) -> None:
    picture(submit.submit(a_submission(), None, engine).case, engine)
    calls.clear()

    picture(submit.submit(a_submission(), None, engine).case, engine)

    assert calls == ["TransactWriteItems"]


def test_a_submission_that_names_no_agency_reads_no_more_for_it(engine: Deps, calls: list[str]) -> None:
    submit.submit(a_submission(agency=""), None, engine)
    calls.clear()

    submit.submit(a_submission(agency=""), None, engine)

    assert calls == ["TransactWriteItems"]


def test_a_status_query_is_one_read_round_trip(engine: Deps, calls: list[str]) -> None:
    done = submit.submit(a_submission(), None, engine)
    picture(follow.own(done.receipt.code, done.receipt.secret, engine, consistent=False), engine)
    calls.clear()

    picture(follow.own(done.receipt.code, done.receipt.secret, engine, consistent=False), engine)

    assert calls == ["Query"]


def test_an_agencys_action_is_one_read_and_one_write_round_trip(engine: Deps, calls: list[str]) -> None:
    code = submit.submit(a_submission(), None, engine).receipt.code
    prepare(deeds.verify(code, engine).complaint, engine)
    for act in (
        lambda: deeds.start(code, engine, version=2),
        lambda: deeds.act(code, Action.RESPOND, handle.respond(Outcome.RESOLVED, ANSWER, "", engine, confidential=False), OFFICER, engine, 3),
    ):
        calls.clear()
        act()

        assert calls == ["Query", "TransactWriteItems"]


def test_an_answer_reads_what_its_case_refers_to_in_two_batches_and_templates_of_the_whole_tree_are_among_it(engine: Deps, calls: list[str]) -> None:
    code = submit.submit(a_submission(), None, engine).receipt.code
    deeds.verify(code, engine)
    cold = replace(engine, reference=Reference(engine.cases.tables, lambda: 0))  # type: ignore[attr-defined]
    calls.clear()

    deeds.act(code, Action.RESPOND, handle.respond(Outcome.RESOLVED, ANSWER, "", cold, confidential=False), OFFICER, cold, 2)

    assert calls == ["Query", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]


def test_a_queue_page_is_one_read_round_trip(engine: Deps, calls: list[str]) -> None:
    queues.queue(OFFICER, "", Wanted(), 25, None, engine)
    calls.clear()

    queues.queue(OFFICER, "", Wanted(), 25, None, engine)

    assert calls == ["Query"]


def test_a_key_that_is_known_costs_no_round_trip(engine: Deps, calls: list[str]) -> None:
    counting = replace(engine, limits=Limits(engine.cases.tables))  # type: ignore[attr-defined]
    key = keys.make(Wish(agency="51.71", role=Role.OFFICER, holder="Cheap"), "test", engine).key
    made: list[list[str]] = []
    for _ in range(3):
        calls.clear()
        keys.use(counting.access.get(key.id), counting)
        made.append(calls[:])

    assert made == [["GetItem", "UpdateItem"], [], []]


def test_an_export_is_a_query_an_agency_and_a_read_a_hundred_cases(engine: Deps, calls: list[str]) -> None:
    for seed in range(790_000, 790_101):
        first = a_first(seed, now=later(400))
        engine.cases.load([first, verified(first.complaint, later(400))], a_text())
    engine.reference.every(Agency)
    calls.clear()

    exported = list(export.cases(COORDINATOR, "", "2028-01", engine))

    assert len(exported) == 101
    assert sorted(calls) == ["BatchGetItem"] * 2 + ["Query"] * 3


def test_a_submission_of_600_characters_costs_at_most_twelve_write_units() -> None:
    text = a_text(title="x" * 120, body="x" * 600, place="x" * 100, location=Location(lat=-8.654321, lon=115.214321))
    first = a_first(title=text.title)
    identity = {
        name: {"S": value} for name, value in (("pk", "C" * 12), ("name", "x" * 100), ("email", "x" * 100), ("phone", "x" * 20), ("lang", "id"))
    }
    assert a_reporter().name

    assert units(None, first, decode.text_row("x" * 12, text).serialize(), identity) <= 12


def test_each_action_of_an_agency_costs_at_most_eight_write_units() -> None:
    first = a_first(title="x" * 120)
    forwarded = verified(first.complaint)
    working = started(forwarded.complaint)
    answered = responded(working.complaint)

    assert units(first, forwarded) == 8
    assert units(forwarded, working) == 7
    assert units(working, answered) <= 8


def test_the_head_of_a_complaint_fits_in_a_kilobyte_whatever_happened_to_it() -> None:
    change = responded(started(verified(a_first(title="é" * 120).complaint).complaint).complaint)
    worst = replace(
        change.complaint,
        category="c" * 40,
        region="51.71.01.1001",
        agency="a" * 40,
        coordinator="a" * 40,
        title="é" * 120,
        closed_at=later(days=3),
        rating=4,
        disputes=2,
        level=3,
        rung=4,
    )

    assert size(decode.complaint_row(replace(change, complaint=worst)).serialize()) <= 1024 + 120


def facts_units(change: Change) -> float:
    """Read units of the facts of ten thousand such cases."""
    row = decode.complaint_row(change).serialize()
    return ceil(10_000 * size({name: row[name] for name in ("pk", "sk", "p", "facts")}) / 4096) / 2


def test_facts_of_ten_thousand_cases_fit_in_two_hundred_read_units() -> None:
    answered = responded(verified(a_first().complaint).complaint)
    assert answered.facts
    longest = replace(
        answered.facts,
        class_=Class.INFORMATION,
        status=Status.IN_PROGRESS,
        disputes=2,
        rating=4,
        outcome=Outcome.CANNOT_BE_RESOLVED,
        extension=60,
        held_days=10,
    )

    assert facts_units(answered) <= 155
    assert facts_units(replace(answered, facts=longest)) <= 180
    assert facts_units(replace(answered, facts=longest, complaint=replace(answered.complaint, agency="a" * 30))) <= 200


def test_facts_of_before_the_last_three_were_kept_are_still_read() -> None:
    change = responded(verified(a_first().complaint).complaint)
    old = "complaint;responded;2026-11-24;2026-12-01;2026-11-24;2026-12-14;2026-11-24;0;"

    assert change.facts
    assert decode.case_facts(old) == replace(change.facts, outcome=None)


def test_an_idle_hour_of_the_scores_costs_three_reads_and_no_write(engine: Deps, calls: list[str]) -> None:
    engine.scores.keep_runs(Runs(since="2026-11", all_on=NOON.date()))
    for agency, event in engine.scores.noted().items():
        engine.scores.forget(agency, event)
    score.run(engine, lambda: True)
    calls.clear()

    assert score.run(engine, lambda: True) == score.Run({}, ())
    assert sorted(calls) == ["GetItem", "Query", "Query"]


def test_noting_a_change_costs_whoever_makes_it_nothing_and_the_stream_a_write_an_agency(engine: Deps, calls: list[str]) -> None:
    code = submit.submit(a_submission(agency="51"), None, engine).receipt.code
    event = load(code, engine).events[-1]
    calls.clear()
    wire = Wire()

    with wire.listening(Row._get_connection().connection.client):  # noqa: SLF001  what is counted is what goes over the wire
        engine.scores.note("51", f"{code}#{event.seq}")

    assert (calls, wire.written) == (["PutItem"], 1)


def open_but_not_due(deps: Deps, seeds: range) -> None:
    """Heads of open complaints that wake in the far future, written in bulk."""
    client = Row._get_connection().connection.client  # noqa: SLF001  bulk writes are no need of the product
    table = Row.Meta.table_name
    for start in range(seeds.start, seeds.stop, 25):
        firsts = [a_first(seed, agency="sweep-open") for seed in range(start, min(start + 25, seeds.stop))]
        sleeping = [replace(first, complaint=replace(first.complaint, wake=later(days=3000))) for first in firsts]
        puts = [{"PutRequest": {"Item": decode.complaint_row(first).serialize()}} for first in sleeping]
        assert not client.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]


def swept_with_due(deps: Deps, calls: list[str], seed: int) -> tuple[list[str], float, int]:
    """The calls of a sweep with a hundred complaints due, their read units, and how many it looked at."""
    for number in range(100):
        first = a_first(seed + number, agency="51.71")
        deps.cases.file(replace(first, complaint=replace(first.complaint, wake=later(days=-300))), a_text(), None)
    calls.clear()
    wire = Wire()
    with wire.listening(Row._get_connection().connection.client):  # noqa: SLF001  what is counted is what goes over the wire
        swept = sweep(replace(deps, now=lambda: later(days=-299)), lambda: True)
    return sorted(calls), wire.read, swept.looked_at


def test_a_sweep_with_a_hundred_due_costs_the_same_among_a_thousand_open_cases_and_among_ten_thousand(engine: Deps, calls: list[str]) -> None:
    open_but_not_due(engine, range(20_000_000, 20_001_000))
    among_a_thousand = swept_with_due(engine, calls, 21_000_000)
    open_but_not_due(engine, range(20_001_000, 20_010_000))
    among_ten_thousand = swept_with_due(engine, calls, 22_000_000)

    made, read, looked_at = among_a_thousand
    assert among_a_thousand == among_ten_thousand
    assert looked_at == 100
    assert read == 100 + engine.shards / 2  # a consistent read a complaint, and half a unit a query of the agenda
    assert made.count("Query") == engine.shards
    assert "Scan" not in made
