"""What the store of keys promises; the fake and the engine keep the same promises."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

import pytest

from chalicelib.domain.access import AccessKey
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.words import Role
from chalicelib.store.access import REMEMBERED_SECONDS, Access
from chalicelib.store.tables import Tables
from chalicelib.usecases.ports import Deps
from tests.builders import NOON, a_key, later
from tests.fakes import keep

HOUR = timedelta(hours=1)
SEEDS = count(1)


@pytest.fixture(params=["fake", "engine"])
def kept(request: pytest.FixtureRequest) -> Deps:
    chosen: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return chosen


@pytest.fixture
def tables(engine_deps: Deps) -> Tables:
    """The engine's tables, for stores of a process of its own."""
    found: Tables = engine_deps.cases.tables  # type: ignore[attr-defined]
    return found


def fresh(agency: str, holder: str = "Made", now: datetime = NOON, days: int = 365) -> AccessKey:
    """A key that no other test has."""
    seed = next(SEEDS)
    key, _ = a_key(Role.OFFICER, f"contract-{agency}", holder=holder, made_by="Ketut", created_at=now, expires_at=now + timedelta(days=days))
    return replace(key, id=f"contract{seed:02d}")


def test_a_key_is_read_as_it_was_added_and_listed_by_its_agency(kept: Deps) -> None:
    key, other = fresh("a"), fresh("b")

    assert kept.access.add(key)
    assert kept.access.add(other)

    assert kept.access.get(key.id) == kept.access.get(key.id, consistent=True) == key
    assert kept.access.of("contract-a") == [key]
    assert kept.access.get("nosuchkey0") is kept.access.get("nosuchkey0", consistent=True) is None


def test_a_holder_has_room_for_two_keys_whatever_their_roles(kept: Deps) -> None:
    first, second, third = (replace(fresh("c"), role=role) for role in (Role.OFFICER, Role.COORDINATOR, Role.OFFICER))

    assert [kept.access.add(key) for key in (first, second, third)] == [True, True, False]
    assert kept.access.get(third.id, consistent=True) is None
    assert kept.access.add(fresh("c", holder="Wayan"))
    assert kept.access.add(fresh("c-elsewhere"))


@pytest.mark.parametrize("gone", [0, 1])
def test_a_revoked_key_makes_room_for_one(kept: Deps, gone: int) -> None:
    agency = f"d{gone}"
    two = [fresh(agency), fresh(agency)]
    assert all(kept.access.add(key) for key in two)
    assert kept.access.get(two[gone].id) == two[gone]

    kept.access.revoke(two[gone], NOON)

    assert kept.access.get(two[gone].id) == replace(two[gone], revoked_at=NOON)
    assert [kept.access.add(fresh(agency)) for _ in range(2)] == [True, False]


def test_an_expired_key_makes_room_at_the_second_it_expires(kept: Deps) -> None:
    assert kept.access.add(fresh("e", days=1))
    assert kept.access.add(fresh("e"))

    assert not kept.access.add(fresh("e", now=later(days=1) - timedelta(seconds=1)))
    assert kept.access.add(fresh("e", now=later(days=1)))


def test_an_expired_key_that_is_revoked_leaves_its_room_to_the_key_that_has_it(kept: Deps) -> None:
    old = fresh("f", days=1)
    assert kept.access.add(old)
    assert kept.access.add(fresh("f"))
    assert kept.access.add(fresh("f", now=later(days=1)))

    kept.access.revoke(old, later(days=2))

    assert kept.access.get(old.id, consistent=True) == replace(old, revoked_at=later(days=2))
    assert not kept.access.add(fresh("f", now=later(days=2)))


def test_a_key_is_revoked_once(kept: Deps) -> None:
    key = fresh("g")
    assert kept.access.add(key)

    kept.access.revoke(key, NOON)
    kept.access.revoke(key, later(hours=1))

    assert kept.access.get(key.id, consistent=True) == replace(key, revoked_at=NOON)


def test_an_id_is_given_once(kept: Deps) -> None:
    key = fresh("h")
    assert kept.access.add(key)

    with pytest.raises(Conflict):
        kept.access.add(replace(key, holder="Wayan"))


def test_a_use_is_noted_once_an_hour(kept: Deps) -> None:
    key = fresh("i")
    assert kept.access.add(key)

    noted = []
    for at in (NOON, NOON + HOUR - timedelta(seconds=1), NOON + HOUR):
        kept.access.note_use(key.id, at)
        noted.append(kept.access.of("contract-i")[0].last_used_at)

    assert noted == [NOON, NOON, NOON + HOUR]


def test_neither_a_use_nor_a_revocation_loses_the_other(kept: Deps) -> None:
    key = fresh("j")
    assert kept.access.add(key)

    kept.access.note_use(key.id, NOON)
    kept.access.revoke(key, NOON)
    kept.access.note_use(key.id, NOON + HOUR)

    assert kept.access.get(key.id, consistent=True) == replace(key, revoked_at=NOON, last_used_at=NOON + HOUR)


def test_the_use_of_a_key_that_does_not_exist_makes_none(kept: Deps) -> None:
    kept.access.note_use("nosuchkey1", NOON)

    assert kept.access.get("nosuchkey1", consistent=True) is None


def added(kept: Deps, key: AccessKey, start: Barrier) -> bool | None:
    """None when the engine asks to try again."""
    start.wait(10)
    try:
        return kept.access.add(key)
    except Busy:
        return None


def test_of_many_keys_made_at_once_for_one_holder_two_are(engine_deps: Deps) -> None:
    for attempt in range(5):
        agency, start = f"race{attempt}", Barrier(6)
        wanted = [fresh(agency) for _ in range(6)]
        with ThreadPoolExecutor(6) as pool:
            outcomes = list(pool.map(lambda key, agency=agency, start=start: added(engine_deps, key, start), wanted))
        outcomes += [engine_deps.access.add(key) for key, outcome in zip(wanted, outcomes, strict=True) if outcome is None]

        assert outcomes.count(True) == 2
        assert len(engine_deps.access.of(f"contract-{agency}")) == 2


def test_two_processes_note_a_use_once(tables: Tables) -> None:
    one, other = Access(tables, lambda: 0.0), Access(tables, lambda: 0.0)
    key = fresh("k")
    assert one.add(key)

    one.note_use(key.id, NOON)
    other.note_use(key.id, NOON + timedelta(minutes=30))

    assert one.of("contract-k") == [replace(key, last_used_at=NOON)]


def test_a_process_tries_to_note_a_use_once_an_hour_even_when_the_store_is_busy(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def busy(*_: object, **__: object) -> None:
        tried.append("update")
        raise Busy("the store does not answer")

    monkeypatch.setattr(Tables, "update", busy)
    access = Access(tables, lambda: 0.0)
    for at in (NOON, NOON + timedelta(minutes=59), NOON + HOUR):
        with suppress(Busy):
            access.note_use("busykey000", at)

    assert len(tried) == 2


@pytest.fixture
def reads(engine_deps: Deps) -> list[str]:
    """The calls that reach the engine."""
    made: list[str] = []
    events = engine_deps.cases.tables.client.meta.events
    events.register("before-call.dynamodb", lambda model, **_: made.append(model.name), unique_id="reads")
    yield made
    events.unregister("before-call.dynamodb", unique_id="reads")


@pytest.mark.parametrize("known", [True, False])
def test_known_and_unknown_keys_are_looked_up_as_often(tables: Tables, reads: list[str], *, known: bool) -> None:
    key = fresh("l") if known else replace(fresh("l"), id="nosuchkey2")
    seconds = 0.0
    access = Access(tables, lambda: seconds)
    assert access.add(key) if known else True
    reads.clear()

    looked_up = []
    for seconds in (0.0, 1.0, REMEMBERED_SECONDS - 1.0, float(REMEMBERED_SECONDS)):  # noqa: B007  the store's timer reads it
        assert (access.get(key.id) == key) is known
        looked_up.append(len(reads))

    assert looked_up == [1, 1, 1, 2]


def test_a_key_is_read_so_that_one_made_a_moment_ago_is_found(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would be remembered as unknown for a minute."""
    asked: list[bool] = []
    monkeypatch.setattr(Tables, "get", lambda *_, consistent=False: asked.append(consistent))

    assert Access(tables, lambda: 0.0).get("nosuchkey3") is None

    assert asked == [True]


def test_a_key_that_was_revoked_before_revocations_had_an_attribute_stays_revoked(engine_deps: Deps) -> None:
    old = replace(fresh("o"), revoked_at=NOON)

    keep(old, engine_deps)

    assert engine_deps.access.get(old.id) == old


def test_made_up_ids_do_not_push_out_the_real_ones(tables: Tables, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    access = Access(tables, lambda: 0.0)
    key = fresh("m")
    assert access.add(key)
    assert access.get(key.id)
    monkeypatch.setattr(Tables, "get", lambda *_, **__: None)

    for number in range(3000):
        assert access.get(f"made{number:06d}") is None

    assert access.get(key.id) == key
    assert len(access._unknown._kept) <= 1000  # noqa: SLF001  that it is bounded is the point


def test_a_key_stops_within_a_minute_of_its_revocation_by_another_process(tables: Tables) -> None:
    """Even one whose use is noted meanwhile, which must not renew what is remembered."""
    seconds = 0.0
    here, there = Access(tables, lambda: seconds), Access(tables, lambda: 0.0)
    key = fresh("n")
    assert there.add(key)
    assert here.get(key.id) == key

    seconds = 1.0
    there.revoke(key, NOON)
    seconds = 54.0
    here.note_use(key.id, NOON)
    assert here.get(key.id) == key
    seconds = 55.0

    assert here.get(key.id) == replace(key, revoked_at=NOON, last_used_at=NOON)
