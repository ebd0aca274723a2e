from datetime import timedelta

import pytest

from chalicelib.domain.allowance import allowance
from tests.builders import NOON


@pytest.mark.parametrize(("used", "left", "spent"), [(1, 9, False), (9, 1, False), (10, 0, False), (11, 0, True), (50, 0, True)])
def test_a_key_may_ask_as_often_as_its_quota_and_no_more(used: int, left: int, *, spent: bool) -> None:
    it = allowance(10, used, NOON)

    assert (it.left, it.is_spent) == (left, spent)


@pytest.mark.parametrize(("after", "seconds"), [(0, 60), (0.9, 60), (1, 59), (59, 1), (59.9, 1), (60, 60)])
def test_a_window_ends_with_the_minute(after: float, seconds: int) -> None:
    assert allowance(10, 1, NOON + timedelta(seconds=after)).seconds == seconds
