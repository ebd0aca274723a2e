"""Which rows of a partition a Query reads: conditions on the sort key, of the table or of an index."""

from typing import TypeAlias

Where: TypeAlias = tuple[str, str, tuple[str, ...]]
"""The attribute, the condition on it as DynamoDB writes it, and the values in it."""


def begins_with(name: str, prefix: str) -> Where:
    """Rows whose keys begin alike."""
    return name, "begins_with(#s, :0)", (prefix,)


def between(name: str, first: str, last: str) -> Where:
    """Rows from a key to another, both included."""
    return name, "#s BETWEEN :0 AND :1", (first, last)


def at_least(name: str, first: str) -> Where:
    """Rows from a key on."""
    return name, "#s >= :0", (first,)


def at_most(name: str, last: str) -> Where:
    """Rows up to a key."""
    return name, "#s <= :0", (last,)
