import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import access
from chalicelib.domain.access import BASE62, AccessKey, KeyState
from chalicelib.domain.events import Actor
from chalicelib.domain.words import Role
from tests.builders import NOON, UNIT, a_key
from tests.domain.samples import repeatable

IDS = st.binary(min_size=8, max_size=8)
SECRETS = st.binary(min_size=20, max_size=20)
SECOND = timedelta(seconds=1)


@repeatable
@given(id_bytes=IDS, secret_bytes=SECRETS, stage=st.sampled_from(["dev", "prod", "local", "test"]))
def test_the_id_is_read_back_from_a_keys_text(id_bytes: bytes, secret_bytes: bytes, stage: str) -> None:
    key_id, text = access.compose(stage, id_bytes, secret_bytes)

    assert access.key_id(text, stage) == key_id
    assert re.fullmatch(rf"tgp_{stage}_{key_id}_[0-9A-Za-z]{{33}}", text)


@repeatable
@given(one=SECRETS, other=SECRETS)
def test_no_random_bit_of_a_secret_is_lost(one: bytes, other: bytes) -> None:
    assert (access.compose("test", bytes(8), one) == access.compose("test", bytes(8), other)) is (one == other)


@pytest.mark.parametrize("secret_bytes", [bytes(20), b"\xff" * 20], ids=["lowest", "highest"])
def test_every_secret_has_the_same_length(secret_bytes: bytes) -> None:
    assert len(access.compose("test", bytes(8), secret_bytes)[1]) == len("tgp_test_") + 10 + 1 + 27 + 6


@repeatable
@given(id_bytes=IDS, secret_bytes=SECRETS)
def test_a_key_of_another_stage_is_none_here(id_bytes: bytes, secret_bytes: bytes) -> None:
    _, text = access.compose("dev", id_bytes, secret_bytes)

    assert access.key_id(text, "prod") is None
    assert not access.is_whole(text.replace("tgp_dev_", "tgp_prod_"))


def test_every_wrong_character_is_known_offline() -> None:
    _, text = a_key(Role.OFFICER, UNIT.id)

    assert access.is_whole(text)
    for place, right in enumerate(text):
        for wrong in f"{BASE62}_- ".replace(right, ""):
            assert not access.is_whole(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize(
    "change", [lambda text: text[:-1], lambda text: text + "0", lambda text: " " + text, lambda text: text + "\n", str.upper, lambda _: ""]
)
def test_what_is_no_whole_key_has_no_id(change: Callable[[str], str]) -> None:
    _, text = a_key(Role.OFFICER, UNIT.id)

    assert access.key_id(change(text), "test") is None


@repeatable
@given(text=st.text(f"{BASE62}_- é٣", max_size=60).map(lambda tail: f"tgp_test_{tail}"))
def test_whatever_is_sent_as_a_key_is_refused_without_failing(text: str) -> None:
    assert access.key_id(text, "test") is None


def test_a_key_works_until_the_second_it_expires() -> None:
    key, text = a_key(Role.OFFICER, UNIT.id)

    assert access.works(key, text, NOON)
    assert access.works(key, text, key.expires_at - SECOND)
    assert not access.works(key, text, key.expires_at)
    assert not access.works(key, text, key.expires_at + SECOND)


def test_a_revoked_key_does_not_work() -> None:
    key, text = a_key(Role.OFFICER, UNIT.id)

    assert not access.works(replace(key, revoked_at=NOON), text, NOON)


def test_another_secret_with_the_same_id_does_not_work() -> None:
    key, _ = a_key(Role.OFFICER, UNIT.id)
    same_id, text = access.compose("test", bytes([1] * 8), bytes([2] * 20))

    assert same_id == key.id
    assert not access.works(key, text, NOON)


def test_what_is_stored_does_not_hold_the_secret() -> None:
    key, text = a_key(Role.OFFICER, UNIT.id)

    assert key.hash == access.hashed(text)
    assert text.rpartition("_")[2] not in repr(key)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, Role.INSPECTOR, Role.STEWARD, Role.OBSERVER])
def test_who_uses_a_key_acts_as_its_role_agency_and_holder(role: Role) -> None:
    key, _ = a_key(role, UNIT.id, holder="Made")

    assert key.actor == Actor(role=role, agency=UNIT.id, holder="Made")


@pytest.mark.parametrize("stage", ["dev2", "DEV", "", "averylongstage"])
def test_no_key_is_made_that_could_not_be_read(stage: str) -> None:
    with pytest.raises(ValueError, match="a stage is"):
        access.compose(stage, b"\x01" * 8, b"\x01" * 20)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, KeyState.WORKS),
        ({"expires_at": NOON + SECOND}, KeyState.WORKS),
        ({"expires_at": NOON}, KeyState.EXPIRED),
        ({"revoked_at": NOON}, KeyState.REVOKED),
        ({"revoked_at": NOON, "expires_at": NOON}, KeyState.REVOKED),
    ],
)
def test_a_key_works_until_it_is_revoked_or_expires(changes: dict[str, Any], state: KeyState) -> None:
    key, _ = a_key(Role.OFFICER, UNIT.id, **changes)

    assert key.state(NOON) is state


@pytest.mark.parametrize(
    ("last_used_at", "noted"), [(None, False), (NOON, True), (NOON - timedelta(minutes=59, seconds=59), True), (NOON - timedelta(hours=1), False)]
)
def test_a_use_is_noted_when_one_of_the_last_hour_is(last_used_at: datetime | None, *, noted: bool) -> None:
    key, _ = a_key(Role.OFFICER, UNIT.id, last_used_at=last_used_at)

    assert key.use_is_noted(NOON) is noted


KEPT, TEXT = a_key(Role.OFFICER, UNIT.id)
ANOTHER_SECRET = access.compose("test", bytes([1] * 8), bytes([2] * 20))[1]


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (KEPT, TEXT),
        (None, TEXT),
        (KEPT, ANOTHER_SECRET),
        (replace(KEPT, revoked_at=NOON), TEXT),
        (replace(KEPT, expires_at=NOON), TEXT),
        (replace(KEPT, expires_at=NOON), ANOTHER_SECRET),
    ],
    ids=["right", "unknown", "another secret", "revoked", "expired", "expired and another secret"],
)
def test_refusing_a_key_is_the_same_work_whatever_is_wrong_with_it(monkeypatch: pytest.MonkeyPatch, kept: AccessKey | None, text: str) -> None:
    work: list[str] = []
    sha256, compare = hashlib.sha256, hmac.compare_digest
    monkeypatch.setattr("chalicelib.domain.access.hashlib.sha256", lambda data: work.append("hash") or sha256(data))
    monkeypatch.setattr("chalicelib.domain.access.hmac.compare_digest", lambda one, other: work.append("compare") or compare(one, other))

    assert access.key_id(text, "test")
    assert access.works(kept, text, NOON) is (kept is KEPT and text is TEXT)

    assert work == ["hash", "compare"]


def test_a_key_that_is_asked_for_again_is_the_same_and_another_makers_or_anothers_wish_is_not() -> None:
    seeds = {access.derive(key, maker, wish) for key in (b"k", b"l") for maker in ("maker00001", "maker00002") for wish in ("w" * 16, "v" * 16)}

    assert len(seeds) == len({id_bytes for id_bytes, _ in seeds}) == len({secret for _, secret in seeds}) == 8
    assert access.derive(b"k", "maker00001", "w" * 16) in seeds
    assert {(len(id_bytes), len(secret)) for id_bytes, secret in seeds} == {(8, 20)}


def test_what_a_receipt_is_derived_from_gives_no_key() -> None:
    """The installation has one secret; the labels keep its uses apart."""
    code = hmac.digest(b"k", b"code\0" + b"w" * 16, "sha256")
    made = access.derive(b"k", "", "w" * 16)

    assert made[0] != code[:8]
    assert made[1] != code[:20]
    assert made[0] != made[1][:8]


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("0123456789", True),
        ("abcXYZ0000", True),
        ("012345678", False),
        ("0123456789a", False),
        ("012345678_", False),
        ("٣123456789", False),
        ("", False),
    ],
)
def test_an_id_is_ten_letters_and_digits(text: str, *, possible: bool) -> None:
    assert access.is_key_id(text) is possible
