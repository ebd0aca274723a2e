"""The functions without an address: called again and again in threads, with the events and contexts that Lambda would give them."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from chalice.local import LambdaContext

from local.moved_clock import MovedClock

Json = dict[str, Any]
Function = Callable[[Json, Any], Any]
SECONDS = 300
RETRY_SECONDS = 5.0

log = logging.getLogger("jobs")


class Context(LambdaContext):
    """What a function gets besides its event: how much time it has left. None once the stack stops, so that it ends cleanly."""

    def __init__(self, function: str, stopping: threading.Event) -> None:
        super().__init__(function, memory_size=512, max_runtime_ms=SECONDS * 1000)
        self._stopping = stopping

    def get_remaining_time_in_millis(self) -> float:
        """Counted from when it was made."""
        return 0 if self._stopping.is_set() else float(super().get_remaining_time_in_millis())


class Loops:
    """Threads that each call a `turn` again and again. A turn returns the seconds to wait before the next."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, name: str, turn: Callable[[], float]) -> None:
        """Begins another."""
        thread = threading.Thread(target=self._run, args=(name, turn), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self, seconds: float = 3.0) -> None:
        """Lets the turns that run end, if they do in time."""
        self.stopping.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self, name: str, turn: Callable[[], float]) -> None:
        while not self.stopping.is_set():
            try:
                pause = turn()
            except Exception:
                pause = RETRY_SECONDS
                if not self.stopping.is_set():
                    log.exception("%s failed; trying again in %.0f s", name, pause)
            self.stopping.wait(pause)


class Timetable:
    """Calls functions at their intervals, and all at once when the clock was moved, since something may be due then."""

    def __init__(self, clock: MovedClock, functions: Sequence[tuple[str, Function, timedelta]], stopping: threading.Event) -> None:
        self._clock = clock
        self._functions = functions
        self._stopping = stopping
        self._offset = clock.offset()
        self._due = dict.fromkeys((name for name, _, _ in functions), clock.now())

    def turn(self) -> float:
        """Calls what is due now."""
        now = self._clock.now()
        moved = self._clock.offset() != self._offset
        self._offset = self._clock.offset()
        for name, function, interval in self._functions:
            if moved or now >= self._due[name]:
                self._due[name] = now + interval
                self._call(name, function)
        return 0.5

    def _call(self, name: str, function: Function) -> None:
        event = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "version": "0", "id": name, "account": "000000000000"}
        event |= {"time": f"{self._clock.now():%Y-%m-%dT%H:%M:%SZ}", "region": "local", "resources": [f"arn:aws:events:::rule/{name}"]}
        try:
            function(event, Context(name, self._stopping))
        except Exception:
            if not self._stopping.is_set():  # it was told that its time is over
                log.exception("%s failed; it is called again at its next time", name)
