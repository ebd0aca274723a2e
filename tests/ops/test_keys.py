"""Keys are shown once, the first steward's key is made once, a stopped key stays stopped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.domain import access
from chalicelib.domain.errors import NotFound
from chalicelib.domain.words import Role
from chalicelib.usecases.keys import NewKey, stop, use
from chalicelib.usecases.ports import Deps
from ops import keys
from ops.keys import AlreadyBootstrapped
from tests.fakes import Clock


def test_a_new_key_works_and_only_its_hash_is_kept(deps: Deps) -> None:
    made = keys.create("51.71", Role.COORDINATOR, "Ketut", deps, days=30)

    kept = deps.access.get(access.key_id(made.text, "test") or "")
    assert kept == made.key
    assert access.works(kept, made.text, deps.now() + timedelta(days=29))
    assert not access.works(kept, made.text, deps.now() + timedelta(days=30))
    assert made.text not in str(kept)


def test_a_key_of_an_unknown_agency_is_refused(deps: Deps) -> None:
    with pytest.raises(NotFound, match="no agency 99"):
        keys.create("99", Role.OFFICER, "Made", deps)


def test_bootstrap_makes_the_first_stewards_key_and_no_second(deps: Deps) -> None:
    made = keys.bootstrap("Sari", deps)

    assert (made.key.role, made.key.agency) == (Role.STEWARD, "nation")
    with pytest.raises(AlreadyBootstrapped):
        keys.bootstrap("Sari", deps)


@pytest.mark.parametrize("lost", ["revoked", "expired"])
def test_bootstrap_helps_again_when_no_stewards_key_works(deps: Deps, lost: str) -> None:
    made = keys.bootstrap("Sari", deps, days=1)
    if lost == "revoked":
        stop(made.key.id, deps)

    later = replace(deps, now=Clock(deps.now() + timedelta(days=1)))

    assert keys.bootstrap("Sari", later if lost == "expired" else deps).key.id != made.key.id


def test_stopping_twice_keeps_the_first_instant(deps: Deps) -> None:
    made = keys.create("51.71", Role.OFFICER, "Made", deps)
    first = stop(made.key.id, deps)

    again = stop(made.key.id, replace(deps, now=Clock(deps.now() + timedelta(hours=1))))

    assert again == first
    assert not access.works(again, made.text, deps.now())


@pytest.mark.parametrize("key_id", ["unknown", "0123456789"])
def test_stopping_an_unknown_key_is_refused(deps: Deps, key_id: str) -> None:
    with pytest.raises(NotFound, match=f"no key {key_id}"):
        stop(key_id, deps)


def test_the_list_shows_working_keys_first_and_never_a_text(deps: Deps) -> None:
    old = keys.create("51.71", Role.OFFICER, "Old", deps, days=1)
    new = keys.create("51.71", Role.OFFICER, "New", deps)
    gone = keys.create("51.71", Role.OFFICER, "Gone", deps)
    stop(gone.key.id, deps)

    lines = list(keys.described(deps.access.of("51.71"), deps.now() + timedelta(days=2)))

    assert [(line.split()[1], line.split()[-1]) for line in lines] == [("works", "New"), ("revoked", "Gone"), ("expired", "Old")]
    assert not any(made.text in line for made in (old, new, gone) for line in lines)


def test_the_list_shows_when_a_key_was_last_used(deps: Deps) -> None:
    made = keys.create("51.71", Role.OFFICER, "Made", deps)
    (before,) = keys.described(deps.access.of("51.71"), deps.now())

    use(made.key, deps)

    (after,) = keys.described(deps.access.of("51.71"), deps.now())
    assert "used never " in before
    assert "used 2026-11-24 04:00 " in after


@pytest.mark.parametrize(("make", "by"), [(keys.bootstrap, "bootstrap"), (partial(keys.create, "51.71", Role.OFFICER), "command line")])
def test_a_key_says_that_the_operator_made_it(deps: Deps, make: Callable[[str, Deps], NewKey], by: str) -> None:
    assert make("Made", deps).key.made_by == by
