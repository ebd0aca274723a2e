"""What a whole life of a complaint costs: the units of each route as they were just measured, and AWS's public prices."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.costs import UPLOAD, Use, behind, call

CALLED = {
    "POST /v1/complaints": 1,
    "POST /v1/complaints/{code}/attachments": 2,
    "POST /v1/cases/{code}/verify": 1,
    "POST /v1/cases/{code}/start": 1,
    "POST /v1/cases/{code}/hold": 1,
    "POST /v1/complaints/{code}/replies": 1,
    "POST /v1/cases/{code}/respond": 1,
    "POST /v1/complaints/{code}/confirm": 1,
    "GET /v1/complaints/{code}, reporter's": 10,
}
"""How often each route is called: filed with two photos, six steps, looked at ten times."""
BEHIND = {"a photo is inspected and kept for a year": (2, UPLOAD), "a notice is sent": (3, behind(writes=5, reads=2, mails=1))}
MILLION = 1_000_000


def life(routes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A line for each thing that happens, and one for all together: dollars for a million such complaints."""
    by_route = {line["route"]: line for line in routes}
    happens = {name: (times, _use(by_route[name])) for name, times in CALLED.items()} | BEHIND
    lines = [_line(what, times, use.times(times)) for what, (times, use) in happens.items()]
    whole = Use()
    for times, use in happens.values():
        whole = whole.plus(use.times(times))
    return [*lines, _line("together", None, whole)]


def _use(line: Mapping[str, Any]) -> Use:
    return call(writes=line["written"], reads=line["read"], bytes_=line["size"])


def _line(what: str, times: int | None, use: Use) -> dict[str, Any]:
    dollars = round(use.dollars() * MILLION, 2)
    return {"what": what, "times": times, "read": use.read_unit, "written": use.write_unit, "dollars_a_million": dollars}
