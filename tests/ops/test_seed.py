"""Loading puts what is missing, writes nothing twice, and leaves alone what a steward has set."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.policy import Policy
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.usecases import recounts, setting
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
        "calendars: 3 known, 3 written",
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


def test_what_a_steward_has_changed_stays(empty: Deps) -> None:
    seed.load(empty, lambda _: None)
    bali, lights = empty.reference.get(Agency, "51"), empty.reference.get(Category, "jalan.lampu")
    assert bali
    assert lights
    changed = [replace(bali, name="new", path="nation/34/51", contacts={"officer": "bali@example.org"}), replace(lights, closed=True)]
    empty.reference.put(changed)

    seed.load(empty, lambda _: None)

    assert [empty.reference.get(Agency, "51"), empty.reference.get(Category, "jalan.lampu")] == changed


def test_a_region_that_is_known_better_is_written(empty: Deps) -> None:
    empty.reference.put([Region(code="51.71", name="Denpasar", level="regency")])

    seed.load(empty, lambda _: None)

    assert empty.reference.get(Region, "51.71") == Region(code="51.71", name="Kota Denpasar", level="city")


def test_a_calendar_goes_on_where_it_ended_and_keeps_what_a_steward_has_changed(empty: Deps) -> None:
    seed.load(empty, lambda _: None)
    whole = empty.reference.get(Calendar, "id")
    assert whole
    shorter = {day: name for day, name in whole.holidays.items() if day.year < 2027}
    short = replace(whole, holidays=shorter, last=date(2026, 12, 31)).changed({date(2026, 11, 25): "Pilkada"}, [date(2026, 8, 17)])
    empty.reference.put([short])

    seed.load(empty, lambda _: None)

    extended = empty.reference.get(Calendar, "id")
    assert extended
    assert (extended.version, extended.last) == (3, whole.last)
    assert extended.holidays == {**short.holidays, **{day: name for day, name in whole.holidays.items() if day.year == 2027}}


def test_a_calendar_stands_on_what_its_base_is_here_and_goes_on_with_it(empty: Deps) -> None:
    here = next(one for one in seed.every_calendar() if one.id == "id").changed({date(2026, 11, 25): "Pilkada"}, ())
    short = replace(here, last=date(2026, 12, 31), holidays={day: name for day, name in here.holidays.items() if day.year < 2027})
    empty.reference.put([short])

    seed.load(empty, lambda _: None)
    recounts.go_on(empty, lambda: True)

    six, id_ = empty.reference.get(Calendar, "id-6"), empty.reference.get(Calendar, "id")
    assert six
    assert id_
    assert (six.base, six.weekend, six.holidays, six.last) == ("id", frozenset({6}), id_.holidays, date(2027, 12, 31))
    assert six.holidays[date(2026, 11, 25)] == "Pilkada"


def test_a_policy_that_is_there_stays(empty: Deps) -> None:
    empty.reference.put([Policy(version=7, verify_days=1)])

    seed.load(empty, lambda _: None)

    assert setting.policy(None, empty) == Policy(version=7, verify_days=1)
