"""Reference data from `ops/data/` into the store, and the demo; running it again writes only what differs."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from chalicelib.domain.calendar import Calendar, standing_on
from chalicelib.domain.policy import Policy
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.usecases.calendars import extend
from chalicelib.usecases.ports import Deps
from ops import calendars

DATA = Path(__file__).parent / "data"
Say = Callable[[str], object]
ROOTED = 1719
"""The demo's seed; any number would do, the same one gives the same demo."""


def load(deps: Deps, say: Say) -> None:
    """Put agencies, categories, regions, calendars and the policy; what a steward has set since stays."""
    for name, data in (
        ("agencies", agencies()),
        ("categories", categories()),
        ("regions", regions()),
        ("calendars", every_calendar()),
        ("policy", [] if deps.reference.every(Policy) else [Policy()]),
    ):
        say(f"{name}: {len(data):,} known, {bring(data, deps):,} written")


def bring(data: Iterable[Any], deps: Deps) -> int:
    """Put what is missing; returns how many were written. Of what is there, only a region may differ, and a calendar may go on beyond its end."""
    wanted = list(data)
    deps.reference.fetch(*((type(one), one.id) for one in wanted if not isinstance(one, Region)))
    new = [one for one in wanted if isinstance(one, Region) or deps.reference.get(type(one), one.id) is None]
    there = [one for one in wanted if isinstance(one, Calendar) and deps.reference.get(Calendar, one.id)]
    extended = [one for one in there if extend(one, deps).changed]
    return deps.reference.put([_here(one, deps) for one in new]) + len(extended)


def _here(one: Any, deps: Deps) -> Any:
    """A calendar that stands on another stands on what that is here, where it is known."""
    base = deps.reference.get(Calendar, one.base) if isinstance(one, Calendar) and one.base else None
    return standing_on(base, one.id, one.weekend, one.own) if base else one


def demo(deps: Deps, say: Say, random: Random | None = None) -> None:
    """Fill in made-up complaints of the past three months, so that every page has something to show; prints keys the first time."""
    from ops.demo import play  # noqa: PLC0415 - reference data alone needs none of it

    play.fill(deps, say, random or Random(ROOTED))  # noqa: S311  made-up stories, not secrets


def agencies() -> list[Agency]:
    """The tree of agencies in the file, the root first."""
    return msgspec.convert(list(_rows("agencies.csv")), list[Agency])


def categories() -> list[Category]:
    """The topics in the file, each after the one it belongs to."""
    return msgspec.convert(list(_rows("categories.csv")), list[Category], strict=False)


def regions() -> list[Region]:
    """The regions in the file."""
    return msgspec.convert(list(_rows("regions.csv")), list[Region])


def every_calendar() -> list[Calendar]:
    """Every calendar that has a file."""
    return [calendars.load(path) for path in sorted(DATA.glob("calendar-*.json"))]


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
