"""What a store of queues promises, of one agency or in one order of several; the fake and the engine keep the same promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from chalicelib.domain.complaint import Complaint
from chalicelib.usecases.ports import Deps, Place
from tests.builders import UNIT, a_first, a_text, held, later, linked, responded, unlinked, verified, withdrawn

SEEDS = count(40_000_000)
NAMES = count()


@pytest.fixture(params=["fake", "engine"])
def kept(request: pytest.FixtureRequest) -> Deps:
    chosen: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return chosen


@pytest.fixture
def agencies() -> list[str]:
    """Four that no other test has."""
    return [f"merged-{next(NAMES)}" for _ in range(4)]


def filed(kept: Deps, agency: str, day: int) -> Complaint:
    first = a_first(next(SEEDS), now=later(days=day), agency=agency)
    kept.cases.file(first, a_text(), None)
    return first.complaint


def place(one: Complaint) -> Place:
    return str(one.due), one.code


def pages(kept: Deps, agencies: list[str], each: int | None, most: int | None) -> Iterator[list[Complaint]]:
    after: Place | None = None
    while True:
        found, after = kept.queues.of(agencies, each, most, after)
        yield found
        if after is None:
            return


@pytest.mark.parametrize(("each", "most"), [(3, 3), (1, 1), (2, 5), (5, 2), (100, None), (2, None), (None, None), (None, 4)])
def test_every_case_comes_once_and_in_order_however_it_is_paged(kept: Deps, agencies: list[str], each: int | None, most: int | None) -> None:
    waiting = [filed(kept, agencies[number % 3], number % 4) for number in range(11)]

    read = [one for page in pages(kept, agencies, each, most) for one in page]

    assert read == sorted(waiting, key=place)


def test_a_page_gives_at_most_so_many(kept: Deps, agencies: list[str]) -> None:
    for number in range(9):
        filed(kept, agencies[number % 4], number)

    assert [len(page) for page in pages(kept, agencies, 4, 4)] == [4, 4, 1]


@pytest.mark.parametrize(("until", "days"), [(26, []), (27, [0]), (30, [0, 1]), (31, [0, 1, 2])])
def test_a_queue_is_read_up_to_a_due_date(kept: Deps, agencies: list[str], until: int, days: list[int]) -> None:
    waiting = [filed(kept, agencies[day % 2], day) for day in (0, 1, 2)]
    last = date(2026, 11, 1) + timedelta(days=until - 1)

    assert kept.queues.of(agencies, 10, 10, None, last) == ([waiting[day] for day in days], None)
    assert kept.queues.of(agencies, 10, 10, place(waiting[0]), last) == ([waiting[day] for day in days[1:]], None)


def test_after_its_last_day_a_queue_is_empty(kept: Deps, agencies: list[str]) -> None:
    """Where one agency's day has begun and another's has not, a page goes on after a place that the other is not asked for."""
    filed(kept, agencies[0], 0)

    assert kept.queues.of(agencies, 10, 10, ("2026-11-28", "A"), date(2026, 11, 27)) == ([], None)


def test_cases_of_one_due_date_are_read_page_by_page_by_code(kept: Deps, agencies: list[str]) -> None:
    waiting = [filed(kept, agencies[0], 0) for _ in range(7)]

    assert [one for page in pages(kept, agencies[:1], 2, 2) for one in page] == sorted(waiting, key=place)


def test_a_page_goes_on_after_a_place_that_is_no_cases_any_more(kept: Deps, agencies: list[str]) -> None:
    one, two, three = sorted((filed(kept, agencies[0], 0) for _ in range(3)), key=place)
    kept.cases.append(withdrawn(two))

    assert kept.queues.of(agencies, 10, 10, place(two)) == ([three], None)
    assert kept.queues.of(agencies, 10, 10) == ([one, three], None)


def test_a_case_on_hold_waits_in_the_queue_by_the_day_of_the_answer(kept: Deps, agencies: list[str]) -> None:
    first, second = (verified(filed(kept, agencies[0], 0), to=replace(UNIT, id=agencies[0])) for _ in range(2))
    for step in (first, held(first.complaint), second):
        kept.cases.append(step)

    found, _ = kept.queues.of(agencies, 10, 10)

    assert [(one.code, str(one.due)) for one in found] == [(second.complaint.code, "2026-12-01"), (first.complaint.code, "2026-12-08")]


def test_a_linked_complaint_is_in_no_queue_until_it_is_let_go(kept: Deps, agencies: list[str]) -> None:
    lead, one = (filed(kept, agencies[0], 0) for _ in range(2))
    hanging = linked(one, lead)
    kept.cases.append(hanging)
    assert kept.queues.of(agencies, 10, 10) == ([lead], None)

    kept.cases.append(unlinked(hanging.complaint))

    assert {one.code, lead.code} == {each.code for each in kept.queues.of(agencies, 10, 10)[0]}


def test_an_empty_queue_has_no_next_place(kept: Deps, agencies: list[str]) -> None:
    assert kept.queues.of(agencies, 10, 10) == ([], None)


def test_an_answered_complaint_leaves_the_queue(kept: Deps, agencies: list[str]) -> None:
    change = verified(filed(kept, agencies[0], 0), to=replace(UNIT, id=agencies[0]))
    kept.cases.append(change)
    assert [one.code for one in kept.queues.of(agencies, 10, 10)[0]] == [change.complaint.code]

    kept.cases.append(responded(change.complaint))

    assert kept.queues.of(agencies, 10, 10) == ([], None)
