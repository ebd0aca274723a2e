"""Stewards' changes hold whoever changes the same at the same moment, and go on where they were interrupted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, InvalidInput, NotFound
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.reference import Agency, Category
from chalicelib.store.reference import Reference
from chalicelib.usecases import agencies, calendars, categories, policies
from chalicelib.usecases.ports import Deps
from tests.builders import CALENDAR, CATEGORIES, CITY, NATIONAL, NOON, OTHER_CITY, PROVINCE, REFERENCE, SIBLING, STEWARD, UNIT
from tests.fakes import MemoryReference, fake_deps


@dataclass
class Contested(MemoryReference):
    """Somebody else changes things just before each of the first writes."""

    others: list[Callable[[MemoryReference], object]] = field(default_factory=list)

    def replace(self, *pairs: Any) -> None:
        if self.others:
            self.others.pop(0)(self)
        super().replace(*pairs)


def contested(*others: Callable[[MemoryReference], object]) -> Deps:
    reference = Contested()
    reference.put(REFERENCE)
    reference.others = list(others)
    return fake_deps(reference=reference)


def always() -> bool:
    return True


def path(id_: str, deps: Deps) -> str:
    found = deps.reference.get(Agency, id_)
    assert found
    return found.path


def test_two_changes_of_one_agency_at_once_both_hold() -> None:
    deps = contested(lambda reference: reference.put([replace(UNIT, zone="Asia/Jakarta")]))

    agencies.change(UNIT.id, {"name": "PUPR"}, STEWARD, deps)

    assert deps.reference.get(Agency, UNIT.id) == replace(UNIT, name="PUPR", zone="Asia/Jakarta")


def test_what_others_keep_changing_is_busy_and_nothing_is_lost() -> None:
    names = iter("abc")
    deps = contested(*[lambda reference: reference.put([replace(UNIT, name=next(names))])] * 3)

    with pytest.raises(Busy):
        agencies.change(UNIT.id, {"name": "PUPR"}, STEWARD, deps)

    assert deps.reference.get(Agency, UNIT.id) == replace(UNIT, name="c")


def test_two_policies_at_once_are_two_versions_and_both_changes_hold() -> None:
    deps = contested(lambda reference: policies.change({"verify_days": 2}, STEWARD, fake_deps(reference=MemoryReference(reference.data))))

    done = policies.change({"disputes": 1}, STEWARD, deps)

    assert done.after == deps.reference.get(Policy, IN_FORCE) == Policy(version=3, verify_days=2, disputes=1)
    assert deps.reference.get(Policy, "0002") == Policy(version=2, verify_days=2)


def test_the_same_policy_twice_at_once_is_one_version() -> None:
    deps = contested(lambda reference: policies.change({"verify_days": 2}, STEWARD, fake_deps(reference=MemoryReference(reference.data))))

    assert policies.change({"verify_days": 2}, STEWARD, deps).changed == []
    assert [policy.version for policy in deps.reference.every(Policy)] == [1, 2]


def test_a_policy_that_somebody_elses_makes_wrong_is_refused() -> None:
    mine, theirs = {"resolved_on_time": 0.25, "satisfaction": 0.3}, {"resolved_on_time": 0.45, "undisputed_resolved": 0.1}
    deps = contested(lambda reference: policies.change({"weights": theirs}, STEWARD, fake_deps(reference=MemoryReference(reference.data))))

    with pytest.raises(InvalidInput) as refused:
        policies.change({"weights": mine}, STEWARD, deps)

    assert [error.pointer for error in refused.value.errors] == ["/weights"]
    assert [policy.version for policy in deps.reference.every(Policy)] == [1, 2]


def test_a_day_that_the_calendar_cannot_know_is_refused(deps: Deps) -> None:
    with pytest.raises(InvalidInput):
        calendars.change("id", {date(2029, 1, 1): "Tahun Baru"}, (), STEWARD, deps)


def test_no_policy_is_put_in_force_whose_dates_no_calendar_knows(deps: Deps) -> None:
    """Nobody could file any more."""
    deps.reference.put([replace(CALENDAR, id="short", last=date(2026, 12, 31)), replace(CALENDAR, id="shorter", last=date(2026, 12, 1))])

    with pytest.raises(InvalidInput) as refused:
        policies.change({"verify_days": 365, "confirm_days": 400}, STEWARD, deps)

    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/confirm_days", "out-of-range"), ("/verify_days", "beyond-the-calendar")]


def test_a_calendar_near_its_end_does_not_keep_a_steward_from_changing_something_else(deps: Deps) -> None:
    deps.reference.put([replace(CALENDAR, last=NOON.date())])

    assert policies.change({"disputes": 1}, STEWARD, deps).changed == ["disputes"]


def test_two_changes_of_one_calendar_at_once_both_hold() -> None:
    first, second = date(2026, 12, 30), date(2026, 12, 31)
    deps = contested(lambda reference: reference.put([CALENDAR.changed({first: "First"}, ())]))

    done = calendars.change("id", {second: "Second"}, (), STEWARD, deps)

    assert done.after.version == 3
    assert {first, second} <= done.after.holidays.keys()
    assert deps.reference.get(Calendar, "id@0002") == CALENDAR.changed({first: "First"}, ())


def test_no_agency_is_added_below_one_that_closes_at_that_moment() -> None:
    deps = contested(lambda reference: reference.put([replace(CITY, closed_at=NOON, successor="51")]))

    with pytest.raises(ActionRefused, match="closed"):
        agencies.create({"id": "51.71.dishub", "name": "Dishub", "kind": "unit", "parent": "51.71"}, STEWARD, deps)

    assert deps.reference.get(Agency, "51.71.dishub") is None


def test_two_agencies_that_move_below_each_other_at_once_make_no_ring() -> None:
    deps = contested(lambda reference: reference.put([replace(OTHER_CITY, path="nation/51/51.71/34.71")]))

    with pytest.raises(ActionRefused) as refused:
        agencies.move("51", "34.71", STEWARD, deps, always)

    assert refused.value.rule == "move.below-itself"


def test_two_agencies_that_succeed_each_other_at_once_leave_one_open() -> None:
    deps = contested(lambda reference: reference.put([replace(UNIT, closed_at=NOON, successor=SIBLING.id)]))

    with pytest.raises(ActionRefused) as refused:
        agencies.close(SIBLING.id, UNIT.id, STEWARD, deps, always)

    assert refused.value.rule == "close.closed-successor"


def test_an_interrupted_move_is_finished_by_the_same_again(deps: Deps) -> None:
    looks = iter([True, False])
    first = agencies.move("51", "34.71", STEWARD, deps, lambda: next(looks))

    assert (first.moved, first.left) == (1, 1)
    assert [path(id_, deps) for id_ in ("51", "51.71", "51.71.pupr")] == ["nation/34.71/51", "nation/34.71/51/51.71", "nation/51/51.71/51.71.pupr"]

    second = agencies.move("51", "34.71", STEWARD, deps, always)

    assert (second.done.changed, second.moved, second.left) == ([], 2, 0)
    assert path("51.71.pupr", deps) == "nation/34.71/51/51.71/51.71.pupr"


def test_a_move_that_broke_after_the_first_write_is_finished_by_the_same_again() -> None:
    def broken(_: MemoryReference) -> None:
        raise Busy("the store does not answer")

    deps = contested(lambda _: None, broken)
    with pytest.raises(Busy):
        agencies.move("51.71", "34.71", STEWARD, deps, always)

    assert agencies.move("51.71", "34.71", STEWARD, deps, always).moved == 2
    assert path("51.71.dlh", deps) == "nation/34.71/51.71/51.71.dlh"


def test_an_agency_that_another_steward_moves_away_meanwhile_stays_there() -> None:
    elsewhere = replace(UNIT, path="nation/51.71.pupr")
    deps = contested(lambda _: None, lambda reference: reference.put([elsewhere, replace(SIBLING, path="nation/51.71.dlh")]))

    agencies.move("51.71", "34.71", STEWARD, deps, always)

    assert path("51.71.pupr", deps) == "nation/51.71.pupr"
    assert path("51.71.dlh", deps) == "nation/51.71.dlh"


def test_an_agency_below_an_unfinished_move_takes_nobody_from_above_it(deps: Deps) -> None:
    """Its path does not say yet that it has come to stand below them."""
    assert agencies.move("51", "34.71", STEWARD, deps, lambda: False).left == 1

    with pytest.raises(ActionRefused) as refused:
        agencies.move("34.71", UNIT.id, STEWARD, deps, lambda: False)

    assert refused.value.rule == "move.below-itself"


def test_what_follows_an_agency_that_another_steward_moves_meanwhile_follows_it_there() -> None:
    deps = contested(
        lambda _: None, lambda reference: reference.put([replace(CITY, path="nation/51.71"), replace(SIBLING, path="nation/51.71/51.71.dlh")])
    )

    agencies.move("51.71", "34.71", STEWARD, deps, always)

    assert [path(id_, deps) for id_ in ("51.71", "51.71.dlh", "51.71.pupr")] == ["nation/51.71", "nation/51.71/51.71.dlh", "nation/51.71/51.71.pupr"]


def test_a_dry_move_counts_all_that_would_follow_and_moves_none(deps: Deps) -> None:
    it = agencies.move("51", "34.71", STEWARD, deps, always, dry=True)

    assert (it.done.after.path, it.moved, it.left) == ("nation/34.71/51", 3, 0)
    assert path("51", deps) == PROVINCE.path


def test_more_agencies_than_fit_on_a_page_move(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agencies, "PAGE", 1)

    assert agencies.move("51.71", "34.71", STEWARD, deps, always).moved == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda deps: agencies.create({"id": "x1", "name": "X", "kind": "unit", "parent": "no"}, STEWARD, deps),
        lambda deps: agencies.move("51", "no", STEWARD, deps, always),
        lambda deps: agencies.close("51.71.dlh", "no", STEWARD, deps, always),
        lambda deps: categories.create({"id": "x1", "name": "X", "name_en": "X", "parent": "no"}, STEWARD, deps),
        lambda deps: policies.shown(9, deps),
        lambda deps: calendars.shown("id", 9, deps),
    ],
)
def test_what_is_named_and_does_not_exist_is_not_found(deps: Deps, change: Callable[[Deps], object]) -> None:
    with pytest.raises(NotFound):
        change(deps)


def test_over_the_engine_many_stewards_at_once_lose_nothing(engine_deps: Deps) -> None:
    """Eight change a field each of one category; whoever was told that it is busy tries again, as a client does."""
    regions = {f"{number:02d}": "nation" for number in range(8)}
    engine_deps.reference.put([NATIONAL, replace(CATEGORIES[0], id="contested", closed=True)])

    def until_done(region: str) -> None:
        for _ in range(50):
            try:
                categories.change("contested", {"agencies": {region: "nation"}}, STEWARD, engine_deps)
            except (Busy, Conflict):
                continue
            return
        pytest.fail("never done")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(until_done, regions))

    found = engine_deps.reference.fresh(Category, "contested")
    assert found
    assert found.agencies == regions


def test_over_the_engine_a_category_is_not_closed_above_one_that_another_process_has_just_opened(engine_deps: Deps) -> None:
    above, below = replace(CATEGORIES[0], id="above"), replace(CATEGORIES[0], id="above.one", parent="above", closed=True)
    engine_deps.reference.put([above, below])
    elsewhere = Reference(engine_deps.reference._tables, lambda: 0.0)  # type: ignore[attr-defined]  # noqa: SLF001
    assert below in engine_deps.reference.every(Category)

    elsewhere.replace((below, replace(below, closed=False)))

    with pytest.raises(ActionRefused) as refused:
        categories.change("above", {"closed": True}, STEWARD, engine_deps)
    assert refused.value.rule == "category.below"


def test_over_the_engine_an_agency_moves_with_all_below_it(engine_deps: Deps) -> None:
    try:
        it = agencies.move("51.71", "34.71", STEWARD, engine_deps, always)

        assert it.moved == 2
        assert path("51.71.pupr", engine_deps) == "nation/34.71/51.71/51.71.pupr"
        assert [one.id for one in engine_deps.reference.agencies(parent="34.71", kind="", limit=10, after=None)[0]] == ["51.71"]
    finally:
        engine_deps.reference.put([CITY, UNIT, SIBLING])


def test_over_the_engine_an_agency_closes_and_a_policy_and_a_calendar_get_versions(engine_deps: Deps) -> None:
    """The tables are shared: other tests have made the versions before these."""
    engine_deps.reference.put([Policy(version=7000), replace(CALENDAR, id="versions")])
    try:
        assert agencies.close(SIBLING.id, UNIT.id, STEWARD, engine_deps, always).done.after.successor == UNIT.id
        assert policies.change({"few_ratings": 11}, STEWARD, engine_deps).after == Policy(version=7001, few_ratings=11)
        assert calendars.change("versions", {date(2026, 12, 31): "Malam"}, (), STEWARD, engine_deps).after.version == 2
    finally:
        engine_deps.reference.put(REFERENCE)
