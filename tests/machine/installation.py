"""An installation of its own in the engine: empty tables, reference data, a clock that is moved, mail and endpoints that can break."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

import boto3

from chalicelib import wiring
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.delivery import Why
from chalicelib.domain.notices import Notice
from chalicelib.settings import Settings
from chalicelib.store import encode
from chalicelib.usecases import ports
from chalicelib.usecases.ports import After, Deps
from tests.builders import REFERENCE, an_endpoint
from tests.engines import make_table
from tests.fakes import Clock, Counting, MemoryCases, MemoryDeliveries, MemoryFiles, Posts, fake_deps, inspected
from tests.jobs.test_jobs import woken_record

News = Callable[[], list[dict[str, Any]]]
NUMBERS = count(1)
ENDPOINT = an_endpoint()


@dataclass
class Ledger:
    """The real deliveries and a mail service that breaks when told to: which delivery went out how often."""

    real: ports.Deliveries
    breaks: int = 0
    current: str = ""
    sent: Counter[str] = field(default_factory=Counter)

    def begin(self, delivery: str, now: datetime) -> int:
        self.current = delivery
        return self.real.begin(delivery, now)

    def wake(self, delivery: str, now: datetime) -> bool:
        return self.real.wake(delivery, now)

    def again(self, delivery: str, at: datetime) -> None:
        self.real.again(delivery, at)

    def done(self, delivery: str, now: datetime) -> None:
        self.real.done(delivery, now)

    def due(self, shard: int, now: datetime, limit: int, after: After) -> tuple[list[str], After]:
        return self.real.due(shard, now, limit, after)

    def suppress(self, known_by: str, why: Why, now: datetime) -> None:
        self.real.suppress(known_by, why, now)

    def suppressed(self, known_by: str) -> Why | None:
        return self.real.suppressed(known_by)

    def allow(self, known_by: str) -> None:
        self.real.allow(known_by)

    def send(self, to: str, notice: Notice) -> None:
        if self.breaks:
            self.breaks -= 1
            raise ConnectionError("the mail service is away")
        self.sent[self.current] += 1

    def send_link(self, to: str, link: str, lang: str) -> None:
        self.sent[self.current] += 1

    def ask_follower(self, to: str, link: str, code: str, lang: str) -> None:
        self.sent[self.current] += 1


def around(built: Deps, **more: Any) -> Deps:
    """The collaborators with a world around them that can be moved and broken, and reference data."""
    built.reference.put([*REFERENCE, ENDPOINT])
    ledger = Ledger(built.deliveries)
    world: dict[str, Any] = {"now": Clock(), "random_bytes": Counting(), "deliveries": ledger, "mail": ledger, "hooks": Posts()}
    return replace(built, **world, files=MemoryFiles(), inspect=inspected, **more)


@contextmanager
def in_memory(_: Settings | None = None) -> Iterator[tuple[Deps, News]]:
    """Collaborators in memory, and what a stream would tell."""
    cases = Told()
    yield around(fake_deps(cases=cases, deliveries=ToldDeliveries(cases))), cases.news


@contextmanager
def own_tables(known: Settings) -> Iterator[Settings]:
    """Tables that nobody else has; afterwards they are gone."""
    number = next(NUMBERS)
    own = known._replace(cases_table=f"own-{number}-cases", identities_table=f"own-{number}-identities")
    tables = {own.cases_table: "CasesTable", own.identities_table: "IdentitiesTable"}
    for name, resource in tables.items():
        make_table(name, resource)
    try:
        yield own
    finally:
        for name in tables:
            boto3.client("dynamodb").delete_table(TableName=name)


@contextmanager
def in_engine(known: Settings) -> Iterator[tuple[Deps, News]]:
    """Collaborators over tables of their own, and their stream."""
    with own_tables(known) as own:
        yield around(wiring.build(own)), Stream(own.cases_table).news


class Told(MemoryCases):
    """Complaints in memory that tell of their events as a stream does."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[dict[str, Any]] = []

    def append(self, change: Change, *, agency: str = "", lead: Complaint | None = None, forgets: bool = True) -> None:
        super().append(change, agency=agency, lead=lead, forgets=forgets)
        self._tell(change)

    def file(self, change: Change, text: Text, reporter: Reporter | None) -> None:
        super().file(change, text, reporter)
        self._tell(change)

    def _tell(self, change: Change) -> None:
        image = encode.event_row(change.event, change.mark).serialize()
        keys = {name: image[name] for name in ("pk", "sk")}
        self.records.append({"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": image, "SequenceNumber": f"{len(self.records):021d}"}})

    def news(self) -> list[dict[str, Any]]:
        """Everything that was written since the last time."""
        told, self.records = self.records, []
        return told


class ToldDeliveries(MemoryDeliveries):
    """Deliveries in memory; that one was woken is told with the events."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self.told = told

    def wake(self, delivery: str, now: datetime) -> bool:
        woken = super().wake(delivery, now)
        if woken:
            self.told.records.append(woken_record(delivery, f"{len(self.told.records):021d}"))
        return woken


class Stream:
    """The stream of the cases table as Lambda reads it: records in order, from the beginning."""

    def __init__(self, cases: str) -> None:
        self.client: Any = boto3.client("dynamodbstreams")
        arn = boto3.client("dynamodb").describe_table(TableName=cases)["Table"]["LatestStreamArn"]
        shard = self.client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][-1]["ShardId"]
        where = {"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
        self.iterator = self.client.get_shard_iterator(**where)["ShardIterator"]

    def news(self) -> list[dict[str, Any]]:
        """Everything that was written since the last time."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.client.get_records(ShardIterator=self.iterator, Limit=1000)
            self.iterator = page["NextShardIterator"]
            if not page["Records"]:
                return found
            found += page["Records"]
