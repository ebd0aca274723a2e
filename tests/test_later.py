"""What is made when it is first asked for something is made once, by whoever is first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from chalicelib.later import later


class Counter:
    made = 0

    def __init__(self) -> None:
        type(self).made += 1

    def one(self) -> int:
        return 1


def test_nothing_is_made_before_it_is_asked() -> None:
    later(lambda: 1 / 0)


def test_it_is_made_once_however_many_ask_at_once() -> None:
    counter, together = later(Counter), Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        return counter.one()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [1] * 8

    assert Counter.made == 1


def test_what_cannot_be_made_is_tried_again() -> None:
    tries = iter([ConnectionError(), Counter()])

    def make() -> Counter:
        made = next(tries)
        if isinstance(made, Exception):
            raise made
        return made

    counter = later(make)
    try:
        counter.one()
    except ConnectionError:
        assert counter.one() == 1
    else:
        raise AssertionError("the first try fails")
