"""The drawn map of the provinces, made of TopoJSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.outlines import WIDTH, drawn, write

SQUARE = [[0, 0], [0, 1000], [1000, 0], [0, -1000], [-1000, 0]]
SPECK = [[1500, 500], [0, 1], [1, 0], [0, -1], [-1, 0]]


def topology(geometry: dict[str, Any], *arcs: list[list[int]]) -> dict[str, Any]:
    shape = {"properties": {"PROVINSI": "Bali"}, **geometry}
    return {"transform": {"scale": [0.01, 0.01], "translate": [100, -5]}, "arcs": arcs, "objects": {"layer": {"geometries": [shape]}}}


def test_an_outline_is_drawn_from_its_north_western_corner() -> None:
    map_ = drawn(topology({"type": "Polygon", "arcs": [[0]]}, SQUARE), {"Bali": "51"})

    assert (map_["width"], map_["height"]) == (WIDTH, WIDTH)
    assert map_["provinces"] == {"51": f"M0 {WIDTH}l0-{WIDTH} {WIDTH} 0 0 {WIDTH}-{WIDTH} 0z"}


def test_arcs_are_joined_and_one_below_zero_goes_backwards() -> None:
    there, back = SQUARE[:3], [[0, 0], [1000, 0], [0, 1000]]

    assert drawn(topology({"type": "Polygon", "arcs": [[0, -2]]}, there, back), {"Bali": "51"}) == drawn(
        topology({"type": "Polygon", "arcs": [[0]]}, SQUARE), {"Bali": "51"}
    )


def test_specks_are_left_out_beside_a_larger_island_and_drawn_where_there_is_none() -> None:
    both = drawn(topology({"type": "MultiPolygon", "arcs": [[[0]], [[1]]]}, SQUARE, SPECK), {"Bali": "51"})
    alone = drawn(topology({"type": "MultiPolygon", "arcs": [[[1]]]}, SQUARE, SPECK), {"Bali": "51"})

    assert both["provinces"]["51"].count("M") == 1
    assert alone["provinces"]["51"].count("M") == 1


def test_a_province_without_a_code_is_an_error() -> None:
    with pytest.raises(KeyError, match="Bali"):
        drawn(topology({"type": "Polygon", "arcs": [[0]]}, SQUARE), {})


def test_the_map_is_written_with_the_codes_of_the_regions(tmp_path: Path) -> None:
    source, regions, target = (tmp_path / name for name in ("map.topo.json", "regions.csv", "map.json"))
    source.write_text(json.dumps(topology({"type": "Polygon", "arcs": [[0]]}, SQUARE)))
    regions.write_text("code,name,level\n51,Bali,province\n51.03,Kabupaten Badung,regency\n")

    write(source, regions, target)

    assert list(json.loads(target.read_text())["provinces"]) == ["51"]
