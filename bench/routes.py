"""What each route costs, warm: round trips, units, bytes and CPU, beside a bare call of the same kind."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from typing import Any, TypeAlias

from bench.world import UNIT, World, cpu_ms, submission
from chalicelib.domain.attachment import State
from chalicelib.domain.words import Role
from ops import keys

Act: TypeAlias = Callable[[int], tuple[int, Any, int]]
TIMES = 200
FRESH = 60
SUBMIT, STATUS, QUEUE, ACTION = "1 write, 12 WCU, 4 ms", "1 read, 1.5 RCU, 2 ms", "1 read, 3 ms", "1 read, 1 write, 8 WCU"
"""The bars that a route has."""
ANSWER = {"outcome": "resolved", "text": "Lampu sudah kami ganti hari ini."}
TEMPLATE = {"name": "Terima kasih", "category": "jalan", "text": "Laporan {code} kami tangani sampai {due}. " * 10}


@dataclass(frozen=True)
class Cost:
    """One line of the table; `cpu` and `floor` in milliseconds."""

    route: str
    calls: str
    read: float
    written: float
    size: int
    cpu: float
    floor: float | None
    bar: str


def costs(world: World) -> list[dict[str, Any]]:
    """Every route, beside a bare botocore call of the same kind where there is one."""
    filed = [world.file(number) for number in range(FRESH)]
    told = _case_with_twenty_events(world)
    _fill_queue(world)
    query, put = _query_floor(world, told["code"]), _transaction_floor(world)
    templates = [_cost(world, route, act, None, "", FRESH - 2) for route, act in _templates(world)]
    reads = [_cost(world, route, act, query if code else None, bar) for route, act, code, bar in _reads(world, told)]
    submitted = _cost(world, "POST /v1/complaints", lambda n: world.call("POST", "/v1/complaints", submission(10_000 + n)), put, SUBMIT)
    lives = [_cost(world, route, act, put, bar, FRESH - 2) for route, act, bar in _lives(world, filed)]
    stewards = [_cost(world, route, act, None, "", FRESH) for route, act in _administration(world)]
    return [asdict(line) for line in (submitted, *reads, *templates, *lives, *stewards)]


def _reads(world: World, told: dict[str, Any]) -> list[tuple[str, Act, bool, str]]:
    """Name, call, whether it reads a case's partition, bar."""
    code, secret = told["code"], {"receipt-secret": told["secret"]}
    key = {"authorization": f"Bearer {world.coordinator}"}
    complaint, case = f"/v1/complaints/{code}", f"/v1/cases/{code}"

    def get(path: str, headers: dict[str, str] | None = None) -> Act:
        return lambda _: world.call("GET", path, **(headers or {}))

    return [
        ("GET /v1/complaints/{code}, public, 20 events", get(complaint), True, STATUS),
        ("GET /v1/complaints/{code}, reporter's", get(complaint, secret), True, STATUS),
        ("GET /v1/complaints/{code}/attachments/{number}", get(f"{complaint}/attachments/1", secret), True, ""),
        ("GET /v1/cases, 25", get(f"/v1/cases?agency={UNIT}", key), False, QUEUE),
        ("GET /v1/cases/{code}", get(case, key), True, ""),
        ("GET /v1/cases/{code}/attachments/{number}", get(f"{case}/attachments/1", key), True, ""),
        ("GET /v1/exports, 30 cases", get(f"/v1/exports?unit={UNIT}&month={_month(world)}", key), False, ""),
        ("GET /v1/cases/{code}/templates", get(f"{case}/templates", key), True, ""),
        ("GET /v1/templates", get("/v1/templates", key), False, ""),
        ("GET /v1/keys", get("/v1/keys", key), False, ""),
        ("GET /v1/agencies, 200", get("/v1/agencies"), False, ""),
        ("GET /v1/categories", get("/v1/categories"), False, ""),
        ("GET /v1/regions, 552", get("/v1/regions"), False, ""),
        ("GET /v1/scores", get("/v1/scores"), False, ""),
        ("GET /v1/policy", get("/v1/policy"), False, ""),
        ("GET /v1/calendars/{id}", get("/v1/calendars/id"), False, ""),
        ("GET /v1/openapi.json", get("/v1/openapi.json"), False, ""),
        ("GET /health, the framework alone", get("/health"), False, "0.5 ms"),
    ]


def _templates(world: World) -> list[tuple[str, Act]]:
    """Changes of templates: one that is kept anew each time, and sixty, half of them in either agency, that go one by one."""
    key = {"authorization": f"Bearer {world.coordinator}"}
    going = [(f"/v1/templates/t{number}", ("51.71", UNIT)[number % 2]) for number in range(FRESH)]
    for path, agency in going:
        world.call("PUT", path, TEMPLATE | {"agency": agency}, **key)
    left = iter(going)

    def remove(_: int) -> tuple[int, Any, int]:
        path, agency = next(left)
        return world.call("DELETE", f"{path}?agency={agency}", **key)

    return [
        ("PUT /v1/templates/{id}", lambda number: world.call("PUT", "/v1/templates/terima", TEMPLATE | {"name": f"Balasan {number}"}, **key)),
        ("DELETE /v1/templates/{id}", remove),
    ]


def _administration(world: World) -> list[tuple[str, Act]]:
    """Each change anew each time; the move goes to and fro, the closing is asked for again."""
    key = {"authorization": f"Bearer {world.steward}"}

    def steward(method: str, path: str, body: Callable[[int], Any]) -> Act:
        return lambda number: world.call(method, path, body(number), **key)

    unit = {"name": "Dinas", "kind": "unit", "parent": "51.71"}
    return [
        ("POST /v1/agencies", steward("POST", "/v1/agencies", lambda number: unit | {"id": f"bench.{number}"})),
        ("PATCH /v1/agencies/{id}", steward("PATCH", "/v1/agencies/bench.1", lambda number: {"name": f"Dinas {number}"})),
        ("POST /v1/agencies/{id}/move", steward("POST", "/v1/agencies/bench.1/move", lambda number: {"parent": ("51", "51.71")[number % 2]})),
        ("POST /v1/agencies/{id}/close", steward("POST", "/v1/agencies/bench.1/close", lambda _: {"successor": UNIT})),
        ("POST /v1/categories", steward("POST", "/v1/categories", lambda number: {"id": f"bench.{number}", "name": "Uji", "name_en": "Test"})),
        ("PATCH /v1/categories/{id}", steward("PATCH", "/v1/categories/bench.1", lambda number: {"name": f"Uji {number}"})),
        ("POST /v1/policies", steward("POST", "/v1/policies", lambda number: {"few_ratings": 10 + number % 2})),
        ("POST /v1/calendars/{id}/days", steward("POST", "/v1/calendars/id/days", lambda number: {"add": {"2026-12-31": f"Libur {number}"}})),
    ]


def _lives(world: World, filed: list[dict[str, Any]]) -> list[tuple[str, Act, str]]:
    """Each action once on cases of its own, in the order of their lives."""
    withdrawn = [world.file(5000 + number) for number in range(FRESH)]
    photo = {"name": "foto.jpg", "type": "image/jpeg", "size": 9}

    def agency(action: str, version: int, body: Any) -> Act:
        waiting = iter(filed)
        return lambda _: world.act(next(waiting)["code"], action, version, body)

    def reporter(action: str, body: Any, receipts: list[dict[str, Any]] = filed) -> Act:
        waiting = iter(receipts)

        def call(_: int) -> tuple[int, Any, int]:
            one = next(waiting)
            return world.call("POST", f"/v1/complaints/{one['code']}/{action}", body, **{"receipt-secret": one["secret"]})

        return call

    key = {"authorization": f"Bearer {world.coordinator}"}
    ids = iter([keys.create("51.71", Role.OFFICER, f"Holder {number}", world.deps).key.id for number in range(FRESH)])

    def wanted(number: int) -> dict[str, Any]:
        return {"agency": "51.71", "role": "officer", "holder": f"Wanted {number}"}

    again = {"reason": "Lampunya masih mati sampai malam ini."}
    return [
        ("POST /v1/complaints/{code}/attachments", reporter("attachments", photo), ""),
        ("POST /v1/cases/{code}/verify", agency("verify", 1, {"agency": UNIT}), ACTION),
        ("POST /v1/cases/{code}/start", agency("start", 2, {}), ACTION),
        ("POST /v1/complaints/{code}/replies", reporter("replies", {"text": "Ada dua lampu."}), ""),
        ("POST /v1/cases/{code}/respond", agency("respond", 4, ANSWER), ACTION),
        ("POST /v1/complaints/{code}/confirm", reporter("confirm", {"rating": 4}), ""),
        ("POST /v1/complaints/{code}/dispute", reporter("dispute", again), ""),
        ("POST /v1/complaints/{code}/withdraw", reporter("withdraw", {}, withdrawn), ""),
        ("POST /v1/keys", lambda number: world.call("POST", "/v1/keys", wanted(number), **key), ""),
        ("POST /v1/keys/{id}/revoke", lambda _: world.call("POST", f"/v1/keys/{next(ids)}/revoke", {}, **key), ""),
    ]


def _cost(world: World, route: str, act: Act, floor: float | None, bar: str, times: int = TIMES) -> Cost:
    act(times + 1)
    world.wire.reset()
    status, body, size = act(times + 2)
    if status >= HTTPStatus.BAD_REQUEST:
        raise RuntimeError(f"{route}: {status} {body}")
    wire = world.wire
    calls, read, written = ", ".join(wire.calls) or "none", wire.read, wire.written
    return Cost(route, calls, read, written, size, cpu_ms(act, times), floor, bar)


def _case_with_twenty_events(world: World) -> dict[str, Any]:
    told = world.file(999)
    for number in range(19):
        world.call("POST", f"/v1/complaints/{told['code']}/replies", {"text": f"Masih mati, hari ke-{number}."}, **{"receipt-secret": told["secret"]})
    _store_attachment(world, told)
    return told


def _store_attachment(world: World, told: dict[str, Any]) -> None:
    """An attachment that is there, as far as links are concerned."""
    code = told["code"].replace("-", "")
    world.call(
        "POST", f"/v1/complaints/{code}/attachments", {"name": "foto.jpg", "type": "image/jpeg", "size": 9}, **{"receipt-secret": told["secret"]}
    )
    waiting = world.deps.cases.attachment(code, 1)
    if waiting is None:
        raise LookupError("the attachment was not announced")
    world.deps.cases.settle(replace(waiting, state=State.STORED), waiting.key)


def _fill_queue(world: World) -> None:
    for number in range(30):
        world.act(world.file(2000 + number)["code"], "verify", 1, {"agency": UNIT})


def _month(world: World) -> str:
    """The month that the queue's cases are due in."""
    (first, *_), _ = world.deps.cases.queue(UNIT, 1, None)
    return f"{first.resolve_due:%Y-%m}"


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
