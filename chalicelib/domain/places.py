"""Points on the map: which squares lie around one, and how far two are apart."""

from math import asin, cos, radians, sin, sqrt

from chalicelib.domain.complaint import Location

EARTH = 6_371_000
"""Its mean radius in metres."""
SQUARES_AROUND = 36_000
"""How many squares of 0.01° there are along the equator."""


def around(point: Location) -> tuple[str, ...]:
    """The square that a point lies in and its eight neighbours, also across the date line: near the equator all that is within a kilometre lies in them."""
    row, column = map(int, point.cell.split(","))
    half = SQUARES_AROUND // 2
    columns = [(column + step + half) % SQUARES_AROUND - half for step in (-1, 0, 1)]
    return tuple(f"{row + step},{one}" for step in (-1, 0, 1) for one in columns)


def metres(one: Location, other: Location) -> int:
    """The distance of two points, along the ground."""
    up, right = radians(other.lat - one.lat), radians(other.lon - one.lon)
    chord = sin(up / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(right / 2) ** 2
    return round(2 * EARTH * asin(min(1.0, sqrt(chord))))
