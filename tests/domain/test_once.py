"""What is remembered of a call that does something once."""

from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.domain.once import Once, once
from tests.builders import NOON

CALL = Once(
    id="65f598a23b20b69dc245a20651433ef5ddd4252221087bd933d8408e8f29e1b8",
    asked="5ef5ef0364b6939c4ca61f34b393f7b368d1be8619647aaf83d5b395919ab629",
    until=datetime(2026, 12, 24, 4, tzinfo=UTC),
)


def test_a_call_is_remembered_for_thirty_days_to_the_second() -> None:
    assert once("k1", "idem", b"all", NOON.replace(microsecond=900_000)) == CALL


def test_a_call_of_another_caller_or_with_another_key_is_another_and_one_that_asks_for_more_is_told_apart() -> None:
    assert len({once(*named, b"all", NOON).id for named in (("k1", "idem"), ("k2", "idem"), ("k1", "other"), ("k", "1idem"))}) == 4
    assert once("k1", "idem", b"more", NOON) == replace(CALL, asked=once("k1", "idem", b"more", NOON).asked)
    assert once("k1", "idem", b"more", NOON).asked != CALL.asked


def test_a_call_that_is_done_knows_what_it_made() -> None:
    assert CALL.done("wh-1") == replace(CALL, made="wh-1")
