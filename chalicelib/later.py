"""What is made when it is first asked for something."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


class _Later:
    """Stands for what `make` makes, once, whichever thread is first."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._made: Any = None
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return getattr(self._made, name)


def later(make: Callable[[], Made]) -> Made:
    """What `make` makes, as far as anybody can tell; it is loaded and made by who first uses it."""
    return cast("Made", _Later(make))
