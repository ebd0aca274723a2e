"""What a bare botocore call takes, of the kind that a route mostly makes: by a client of its own, as botocore makes it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import botocore.session

from bench.world import World, cpu_ms
from chalicelib.store import keys
from chalicelib.wiring import FAST

Floor: TypeAlias = Callable[[str, Sequence[str]], float | None]
"""The CPU of such a call in milliseconds, by the name of a route and the calls that it makes; none where there is no such kind."""
TIMES = 100


def floor(world: World, code: str) -> Floor:
    """A transaction for what writes one, a query of the case with this code for what reads a case."""
    acts = bare(world, code)
    query, transaction = (cpu_ms(act, TIMES) for act in (acts.query, acts.transaction))

    def of(route: str, calls: Sequence[str]) -> float | None:
        if "TransactWriteItems" in calls:
            return transaction
        return query if route.startswith("GET") and "{code}" in route else None

    return of


class Bare(NamedTuple):
    """Bare calls: of a case, and of four items of half a kilobyte that are written together, under a number of their own."""

    query: Callable[[int], object]
    transaction: Callable[[int], object]


def bare(world: World, code: str) -> Bare:
    """Calls of the tables by a client of its own."""
    client: Any = botocore.session.get_session().create_client("dynamodb", config=FAST)
    table = world.settings["CASES_TABLE"]
    asked = {"TableName": table, "KeyConditionExpression": "pk = :pk"}
    values = {":pk": {"S": keys.complaint(code.replace("-", ""))}}

    def put(number: int) -> object:
        items = [{"pk": {"S": f"X#{number}"}, "sk": {"S": str(part)}, "text": {"S": "x" * 500}} for part in range(4)]
        return client.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item}} for item in items])

    return Bare(lambda _: client.query(**asked, ExpressionAttributeValues=values), put)
