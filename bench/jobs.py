"""What the schedules read: a sweep among more and more open cases, a score of more and more cases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bench.world import World, cpu_ms
from chalicelib.domain import change, reporting, routing
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.complaint import Text
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.events import REPORTER, Actor
from chalicelib.domain.policy import Policy
from chalicelib.domain.receipt import from_entropy
from chalicelib.domain.reference import Agency
from chalicelib.domain.reporting import Filing
from chalicelib.domain.words import Class, Identity, Role, Visibility
from chalicelib.store import encode
from chalicelib.usecases.sweep import sweep

DUE = 100
OF_ONE = 10_000
"""So many cases of a month one agency has at most, as the bar has it; those beyond are of others."""
COORDINATOR = Actor(role=Role.COORDINATOR, agency="51.71", holder="Bench")
FILING = Filing(
    class_=Class.COMPLAINT,
    category="jalan.lampu",
    region="51.71",
    agency="51.71",
    visibility=Visibility.PUBLIC,
    identity=Identity.NONE,
    cell=None,
    secret_hash="0" * 40,
    fingerprint="0" * 40,
    text_digest="0" * 64,
)


def jobs(world: World, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """A line a size; the cases of one size stay for the next. What waits from measurements before is done first."""
    while sweep(world.deps, lambda: True).looked_at:
        continue
    lines, before = [], 0
    for size in sizes:
        _open(world, before, size)
        lines.append(_swept(world, size) | _scored(world))
        before = size
    return lines


def _at(world: World) -> Circumstances:
    calendar = world.deps.reference.get(Calendar, "id")
    assert calendar
    return Circumstances(world.deps.now() - timedelta(days=40), Policy(), Office("Asia/Makassar", calendar))


def _open(world: World, first: int, last: int) -> None:
    """Forwarded cases that wake in a year, written in bulk."""
    at, city = _at(world), world.deps.reference.get(Agency, "51.71")
    assert city
    rows = []
    for number in range(first, last):
        agency = replace(city, id=f"other-{number // OF_ONE}") if number >= OF_ONE else city
        filing = reporting.submit(replace(FILING, agency=agency.id), at)
        filed = change.first(from_entropy(number.to_bytes(32), b"s" * 32).code, filing, REPORTER, at)
        forwarded = change.then(filed.complaint, routing.verify(filed.complaint, agency, at, late=False), COORDINATOR, at, "")
        sleeping = replace(forwarded.complaint, title="Lampu jalan mati", wake=world.deps.now() + timedelta(days=365))
        rows.append(encode.complaint_row(replace(forwarded, complaint=sleeping)).serialize())
        rows.append(encode.event_row(filed.event, filed.mark).serialize())
    for start in range(0, len(rows), 25):
        puts = [{"PutRequest": {"Item": row}} for row in rows[start : start + 25]]
        world.client.batch_write_item(RequestItems={world.settings["CASES_TABLE"]: puts})


def _swept(world: World, size: int) -> dict[str, Any]:
    at = _at(world)
    for number in range(DUE):
        filed = change.first(from_entropy((10**9 + size * 1000 + number).to_bytes(32), b"s" * 32).code, reporting.submit(FILING, at), REPORTER, at)
        due = replace(filed.complaint, title="Lampu jalan mati", rung=4, level=3, wake=world.deps.now() - timedelta(days=1))
        world.deps.cases.file(replace(filed, complaint=due), Text(title="Lampu jalan mati", body="x" * 100, salt="s"), None)
    with world.counting() as wire:
        swept = sweep(world.deps, lambda: True)
    return {"open": size, "looked_at": swept.looked_at, "sweep_calls": len(wire.calls), "sweep_rcu": wire.read}


def _scored(world: World) -> dict[str, Any]:
    month = f"{_at(world).office.due(_at(world).office.today(_at(world).now), 14):%Y-%m}"
    with world.counting() as wire:
        found, duties = _read(world, month)
    return {"cases": found, "duties": duties, "score_rcu": wire.read, "score_cpu_ms": cpu_ms(lambda _: _read(world, month), 3)}


def _read(world: World, month: str) -> tuple[int, int]:
    """All that scoring an agency's month reads: the facts of its cases, and its duties to verify (these fell due a month before)."""
    office = _at(world).office
    before = f"{office.due(office.today(_at(world).now), 3):%Y-%m}"
    return len(list(world.deps.cases.facts("51.71", month))), len(world.deps.cases.verifications("51.71", before))
