"""Puts back what a table held at an earlier moment: what differs from a restored copy is written again, what came since is removed.

The tables stay the stack's own, with their stream, indexes and names; CloudFormation is not asked.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

import boto3

from chalicelib.domain import receipt
from ops import commands, target
from ops.administration_cli import Subparsers

Row: TypeAlias = Mapping[str, Any]
READ, WRITTEN = 100, 25
"""What one batch takes."""


def add(subparsers: Subparsers) -> None:
    """`restore`."""
    it = subparsers.add_parser(
        "restore",
        help="put both tables back to what restored copies of them hold",
        description="""Copies are made by `aws dynamodb restore-table-to-point-in-time`, both of the same moment. Nothing else may write meanwhile: docs/operations.md says how
        all functions are held. Stopped in the middle, the same command goes on. Who was erased since that moment stays erased.""",
    )
    it.add_argument("--cases", required=True, metavar="TABLE", help="the restored copy of the table of cases")
    it.add_argument("--identities", required=True, metavar="TABLE", help="that of the identities")
    it.add_argument("--erased-too", action="store_true", help="bring back who was erased since: only where the erasing itself was the mistake")
    it.add_argument("--dry-run", action="store_true", help="count, write nothing")
    it.set_defaults(run=restore)


def restore(asked: argparse.Namespace) -> int:
    """One line a table, and who was erased since."""
    cases, identities = (Table(name, boto3.client("dynamodb")) for name in target.tables(asked))
    kept, known = (Table(name, cases.client) for name in (asked.cases, asked.identities))
    erased = [] if asked.erased_too else sorted(row["pk"]["S"] for row in missing(known, identities))
    for live, copy, leave in ((cases, kept, ()), (identities, known, erased)):
        counted = put_back(live, copy, frozenset(leave), write=not asked.dry_run)
        commands.say(f"{live.name}: {', '.join(f'{number} {what}' for what, number in sorted(counted.items())) or 'nothing differs'}")
    if codes := [receipt.written(pk) for pk in erased if "#" not in pk]:
        commands.say(f"erased since, and not brought back; write it into their timelines again: erase {' '.join(codes)}")
    return 0


@dataclass(frozen=True)
class Table:
    """A table by its name, whatever is in it."""

    name: str
    client: Any

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the attributes in its key."""
        return tuple(part["AttributeName"] for part in self.client.describe_table(TableName=self.name)["Table"]["KeySchema"])

    def key(self, row: Row) -> Row:
        """The key of a row."""
        return {name: row[name] for name in self.keys}

    def pages(self) -> Iterator[list[Row]]:
        """Everything that is there."""
        scanned = self.client.get_paginator("scan").paginate(TableName=self.name, ConsistentRead=True, PaginationConfig={"PageSize": READ})
        return (page["Items"] for page in scanned if page["Items"])

    def read(self, rows: Sequence[Row]) -> list[Row]:
        """Those of these rows that are there, as they are there."""
        found: list[Row] = []
        asked: dict[str, Any] = {self.name: {"Keys": [self.key(row) for row in rows], "ConsistentRead": True}}
        while asked:
            answer = self.client.batch_get_item(RequestItems=asked)
            found += answer["Responses"].get(self.name, [])
            asked = answer.get("UnprocessedKeys", {})
        return found

    def write(self, requests: Sequence[Row]) -> None:
        """Writes and removes rows, all of them."""
        asked: dict[str, Any] = {self.name: list(requests)}
        while asked:
            asked = self.client.batch_write_item(RequestItems=asked).get("UnprocessedItems", {})


def put_back(live: Table, copy: Table, leave: frozenset[str] = frozenset(), *, write: bool) -> Counter[str]:
    """Makes a table what its copy is, but for the partitions in `leave`; says how many rows were written and removed."""
    rows = (row for row in missing_or_other(copy, live) if row["pk"]["S"] not in leave)
    asked = {
        "written": ({"PutRequest": {"Item": row}} for row in rows),
        "removed": ({"DeleteRequest": {"Key": live.key(row)}} for row in missing(live, copy)),
    }
    counted: Counter[str] = Counter()
    for what, requests in asked.items():
        for batch in batched(requests, WRITTEN):
            counted[what] += len(batch)
            if write:
                live.write(batch)
    return counted


def missing(of: Table, there: Table) -> Iterator[Row]:
    """Rows of one table of which the other has none with the same key."""
    for page in of.pages():
        known = [there.key(row) for row in there.read(page)]
        yield from (row for row in page if of.key(row) not in known)


def missing_or_other(of: Table, there: Table) -> Iterator[Row]:
    """Rows of one table that the other has not, or not as they are."""
    for page in of.pages():
        known = there.read(page)
        yield from (row for row in page if row not in known)


def batched(requests: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """In lists of so many."""
    going = iter(requests)
    while batch := list(islice(going, size)):
        yield batch
