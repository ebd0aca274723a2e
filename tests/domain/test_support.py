"""Support: digests that lead nowhere else, and the way out of a notice."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain import support
from chalicelib.domain.support import Follower
from tests.builders import NOON, a_reporter

KEY, OTHER, CODE = b"k" * 32, b"o" * 32, "7KQM2F9X4HDT"


def test_a_device_is_the_same_at_the_same_complaint_and_another_at_any_other() -> None:
    assert support.device(KEY, CODE, "a" * 20) == support.device(KEY, CODE, "a" * 20)
    digests = {
        support.device(KEY, CODE, "a" * 20),
        support.device(KEY, CODE, "b" * 20),
        support.device(KEY, "3ZYX2F9X4HDS", "a" * 20),
        support.device(OTHER, CODE, "a" * 20),
        support.email(KEY, CODE, "a" * 20),
        support.client(KEY, CODE, "a" * 20),
    }
    assert len(digests) == 6


def test_what_is_kept_is_found_again_by_every_version() -> None:
    email = support.email(KEY, CODE, "wayan@example.org")

    assert support.device(KEY, CODE, "a" * 20) == "e71b1d22c08dfbb65847"
    assert support.client(KEY, CODE, "a" * 20) == "30ae9c3e494d3cb102aa"
    assert email == "7d393d776d939b1f1d19"
    assert support.stop_token(KEY, CODE, "e71b1d22c08dfbb65847") == "e71b1d22c08dfbb65847-5a60c0811c07b6f6ab18"
    assert support.confirm_token(KEY, CODE, email) == "7d393d776d939b1f1d19-ea568b682d3d6677d50f"


def test_an_address_is_the_same_however_its_letters_are_written() -> None:
    assert support.email(KEY, CODE, "Wayan@Example.org") == support.email(KEY, CODE, "wayan@example.org")


def test_an_address_is_confirmed_by_its_own_token_at_its_own_complaint_alone() -> None:
    email = support.email(KEY, CODE, "wayan@example.org")
    token = support.confirm_token(KEY, CODE, email)

    assert support.confirmed_by(KEY, CODE, token) == email
    for wrong in (f"{email}-{'0' * 20}", email, "", support.stop_token(KEY, CODE, email)):
        assert support.confirmed_by(KEY, CODE, wrong) is None
    assert support.confirmed_by(KEY, "3ZYX2F9X4HDS", token) is None
    assert not support.is_stop_token(KEY, CODE, token)


def test_the_token_of_a_notice_stands_for_its_device_and_nobody_can_make_one() -> None:
    device = support.device(KEY, CODE, "a" * 20)
    token = support.stop_token(KEY, CODE, device)

    assert support.device(KEY, CODE, token) == device
    assert support.device(KEY, "3ZYX2F9X4HDS", token) != device
    assert support.device(KEY, CODE, f"{device}-{'0' * 20}") != device


@pytest.mark.parametrize(("since", "hears"), [(None, True), (NOON - timedelta(seconds=1), True), (NOON, True), (NOON + timedelta(seconds=1), False)])
def test_a_follower_hears_of_what_happened_since_it_was_confirmed(since: datetime | None, *, hears: bool) -> None:
    follower = Follower("id", "device", a_reporter(), since=since)

    assert follower.hears(NOON) is hears
    assert not replace(follower, until=NOON).hears(NOON)
