"""A short memory for what is read often and changed rarely."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from cachetools import TTLCache

Value_ = TypeVar("Value_")


class Memory(Generic[Value_]):
    """Remembers values for some seconds. `timer` gives seconds from any start. Threads may share it, as they do in the local server."""

    def __init__(self, most: int, seconds: float, timer: Callable[[], float]) -> None:
        self._kept: TTLCache[object, Value_] = TTLCache(maxsize=most, ttl=seconds, timer=timer)
        self._lock = threading.Lock()

    def get(self, key: object) -> Value_ | None:
        """The value, if it is still remembered."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: object, value: Value_) -> None:
        """Remember a value."""
        with self._lock:
            self._kept[key] = value

    def forget(self, key: object) -> None:
        """Forget one value, if it is remembered."""
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
