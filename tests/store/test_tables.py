"""What the client raises is told in the domain's words: what is worth trying again, and what is wrong itself."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from pynamodb.exceptions import PutError

from chalicelib import aws
from chalicelib.domain.errors import Busy
from chalicelib.store.rows import Row
from chalicelib.store.tables import TRANSIENT, TRIES, Tables
from chalicelib.store.where import at_least, at_most, begins_with, between
from chalicelib.usecases.ports import Deps

LOST = [error(endpoint_url="https://dynamodb") for error in (ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError)]


class Raising:
    """A client whose every call ends like this."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        def call(**_: object) -> None:
            raise self.error

        return call


def tables_over(client: Any, waited: list[float] | None = None) -> Tables:
    """Tables of a client; how long was waited is told, and time does not pass. Chance says the whole of each pause."""
    return Tables(client, "cases", "identities", (waited if waited is not None else []).append, lambda count: b"\xff" * count)


@dataclass
class Sparing:
    """A client that takes and gives one of a batch at a time, or none."""

    at_once: int
    written: list[Any] = field(default_factory=list)

    def batch_write_item(self, RequestItems: dict[str, list[Any]], **_: object) -> dict[str, Any]:  # noqa: N803  botocore's name
        self.written += RequestItems["cases"][: self.at_once]
        return {"UnprocessedItems": {table: left for table, puts in RequestItems.items() if (left := puts[self.at_once :])}}

    def batch_get_item(self, RequestItems: dict[str, dict[str, Any]]) -> dict[str, Any]:  # noqa: N803  botocore's name
        asked = RequestItems["cases"]["Keys"]
        left = asked[self.at_once :]
        return {"Responses": {"cases": asked[: self.at_once]}, "UnprocessedKeys": {"cases": {"Keys": left}} if left else {}}


BATCHES = {
    "put_all": lambda tables, names: tables.put_all([Row("a", name) for name in names]),
    "batch": lambda tables, names: list(tables.batch([("a", name) for name in names])),
}


@pytest.mark.parametrize("batch", BATCHES)
def test_what_a_batch_leaves_over_is_sent_again_after_pauses_that_grow(batch: str) -> None:
    waited: list[float] = []
    client = Sparing(at_once=1)

    done = BATCHES[batch](tables_over(client, waited), "bcdefgh")

    assert waited == [0.05, 0.1, 0.2, 0.4, 0.8, 1]
    assert [one["sk"]["S"] for one in done or (put["PutRequest"]["Item"] for put in client.written)] == list("bcdefgh")


@pytest.mark.parametrize("batch", BATCHES)
def test_a_store_that_takes_nothing_of_a_batch_is_not_asked_for_ever(batch: str) -> None:
    waited: list[float] = []

    with pytest.raises(Busy):
        BATCHES[batch](tables_over(Sparing(at_once=0), waited), "bc")

    assert len(waited) == TRIES


def test_a_pause_is_any_part_of_what_it_may_be_at_most() -> None:
    waited: list[float] = []
    tables = replace(tables_over(Sparing(at_once=1), waited), random_bytes=lambda count: b"\x00" * count)

    list(tables.batch([("a", "b"), ("a", "c")]))

    assert waited == [0]


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "Query")


READS = {
    "get": lambda tables: tables.get("a", "b"),
    "page": lambda tables: tables.page("a"),
    "batch": lambda tables: list(tables.batch([("a", "b")])),
    "identity": lambda tables: tables.identity("a"),
    "identities_of": lambda tables: list(tables.identities_of("a")),
}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("error", [*map(refused, sorted(TRANSIENT)), *LOST], ids=str)
def test_what_the_store_does_not_answer_is_worth_trying_again(read: str, error: Exception) -> None:
    with pytest.raises(Busy):
        READS[read](tables_over(Raising(error)))


@pytest.mark.parametrize("read", READS)
def test_a_call_that_is_wrong_itself_is_no_matter_of_time(read: str) -> None:
    with pytest.raises(ClientError):
        READS[read](tables_over(Raising(refused("ValidationException"))))


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (None, ["a1", "a2", "b1"]),
        (begins_with("sk", "a"), ["a1", "a2"]),
        (between("sk", "a2", "b1"), ["a2", "b1"]),
        (at_least("sk", "a2"), ["a2", "b1"]),
        (at_most("sk", "a2"), ["a1", "a2"]),
    ],
)
def test_a_condition_finds_the_rows_that_it_says(engine_deps: Deps, where: Any, found: list[str]) -> None:
    tables = engine_deps.cases.tables  # type: ignore[attr-defined]  # the engine's
    for sk in ("a1", "a2", "b1"):
        tables.client.put_item(TableName=tables.cases, Item={"pk": {"S": "WHERE"}, "sk": {"S": sk}})

    assert [item["sk"]["S"] for item in tables.all("WHERE", where=where)] == found


def test_rows_are_written_where_the_tables_are_that_write_them(engine_deps: Deps) -> None:
    """PynamoDB's row classes know one table at a time: whoever writes points them at its own."""
    engine = engine_deps.cases.tables  # type: ignore[attr-defined]  # the engine's
    elsewhere = replace(engine, client=aws.session().create_client("dynamodb"), cases="elsewhere", identities="others")
    row = Row("BOUND", "1")

    with pytest.raises(PutError, match="ResourceNotFound"):
        elsewhere.put(row)
    engine.put(row)

    assert engine.get("BOUND", "1")
