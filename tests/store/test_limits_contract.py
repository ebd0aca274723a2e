"""What the counts of uses promise; the fake and the engine keep the same promises."""

from datetime import timedelta
from itertools import count

import pytest

from chalicelib.domain.errors import Busy
from chalicelib.store import keys
from chalicelib.store.limits import Limits
from chalicelib.store.tables import Tables
from chalicelib.usecases.ports import Deps
from tests.builders import NOON
from tests.fakes import MemoryLimits

NUMBERS = count(1)
MINUTE = timedelta(minutes=1)
HOUR, DAY = 3600, 86_400


@pytest.fixture
def tables(shared_engine_deps: Deps) -> Tables:
    found: Tables = shared_engine_deps.cases.tables  # type: ignore[attr-defined]
    return found


@pytest.fixture(params=["fake", "engine"])
def limits(request: pytest.FixtureRequest) -> Limits | MemoryLimits:
    return MemoryLimits() if request.param == "fake" else Limits(request.getfixturevalue("tables"))


@pytest.fixture
def key() -> str:
    """A key that no other test counts."""
    return f"limits{next(NUMBERS):04d}"


@pytest.fixture
def calls(tables: Tables) -> list[str]:
    """The calls that reach the engine."""
    made: list[str] = []
    events = tables.client.meta.events
    events.register("before-call.dynamodb", lambda model, **_: made.append(model.name), unique_id="limits")
    yield made
    events.unregister("before-call.dynamodb", unique_id="limits")


def test_uses_are_counted_up_to_the_quota_and_no_further(limits: Limits | MemoryLimits, key: str) -> None:
    assert [limits.count(key, NOON, 5) for _ in range(8)] == [1, 2, 3, 4, 5, 6, 6, 6]


def test_each_minute_begins_anew(limits: Limits | MemoryLimits, key: str) -> None:
    assert [limits.count(key, NOON, 2) for _ in range(3)] == [1, 2, 3]

    assert limits.count(key, NOON + timedelta(seconds=59), 2) == 3
    assert limits.count(key, NOON + MINUTE, 2) == 1


def test_windows_of_any_length_begin_anew_by_the_clock_and_are_counted_apart(limits: Limits | MemoryLimits, key: str) -> None:
    assert [limits.count(key, NOON + timedelta(hours=hour), 5, DAY) for hour in (0, 5, 19)] == [1, 2, 3]

    assert limits.count(key, NOON + timedelta(hours=20), 5, DAY) == 1
    assert limits.count(key, NOON, 5) == 1
    assert limits.count(key, NOON, 5, HOUR) == 1


def test_what_works_once_does_so_in_whatever_process(limits: Limits | MemoryLimits, key: str) -> None:
    assert [limits.once(name, NOON + MINUTE) for name in (key, key, f"{key}-other")] == [True, False, True]


def test_what_was_used_once_is_known_until_then_and_forgotten_by_itself(tables: Tables, key: str) -> None:
    Limits(tables).once(key, NOON + MINUTE)
    item = tables.get(f"L#{key}", keys.HEAD)

    assert not Limits(tables).once(key, NOON + MINUTE)
    assert item is not None
    assert item["ttl"] == {"N": str(int(NOON.timestamp()) + 300)}


def test_keys_are_counted_apart(limits: Limits | MemoryLimits, key: str) -> None:
    assert [limits.count(key, NOON, 2) for _ in range(3)] == [1, 2, 3]

    assert limits.count(f"{key}-other", NOON, 2) == 1


@pytest.mark.parametrize(
    ("quota", "uses", "written"), [(600, 29, 0), (600, 30, 1), (600, 59, 1), (600, 60, 2), (600, 700, 20), (10, 1, 0), (10, 2, 1)]
)
def test_a_process_writes_twenty_times_a_quota_and_never_at_the_first_use(
    tables: Tables, key: str, calls: list[str], quota: int, uses: int, written: int
) -> None:
    limits = Limits(tables)

    for _ in range(uses):
        limits.count(key, NOON, quota)

    assert calls == ["UpdateItem"] * written


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_together_let_through_the_quota_and_a_twentieth_each_at_most(tables: Tables, key: str, processes: int) -> None:
    quota, every = 200, [Limits(tables) for _ in range(processes)]

    let_through = sum(limits.count(key, NOON, quota) <= quota for _ in range(quota) for limits in every)

    assert quota <= let_through <= quota + processes * quota // 20


def test_a_store_that_is_busy_stops_nobody_and_is_told_later(tables: Tables, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy("the store does not answer")

    one, other = Limits(tables), Limits(tables)
    with monkeypatch.context() as broken:
        broken.setattr(Tables, "update", busy)
        assert [one.count(key, NOON, 40) for _ in range(3)] == [1, 2, 3]
    one.count(key, NOON, 40)

    assert [other.count(key, NOON, 40) for _ in range(2)] == [1, 6]


def test_only_the_counts_of_this_minute_are_remembered(tables: Tables) -> None:
    limits = Limits(tables)
    for number in range(100):
        limits.count(f"remembered{number}", NOON, 600)

    limits.count("remembered", NOON + MINUTE, 600)

    assert list(limits._counts[60][1]) == ["remembered"]  # noqa: SLF001  that it is bounded is the point


def test_of_what_is_counted_only_the_last_are_remembered_and_the_others_go_on_from_what_was_told(
    tables: Tables, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.store.limits.MOST_REMEMBERED", 2)
    limits = Limits(tables)
    for _ in range(4):
        limits.count(key, NOON, 10, DAY)

    for number in range(3):
        limits.count(f"{key}-{number}", NOON, 10, DAY)

    assert list(limits._counts[DAY][1]) == [f"{key}-1", f"{key}-2"]  # noqa: SLF001  that it is bounded is the point
    assert [limits.count(key, NOON, 10, DAY) for _ in range(2)] == [1, 6]


def test_a_days_count_is_kept_for_the_day_and_no_longer_than_one_more(tables: Tables, key: str) -> None:
    limits = Limits(tables)
    for _ in range(2):
        limits.count(key, NOON, 10, DAY)

    item = tables.get(f"L#{key}", "2026-11-24T00:00Z")

    assert item is not None
    assert item["ttl"] == {"N": str(int(NOON.timestamp()) + DAY + 240)}


def test_counts_are_removed_by_themselves(tables: Tables, key: str) -> None:
    limits = Limits(tables)
    for _ in range(2):
        limits.count(key, NOON, 10)

    item = tables.get(f"L#{key}", "2026-11-24T04:00Z")

    assert item is not None
    assert (item["n"], item["ttl"]) == ({"N": "2"}, {"N": str(int(NOON.timestamp()) + 300)})
