"""The only reader of the wall clock, and who waits by it."""

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, in UTC and whole seconds: what is stored and shown has no fractions."""
    return datetime.now(UTC).replace(microsecond=0)


def wait(seconds: float) -> None:
    """Let time pass."""
    time.sleep(seconds)
