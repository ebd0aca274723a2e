import pytest

from chalicelib.domain.reference import Agency, Category, default_agency
from tests.builders import CITY, NATIONAL, PROVINCE, UNIT


@pytest.mark.parametrize(("agency", "parent"), [(NATIONAL, None), (PROVINCE, "nation"), (CITY, "51"), (UNIT, "51.71")])
def test_the_parent_is_the_agency_directly_above(agency: Agency, parent: str | None) -> None:
    assert agency.parent == parent


@pytest.mark.parametrize(
    ("agency", "lineage"), [(NATIONAL, ("nation",)), (PROVINCE, ("nation", "51")), (UNIT, ("nation", "51", "51.71", "51.71.pupr"))]
)
def test_the_lineage_leads_from_the_root_to_the_agency(agency: Agency, lineage: tuple[str, ...]) -> None:
    assert agency.lineage == lineage


def category(**agencies: str) -> Category:
    return Category(id="x", name="X", name_en="X", agencies={place.removeprefix("_").replace("_", "."): id_ for place, id_ in agencies.items()})


@pytest.mark.parametrize(
    ("own", "above", "region", "expected"),
    [
        (category(_51_71="city", _51="province", _="all"), category(_51_71="above"), "51.71", "city"),
        (category(_51="province", _="all"), category(_51_71="above"), "51.71", "province"),
        (category(_51="province", _="all"), category(_51_71="above"), "51", "province"),
        (category(_="all"), category(_51_71="above"), "51.71", "all"),
        (category(_34_71="other"), category(_51_71="above city", _51="above province"), "51.71", "above city"),
        (category(_34_71="other"), category(_51="above province", _="above all"), "51.71", "above province"),
        (category(), category(_="above all"), "51.71", "above all"),
        (category(_34_71="other"), category(_34="other"), "51.71", "nation"),
        (category(), category(), "51.71", "nation"),
    ],
)
def test_the_nearest_category_and_the_nearest_region_decide_who_gets_what_names_nobody(
    own: Category, above: Category, region: str, expected: str
) -> None:
    assert default_agency([own, above], region) == expected


def test_without_any_category_the_nation_decides() -> None:
    assert default_agency([], "51.71") == "nation"
