"""What is on its way to endpoints: the fake and the engine keep the same promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.outgoing import Answered, Delivery, Line, State, Turn
from chalicelib.domain.reference import Agency
from chalicelib.domain.webhook import Endpoint
from chalicelib.usecases.ports import Deps
from tests.builders import NOON, an_endpoint, later

NUMBERS: Iterator[int] = iter(range(1000))


@pytest.fixture(params=["fake", "engine"])
def kept(request: pytest.FixtureRequest) -> Deps:
    chosen: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return chosen


@pytest.fixture
def of() -> str:
    """An endpoint of a test's own."""
    return f"wh-contract-{next(NUMBERS)}"


def a_delivery(seq: int, code: str = "7KQM2F9X4HDT", at: datetime = NOON) -> Delivery:
    return Delivery(code=code, seq=seq, at=at, type="case.submit", body='{"é": 1}')


def put(kept: Deps, of: str, code: str, *deliveries: Delivery, now: datetime = NOON) -> Line:
    line = kept.webhooks.line(of, code).joined(deliveries[-1].seq, {one.place: one for one in deliveries}, now)
    kept.webhooks.keep(of, line, deliveries, now)
    return line


def test_a_line_and_its_deliveries_are_read_as_they_were_kept(kept: Deps, of: str) -> None:
    first, second = a_delivery(1), replace(a_delivery(2), state=State.SENT, tried_at=NOON, last=Answered(status=200, took_ms=9))
    line = put(kept, of, "7KQM2F9X4HDT", first, second)

    assert kept.webhooks.line(of, "7KQM2F9X4HDT") == line
    assert [kept.webhooks.delivery(of, "7KQM2F9X4HDT", one.place) for one in (first, second)] == [first, second]


def test_what_was_never_kept_is_empty(kept: Deps, of: str) -> None:
    assert kept.webhooks.line(of, "7KQM2F9X4HDT") == Line(code="7KQM2F9X4HDT")
    assert kept.webhooks.delivery(of, "7KQM2F9X4HDT", (1, "2026-11-24T04:00:00Z")) is None
    assert kept.webhooks.turn(of) == Turn()
    assert kept.webhooks.waiting(of, None, 9, None) == ([], None)
    assert kept.webhooks.log(of, None, 9, None) == ([], None)


def test_two_who_change_a_line_at_once_are_not_both_first(kept: Deps, of: str) -> None:
    before = kept.webhooks.line(of, "7KQM2F9X4HDT")
    put(kept, of, "7KQM2F9X4HDT", a_delivery(1))

    for late in (before, replace(before, version=5)):
        with pytest.raises(Conflict):
            kept.webhooks.keep(of, late.joined(2, {a_delivery(2).place: a_delivery(2)}, NOON), [a_delivery(2)], NOON)
    assert kept.webhooks.delivery(of, "7KQM2F9X4HDT", a_delivery(2).place) is None


def test_a_turn_is_taken_once(kept: Deps, of: str) -> None:
    turn = kept.webhooks.turn(of)
    kept.webhooks.keep_turn(of, turn.take(later(minutes=2)))

    with pytest.raises(Conflict):
        kept.webhooks.keep_turn(of, turn.take(later(minutes=3)))
    assert kept.webhooks.turn(of).taken_until == later(minutes=2)
    kept.webhooks.keep_turn(of, kept.webhooks.turn(of).give_back())
    assert kept.webhooks.turn(of).taken_until is None


def test_what_waits_is_given_by_when_it_is_to_be_tried_and_page_by_page(kept: Deps, of: str) -> None:
    for minute, code in ((2, "2222222222222"), (0, "1111111111111"), (1, "3333333333333")):
        put(kept, of, code, a_delivery(1, code), now=later(minutes=minute))

    page, after = kept.webhooks.waiting(of, later(minutes=1), 1, None)
    assert page == [("1111111111111", NOON)]
    assert kept.webhooks.waiting(of, later(minutes=1), 9, after)[0] == [("3333333333333", later(minutes=1))]
    assert [code for code, _ in kept.webhooks.waiting(of, None, 9, None)[0]] == ["1111111111111", "3333333333333", "2222222222222"]


def test_a_line_of_which_nothing_waits_is_on_no_agenda(kept: Deps, of: str) -> None:
    line = put(kept, of, "7KQM2F9X4HDT", a_delivery(1))
    kept.webhooks.keep(of, line.without(a_delivery(1).place, NOON), [], NOON)

    assert kept.webhooks.waiting(of, None, 9, None)[0] == []


def test_endpoints_are_no_complaints_of_the_agenda(kept: Deps, of: str) -> None:
    put(kept, of, "7KQM2F9X4HDT", a_delivery(1))

    assert all("7KQM2F9X4HDT" not in kept.cases.wanting(shard, later(days=1), 100, None)[0] for shard in range(kept.shards))


def test_the_log_is_read_from_the_newest_backwards_or_from_a_time_on(kept: Deps, of: str) -> None:
    times = [NOON, later(hours=1), later(hours=2)]
    for seq, at in enumerate(times, start=1):
        put(kept, of, "7KQM2F9X4HDT", a_delivery(seq, at=at))

    page, after = kept.webhooks.log(of, None, 2, None)
    assert [one.seq for one in page] == [3, 2]
    assert [one.seq for one in kept.webhooks.log(of, None, 2, after)[0]] == [1]
    page, after = kept.webhooks.log(of, later(hours=1), 1, None)
    assert [one.seq for one in page] == [2]
    assert [one.seq for one in kept.webhooks.log(of, later(hours=1), 9, after)[0]] == [3]
    assert kept.webhooks.log(of, later(hours=2) + timedelta(seconds=1), 9, None)[0] == []


def test_endpoints_are_kept_as_reference_data_and_found_by_their_agency(kept: Deps, of: str) -> None:
    it = an_endpoint(id=of, agency=f"agency-of-{of}", types=("case.verify",))
    kept.reference.replace((None, it))

    assert kept.reference.fresh(Endpoint, of) == it
    assert kept.reference.about(Endpoint, it.agency) == [it]
    assert it in kept.reference.every(Endpoint, latest=True)
    assert kept.reference.get(Agency, of) is None
    with pytest.raises(Conflict):
        kept.reference.replace((None, it))
