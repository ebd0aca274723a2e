"""An installation whose wire to AWS can break, and what is in it: how it was, how it is, and how it is put back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
import pytest
from botocore.config import Config
from chalice.test import Client

from app import app
from chalicelib import clock, wiring
from chalicelib.settings import Settings
from chalicelib.store.access import Access
from chalicelib.store.cases import Cases
from chalicelib.store.limits import Limits
from chalicelib.store.reference import Reference
from chalicelib.usecases.ports import Deps
from tests.api.conftest import Api
from tests.builders import REFERENCE, REGENCY
from tests.fakes import Clock, Posts, inspected
from tests.faults.wire import Wire

ONCE = {"retries": {"total_max_attempts": 1}, "parameter_validation": False}
Items = dict[str, dict[str, Any]]


def the_same(length: int) -> bytes:
    """No chance at all: a try that failed must not make the next one another."""
    return b"\7" * length


@dataclass
class Stand:
    """The installation, its wire, and its tables and bucket as they are without the application."""

    api: Api
    wire: Wire
    known: Settings
    empty: Items
    able: dict[str, int] = field(default_factory=dict)

    @property
    def s3(self) -> Any:
        return boto3.client("s3")

    @property
    def deps(self) -> Deps:
        return self.api.deps

    def fresh(self) -> None:
        """As at the beginning: the same rows, the same time, the same chance, nothing remembered."""
        self.wire.calm()
        self.put_back()
        cases = self.deps.cases
        assert isinstance(cases, Cases)
        deps = replace(
            self.deps,
            reference=Reference(cases.tables, time.monotonic),
            access=Access(cases.tables, time.monotonic),
            limits=Limits(cases.tables),
            now=Clock(),
            random_bytes=the_same,
            hooks=Posts(),
        )
        self.api = Api(self.api.client, deps)

    def items(self) -> Items:
        """Every row of both tables, and what lies in the bucket, by where it is."""
        dynamodb: Any = boto3.client("dynamodb")
        found = {}
        for table in (self.known.cases_table, self.known.identities_table):
            for item in dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]:
                found[f"{table} {item['pk']['S']} {item.get('sk', {}).get('S', '')}"] = item
        s3: Any = boto3.client("s3")
        for one in s3.list_objects_v2(Bucket=self.known.attachments_bucket).get("Contents", ()):
            tags = s3.get_object_tagging(Bucket=self.known.attachments_bucket, Key=one["Key"])["TagSet"]
            found[f"s3 {one['Key']}"] = {"etag": one["ETag"], "tags": tags}
        return found

    def put_back(self) -> None:
        dynamodb: Any = boto3.client("dynamodb")
        now = self.items()
        for place in now.keys() - self.empty.keys():
            where, pk, sk = [*place.split(" ", 2), ""][:3]
            if where == "s3":
                boto3.client("s3").delete_object(Bucket=self.known.attachments_bucket, Key=pk)
            else:
                dynamodb.delete_item(TableName=where, Key={"pk": {"S": pk}, **({"sk": {"S": sk}} if sk else {})})
        for place, item in self.empty.items():
            if now.get(place) != item:
                dynamodb.put_item(TableName=place.split(" ")[0], Item=item)


def shape(items: Items) -> dict[str, Any]:
    """The rows without the counts of how often somebody called."""
    return {place: item for place, item in items.items() if " L#" not in place}


def of_cases(items: Items) -> dict[str, Any]:
    """What belongs to complaints and the people who filed them."""
    return {place: item for place, item in shape(items).items() if " C#" in place or "identities" in place}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two of them differ, to be read in a failure."""
    places = sorted(place for place in {*one, *other} if one.get(place) != other.get(place))
    return [
        f"{place}: {name} {one.get(place, {}).get(name)} / {other.get(place, {}).get(name)}"
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
        stand = Stand(Api(client, deps), wire, own, {})
        stand.empty = stand.items()
        assert isinstance(deps.cases, Cases)
        for of_aws in (deps.cases.tables.connection.client, deps.files._client(), deps.mail._client()):  # type: ignore[attr-defined]  # noqa: SLF001
            wire.listen(of_aws)
        patch.setattr(wiring, "deps", lambda: stand.deps)
        patch.setattr(clock, "wait", lambda seconds: None)
        yield stand
