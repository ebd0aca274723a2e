"""An installation whose wire to AWS can break, and what is in it: how it was, how it is, and how it is put back."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import boto3
import pytest
from botocore.config import Config
from chalice.test import Client

from app import app
from chalicelib import clock, wiring
from chalicelib.settings import Settings
from chalicelib.store.access import Access
from chalicelib.store.limits import Limits
from chalicelib.store.reference import Reference
from chalicelib.store.tables import Tables
from chalicelib.usecases.ports import Deps
from tests.api.conftest import Api
from tests.builders import REFERENCE, REGENCY
from tests.fakes import Clock, Posts, inspected
from tests.faults.wire import Wire

ONCE = {"retries": {"total_max_attempts": 1}, "parameter_validation": False}
Items: TypeAlias = dict[tuple[str, ...], dict[str, Any]]


def the_same(length: int) -> bytes:
    """No chance at all: a try that failed must not make the next one another."""
    return b"\7" * length


@dataclass
class Stand:
    """The installation, its wire, and its tables and bucket as they are without the application."""

    api: Api
    wire: Wire
    known: Settings
    tables: Tables
    empty: Items
    able: dict[str, int] = field(default_factory=dict)
    seen: tuple[int, Items] | None = None
    s3: Any = field(default_factory=lambda: boto3.client("s3"))
    dynamodb: Any = field(default_factory=lambda: boto3.client("dynamodb"))

    @property
    def deps(self) -> Deps:
        return self.api.deps

    def fresh(self) -> None:
        """As at the beginning: the same rows, the same time, the same chance, nothing remembered."""
        self.wire.calm()
        self.wire.mails.clear()
        self.put_back()
        deps = replace(
            self.deps,
            reference=Reference(self.tables, time.monotonic),
            access=Access(self.tables, time.monotonic),
            limits=Limits(self.tables),
            now=Clock(),
            random_bytes=the_same,
            hooks=Posts(),
        )
        self.api = Api(self.api.client, deps)

    def items(self) -> Items:
        """Every row of both tables, and what lies in the bucket, by where it is; looked for anew once the application has called anybody."""
        if self.seen is None or self.seen[0] != self.wire.heard:
            self.seen = self.wire.heard, self._look()
        return self.seen[1]

    def _look(self) -> Items:
        tables = (self.known.cases_table, self.known.identities_table)
        rows = {(table, *_key(item)): item for table in tables for item in self.dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]}
        found = self.s3.list_objects_v2(Bucket=self.known.attachments_bucket).get("Contents", ())
        return rows | {("s3", one["Key"]): {"etag": one["ETag"], "tags": self._tags(one["Key"])} for one in found}

    def _tags(self, key: str) -> Any:
        return self.s3.get_object_tagging(Bucket=self.known.attachments_bucket, Key=key)["TagSet"]

    def gone_out(self) -> Counter[str]:
        """What has left the house since the beginning, mails and events, and how often each."""
        posts = self.deps.hooks.posted  # type: ignore[attr-defined]
        return Counter(self.wire.mails) + Counter(f"{headers['webhook-id']} {url}" for url, headers, _ in posts)

    def put_back(self) -> None:
        """What came since the beginning goes, what went or was changed comes back."""
        now, asked = self.items(), defaultdict(list)
        self.seen = None
        for place in now.keys() - self.empty.keys():
            if place[0] == "s3":
                self.s3.delete_object(Bucket=self.known.attachments_bucket, Key=place[1])
            else:
                key = {name: {"S": value} for name, value in zip(("pk", "sk"), place[1:], strict=False)}
                asked[place[0]].append({"DeleteRequest": {"Key": key}})
        for (table, *_), item in ((place, item) for place, item in self.empty.items() if now.get(place) != item):
            asked[table].append({"PutRequest": {"Item": item}})
        for table, requests in asked.items():
            for start in range(0, len(requests), 25):
                self.dynamodb.batch_write_item(RequestItems={table: requests[start : start + 25]})


def _key(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(item[name]["S"] for name in ("pk", "sk") if name in item)


INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
LOCKED = re.compile(r'"version":\d+,"(taken_until|made)"')
"""The count of an endpoint's turn or of a line: it says that something was kept, not what."""
FREE, TAKEN = "taken_until:null", 'taken_until:"some time"'
"""A turn whose time is over is free, as one that was given back."""
HANG_ON_TIME = frozenset({"h", "ha", "ttl"})
"""Hashes of events, and when a row is forgotten."""


def shape(items: Items) -> Items:
    """Without the counts of how often somebody called, and without when a key was used last: both are notes that may get lost."""
    return {
        place: {name: LOCKED.sub(r"\1", value["S"]) if name == "doc" else value for name, value in item.items() if name not in _passing(place)}
        for place, item in items.items()
        if place[0] == "s3" or not place[1].startswith("L#")
    }


def _passing(place: tuple[str, ...]) -> frozenset[str]:
    return frozenset({"lu", "v"} if place[1].startswith("W#") else {"lu"})


def in_the_end(items: Items) -> Items:
    """What triggers have done, however late."""
    return {
        place: {name: INSTANT.sub("some time", str(value)).replace(TAKEN, FREE) for name, value in item.items() if name not in HANG_ON_TIME}
        for place, item in shape(items).items()
    }


def differences(one: Items, other: Items) -> list[str]:
    """Where two of them differ, to be read in a failure."""
    places = sorted(place for place in {*one, *other} if one.get(place) != other.get(place))
    return [
        f"{place[1:]}: {name} {one.get(place, {}).get(name)} / {other.get(place, {}).get(name)}"
        for place in places
        for name in _names(one.get(place, {}), other.get(place, {}))
    ]


def _names(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@contextmanager
def standing(own: Settings) -> Iterator[Stand]:
    """An installation over these tables, in place of the one that the API has."""
    with pytest.MonkeyPatch.context() as patch, Client(app) as client:
        patch.setattr(wiring, "FAST", wiring.FAST.merge(Config(**ONCE)))
        patch.setattr(wiring, "SIGNED", wiring.SIGNED.merge(Config(**ONCE)))
        deps = replace(wiring.build(own), inspect=inspected, now=Clock())
        deps.reference.put([*REFERENCE, REGENCY])
        wire = Wire()
        tables = deps.cases.tables  # type: ignore[attr-defined]
        stand = Stand(Api(client, deps), wire, own, tables, {})
        stand.empty = stand.items()
        for of_aws in (tables.client, deps.files._client(), deps.mail._client()):  # type: ignore[attr-defined]  # noqa: SLF001
            wire.listen(of_aws)
        patch.setattr(wiring, "deps", lambda: stand.deps)
        patch.setattr(clock, "wait", lambda seconds: None)
        yield stand
