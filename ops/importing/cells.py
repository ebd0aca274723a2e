"""Single cells: dates and places, with what had to be said about them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from chalicelib.domain.complaint import Location
from ops.importing.mapping import Bounds, Mapping
from ops.importing.remarks import Remark, Weight

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """What was read, if anything, and what is to be said about it."""

    value: T | None = None
    remarks: tuple[Remark, ...] = ()


def instant(text: str, column: str, mapping: Mapping) -> Cell[datetime]:
    """The instant that a wall clock in the mapping's zone showed."""
    if not text:
        return Cell()
    wall = _wall(text, mapping.date_formats)
    if wall is None:
        return _doubt("date-unreadable", f"{column}: {text!r} is no date in a known format")
    if wall.date() < mapping.earliest:
        return _doubt("date-impossible", f"{column}: {text!r} is before {mapping.earliest}")
    return _placed(wall, column, mapping.tz)


def location(latitude: str, longitude: str, bounds: Bounds | None) -> Cell[Location]:
    """The point, when both numbers are there and lie where the mapping says they must."""
    if not latitude and not longitude:
        return Cell(None, (Remark(Weight.NOTE, "location-missing", "no latitude and longitude"),))
    try:
        point = Location(lat=float(latitude), lon=float(longitude))
    except ValueError:
        return _doubt("location-unreadable", f"{latitude!r}, {longitude!r} is no point")
    if not _inside(point, bounds or Bounds(south=-90, north=90, west=-180, east=180)):
        return _doubt("location-outside", f"{latitude}, {longitude} lies outside the bounds")
    return Cell(point)


def _wall(text: str, formats: tuple[str, ...]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the mapping's, and is put on in `_placed`
        except ValueError:
            continue
    return None


def _placed(wall: datetime, column: str, zone: ZoneInfo) -> Cell[datetime]:
    local = wall.replace(tzinfo=zone, microsecond=0)
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        moved = f"{column}: {wall} was skipped by daylight saving time, moved to {at.astimezone(zone)}"
        return Cell(at, (Remark(Weight.REPAIR, "date-skipped", moved),))
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        return Cell(at, (Remark(Weight.NOTE, "date-twice", f"{column}: {wall} happened twice, the first is taken"),))
    return Cell(at)


def _inside(point: Location, bounds: Bounds) -> bool:
    finite = isfinite(point.lat) and isfinite(point.lon)
    return finite and bounds.south <= point.lat <= bounds.north and bounds.west <= point.lon <= bounds.east


def _doubt(code: str, detail: str) -> Cell[T]:
    return Cell(None, (Remark(Weight.REPAIR, code, f"{detail}: left out"),))
