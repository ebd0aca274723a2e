"""What calls cost: round trips counted on the wire, units computed from item sizes as DynamoDB bills them."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from math import ceil
from typing import Any

import pytest

from bench.wire import Wire
from chalicelib.domain import change, publishing, routing, working
from chalicelib.domain.case import Case
from chalicelib.domain.challenge import Proof
from chalicelib.domain.change import Change
from chalicelib.domain.commitment import Indicator
from chalicelib.domain.complaint import Complaint, Location, Reporter
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ChallengeRequired
from chalicelib.domain.events import Actor
from chalicelib.domain.periods import Runs
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Class, Identity, Outcome, Role, Status, Suspicion
from chalicelib.store import encode, keys, packing
from chalicelib.store.limits import Limits
from chalicelib.store.reference import Reference
from chalicelib.usecases import commitments, export, follow, handle, queues, route, score, submit, work
from chalicelib.usecases import keys as agency_keys
from chalicelib.usecases.act import Decide
from chalicelib.usecases.keys import Wish
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.queues import Wanted
from chalicelib.usecases.screen import Sender, new_challenge
from chalicelib.usecases.setting import load, prepare
from chalicelib.usecases.sweep import sweep
from tests import builders, deeds
from tests.builders import (
    AGENCIES,
    ANSWER,
    COORDINATOR,
    JAKARTA,
    NOON,
    OFFICER,
    OTHER_CITY,
    POLICY,
    SIBLING,
    STEWARD,
    UNIT,
    a_first,
    a_submission,
    a_text,
    at,
    confirmed,
    later,
    responded,
    started,
    verified,
)
from tests.fakes import Counting
from tests.solving import solved

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

INDEXES: tuple[tuple[tuple[str, str], tuple[str, ...] | None], ...] = (
    (("q", "qs"), None),
    (("g", "gs"), ()),
    (("p", "pk"), ("facts",)),
    (("f", "fw"), ()),
    (("l", "rc"), ()),
    (("m", "pk"), None),
)
"""The keys of each index and what else it holds; none stands for the whole item."""


@pytest.fixture
def calls(engine_deps: Deps) -> Iterator[list[str]]:
    """The names of the calls that reach the engine."""
    made: list[str] = []
    events = engine_deps.cases.tables.client.meta.events
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
    old = encode.complaint_row(before).serialize() if before else {}
    new = encode.complaint_row(after).serialize()
    event = encode.event_row(after.event, after.mark).serialize()
    written = [new, event, *others]
    left = [other for other in others if other["sk"]["S"].startswith(keys.LEFT)] if before else []
    filed = [] if before else others
    return sum(2 * ceil(size(item) / 1024) for item in written) + index_units(old, new) + sum(index_units({}, one) for one in (event, *left, *filed))


def test_a_submission_is_one_write_round_trip_and_no_other(engine: Deps, calls: list[str]) -> None:
    picture(submit.submit(a_submission(), None, engine).case, engine)
    calls.clear()

    picture(submit.submit(a_submission(), None, engine).case, engine)

    assert calls == ["TransactWriteItems"]


def screened(engine: Deps, number: int, address: str, proven: Proof | None = None, key: str | None = None) -> None:
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    submit.submit(a_submission(body=f"Lampu di depan rumah {letters} mati sejak lama."), key, engine, Sender(address, proven))


def test_a_submission_that_is_screened_is_one_write_round_trip_too(engine: Deps, calls: list[str]) -> None:
    """But the tenth of an agency in an hour, and in a day the third of a client and the second of a text, tell the other processes so."""
    engine = replace(engine, limits=Limits(engine.cases.tables), key=b"costs" * 8)  # type: ignore[attr-defined]
    screened(engine, 0, "203.0.113.0")
    calls.clear()

    for number in range(1, 11):
        screened(engine, number, f"203.0.113.{number}")

    assert calls == ["TransactWriteItems"] * 8 + ["UpdateItem"] + ["TransactWriteItems"] * 2


def test_a_submission_with_a_proof_costs_no_round_trip_more(engine: Deps, calls: list[str]) -> None:
    engine = replace(engine, key=b"proof" * 8)
    for number in range(POLICY.challenge_free):
        screened(engine, number, "203.0.113.99")
    key = f"proven-{next(USED):012d}"
    challenge = replace(new_challenge(key, engine), cost=1)
    calls.clear()

    screened(engine, 1, "203.0.113.99", Proof(challenge=challenge, signature=challenge.signature(engine.key), counter=solved(challenge)), key)

    assert calls == ["TransactWriteItems"]


def test_a_submission_that_is_refused_for_want_of_a_proof_writes_nothing(engine: Deps, calls: list[str]) -> None:
    engine = replace(engine, key=b"refused" * 8)
    for number in range(POLICY.challenge_free):
        screened(engine, number, "203.0.113.98")
    calls.clear()

    with pytest.raises(ChallengeRequired):
        screened(engine, 99, "203.0.113.98", key="never-filed-before")

    assert calls == ["Query"]


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


RETURNED_TO = Actor(role=Role.COORDINATOR, agency="34.71", holder="Wahyu")
INSPECTOR = Actor(role=Role.INSPECTOR, agency="51", holder="Nyoman")
WHY = "Suku cadang lampu harus dipesan dulu."
LIFE: list[tuple[Action, Actor, Callable[[Deps], Decide]]] = [
    (Action.VERIFY, COORDINATOR, lambda deps: route.verify("51.71.pupr", COORDINATOR, deps)),
    (Action.FORWARD, COORDINATOR, lambda deps: route.forward("51.71.dlh", COORDINATOR, deps)),
    (Action.FORWARD, COORDINATOR, lambda deps: route.forward("51.71.pupr", COORDINATOR, deps)),
    (Action.NOTE, OFFICER, lambda _: handle.note("Sudah ditelepon.")),
    (Action.RETURN, OFFICER, lambda deps: route.return_("34.71", WHY, deps)),
    (Action.VERIFY, RETURNED_TO, lambda deps: route.verify("34.71", RETURNED_TO, deps)),
    (Action.ASSIGN, STEWARD, lambda deps: route.assign("51.71.pupr", WHY, deps)),
    (Action.START, OFFICER, lambda _: handle.start()),
    (Action.EXTEND, OFFICER, lambda _: handle.extend(5, WHY)),
    (Action.INSTRUCT, INSPECTOR, lambda _: handle.instruct(WHY)),
    (Action.REDACT, COORDINATOR, lambda _: handle.redact(Redaction(number=0, body="[nama]"), WHY)),
    (Action.PUBLISH, COORDINATOR, lambda _: handle.publish(WHY, published=False)),
    (Action.HOLD, OFFICER, lambda _: handle.hold("Di sebelah mana lampunya?", None)),
]


def test_every_action_of_an_agency_is_one_read_and_one_write_round_trip(engine: Deps, calls: list[str]) -> None:
    filed = submit.submit(a_submission(), None, engine)
    code = filed.receipt.code
    for one in AGENCIES:
        prepare(replace(filed.case.complaint, agency=one.id), engine)
    made = {}
    for version, (action, actor, decide) in enumerate(LIFE, start=1):
        calls.clear()
        work.act(code, version, action, decide(engine), actor, engine)
        made[action] = list(calls)

    assert made == {action: ["Query", "TransactWriteItems"] for action in made}


@pytest.mark.parametrize(
    ("action", "decide"),
    [
        (Action.RESPOND, lambda deps: handle.respond(Outcome.RESOLVED, ANSWER, "", deps, confidential=False)),
        (Action.ARCHIVE, lambda _: handle.archive("unclear", "Tidak jelas.")),
        (Action.UNLINK, lambda _: route.unlink("Lampu yang lain.")),
    ],
    ids=["respond", "archive", "unlink"],
)
def test_what_ends_a_life_is_one_read_and_one_write_round_trip_too(
    engine: Deps, calls: list[str], action: Action, decide: Callable[[Deps], Decide]
) -> None:
    code, lead = (submit.submit(a_submission(), None, engine).receipt.code for _ in range(2))
    if action is Action.RESPOND:
        prepare(deeds.verify(code, engine).complaint, engine)
    if action is Action.UNLINK:
        deeds.link(code, lead, engine)
    version = 1 if action is Action.ARCHIVE else 2
    calls.clear()

    work.act(code, version, action, decide(engine), OFFICER if action is Action.RESPOND else COORDINATOR, engine)

    assert calls == ["Query", "TransactWriteItems"]


def test_a_link_reads_its_lead_too(engine: Deps, calls: list[str]) -> None:
    code, lead = (submit.submit(a_submission(), None, engine).receipt.code for _ in range(2))
    deeds.link(code, lead, engine)
    deeds.unlink(code, engine)
    calls.clear()

    deeds.link(code, lead, engine, version=3)

    assert calls == ["Query", "BatchGetItem", "TransactWriteItems"]


@pytest.mark.parametrize(
    "act", [lambda it, deps: follow.reply(it, "Di depan pasar.", deps), lambda it, deps: follow.withdraw(it, "", deps)], ids=["reply", "withdraw"]
)
def test_what_a_reporter_does_is_one_read_and_one_write_round_trip(engine: Deps, calls: list[str], act: Callable[[Case, Deps], Case]) -> None:
    done = submit.submit(a_submission(), None, engine)
    deeds.hold(done.receipt.code, engine, actor=COORDINATOR)
    calls.clear()

    act(follow.own(done.receipt.code, done.receipt.secret, engine), engine)

    assert calls == ["Query", "TransactWriteItems"]


def test_an_answer_reads_what_its_case_refers_to_in_two_batches_and_templates_of_the_whole_tree_in_a_third(engine: Deps, calls: list[str]) -> None:
    code = submit.submit(a_submission(), None, engine).receipt.code
    deeds.verify(code, engine)
    cold = replace(engine, reference=Reference(engine.cases.tables, lambda: 0))  # type: ignore[attr-defined]
    calls.clear()

    deeds.act(code, Action.RESPOND, handle.respond(Outcome.RESOLVED, ANSWER, "", cold, confidential=False), OFFICER, cold, 2)

    assert calls == ["Query", "BatchGetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]


def test_a_queue_page_is_one_read_round_trip(engine: Deps, calls: list[str]) -> None:
    queues.queue(OFFICER, "", Wanted(), 25, None, engine)
    calls.clear()

    queues.queue(OFFICER, "", Wanted(), 25, None, engine)

    assert calls == ["Query"]


def test_a_key_that_is_known_costs_no_round_trip(engine: Deps, calls: list[str]) -> None:
    counting = replace(engine, limits=Limits(engine.cases.tables))  # type: ignore[attr-defined]
    key = agency_keys.make(Wish(agency="51.71", role=Role.OFFICER, holder="Cheap"), "test", engine).key
    made: list[list[str]] = []
    for _ in range(3):
        calls.clear()
        agency_keys.use(counting.access.get(key.id), counting)
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


@pytest.mark.parametrize("moderation", [(), tuple(Suspicion)], ids=["as most are", "as suspicious as can be"])
@pytest.mark.parametrize(
    ("reporter", "cell", "cost"),
    [
        ({}, "-866,11521", 12),
        ({"email": "x" * 100, "contact": "x" * 40}, None, 12),
        ({"email": "x" * 100, "contact": "x" * 40}, "-866,11521", 13),
    ],
    ids=["no e-mail address", "no place on the map", "both"],
)
def test_what_a_submission_of_600_characters_with_a_name_costs_in_write_units(
    reporter: dict[str, str], cell: str | None, cost: int, moderation: tuple[Suspicion, ...]
) -> None:
    """Four items twice, and an entry each for the queue, the agenda, the duty to verify; for the place and the mailbox, where there is one."""
    text = a_text(title="x" * 120, body="x" * 600, place="x" * 100, location=Location(lat=-8.654321, lon=115.214321) if cell else None)
    first = a_first(title=text.title, moderation=moderation, cell=cell)
    identity = encode.identity_row(first.complaint.code, Reporter(name="x" * 100, phone="x" * 20, **reporter)).serialize()

    assert units(None, first, encode.text_row("x" * 12, text).serialize(), identity) == cost


FILED = a_first(title="x" * 120)
FORWARDED = verified(FILED.complaint)
WORKING = started(FORWARDED.complaint)
ANSWERED = responded(WORKING.complaint)
HELD = builders.held(WORKING.complaint)
LINKED = builders.linked(FORWARDED.complaint, a_first(2).complaint)
RETURNED = builders.returned(FORWARDED.complaint)
WAKING_LATE = replace(FORWARDED, complaint=replace(FORWARDED.complaint, wake=later(days=6)))
SEALED = a_first(title="x" * 120, identity=Identity.SEALED)
ARCHIVED = builders.archived(FILED.complaint)
LATE = later(days=9)


def then(before: Change, deed: Deed, actor: Actor = OFFICER, now: datetime = NOON) -> Change:
    return change.then(before.complaint, deed, actor, at(now), "s" * 24)


UNITS: dict[str, tuple[Change, Change, int]] = {
    "verify": (FILED, FORWARDED, 8),
    "forward": (FORWARDED, then(FORWARDED, routing.forward(FORWARDED.complaint, SIBLING)), 8),
    "start": (FORWARDED, WORKING, 7),
    "respond": (WORKING, ANSWERED, 6),
    "return": (FORWARDED, RETURNED, 8),
    "return, with a reminder before the agenda looks": (WAKING_LATE, builders.returned(WAKING_LATE.complaint), 10),
    "return late": (FORWARDED, builders.returned(FORWARDED.complaint, LATE), 13),
    "hold": (WORKING, HELD, 7),
    "hold before it is verified": (FILED, builders.held(FILED.complaint), 7),
    "reply": (WORKING, builders.replied(WORKING.complaint), 5),
    "reply to a question": (HELD, builders.replied(HELD.complaint, later(days=1)), 7),
    "end of a hold": (HELD, builders.resumed(HELD.complaint, later(days=20)), 9),
    "extend": (WORKING, builders.extended(WORKING.complaint), 7),
    "extend into another month": (WORKING, builders.extended(WORKING.complaint, days=14), 8),
    "confirm": (ANSWERED, confirmed(ANSWERED.complaint), 5),
    "dispute": (ANSWERED, builders.disputed(ANSWERED.complaint, later(days=1)), 6),
    "archive": (FILED, ARCHIVED, 6),
    "link": (FORWARDED, LINKED, 9),
    "unlink": (LINKED, builders.unlinked(LINKED.complaint, later(days=1)), 7),
    "withdraw": (FORWARDED, builders.withdrawn(FORWARDED.complaint), 7),
    "erase": (FORWARDED, builders.erased(FORWARDED.complaint), 7),
    "unseal": (SEALED, builders.unsealed(SEALED.complaint), 6),
    "note": (WORKING, then(WORKING, working.note("Sudah ditelepon.")), 5),
    "instruct": (WORKING, then(WORKING, working.instruct(WORKING.complaint, WHY)), 5),
    "assign to another tree": (FORWARDED, then(FORWARDED, routing.assign(FORWARDED.complaint, OTHER_CITY, WHY, at(), JAKARTA), STEWARD), 8),
    "assign late": (FORWARDED, then(FORWARDED, routing.assign(FORWARDED.complaint, OTHER_CITY, WHY, at(LATE), JAKARTA), STEWARD, LATE), 13),
    "transfer": (WORKING, then(WORKING, routing.transfer(WORKING.complaint, UNIT, SIBLING)), 8),
    "withhold": (WORKING, then(WORKING, publishing.publish(WORKING.complaint, WHY, published=False)), 6),
    "redact": (WORKING, then(WORKING, publishing.redact(Redaction(number=0, body="[nama]", salt="s" * 24), WHY)), 7),
}
"""Of everything that people do: the change before, the change, and its write units (a filed title of 120 characters, a short text)."""


@pytest.mark.parametrize("action", UNITS)
def test_what_an_action_costs_in_write_units(action: str) -> None:
    before, after, expected = UNITS[action]

    assert units(before, after, *with_it(action, before, after)) == expected


def with_it(action: str, before: Change, after: Change) -> list[dict[str, Any]]:
    """What is written or looked at beside complaint and event: the lead of a link is looked at for as much as a write of it costs."""
    it = after.complaint
    more = [encode.left_row(it.code, it.version, before.complaint.agency, after.left).serialize()] if after.left else []
    more += [encode.redaction_row(it.code, after.redaction).serialize()] if after.redaction else []
    more += [{"pk": {"S": it.code}, "sk": {"S": ""}}] if after.erases else []
    return more + ([encode.complaint_row(FILED).serialize()] if action == "link" else [])


def facts_units(change: Change) -> float:
    """Read units of the facts of ten thousand such cases."""
    row = encode.complaint_row(change).serialize()
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
    assert packing.case_facts(old) == replace(change.facts, outcome=None)


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

    with wire.listening(engine.cases.tables.client):
        engine.scores.note("51", f"{code}#{event.seq}")

    assert (calls, wire.written) == (["PutItem"], 1)


def test_a_commitment_reads_the_scores_of_a_year_in_one_round_trip(engine: Deps, calls: list[str]) -> None:
    given = {"agency": "51.71", "indicator": Indicator.SCORE, "target": 90, "by": later(days=300).date(), "text": "Kami menjawab tepat waktu."}
    prepare(a_first(agency="51.71").complaint, engine)
    calls.clear()

    made = commitments.make(given, COORDINATOR, engine).after
    assert calls == ["BatchGetItem", "GetItem", "Query", "BatchGetItem", "TransactWriteItems"]

    calls.clear()
    commitments.standing(made, engine)
    assert calls == ["BatchGetItem"]


def open_but_not_due(deps: Deps, seeds: range) -> None:
    """Heads of open complaints that wake in the far future, written in bulk."""
    client, table = deps.cases.tables.client, deps.cases.tables.cases
    for start in range(seeds.start, seeds.stop, 25):
        firsts = [a_first(seed, agency="sweep-open") for seed in range(start, min(start + 25, seeds.stop))]
        sleeping = [replace(first, complaint=replace(first.complaint, wake=later(days=3000))) for first in firsts]
        puts = [{"PutRequest": {"Item": encode.complaint_row(first).serialize()}} for first in sleeping]
        assert not client.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]


def swept_with_due(deps: Deps, calls: list[str], seed: int) -> tuple[list[str], float, int]:
    """The calls of a sweep with a hundred complaints due, their read units, and how many it looked at."""
    for number in range(100):
        first = a_first(seed + number, agency="51.71")
        deps.cases.file(replace(first, complaint=replace(first.complaint, wake=later(days=-300))), a_text(), None)
    deps.reference.put(())  # forgets: what is remembered for a minute may else be forgotten in mid-sweep, where the machine is slow
    prepare(a_first(seed, agency="51.71").complaint, deps)
    calls.clear()
    wire = Wire()
    with wire.listening(deps.cases.tables.client):
        swept = sweep(replace(deps, now=lambda: later(days=-299)), lambda: True)
    return sorted(calls), wire.read, swept.looked_at


def test_a_sweep_with_a_hundred_due_costs_the_same_among_three_hundred_open_cases_and_among_ten_times_as_many(engine: Deps, calls: list[str]) -> None:
    """`make bench` looks among a hundred thousand."""
    open_but_not_due(engine, range(20_000_000, 20_000_300))
    among_few = swept_with_due(engine, calls, 21_000_000)
    open_but_not_due(engine, range(20_000_300, 20_003_000))
    among_many = swept_with_due(engine, calls, 22_000_000)

    made, read, looked_at = among_few
    assert among_few == among_many
    assert looked_at == 100
    assert read == 100 + engine.shards / 2  # a consistent read a complaint, and half a unit a query of the agenda
    assert made.count("Query") == engine.shards
    assert "Scan" not in made


def everything(title: str, agency: str, category: str) -> Complaint:
    """A complaint in which every field is set, as none ever is at once."""
    return replace(
        ANSWERED.complaint,
        status=Status.ON_HOLD,
        title=title,
        agency=agency,
        coordinator=agency,
        category=category,
        region="51.71.01.1001",
        wake=later(days=1),
        verify_from=NOON,
        closed_at=later(days=3),
        rating=4,
        disputes=2,
        level=3,
        rung=4,
        paused_at=NOON,
        paused_from=Status.IN_PROGRESS,
        paused_days=10,
        hold_due=NOON.date(),
        held_days=10,
        extension=14,
        returns=2,
        assigned=True,
        appealed=True,
        withheld=True,
        lead="x" * 12,
    )


@pytest.mark.parametrize(
    ("title", "agency", "category", "most"),
    [
        ("é" * 120, "a" * 40, "c" * 40, 1024 + 120),
        ("x" * 120, "51.71.dinas-perhubungan", "jalan.lampu", 1024),
    ],
    ids=["the longest of everything", "a long title"],
)
def test_the_head_of_a_complaint_fits_in_a_kilobyte_whatever_happened_to_it(title: str, agency: str, category: str, most: int) -> None:
    """Only where all is set and all is at its longest it does not: then each change costs two units more."""
    full = everything(title, agency, category)
    assert [field.name for field in fields(Complaint) if getattr(full, field.name) in (None, 0, False, "")] == []

    assert size(encode.complaint_row(replace(ANSWERED, complaint=full)).serialize()) <= most


COORDINATOR_OF_FORTY = Actor(role=Role.COORDINATOR, agency="zz", holder="Ketut")


@pytest.fixture
def forty_units(engine: Deps) -> Iterator[list[Complaint]]:
    """An agency with forty below it, apart from all others, and three cases at each; the cases in order. Afterwards the agencies are gone."""
    above = Agency(id="zz", name="", kind="regency", path="zz", zone="Asia/Makassar", calendar="id")
    below = [replace(above, id=f"zz.{n:02d}", kind="unit", path=f"zz/zz.{n:02d}") for n in range(40)]
    engine.reference.put([above, *below])
    firsts = [
        a_first(30_000_000 + number, now=later(days=number * 7 % 20), agency=unit.id)
        for number, unit in enumerate(unit for unit in below for _ in range(3))
    ]
    for first in firsts:
        engine.cases.file(first, a_text(), None)
    yield sorted((first.complaint for first in firsts), key=lambda one: (str(one.due), one.code))
    client = engine.cases.tables.client
    for one in (above, *below):
        client.delete_item(TableName=engine.cases.tables.cases, Key={"pk": {"S": keys.reference("agency")}, "sk": {"S": one.id}})
    engine.reference.put([])


def test_a_merged_queue_of_forty_units_is_one_query_each_and_none_other_when_warm(
    engine: Deps, calls: list[str], forty_units: list[Complaint]
) -> None:
    queues.queue(COORDINATOR_OF_FORTY, "", Wanted(), 25, None, engine)
    found: list[Complaint] = []
    after, more = None, True

    while more:
        calls.clear()
        lines, after = queues.queue(COORDINATOR_OF_FORTY, "", Wanted(), 25, after, engine)
        assert calls == ["Query"] * 41
        found += [line.complaint for line in lines]
        more = after is not None
    assert found == forty_units

    calls.clear()
    counts = queues.count(COORDINATOR_OF_FORTY, "", engine)
    assert calls == ["Query"] * 41
    assert (counts.by_status, counts.complete) == ({Status.RECEIVED: 120}, True)
