"""Calendars as data: computed once from PyPI `holidays`, kept as JSON, so that nothing that is deployed has to carry the library."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from chalicelib.domain.calendar import Calendar, standing_on

Name = TypeVar("Name", str, str | None)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which days off to ask `holidays` for; `subdivision` is a state's code or empty.

    The language is always named: left out, the library would take the one of the terminal it runs in.
    """

    id: str
    country: str
    subdivision: str
    language: str
    categories: tuple[str, ...]
    first_year: int
    last_year: int


INDONESIA = Source(id="id", country="ID", subdivision="", language="id", categories=("public", "government"), first_year=2010, last_year=2027)
"""2027 is the last year with a joint decree on holidays and collective leave; run `calendar compute` again when the next one is out."""
NEW_YORK = Source(id="us-ny", country="US", subdivision="NY", language="en_US", categories=("public",), first_year=2010, last_year=2027)

SOURCES = {source.id: source for source in (INDONESIA, NEW_YORK)}


def compute(source: Source) -> Calendar:
    """The calendar of a country or state."""
    import holidays  # noqa: PLC0415 - only this command needs it

    years = range(source.first_year, source.last_year + 1)
    days = holidays.country_holidays(
        source.country, subdiv=source.subdivision or None, categories=source.categories, years=years, language=source.language
    )
    return Calendar(
        id=source.id,
        weekend=frozenset({SATURDAY, SUNDAY}),
        holidays={day: name for day, name in sorted(days.items()) if day.year in years},
        first=date(source.first_year, 1, 1),
        last=date(source.last_year, 12, 31),
    )


def save(calendar: Calendar, path: Path) -> None:
    """Write a calendar, one day a line, so that a change of it can be reviewed."""
    named = {day.isoformat(): name for day, name in calendar.holidays.items()}
    content = {"id": calendar.id, "weekend": sorted(calendar.weekend), "first": str(calendar.first), "last": str(calendar.last), "holidays": named}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Calendar:
    """The calendar in a file; one that stands on another lies beside it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if base := content.get("base"):
        return standing_on(load(path.with_name(f"calendar-{base}.json")), content["id"], content["weekend"], _days(content["own"]))
    return Calendar(
        id=content["id"],
        weekend=frozenset(content["weekend"]),
        holidays=_days(content["holidays"]),
        first=date.fromisoformat(content["first"]),
        last=date.fromisoformat(content["last"]),
    )


def _days(named: Mapping[str, Name]) -> dict[date, Name]:
    return {date.fromisoformat(day): name for day, name in named.items()}
