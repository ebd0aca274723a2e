"""What a bare botocore call takes, of the kind that a route mostly makes: by a client of its own, as botocore makes it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import botocore.session

from bench.world import World, cpu_ms
from chalicelib.store import keys
from chalicelib.wiring import FAST

Floor: TypeAlias = Callable[[str, Sequence[str]], float | None]
"""The CPU of such a call in milliseconds, by the name of a route and the calls that it makes; none where there is no such kind."""
TIMES = 100


def floor(world: World, code: str) -> Floor:
    """A transaction for what writes one, a query of the case with this code for what reads a case."""
    client = botocore.session.get_session().create_client("dynamodb", config=FAST)
    table = world.settings["CASES_TABLE"]
    query, transaction = _query(client, table, code), _transaction(client, table)

    def of(route: str, calls: Sequence[str]) -> float | None:
        if "TransactWriteItems" in calls:
            return transaction
        return query if route.startswith("GET") and "{code}" in route else None

    return of


def _query(client: Any, table: str, code: str) -> float:
    names = {"TableName": table, "KeyConditionExpression": "pk = :pk"}
    values = {":pk": {"S": keys.complaint(code.replace("-", ""))}}
    return cpu_ms(lambda _: client.query(**names, ExpressionAttributeValues=values), TIMES)


def _transaction(client: Any, table: str) -> float:
    """Four items of half a kilobyte."""

    def put(number: int) -> None:
        items = [{"pk": {"S": f"X#{number}"}, "sk": {"S": str(part)}, "text": {"S": "x" * 500}} for part in range(4)]
        client.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item}} for item in items])

    return cpu_ms(put, TIMES)
