"""What each route costs, warm: round trips, units, bytes and CPU, beside a bare call of the same kind.

The routes are walked in the order of their scenes. Each call of one that changes something is measured, and prepares a call of one that follows it,
so that every call is made on something of its own.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count, islice
from typing import Any

from bench import before
from bench.calls import call_of
from bench.floors import Floor, floor
from bench.lines import Line, calls_of, following, lines_of
from bench.scenes import Known, Scene
from bench.wire import Wire
from bench.world import World, answered, cpu_ms, event
from chalicelib.api.operations import OPERATIONS

TIMES = 100
FRESH = 40


@dataclass(frozen=True)
class Cost:
    """One line of the table; `cpu` and `floor` in milliseconds."""

    route: str
    calls: str
    trips: int
    read: float
    written: float
    size: int
    cpu: float
    floor: float | None
    bar: str


def costs(world: World) -> list[dict[str, Any]]:
    """Every route, beside a bare botocore call of the same kind where there is one."""
    before.units(world)
    month = before.full_queues(world)
    known = {**before.told(world), "month": month}
    return [asdict(line) for line in Walk(world, floor(world, known["code"])).from_here(known)]


@dataclass(frozen=True, slots=True)
class Walk:
    """How the routes are walked: what reads is called so many `times` on the same, what changes something at least on so many `fresh` ones."""

    world: World
    floor: Floor
    times: int = TIMES
    fresh: int = FRESH

    def from_here(self, known: Known) -> Iterator[Cost]:
        """Every route, from what is known before anything is called."""
        return self._after(None, ({**known, "n": number} for number in count(1)))

    def _after(self, name: str | None, waiting: Iterator[Known]) -> Iterator[Cost]:
        for route in following(name):
            known: list[Known] = []
            for line, scene in lines_of(route):
                cost, known = self._measured(route, line, scene, self._own(route, line, waiting))
                yield cost
            yield from self._after(route, iter(known))

    def _own(self, route: str, line: Line, waiting: Iterator[Known]) -> list[Known]:
        if route.startswith("GET"):
            return [next(waiting)] * (self.times // 10 if line.slow else self.times)
        return list(islice(waiting, calls_of(route, self.fresh)))

    def _measured(self, route: str, line: Line, scene: Scene, own: Sequence[Known]) -> tuple[Cost, list[Known]]:
        for one in own if scene.photo else ():
            before.store_photo(one["code"], self.world.deps)
        calls = [call_of(route, scene, known, self.world.key) for known in own]
        answers, cpu, wire = self._sent([event(call.method, call.path, call.body, call.headers) for call in calls])
        bodies, sizes = zip(*(_succeeded(route, answer) for answer in answers), strict=True)
        cost = Cost(
            route + line.said, _counted(wire.calls), len(wire.calls), wire.read, wire.written, sizes[-1], cpu, self.floor(route, wire.calls), line.bar
        )
        return cost, [{**call.known, **body} for call, body in zip(calls, bodies, strict=True)]

    def _sent(self, events: Sequence[dict[str, Any]]) -> tuple[list[Any], float, Wire]:
        """The answers, the median CPU and the wire. The first call warms up, of the last one it is counted what goes over the wire."""
        answers: list[Any] = []

        def send(number: int) -> None:
            answers.append(self.world.send(events[number]))

        send(0)
        cpu = cpu_ms(lambda number: send(number + 1), len(events) - 2)
        with self.world.counting() as wire:
            send(-1)
        return answers, cpu, wire


def _succeeded(route: str, answer: Any) -> tuple[Known, int]:
    """What is known by an answer, and its bytes."""
    status, body, size = answered(answer)
    if status != OPERATIONS[route].statuses[0]:
        raise RuntimeError(f"{route}: {status} {body}: its line in SCENES in bench/scenes.py is to be mended")
    return body if isinstance(body, dict) else {}, size


def _counted(names: Sequence[str]) -> str:
    return ", ".join(f"{times} {name}" if times > 1 else name for name, times in Counter(names).items()) or "none"
