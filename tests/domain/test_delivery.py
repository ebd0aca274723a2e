"""How often a notice is tried, and what an address and a token are known by."""

import pytest

from chalicelib.domain.delivery import WAITS, known_by, next_try, stop_token, stopped_by
from tests.builders import NOON

KEY = b"k" * 32


@pytest.mark.parametrize(("attempt", "wait"), list(enumerate(WAITS, start=1)))
def test_each_failure_has_its_wait(attempt: int, wait: object) -> None:
    assert next_try(attempt, NOON) == NOON + wait  # type: ignore[operator]


def test_after_the_last_wait_a_failure_is_for_good() -> None:
    assert next_try(len(WAITS) + 1, NOON) is None


def test_an_address_is_known_by_a_keyed_digest_however_it_is_written() -> None:
    assert known_by(KEY, " Budi@Example.org ") == known_by(KEY, "budi@example.org")
    assert known_by(b"other", "budi@example.org") != known_by(KEY, "budi@example.org")
    assert known_by(KEY, "budi@example.org") == "a6d87e45e8b11270ebb3c9f3abb56ce6"


def test_a_token_ends_the_notices_of_its_complaint() -> None:
    assert stop_token(KEY, "7KQM2F9X4HDT") == "7KQM2F9X4HDT-747d61454e9d902b4875"
    assert stopped_by(KEY, "7KQM2F9X4HDT-747d61454e9d902b4875") == "7KQM2F9X4HDT"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "-",
        "7KQM2F9X4HDT",
        "7KQM2F9X4HDT-",
        stop_token(b"other", "7KQM2F9X4HDT"),
        stop_token(KEY, "7KQM-2F9X-4HDT"),
        stop_token(KEY, "3ZYX2F9X4HDS").replace("3ZYX2F9X4HDS", "7KQM2F9X4HDT"),
        "ü-é",
    ],
)
def test_any_other_token_ends_nothing(token: str) -> None:
    assert stopped_by(KEY, token) is None
