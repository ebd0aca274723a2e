"""Keeps the engine's state on disk. The engine itself saves only when it stops, and forgets its streams even then.

Here it is saved within a second of a write, so a killed process loses at most the last moment, and the records of
streams come back, so nothing that should follow from them is lost. Built on internals: the engine's version is pinned.
"""

import copy
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

import ministack.app as ministack
from ministack.core.persistence import save_all
from ministack.services import dynamodb

# ruff: noqa: SLF001 - the engine offers no other way to its state

READS = ("Get", "Query", "BatchGet", "Describe", "List", "ReceiveMessage")
STREAMS = "streams"
PAUSE_SECONDS = 0.5

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class SavedAfterWrites:
    """The engine, saved soon after each request that may have changed something. Polling must not cause a save."""

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._changed = threading.Event()
        _keep_streams()
        threading.Thread(target=self._save_changes, daemon=True, name="autosave").start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request. The mark comes after it, so that the save which follows the mark holds the change."""
        if scope["type"] == "http" and _controls_the_engine(scope):
            await send({"type": "http.response.start", "status": HTTPStatus.FORBIDDEN, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send)
        if scope["type"] == "http" and not _only_reads(scope):
            self._changed.set()

    def _save_changes(self) -> None:
        pause = PAUSE_SECONDS
        while self._changed.wait():
            time.sleep(pause)
            self._changed.clear()
            started = time.monotonic()
            save_all(ministack._build_persistence_save_dict())
            pause = max(PAUSE_SECONDS, 4 * (time.monotonic() - started))  # a large state is written less often


def _controls_the_engine(scope: Scope) -> bool:
    """Such requests need no signature, so any page in the browser could send one and wipe the data."""
    return bool(scope["path"].startswith("/_ministack/") and scope["method"] != "GET")


def _only_reads(scope: Scope) -> bool:
    target = dict(scope["headers"]).get(b"x-amz-target", b"").decode().rpartition(".")[2]
    return target.startswith(READS) if target else scope["method"] in {"GET", "HEAD", "OPTIONS"}


def _keep_streams() -> None:
    """Makes the streams part of the tables' state: read at one instant and written as one file, so neither is there without the other."""
    read, restore, what_it_saves = dynamodb.get_state, dynamodb.load_persisted_state, ministack._build_persistence_save_dict
    streams = {"records": dynamodb._stream_records, "trimmed": dynamodb._stream_trimmed}

    def with_streams() -> dict[str, Any]:
        with dynamodb._lock:  # else half a transaction could be read
            return {**read(), STREAMS: copy.deepcopy(streams)}

    def restored(state: dict[str, Any]) -> None:
        restore(state)
        for name, scoped in state.get(STREAMS, {}).items():
            streams[name]._data.update(scoped._data)

    dynamodb.load_persisted_state = restored
    ministack._build_persistence_save_dict = lambda: {**what_it_saves(), "dynamodb": with_streams}
