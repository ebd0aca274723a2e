"""`python -m bench.compare OLD NEW`: what moved between two files of `make bench`, and what is over its bar."""

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bench.said import say, show

Figure: TypeAlias = tuple[str, str, str]
"""Which figure: of which part, of what in it, and its name there."""
CALM = 0.1
"""By so much figures of time and memory differ between two runs of the same; counts do not differ at all."""
COUNTED = frozenset(
    {
        "trips",
        "read",
        "written",
        "size",
        "files",
        "bytes",
        "looked_at",
        "sweep_calls",
        "sweep_rcu",
        "cases",
        "duties",
        "score_rcu",
        "lines",
        "dollars_a_million",
    }
)
UNITS = {"RCU": "read", "WCU": "written", "ms": "cpu"}
BARS: Mapping[Figure, float] = {
    ("start", "", "bundle_mb"): 5,
    ("start", "", "ratio"): 1.3,
    ("jobs", "10000", "score_rcu"): 200,
    ("jobs", "100000", "score_rcu"): 200,
    ("pages", "complain.html", "bytes"): 50_000,
    ("pages", "track.html", "bytes"): 50_000,
}
"""The bars that no line of its own names."""


@dataclass(frozen=True, slots=True)
class Found:
    """The figures of a run, and the most that some of them may be."""

    figures: Mapping[Figure, float]
    bars: Mapping[Figure, float]


def found(run: Mapping[str, Any]) -> Found:
    """Every number of a run. A line is known by its first value, where that is no figure, or by the count that it is for."""
    figures: dict[Figure, float] = {}
    bars = dict(BARS)
    for part, lines in run.items():
        for line in lines if isinstance(lines, list) else [lines]:
            of = _of(line)
            figures |= {(part, of, name): float(value) for name, value in line.items() if _is_figure(value) and value != of}
            bars |= {(part, of, UNITS[unit]): float(most) for most, unit in re.findall(r"([\d.]+) (RCU|WCU|ms)", str(line.get("bar", "")))}
    return Found(figures, bars)


def compared(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A line for each figure that moved, that is there no more or now, or that is over its bar."""
    before, after = found(old), found(new)
    for which in dict.fromkeys([*after.figures, *before.figures]):
        was, is_, bar = before.figures.get(which), after.figures.get(which), after.bars.get(which)
        over = is_ is not None and bar is not None and is_ > bar
        if over or moved(which[2], was, is_):
            part, of, name = which
            ratio = round(is_ / was, 2) if was and is_ is not None else None
            yield {"of": f"{part} {of}".strip(), "figure": name, "old": was, "new": is_, "ratio": ratio, "bar": f"over {bar:g}" if over else None}


def moved(name: str, was: float | None, is_: float | None) -> bool:
    """Whether a figure is another one than before, by more than chance."""
    if was is None or is_ is None or name in COUNTED:
        return was != is_
    return abs(is_ - was) > CALM * max(abs(was), abs(is_))


def elsewhere(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What the two machines, or what runs on them, do not have in common."""
    before, after = old["machine"], new["machine"]
    return [f"{name}: {before.get(name)} → {after.get(name)}" for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]


def main(given: Sequence[str] | None = None) -> None:
    """Print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description="Shows what moved between two runs of make bench.")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    asked = parser.parse_args(given)
    old, new = (json.loads(file.read_text(encoding="utf-8")) for file in (asked.old, asked.new))
    for line in elsewhere(old, new):
        say(line)
    lines = list(compared(old, new))
    if lines:
        show(lines)
    say(f"{len(lines)} figures moved or are over their bars")


def _of(line: Mapping[str, Any]) -> str:
    """What a line is about."""
    return next((str(value) for name, value in line.items() if name in {"route", "page", "open", "what"}), "")


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


if __name__ == "__main__":
    main()
