"""Dates are the wall clock of the file's zone, places lie in bounds; what is impossible is left out and said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.complaint import Location
from ops.importing.cells import Cell, instant, location
from ops.importing.mapping import Bounds
from tests.ops.files import nyc

BOX = Bounds(south=40, north=41, west=-75, east=-73)


def codes(cell: Cell[Any]) -> list[str]:
    return [remark.code for remark in cell.remarks]


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ("06/01/2023 09:00:00 AM", datetime(2023, 6, 1, 13, tzinfo=UTC), []),
        ("01/05/2023 09:00:00 PM", datetime(2023, 1, 6, 2, tzinfo=UTC), []),
        ("01/05/2023", datetime(2023, 1, 5, 5, tzinfo=UTC), []),
        ("2023-01-05T21:00:00.750", datetime(2023, 1, 6, 2, tzinfo=UTC), []),
        ("", None, []),
        ("01/01/1900 12:00:00 AM", None, ["date-impossible"]),
        ("13/32/2023", None, ["date-unreadable"]),
        ("03/12/2023 02:30:00 AM", datetime(2023, 3, 12, 7, 30, tzinfo=UTC), ["date-skipped"]),
        ("11/05/2023 01:30:00 AM", datetime(2023, 11, 5, 5, 30, tzinfo=UTC), ["date-twice"]),
    ],
)
def test_a_date_is_an_instant_or_nothing(text: str, expected: datetime | None, said: list[str]) -> None:
    cell = instant(text, "Closed Date", nyc())

    assert (cell.value, codes(cell)) == (expected, said)


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected", "said"),
    [
        ("40.5", "-74.1", Location(lat=40.5, lon=-74.1), []),
        ("", "", None, ["location-missing"]),
        ("40.5", "", None, ["location-unreadable"]),
        ("north", "west", None, ["location-unreadable"]),
        ("-74.1", "40.5", None, ["location-outside"]),
        ("nan", "-74.1", None, ["location-outside"]),
        ("0", "0", None, ["location-outside"]),
    ],
)
def test_a_place_is_a_point_inside_the_bounds_or_nothing(latitude: str, longitude: str, expected: Location | None, said: list[str]) -> None:
    cell = location(latitude, longitude, BOX)

    assert (cell.value, codes(cell)) == (expected, said)


def test_without_bounds_any_point_of_the_earth_will_do() -> None:
    assert location("-8.65", "115.21", None).value == Location(lat=-8.65, lon=115.21)
    assert location("-98.65", "115.21", None).value is None
