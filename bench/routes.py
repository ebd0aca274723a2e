"""What each route costs, warm: round trips, units, bytes and CPU, beside a bare call of the same kind."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bench.world import UNIT, World, cpu_ms, submission

TIMES = 200
FRESH = 60
ANSWER = {"outcome": "resolved", "text": "Lampu sudah kami ganti hari ini."}


@dataclass(frozen=True)
class Cost:
    """One line of the table; `cpu` and `floor` in milliseconds."""

    what: str
    calls: str
    read: float
    written: float
    size: int
    cpu: float
    floor: float | None
    bar: str


def costs(world: World) -> list[dict[str, Any]]:
    """Every route that a citizen or an agency waits for."""
    filed = [world.file(number) for number in range(FRESH)]
    told = _case_with_twenty_events(world)
    secret = {"receipt-secret": told["secret"]}
    _fill_queue(world)
    query, put = _query_floor(world, told["code"]), _transaction_floor(world)
    key = {"authorization": f"Bearer {world.coordinator}"}
    code = told["code"]
    lines = [
        _cost(world, "submit (600 characters)", lambda n: world.call("POST", "/v1/complaints", submission(10_000 + n)), put, "1 write, 12 WCU, 4 ms"),
        _cost(world, "status, public (20 events)", lambda _: world.call("GET", f"/v1/complaints/{code}"), query, "1 read, 1.5 RCU, 2 ms"),
        _cost(world, "status, reporter's", lambda _: world.call("GET", f"/v1/complaints/{code}", **secret), query, "1 read, 1.5 RCU, 2 ms"),
        _cost(world, "queue page of 25", lambda _: world.call("GET", f"/v1/cases?agency={UNIT}", **key), None, "1 read, 3 ms"),
        _cost(world, "case", lambda _: world.call("GET", f"/v1/cases/{code}", **key), query, ""),
        *_actions(world, filed, put),
        _cost(world, "regions (552)", lambda _: world.call("GET", "/v1/regions"), None, ""),
        _cost(world, "health: the framework alone", lambda _: world.call("GET", "/health"), None, "0.5 ms"),
    ]
    return [asdict(line) for line in lines]


def _cost(world: World, what: str, act: Callable[[int], tuple[int, Any, int]], floor: float | None, bar: str, times: int = TIMES) -> Cost:
    act(times + 1)
    world.wire.reset()
    status, body, size = act(times + 2)
    if status >= 400:  # noqa: PLR2004
        raise RuntimeError(f"{what}: {status} {body}")
    wire = world.wire
    calls, read, written = ", ".join(wire.calls) or "none", wire.read, wire.written
    return Cost(what, calls, read, written, size, cpu_ms(act, times), floor, bar)


def _actions(world: World, filed: list[dict[str, Any]], floor: float) -> list[Cost]:
    """Each once on cases of its own, in the order of their lives."""

    def on(action: str, version: int, body: Any) -> Callable[[int], tuple[int, Any, int]]:
        waiting = iter(filed)
        return lambda _: world.act(next(waiting)["code"], action, version, body)

    steps = [("verify", 1, {"agency": UNIT}), ("start", 2, {}), ("respond", 3, ANSWER)]
    bar = "1 read, 1 write, 8 WCU"
    lines = [_cost(world, action, on(action, version, body), floor, bar, FRESH - 2) for action, version, body in steps]
    confirming = iter(filed)

    def confirm(_: int) -> tuple[int, Any, int]:
        one = next(confirming)
        return world.call("POST", f"/v1/complaints/{one['code']}/confirm", {"rating": 4}, **{"receipt-secret": one["secret"]})

    return [*lines, _cost(world, "confirm", confirm, floor, "", FRESH - 2)]


def _case_with_twenty_events(world: World) -> dict[str, Any]:
    told = world.file(999)
    for number in range(19):
        world.call("POST", f"/v1/complaints/{told['code']}/replies", {"text": f"Masih mati, hari ke-{number}."}, **{"receipt-secret": told["secret"]})
    return told


def _fill_queue(world: World) -> None:
    for number in range(30):
        world.act(world.file(2000 + number)["code"], "verify", 1, {"agency": UNIT})


def _query_floor(world: World, code: str) -> float:
    """A bare botocore Query of the same partition."""
    names = {"TableName": world.settings["CASES_TABLE"], "KeyConditionExpression": "pk = :pk"}
    values = {":pk": {"S": "C#" + code.replace("-", "")}}
    return cpu_ms(lambda _: world.client.query(**names, ExpressionAttributeValues=values), TIMES)


def _transaction_floor(world: World) -> float:
    """A bare botocore transaction of four items of half a kilobyte."""
    table = world.settings["CASES_TABLE"]

    def put(number: int) -> None:
        items = [{"pk": {"S": f"X#{number}"}, "sk": {"S": str(part)}, "text": {"S": "x" * 500}} for part in range(4)]
        world.client.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item}} for item in items])

    return cpu_ms(put, TIMES)
