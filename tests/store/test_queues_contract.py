"""Several agencies' queues in one order: the same over the fake and over the engine."""

from collections.abc import Iterator
from itertools import count

import pytest

from chalicelib.domain.complaint import Complaint
from chalicelib.usecases.ports import Cases, Deps, Place
from tests.builders import a_first, a_text, later

SEEDS = count(40_000_000)
NAMES = count()


@pytest.fixture(params=["fake", "engine"])
def cases(request: pytest.FixtureRequest) -> Cases:
    deps: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return deps.cases


@pytest.fixture
def agencies() -> list[str]:
    """Four that no other test has."""
    return [f"merged-{next(NAMES)}" for _ in range(4)]


def filed(cases: Cases, agency: str, day: int) -> Complaint:
    first = a_first(next(SEEDS), now=later(days=day), agency=agency)
    cases.file(first, a_text(), None)
    return first.complaint


def place(one: Complaint) -> Place:
    return str(one.due), one.code


def pages(cases: Cases, agencies: list[str], each: int | None, most: int | None) -> Iterator[list[Complaint]]:
    after: Place | None = None
    while True:
        found, after = cases.queues(agencies, each, most, after)
        yield found
        if after is None:
            return


@pytest.mark.parametrize(("each", "most"), [(3, 3), (1, 1), (2, 5), (5, 2), (100, None), (2, None), (None, None), (None, 4)])
def test_every_case_comes_once_and_in_order_however_it_is_paged(cases: Cases, agencies: list[str], each: int | None, most: int | None) -> None:
    waiting = [filed(cases, agencies[number % 3], number % 4) for number in range(11)]

    read = [one for page in pages(cases, agencies, each, most) for one in page]

    assert read == sorted(waiting, key=place)


def test_a_page_gives_at_most_so_many(cases: Cases, agencies: list[str]) -> None:
    for number in range(9):
        filed(cases, agencies[number % 4], number)

    assert [len(page) for page in pages(cases, agencies, 4, 4)] == [4, 4, 1]


def test_only_what_is_due_by_a_date_is_read(cases: Cases, agencies: list[str]) -> None:
    soon, late = filed(cases, agencies[0], 0), filed(cases, agencies[1], 2)

    assert cases.queues(agencies, 10, 10, None, soon.due) == ([soon], None)
    assert cases.queues(agencies, 10, 10, place(soon), late.due) == ([late], None)


def test_an_empty_queue_has_no_next_place(cases: Cases, agencies: list[str]) -> None:
    assert cases.queues(agencies, 10, 10) == ([], None)
