"""Makes the drawn map of the provinces out of TopoJSON: outlines as SVG paths, coarse enough for a page."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeAlias

Point: TypeAlias = tuple[float, float]
Dot: TypeAlias = tuple[int, int]

WIDTH = 1500
"""Units from the western to the eastern end. Half a unit is about 1.7 km."""
SMALLEST = 6.0
"""Islands of fewer square units are left out, unless they are the largest of their province."""
LONG_NAMES = {"DKI Jakarta": "Daerah Khusus Ibukota Jakarta"}
CREDIT = "github.com/denyherianto/indonesia-geojson-topojson-maps-with-38-provinces, CC BY 4.0"


def drawn(topology: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Any]:
    """The map: size, credit, where its north-western corner lies and how many units a degree has, and the path of each province by its code. `codes` are the official ones by name."""
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    [layer] = topology["objects"].values()
    everywhere = [point for arc in arcs for point in arc]
    west, east = min(x for x, _ in everywhere), max(x for x, _ in everywhere)
    north, south = max(y for _, y in everywhere), min(y for _, y in everywhere)
    scale = WIDTH / (east - west)

    def dot(point: Point) -> Dot:
        return round((point[0] - west) * scale), round((north - point[1]) * scale)

    def path(shape: Mapping[str, Any]) -> str:
        rings = [[dot(point) for point in _ring(ring, arcs)] for ring in _rings(shape)]
        return "".join(_path(ring) for ring in _worth_drawing(rings))

    shapes = {shape["properties"]["PROVINSI"]: path(shape) for shape in layer["geometries"]}
    provinces = {codes[LONG_NAMES.get(name, name)]: outline for name, outline in shapes.items()}
    place = {"west": round(west, 5), "north": round(north, 5), "scale": round(scale, 5)}
    return {"credit": CREDIT, "width": WIDTH, "height": round((north - south) * scale), **place, "provinces": dict(sorted(provinces.items()))}


def write(source: Path, regions: Path, target: Path) -> None:
    """Draw the map of a TopoJSON file, with the codes of the regions in a CSV file (`code`, `name`, `level`)."""
    with regions.open(encoding="utf-8", newline="") as file:
        codes = {line["name"]: line["code"] for line in csv.DictReader(file) if line["level"] == "province"}
    document = drawn(json.loads(source.read_text(encoding="utf-8")), codes)
    target.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _decoded(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> list[Point]:
    """Steps as positions: each is the sum of those before, scaled and moved."""
    (across, up), (left, bottom) = transform["scale"], transform["translate"]
    columns = accumulate(step[0] for step in arc)
    rows = accumulate(step[1] for step in arc)
    return [(column * across + left, row * up + bottom) for column, row in zip(columns, rows, strict=True)]


def _rings(shape: Mapping[str, Any]) -> Iterator[Sequence[int]]:
    """The outer rings: lakes are not drawn."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return (polygon[0] for polygon in polygons)


def _ring(numbers: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Arcs one after the other; a number below zero means one backwards."""
    return [point for number in numbers for point in (arcs[number] if number >= 0 else reversed(arcs[~number]))]


def _worth_drawing(rings: Sequence[Sequence[Dot]]) -> list[Sequence[Dot]]:
    by_size = sorted(rings, key=_area, reverse=True)
    return by_size[:1] + [ring for ring in by_size[1:] if _area(ring) >= SMALLEST]


def _area(ring: Sequence[Dot]) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise([*ring, ring[0]]))) / 2


def _path(ring: Sequence[Dot]) -> str:
    steps = [(u - x, v - y) for (x, y), (u, v) in pairwise(ring) if (x, y) != (u, v)]
    start, *_ = ring
    return f"M{start[0]} {start[1]}l{' '.join(f'{x} {y}' for x, y in steps)}z".replace(" -", "-")
