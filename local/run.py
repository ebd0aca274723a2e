"""`make run`: the engine, the site, the API and the functions behind them, in one terminal until Ctrl-C."""

import dataclasses
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from local import InTheWayError, engine, kept, mail, ports, stack, whole_files
from local.environment import LOOPBACK, aws, enter
from local.jobs import Loops, Timetable
from local.lines import show_lines
from local.moved_clock import MovedClock, shown
from local.outbox import PATH, Outbox
from local.pollers import QueuePoller, StreamPoller
from local.server import serve
from local.site import ROOT, Site

SAVE_SECONDS = 20


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    data: Path
    port: int
    seed: str | None
    now: str | None


def run(options: Options) -> None:
    """Starts everything, waits for Ctrl-C or SIGTERM, and stops everything, the engine last."""
    for stop in (signal.SIGTERM, signal.SIGINT):  # a shell that starts us in the background has SIGINT ignored
        signal.signal(stop, signal.default_int_handler)
    options.data.mkdir(parents=True, exist_ok=True)
    with kept.locked(options.data), ExitStack() as running:
        _make_way(options)
        started = time.monotonic()
        child = running.enter_context(_engine(options))
        clock = MovedClock(options.data / "clock")
        if options.now:
            clock.start_at(options.now)
        app, deps = _application(clock)
        sources = stack.sources()
        stream = StreamPoller(app.react, sources.stream, options.data / "stream-position")
        _fill(options, deps)
        running.enter_context(
            _functions(app, clock, stream, QueuePoller(app.inspect_upload, sources.queue), QueuePoller(app.hear_of_mail, sources.reports))
        )
        running.enter_context(_site(app.app, options.port, child.endpoint, clock))
        _say(_welcome(options, clock, time.monotonic() - started))
        _wait(child)


def _make_way(options: Options) -> None:
    if ports.stop_leftover(engine.pid_file(options.data), "local.engine_server"):
        _say("Stopped the engine of an earlier run.")
    if not _free(options.port):
        raise _taken(options.port)


def _taken(port: int) -> InTheWayError:
    return InTheWayError(f"Port {port} is in use by {ports.holder(port)}.\nStop it, or take another: make run PORT=8100")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


@contextmanager
def _engine(options: Options) -> Iterator[engine.Child]:
    """The engine next to the site's port where that is free, with this process set to use it."""
    secrets = kept.load_secrets(options.data)
    if kept.forget_half_made(options.data):
        _say("An earlier first start was killed before anything was saved; starting afresh.")
    with engine.child(secrets.credentials, options.data, options.port + 1 if _free(options.port + 1) else 0) as child:
        whole_files.write(options.data / mail.ADDRESS_FILE, child.endpoint)
        enter(aws(child.endpoint, secrets.credentials))
        os.environ.update(
            stack.create(site_url=f"http://{LOOPBACK}:{options.port}")
            | {"RECEIPT_KEY": secrets.receipt_key, "FILES_URL": child.endpoint, "MALWARE_SCAN": "off", "WEBHOOKS_TO": "loopback"}
        )
        _await_saved(options.data)
        yield child


def _await_saved(data: Path) -> None:
    """Not ready before the tables are on disk: an engine that is killed after that starts again with them."""
    deadline = time.monotonic() + SAVE_SECONDS
    while not kept.tables_saved(data):
        if time.monotonic() > deadline:
            raise TimeoutError(f"The engine has not saved its tables within {SAVE_SECONDS} s; see {data}/engine.log")
        time.sleep(0.05)


def _application(clock: MovedClock) -> tuple[Any, Any]:
    """The deployed `app.py`, and its collaborators on the moved clock."""
    from chalicelib import wiring  # noqa: PLC0415 - made to read the settings that were just set

    app = import_module("app")
    real = wiring.deps()
    moved = dataclasses.replace(real, now=lambda: real.now() + clock.offset())
    wiring.deps = lambda: moved  # type: ignore[assignment]
    show_lines()
    return app, moved


def _fill(options: Options, deps: Any) -> None:
    """The reference data, which the application cannot do without, and the demo if asked for."""
    seed = import_module("ops.seed")
    seed.load(deps, _say)
    if options.seed == "demo":
        seed.demo(deps, _say)


@contextmanager
def _functions(app: Any, clock: MovedClock, stream: StreamPoller, uploads: QueuePoller, reports: QueuePoller) -> Iterator[None]:
    loops = Loops()
    schedules = [
        ("tick", app.tick, timedelta(minutes=1)),
        ("score", app.score, timedelta(hours=1)),
    ]
    loops.start("timetable", Timetable(clock, schedules, loops.stopping).turn)
    loops.start("webhooks", Timetable(clock, [("send_webhooks", app.send_webhooks, timedelta(minutes=1))], loops.stopping).turn)
    loops.start("stream", stream.turn)
    loops.start("uploads", uploads.turn)
    loops.start("mail", reports.turn)
    try:
        yield
    finally:
        loops.stop()


@contextmanager
def _site(app: Any, port: int, uploads: str, clock: MovedClock) -> Iterator[None]:
    try:
        server = serve(app, Site(ROOT / "web", uploads), Outbox(partial(mail.messages, uploads)), port, clock.now)
    except OSError as error:  # somebody took it while everything was set up
        raise _taken(port) from error
    threading.Thread(target=server.serve_forever, daemon=True, name="http").start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _wait(child: engine.Child) -> None:
    try:
        while child.alive():
            time.sleep(0.2)
    except KeyboardInterrupt:
        _say("\nStopping; the data stays.")
    else:
        raise InTheWayError("The local engine has stopped by itself; engine.log in the data directory says why. Start again: the data is kept.")


def _welcome(options: Options, clock: MovedClock, seconds: float) -> str:
    site = f"http://{LOOPBACK}:{options.port}"
    return f"""
Ready in {seconds:.1f} s.
  site    {site}/
  API     {site}/v1/   (docs/api.md)
  mail    {site}{PATH}   or .venv/bin/python -m local mail
  clock   {shown(clock.now())}; move it with .venv/bin/python -m local clock +4d   (or 2026-12-01T08:00, reset)
  data    {options.data}   (saved within a second; remove it to start afresh)
  Ctrl-C stops.
"""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
