"""What a store of links promises; the fake and the engine keep the same promises."""

from collections.abc import Iterator
from itertools import count

import pytest

from chalicelib.domain.lost import Asked
from chalicelib.store.links import AskedRow
from chalicelib.store.rows import Row
from chalicelib.usecases.ports import Deps, Links
from tests.builders import NOON, later

NUMBERS: Iterator[int] = count()


@pytest.fixture(params=["fake", "engine"])
def links(request: pytest.FixtureRequest) -> Links:
    chosen: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return chosen.links


@pytest.fixture
def hashed() -> str:
    return f"hash-{next(NUMBERS)}"


def test_a_link_works_once(links: Links, hashed: str) -> None:
    links.make(hashed, "mailbox", later(hours=1))

    assert [links.use(hashed, by, NOON) for by in ("this call", "another")] == ["mailbox", None]


def test_a_link_works_again_for_the_call_that_used_it(links: Links, hashed: str) -> None:
    links.make(hashed, "mailbox", later(hours=1))

    assert [links.use(hashed, by, NOON) for by in ("this call", "this call", "another", "this call")] == ["mailbox", "mailbox", None, "mailbox"]


def test_a_link_that_is_made_again_stays_used(links: Links, hashed: str) -> None:
    links.make(hashed, "mailbox", later(hours=1))
    links.use(hashed, "this call", NOON)

    links.make(hashed, "mailbox", later(hours=2))

    assert links.use(hashed, "another", NOON) is None


@pytest.mark.parametrize(("hours", "found"), [(0.99, "mailbox"), (1, None), (30, None)])
def test_a_link_works_until_its_time_is_over(links: Links, hashed: str, hours: float, found: str | None) -> None:
    links.make(hashed, "mailbox", later(hours=1))

    assert links.use(hashed, "this call", later(hours=hours)) == found


def test_what_never_was_a_link_does_not_work(links: Links, hashed: str) -> None:
    assert links.use(hashed, "this call", NOON) is None


def test_a_question_is_kept_once(engine_deps: Deps) -> None:
    """The stream brings what is added, so a question that is there already must not be added again."""
    links = engine_deps.links
    for lang in ("id", "en"):
        links.ask(Asked("contact-once", "2026-11-24T04", lang), NOON)

    rows = list(AskedRow.query("LR#contact-once", Row.sk.startswith("X#")))
    assert [row.lang for row in rows] == ["id"]
