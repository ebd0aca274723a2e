"""`python -m bench.hour`: the hottest hour of a year, second by second, and how near each key of the table and each limit of the account comes to its end.

Nothing of AWS runs here: requests are drawn, each is charged to the keys it would read or write (docs/data-model.md), and the busiest second of each key is told.
"""

import argparse
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.said import say
from chalicelib.store.keys import SHARDS

SECONDS = 3600
A_YEAR = 365 * 24 * SECONDS
PEAK = 12.0
"""The hottest hour against the average one: a flood, a scandal. Working hours alone make 3 of it."""
AGENCIES = 592
SKEW = 1.0
"""Zipf: the busiest agency gets about a seventh of all."""
WRITES, READS = 1000, 3000
"""Units a second that one partition of DynamoDB gives."""


@dataclass(frozen=True)
class Step:
    """A kind of request: how many for each complaint filed in that hour (earlier ones go on as well), seconds in a function, units, and the keys they go to."""

    name: str
    often: float
    seconds: float
    writes: dict[str, float]
    reads: dict[str, float]
    events: int = 0


STEPS = (
    Step("filed", 1, 0.03, {"case": 8, "reporter": 4, "queue": 1, "agenda": 1, "period": 1, "feed": 1, "place": 1}, {}, 1),
    Step("worked on", 5, 0.04, {"case": 6, "queue": 1, "agenda": 0.5, "period": 0.5}, {"case": 1}, 1),
    Step("status looked at", 12, 0.03, {}, {"case": 1}),
    Step("queue looked at", 4, 0.05, {}, {"queue": 2}),
    Step("what was published looked at", 4, 0.05, {}, {"feed": 2}),
    Step("notice sent", 9, 0.15, {"delivery": 2, "waiting": 3}, {"case": 2}),
    Step("counted for the scores", 7, 0.01, {"changed": 1}, {}),
)
"""Writes of a transaction count twice, as everywhere in docs."""
BEHIND = ("notice sent", "counted for the scores")
"""What functions behind the stream do."""
FAMILIES = {
    "case": "a complaint of its own: `C#<code>`",
    "reporter": "`identities`",
    "delivery": "a notice of its own: `D#…`",
    "queue": "index `queue`: the agency",
    "agenda": f"index `agenda`: {SHARDS} shards",
    "waiting": f"index `agenda`, waiting notices: {SHARDS} shards `D#<n>`",
    "period": "index `period`: agency and month",
    "feed": "index `feed`: the day",
    "place": "index `place`: a square of 0.01°",
    "changed": "`X#`, changed agencies: one key",
}


def arrivals(rate: float, chance: random.Random) -> Iterator[int]:
    """How many complaints in each second: Poisson, drawn by the gaps between them."""
    counted: Counter[int] = Counter()
    at = chance.expovariate(rate)
    while at < SECONDS:
        counted[int(at)] += 1
        at += chance.expovariate(rate)
    return iter(counted.values())


def simulate(complaints: int, seed: int = 1) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """Of each family of keys the busiest second of its busiest key (write and read units), and the busiest second of the account."""
    chance = random.Random(seed)  # noqa: S311 - draws, no secrets
    agencies, weights = range(AGENCIES), [1 / (rank + 1) ** SKEW for rank in range(AGENCIES)]
    rate = complaints / A_YEAR * PEAK
    hottest: dict[str, tuple[float, float]] = dict.fromkeys(FAMILIES, (0.0, 0.0))
    busiest: Counter[str] = Counter()
    for step in STEPS:
        for number in arrivals(rate * step.often, chance):
            busiest[step.name] = max(busiest[step.name], number)
            _charge(step, chance.choices(agencies, weights, k=number), chance, hottest)
    return hottest, _account(busiest)


def _charge(step: Step, agencies: list[int], chance: random.Random, hottest: dict[str, tuple[float, float]]) -> None:
    """One second of one kind of request. Kinds come at their own seconds, so the sum of a family is at most that of its kinds."""
    for family in step.writes | step.reads:  # no set: its order, and with it what is drawn for whom, would be another one in each process
        counted = Counter(_key(family, agency, chance) for agency in agencies)
        _, most = counted.most_common(1)[0]
        writes, reads = hottest[family]
        hottest[family] = max(writes, most * step.writes.get(family, 0)), max(reads, most * step.reads.get(family, 0))


def _key(family: str, agency: int, chance: random.Random) -> object:
    match family:
        case "queue" | "period":
            return agency
        case "agenda" | "waiting":
            return zlib.crc32(chance.randbytes(8)) % SHARDS
        case "feed" | "changed":
            return 0
        case "place":
            return agency, int(chance.gauss(0, 5)), int(chance.gauss(0, 5))
        case _:
            return chance.random()


def _account(busiest: Mapping[str, int]) -> dict[str, float]:
    """The busiest seconds, each kind at its own: an upper bound of what comes together."""
    http = [(step, busiest[step.name]) for step in STEPS if step.name not in BEHIND]
    behind = [(step, busiest[step.name]) for step in STEPS if step.name in BEHIND]
    return {
        "requests a second at the gateway": sum(number for _, number in http),
        "functions of the API at once": sum(number * step.seconds for step, number in http),
        "records a second in the stream that are handled": sum(number * step.events for step, number in http),
        "functions behind the stream at once": sum(number * step.seconds for step, number in behind),
        "mails a second": busiest["notice sent"],
        "write units a second, the whole table": sum(number * sum(step.writes.values()) for step, number in http + behind),
        "read units a second, the whole table": sum(number * sum(step.reads.values()) for step, number in http + behind),
    }


def main() -> None:
    """Print what is hot."""
    parser = argparse.ArgumentParser(prog="python -m bench.hour", description=__doc__)
    parser.add_argument("--complaints", type=int, nargs="*", default=[10_000, 1_000_000, 100_000_000], help="a year")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = {number: simulate(number, asked.seed) for number in asked.complaints}
    heads = " | ".join(f"{number:,}" for number in found)
    say(f"| busiest key, units in its busiest second: write of {WRITES:,}, read of {READS:,} | {heads} |")
    say("|---" * (len(found) + 1) + "|")
    for family, told in FAMILIES.items():
        say(f"| {told} | " + " | ".join("{:.0f}, {:.0f}".format(*hottest[family]) for hottest, _ in found.values()) + " |")
    say(f"\n| the account, busiest second | {heads} |")
    say("|---" * (len(found) + 1) + "|")
    for what in next(iter(found.values()))[1]:
        say(f"| {what} | " + " | ".join(f"{account[what]:,.0f}" for _, account in found.values()) + " |")


if __name__ == "__main__":
    main()
