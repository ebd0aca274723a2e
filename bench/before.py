"""What is there before anything is measured: a complaint that much has happened to, and a city of forty units with full queues."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench.scenes import CITY, UNIT, Known
from bench.world import World
from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.delivery import stop_token
from chalicelib.domain.policy import Policy
from chalicelib.domain.receipt import from_entropy
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role
from chalicelib.store import keys
from chalicelib.usecases.ports import Deps

UNITS = (UNIT, "51.71.dlh", *(f"51.71.unit{number}" for number in range(3, 41)))
WAITING = 30
"""Cases in each unit's queue, so that a page of 25 of them all must look at 25 of each."""
AT_ONCE = 25


def told(world: World) -> Known:
    """What is known before anything is called: a complaint of twenty events with a stored attachment."""
    filed = world.file(0)
    for number in range(19):
        path = f"/v1/complaints/{filed['code']}/replies"
        world.call("POST", path, {"text": f"Masih mati, hari ke-{number}."}, {"Receipt-Secret": filed["secret"]})
    store_photo(filed["code"], world.deps)
    key = world.deps.key
    return {
        "n": 0,
        "code": filed["code"],
        "secret": filed["secret"],
        "first": filed["code"],
        "key": key,
        "token": stop_token(key, filed["code"].replace("-", "")),
    }


def store_photo(code: str, deps: Deps) -> None:
    """The first attachment of a complaint, as if it had been uploaded."""
    code = code.replace("-", "")
    photo = Attachment(code=code, number=1, key=f"uploads/{code}/01-a.jpg", name="foto.jpg", type="image/jpeg", size=9, until=deps.now())
    deps.cases.expect(photo, deps.now())
    deps.cases.settle(replace(photo, state=State.STORED), photo.key)


def units(world: World) -> None:
    """The units below the city; and nobody is asked to slow down."""
    city = world.deps.reference.get(Agency, CITY)
    assert city
    world.deps.reference.put([Policy(requests_per_minute=100_000)])
    world.deps.reference.put([replace(city, id=unit, name=f"Dinas {unit}", kind="unit", path=f"{city.path}/{unit}") for unit in UNITS])


def full_queues(world: World) -> str:
    """Cases that wait at every unit; returns the month in which they fall due.

    One goes through the API, the others are written in bulk: its current state under other codes, at other units.
    """
    code = world.file(0)["code"]
    headers = {**world.key(Role.COORDINATOR, CITY), "If-Match": '"1"'}
    world.call("POST", f"/v1/cases/{code}/verify", {"agency": UNIT}, headers)
    table, code = world.settings["CASES_TABLE"], code.replace("-", "")
    found = world.client.get_item(TableName=table, Key={"pk": {"S": keys.complaint(code)}, "sk": {"S": keys.HEAD}})
    puts = [{"PutRequest": {"Item": item}} for item in copies(found["Item"], code)]
    for start in range(0, len(puts), AT_ONCE):
        world.client.batch_write_item(RequestItems={table: puts[start : start + AT_ONCE]})
    (verified,) = world.deps.cases.complaints([code])
    return f"{verified.resolve_due:%Y-%m}"


def copies(item: dict[str, Any], code: str) -> Iterator[dict[str, Any]]:
    """A unit's id and a code stand in keys and values alike, and nowhere inside of other words."""
    text = json.dumps(item)
    for number, unit in enumerate(UNITS * WAITING):
        other = from_entropy(number.to_bytes(32), number.to_bytes(32)).code
        yield json.loads(text.replace(code, other).replace(UNIT, unit))
