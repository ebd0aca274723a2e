"""Loading puts what is missing, writes nothing twice, and leaves alone what a steward has set."""

from dataclasses import replace

import pytest

from chalicelib.domain.policy import Policy
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.usecases import setting
from chalicelib.usecases.ports import Deps
from ops import seed
from tests.fakes import MemoryReference, fake_deps


@pytest.fixture
def empty() -> Deps:
    return fake_deps(reference=MemoryReference())


def test_an_empty_store_gets_everything(empty: Deps) -> None:
    said: list[str] = []

    seed.load(empty, said.append)

    assert said == [
        "agencies: 592 known, 592 written",
        "categories: 123 known, 123 written",
        "regions: 552 known, 552 written",
        "calendars: 2 known, 2 written",
        "policy: 1 known, 1 written",
    ]
    assert empty.reference.every(Agency) == sorted(seed.agencies(), key=lambda agency: agency.id)
    assert len(empty.reference.every(Category)) == 123
    assert empty.reference.get(Region, "51.71") == Region(code="51.71", name="Kota Denpasar", level="city")


def test_loading_again_writes_nothing(empty: Deps) -> None:
    seed.load(empty, lambda _: None)
    said: list[str] = []

    seed.load(empty, said.append)

    assert [line.rpartition(", ")[2] for line in said] == ["0 written"] * 5


def test_contacts_that_a_steward_has_set_stay(empty: Deps) -> None:
    seed.load(empty, lambda _: None)
    bali = empty.reference.get(Agency, "51")
    assert bali
    empty.reference.put([replace(bali, name="old", contacts={"officer": "bali@example.org"})])

    seed.load(empty, lambda _: None)

    assert empty.reference.get(Agency, "51") == replace(bali, contacts={"officer": "bali@example.org"})


def test_a_policy_that_is_there_stays(empty: Deps) -> None:
    empty.reference.put([Policy(version=7, verify_days=1)])

    seed.load(empty, lambda _: None)

    assert setting.policy(None, empty) == Policy(version=7, verify_days=1)
