"""What the client raises is told in the domain's words: what is worth trying again, and what is wrong itself."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from pynamodb.exceptions import PutError

from chalicelib import aws
from chalicelib.domain.errors import Busy
from chalicelib.store.rows import Row
from chalicelib.store.tables import TRANSIENT, Tables
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
        READS[read](Tables(Raising(error), "cases", "identities"))


@pytest.mark.parametrize("read", READS)
def test_a_call_that_is_wrong_itself_is_no_matter_of_time(read: str) -> None:
    with pytest.raises(ClientError):
        READS[read](Tables(Raising(refused("ValidationException")), "cases", "identities"))


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
    elsewhere = Tables(aws.session().create_client("dynamodb"), "elsewhere", "others")
    row = Row("BOUND", "1")

    with pytest.raises(PutError, match="ResourceNotFound"):
        elsewhere.put(row)
    engine.put(row)

    assert engine.get("BOUND", "1")
