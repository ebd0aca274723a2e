"""What a store of queues promises, of one agency or in one order of several; the fake and the engine keep the same promises."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from chalicelib.domain.complaint import Complaint
from chalicelib.usecases.ports import Deps, Place
from tests.builders import UNIT, a_first, a_text, later, responded, verified

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


def test_only_what_is_due_by_a_date_is_read(kept: Deps, agencies: list[str]) -> None:
    soon, late = filed(kept, agencies[0], 0), filed(kept, agencies[1], 2)

    assert kept.queues.of(agencies, 10, 10, None, soon.due) == ([soon], None)
    assert kept.queues.of(agencies, 10, 10, place(soon), late.due) == ([late], None)


def test_after_its_last_day_a_queue_is_empty(kept: Deps, agencies: list[str]) -> None:
    waiting = filed(kept, agencies[0], 0)

    assert kept.queues.of(agencies, 10, 10, place(waiting), later(days=1).date()) == ([], None)


def test_an_empty_queue_has_no_next_place(kept: Deps, agencies: list[str]) -> None:
    assert kept.queues.of(agencies, 10, 10) == ([], None)


def test_an_answered_complaint_leaves_the_queue(kept: Deps, agencies: list[str]) -> None:
    change = verified(filed(kept, agencies[0], 0), to=replace(UNIT, id=agencies[0]))
    kept.cases.append(change)
    assert [one.code for one in kept.queues.of(agencies, 10, 10)[0]] == [change.complaint.code]

    kept.cases.append(responded(change.complaint))

    assert kept.queues.of(agencies, 10, 10) == ([], None)
