"""Distances and the squares around a point."""

import pytest

from chalicelib.domain.complaint import Location
from chalicelib.domain.places import around, metres


def test_the_squares_around_a_point_are_its_own_and_the_eight_beside_it() -> None:
    assert around(Location(lat=-8.655, lon=115.215)) == tuple(f"{lat},{lon}" for lat in (-867, -866, -865) for lon in (11520, 11521, 11522))


def test_east_of_the_date_line_comes_the_west() -> None:
    assert "0,-18000" in around(Location(lat=0.005, lon=179.995))
    assert "0,17999" in around(Location(lat=0.005, lon=-179.995))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((-8.65, 115.21), (-8.65, 115.21), 0),
        ((0.0, 0.0), (0.01, 0.0), 1112),
        ((-6.1754, 106.8272), (-8.65, 115.2167), 966_000),
        ((0.0, 179.999), (0.0, -179.999), 222),
        ((90.0, 0.0), (-90.0, 0.0), 20_015_087),
    ],
    ids=["the same", "a hundredth of a degree", "Jakarta to Denpasar", "over the date line", "pole to pole"],
)
def test_distances_are_those_on_the_ground(one: tuple[float, float], other: tuple[float, float], apart: int) -> None:
    first, second = (Location(lat=lat, lon=lon) for lat, lon in (one, other))
    assert metres(first, second) == pytest.approx(apart, rel=0.002)


def test_whatever_is_within_a_kilometre_in_indonesia_lies_in_the_squares_around() -> None:
    for lat in (-11.0, -8.655, 0.0, 5.9):
        here = Location(lat=lat, lon=115.2)
        for north, east in ((0.0089, 0), (-0.0089, 0), (0, 0.0089), (0, -0.0089)):
            there = Location(lat=lat + north, lon=115.2 + east)
            assert metres(here, there) < 1000
            assert there.cell in around(here)
