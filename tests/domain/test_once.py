"""By what a call is known that was sent before."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.once import Once, once
from tests.builders import NOON

CALL = once("01ABC", "k-1", b"{}", NOON + timedelta(microseconds=5))


def test_a_call_is_remembered_for_thirty_days_by_caller_and_key() -> None:
    assert (
        Once(id=hashlib.sha256(b"01ABC\0k-1").hexdigest(), asked=hashlib.sha256(b"{}").hexdigest(), until=NOON + timedelta(days=30), made="") == CALL
    )


@pytest.mark.parametrize(("caller", "key"), [("01ABD", "k-1"), ("01ABC", "k-2"), ("01ABCk", "-1")])
def test_another_caller_or_key_is_another_call(caller: str, key: str) -> None:
    assert once(caller, key, b"{}", NOON).id != CALL.id


def test_what_was_done_says_what_it_made() -> None:
    assert CALL.done("2026-12") == replace(CALL, made="2026-12")
