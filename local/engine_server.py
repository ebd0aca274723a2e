"""The inside of the engine's process: MiniStack behind a loopback socket that the starter bound and handed over."""

import asyncio
import fcntl
import logging
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config

from local import engine_permissions
from local.environment import LOOPBACK, REGION

LISTENER_FD = "LISTENER_FD"


def listen(port: int = 0) -> socket.socket:
    """A loopback socket; bound first, so that the port is certain before anything is told about it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    listener.listen(128)
    return listener


def settings(port: int) -> dict[str, str]:
    """What MiniStack reads when it is imported. The last two keep it from listening on further, fixed ports."""
    return {
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "AUTH": "true",
        "LOG_LEVEL": "WARNING",
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


def never_sniffed(app: Any) -> Any:
    """The engine with the header that the distribution in front of the deployed bucket adds to what is downloaded."""

    async def in_front(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_header(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"x-content-type-options", b"nosniff")]}
            await send(message)

        await app(scope, receive, send_with_header)

    return in_front


async def serve(app: Any, listener: socket.socket, stopped: asyncio.Event) -> None:
    """Serves `app` on `listener` until `stopped` is set."""
    app = never_sniffed(app)
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]  # the server closes it
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.errorlog = logging.getLogger("engine")
    await hypercorn_serve(app, config, shutdown_trigger=stopped.wait)


async def _main(listener: socket.socket) -> None:
    import ministack.app as ministack  # noqa: PLC0415 - reads its settings when imported

    from local.engine_state import SavedAfterWrites  # noqa: PLC0415 - imports it too

    if engine_permissions.NOTES in os.environ:
        engine_permissions.note(Path(os.environ[engine_permissions.NOTES]))
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    threading.Thread(target=_until_orphaned, args=(loop, stopped), daemon=True).start()
    persistent = "STATE_DIR" in os.environ
    await serve(SavedAfterWrites(ministack.app) if persistent else ministack.app, listener, stopped)


def _until_orphaned(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    """The starter holds the other end of our standard input: when it dies, however it dies, we save and go too."""
    sys.stdin.buffer.read()
    loop.call_soon_threadsafe(stopped.set)


def _alone(data: Path) -> TextIO:
    """Waits until an engine of an earlier run has saved and gone; the system gives the lock back however that one ends."""
    lock = (data / "engine.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


if __name__ == "__main__":
    inherited = socket.socket(fileno=int(os.environ[LISTENER_FD]))
    os.environ.update(settings(inherited.getsockname()[1]))
    kept = _alone(Path(os.environ["STATE_DIR"]).parent) if "STATE_DIR" in os.environ else None
    asyncio.run(_main(inherited))
