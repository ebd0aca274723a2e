"""The only reader of the wall clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, in UTC and whole seconds: what is stored and shown has no fractions."""
    return datetime.now(UTC).replace(microsecond=0)
