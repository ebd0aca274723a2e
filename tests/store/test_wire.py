"""Answers that are read as they come over the wire say what botocore's own parser would make of them. A new botocore that asks for its parsers another way is noticed here."""

from collections.abc import Callable, Mapping
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from chalicelib.store.wire import PROTOCOL, PlainParsers
from chalicelib.usecases.ports import Deps
from chalicelib.wiring import FAST

KEY = {"pk": {"S": "WIRE"}, "sk": {"S": "A"}}
ITEM = {
    **KEY,
    "text": {"S": "é\u2028"},
    "number": {"N": "-8.65"},
    "flag": {"BOOL": False},
    "none": {"NULL": True},
    "list": {"L": [{"M": {"a": {"S": ""}}}]},
}
Call = Callable[[Any, str], Any]
UNMET = {"ConditionExpression": "attribute_not_exists(pk)"}
ANSWERS: Mapping[str, Call] = {
    "PutItem": lambda client, table: client.put_item(TableName=table, Item=ITEM, ReturnConsumedCapacity="TOTAL"),
    "GetItem": lambda client, table: client.get_item(TableName=table, Key=KEY),
    "GetItem of nothing": lambda client, table: client.get_item(TableName=table, Key=KEY | {"sk": {"S": "?"}}),
    "Query": lambda client, table: client.query(
        TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": KEY["pk"]}, Limit=1
    ),
    "BatchGetItem": lambda client, table: client.batch_get_item(RequestItems={table: {"Keys": [KEY]}}),
    "UpdateItem": lambda client, table: client.update_item(
        TableName=table, Key=KEY, UpdateExpression="SET #n = :n", ExpressionAttributeNames={"#n": "number"},
        ExpressionAttributeValues={":n": {"N": "2"}}, ReturnValues="ALL_NEW",
    ),
    "TransactWriteItems": lambda client, table: client.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": ITEM}}]),
    "DeleteItem": lambda client, table: client.delete_item(TableName=table, Key=KEY | {"sk": {"S": "B"}}),
}  # fmt: skip
REFUSALS: Mapping[str, Call] = {
    "a condition": lambda client, table: client.put_item(TableName=table, Item=ITEM, **UNMET),
    "a transaction": lambda client, table: client.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": ITEM, **UNMET}}]),
    "no table": lambda client, _: client.get_item(TableName="none", Key=KEY),
}


@pytest.fixture
def plain(engine_deps: Deps) -> Any:
    """The client that the stores use."""
    return engine_deps.cases.tables.client  # type: ignore[attr-defined]  # the engine's


@pytest.fixture
def table(engine_deps: Deps) -> str:
    name: str = engine_deps.cases.tables.cases  # type: ignore[attr-defined]  # the engine's
    return name


@pytest.fixture(scope="module")
def stock() -> Any:
    """A client of a botocore that nobody has told anything."""
    return botocore.session.get_session().create_client("dynamodb", config=FAST)


def said(answer: dict[str, Any]) -> tuple[Any, set[str], int]:
    """What is the same in two answers to the same call."""
    known = answer.pop("ResponseMetadata")
    return answer, set(known), known["HTTPStatusCode"]


@pytest.mark.parametrize("call", ANSWERS)
def test_an_answer_says_the_same_to_both(plain: Any, stock: Any, table: str, call: str) -> None:
    ANSWERS["PutItem"](stock, table)

    assert said(ANSWERS[call](plain, table)) == said(ANSWERS[call](stock, table))


@pytest.mark.parametrize("call", REFUSALS)
def test_a_refusal_says_the_same_to_both(plain: Any, stock: Any, table: str, call: str) -> None:
    ANSWERS["PutItem"](stock, table)
    refusals = []
    for client in (plain, stock):
        with pytest.raises(ClientError) as refused:
            REFUSALS[call](client, table)
        refusals.append(said(dict(refused.value.response)))

    assert refusals[0] == refusals[1]


def test_the_client_of_the_stores_reads_its_answers_plainly(plain: Any, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    create = PlainParsers.create_parser

    def noted(parsers: PlainParsers, protocol: str) -> Any:
        asked.append(protocol)
        return create(parsers, protocol)

    monkeypatch.setattr(PlainParsers, "create_parser", noted)

    ANSWERS["Query"](plain, table)

    assert asked == [PROTOCOL]


def test_other_protocols_are_read_as_ever() -> None:
    assert type(PlainParsers().create_parser("rest-xml")).__module__ == "botocore.parsers"


@pytest.mark.parametrize("status", [200, 503])
def test_an_answer_without_a_body_is_read_as_ever(status: int) -> None:
    parsed = PlainParsers().create_parser(PROTOCOL).parse({"status_code": status, "headers": {}, "body": b"", "context": {}}, None)

    assert parsed["ResponseMetadata"]["HTTPStatusCode"] == status
