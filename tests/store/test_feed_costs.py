"""What it costs to let the public look around and stand behind complaints: round trips and units, counted on the wire."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bench.wire import Wire
from chalicelib.domain import support as supports
from chalicelib.domain.complaint import Location
from chalicelib.domain.statistics import Counts, Month, What
from chalicelib.domain.words import Status
from chalicelib.usecases import explore, statistics, support
from chalicelib.usecases.explore import LOOKED_AT, WAVES, Sought
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Sender
from tests.builders import a_first, a_receipt, a_reporter, a_text, later, verified

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

HERE = Location(lat=-8.655, lon=-60.215)
BUSY, QUIET = later(days=900), later(days=1400)


@pytest.fixture
def crowd(engine_deps: Deps) -> Deps:
    """Four hundred complaints of one day, at one place, and after them long silence."""
    if not engine_deps.feed.complaints([a_receipt(62_000_000).code]):
        for number in range(400):
            first = a_first(62_000_000 + number, cell=HERE.cell)
            then = verified(first.complaint)
            shown = replace(then, complaint=replace(then.complaint, published_at=later(days=900, minutes=-0.5 * number)))
            engine_deps.cases.load([first, shown], a_text(body="x" * 600, location=HERE))
    return replace(engine_deps, now=lambda: BUSY)


def measured(act: Callable[[], Any], deps: Deps) -> tuple[Any, list[str], float, float]:
    """What it gives, its calls in order, and its units of reading and writing, once all that is remembered is."""
    wire = Wire()
    act()
    with wire.listening(deps.cases.tables.client):
        given = act()
    return given, wire.calls, wire.read, wire.written


def test_a_page_is_three_round_trips_and_at_most_forty_units(crowd: Deps) -> None:
    (found, last), calls, read, _ = measured(lambda: explore.published(Sought(), 25, None, crowd), crowd)

    assert (len(found), last is not None) == (25, True)
    assert calls == ["Query", "BatchGetItem", "BatchGetItem"]
    assert read <= 40


def test_a_search_that_finds_nothing_looks_at_so_many_and_no_more(crowd: Deps) -> None:
    (found, last), calls, read, _ = measured(lambda: explore.published(Sought(status=Status.CLOSED), 25, None, crowd), crowd)

    assert (found, last is not None) == ([], True)
    assert calls == ["Query", *["BatchGetItem"] * (LOOKED_AT // 100)]
    assert read <= LOOKED_AT / 2 + 10


def test_silence_is_read_eight_days_at_a_time_and_then_the_caller_is_asked(crowd: Deps) -> None:
    (found, last), calls, read, _ = measured(lambda: explore.published(Sought(), 25, None, replace(crowd, now=lambda: QUIET)), crowd)

    assert (found, last is not None) == ([], True)
    assert calls == ["Query"] * (1 + 8 * WAVES)
    assert read <= 0.5 * len(calls)


def test_what_is_near_is_nine_queries_and_two_batches_at_most_sixty_units(crowd: Deps) -> None:
    found, calls, read, _ = measured(lambda: explore.nearby(HERE, None, crowd), crowd)

    assert len(found) == 10
    assert calls == ["Query"] * 9 + ["BatchGetItem"] * 2
    assert read <= 60


def test_provinces_are_one_query(crowd: Deps) -> None:
    _, calls, read, _ = measured(lambda: explore.provinces(crowd), crowd)

    assert calls == ["Query"]
    assert read <= 1


def test_statistics_of_a_year_are_one_query_of_at_most_twelve_units(crowd: Deps) -> None:
    by_category = {f"category-{number:02}.below-it": 1000 + number for number in range(100)}
    counts = Counts(received=by_category, answered=by_category, overdue=by_category, days=dict.fromkeys(range(120), 1000))
    for number in range(1, 13):
        by_day = {date(2031, number, day): dict.fromkeys(What, 1000) for day in range(1, 29)}
        crowd.statistics.keep_month(Month(period=f"2031-{number:02}", counts=counts, by_day=by_day, counted_at=BUSY))

    found, calls, read, _ = measured(lambda: statistics.found("2031", crowd), crowd)

    assert len(found.months) == 12
    assert calls == ["Query"]
    assert read <= 18


def test_what_happened_is_entered_before_its_day_is_noted_in_two_round_trips_of_a_unit_each(crowd: Deps) -> None:
    events = [a_first(62_000_000).event]
    _, calls, _, written = measured(lambda: statistics.enter(events, crowd), crowd)

    assert calls == ["BatchWriteItem", "BatchWriteItem"]
    assert written == 2


def test_a_support_is_three_reads_and_one_write_of_at_most_ten_units(crowd: Deps) -> None:
    codes = [a_receipt(62_000_000 + number).code for number in range(2)]
    given = iter(codes)
    _, calls, _, written = measured(lambda: support.support(next(given), "t" * 20, a_reporter(), Sender("192.0.2.1"), crowd), crowd)

    assert calls == ["BatchGetItem", "BatchGetItem", "TransactWriteItems", "BatchGetItem"]
    assert written <= 10

    waiting = iter([(code, supports.email(crowd.key, code, a_reporter().email)) for code in codes])
    _, calls, _, written = measured(lambda: crowd.supports.confirm(*next(waiting), BUSY), crowd)
    assert calls == ["GetItem", "GetItem", "TransactWriteItems"]
    assert written <= 4

    taken = iter(codes)
    _, calls, _, _ = measured(lambda: support.withdraw(next(taken), "t" * 20, crowd), crowd)
    assert calls == ["BatchGetItem", "BatchGetItem", "TransactWriteItems", "BatchGetItem"]
