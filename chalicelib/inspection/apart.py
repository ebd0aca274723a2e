"""Starts the process that inspects a file, and reads what it says. Nothing of ours is in it: no settings, no keys, no files."""

import json
import signal
import subprocess
import sys
from os import pathsep

from chalicelib import logs
from chalicelib.domain.attachment import Reason
from chalicelib.domain.upload import Clean, Refused

PROGRAM = ("-m", "chalicelib.inspection")
WAIT_SECONDS = 90
GIVEN_UP = frozenset({-signal.SIGXCPU, -signal.SIGKILL})
BROKEN = frozenset({-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGILL})

log = logs.get("jobs")


def inspect(content: bytes, type_: str) -> Clean:
    """What is made of a file of this type; raises `Refused` with the reason, or `RuntimeError` when the inspection itself does not work."""
    command = [sys.executable, *PROGRAM, type_]
    alone = {"PYTHONPATH": pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, input=content, env=alone, capture_output=True, timeout=WAIT_SECONDS, check=False)  # noqa: S603 - our own program, and a type of ours
    except subprocess.TimeoutExpired:
        raise Refused(Reason.TOO_COMPLEX) from None
    if done.returncode:
        _explain(done.returncode, done.stderr)
    head, _, made = done.stdout.partition(b"\n")
    said = json.loads(head)
    if "refused" in said:
        log.info("inspect", extra=logs.facts(status=said["refused"], error=said.get("error")))
        raise Refused(Reason(said["refused"]))
    return Clean(said["type"], made[: said["size"]], made[said["size"] :])


def _explain(code: int, errors: bytes) -> None:
    if code in GIVEN_UP:
        raise Refused(Reason.TOO_COMPLEX)
    if code in BROKEN:
        raise Refused(Reason.UNREADABLE)
    raise RuntimeError(f"the inspection ended with {code}: {errors[-1000:].decode(errors='replace')}")
