"""What a bare botocore call takes, of the kind that a route mostly makes."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from bench.world import World, cpu_ms
from chalicelib.store import keys

Floor: TypeAlias = Callable[[str, Sequence[str]], float | None]
"""The CPU of such a call in milliseconds, by the name of a route and the calls that it makes; none where there is no such kind."""
TIMES = 100


def floor(world: World, code: str) -> Floor:
    """A transaction for what writes one, a query of the case with this code for what reads a case."""
    query, transaction = _query(world, code), _transaction(world)

    def of(route: str, calls: Sequence[str]) -> float | None:
        if "TransactWriteItems" in calls:
            return transaction
        return query if route.startswith("GET") and "{code}" in route else None

    return of


def _query(world: World, code: str) -> float:
    names = {"TableName": world.settings["CASES_TABLE"], "KeyConditionExpression": "pk = :pk"}
    values = {":pk": {"S": keys.complaint(code.replace("-", ""))}}
    return cpu_ms(lambda _: world.client.query(**names, ExpressionAttributeValues=values), TIMES)


def _transaction(world: World) -> float:
    """Four items of half a kilobyte."""
    table = world.settings["CASES_TABLE"]

    def put(number: int) -> None:
        items = [{"pk": {"S": f"X#{number}"}, "sk": {"S": str(part)}, "text": {"S": "x" * 500}} for part in range(4)]
        world.client.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item}} for item in items])

    return cpu_ms(put, TIMES)
