"""The lines of the table: one a route, but for the few that have a bar, or something to say about what is measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.scenes import CASE, CITY, SCENES, Known, Scene
from bench.world import submission
from chalicelib.api.actions import ACTIONS
from chalicelib.api.routes import Who
from chalicelib.domain.words import Role

SUBMIT, STATUS, ACTION = "1 write, 12 WCU, 4 ms", "1 read, 1.5 RCU, 2 ms", "1 read, 1 write, 8 WCU"
QUEUE, MERGED = "1 read, 3 ms", "1 read a unit"
"""The bars that a route has."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is measured of a route: what is said after its name, its bar, and how it is called, where not as its scene has it; a `slow` one less often."""

    said: str = ""
    bar: str = ""
    scene: Scene | None = None
    slow: bool = False


def filed(known: Known) -> Known:
    """A complaint of the length that the bars are for."""
    return submission(known["n"])


COORDINATOR = Scene(None, Role.COORDINATOR, CITY)
MONTH = Scene(query="?month={month}")
LINES: Mapping[str, Sequence[Line]] = {
    "GET /health": [Line(", the framework alone", "0.5 ms")],
    "GET /v1/agencies": [Line(", 200")],
    "GET /v1/regions": [Line(", 552")],
    "GET /v1/complaints/{code}": [Line(", public, 20 events", STATUS), Line(", reporter's", STATUS, Scene(who=Who.REPORTER))],
    "GET /v1/cases": [Line(", 25", QUEUE), Line(", 25 of 40 units", MERGED, COORDINATOR, slow=True)],
    "GET /v1/cases/counts": [Line(", 30 cases"), Line(", 1,200 of 40 units", MERGED, COORDINATOR, slow=True)],
    "GET /v1/exports": [Line(", 30 cases", scene=MONTH)],
    "POST /v1/complaints": [Line(bar=SUBMIT, scene=Scene(given={"version": 1}, anew=filed))],
    **{f"{CASE}/{action}": [Line(bar=ACTION)] for action in ACTIONS},
}


def lines_of(name: str) -> Iterator[tuple[Line, Scene]]:
    """The lines of a route, each with the scene that it is measured in."""
    return ((line, line.scene or SCENES[name]) for line in LINES.get(name, [Line()]))


def following(name: str | None) -> list[str]:
    """The routes that are called after one, or at first."""
    return [other for other, scene in SCENES.items() if scene.after == name]


def calls_of(name: str, least: int) -> int:
    """On how many things of its own a route is called: one that changes something on `least`, or on as many as the routes that follow need."""
    if name.startswith("GET"):
        return 1
    return max(least, sum(calls_of(other, least) for other in following(name) for _ in lines_of(other)))
