import pytest

from chalicelib.domain.reference import Agency
from tests.builders import CITY, NATIONAL, PROVINCE, UNIT


@pytest.mark.parametrize(("agency", "parent"), [(NATIONAL, None), (PROVINCE, "nation"), (CITY, "51"), (UNIT, "51.71")])
def test_the_parent_is_the_agency_directly_above(agency: Agency, parent: str | None) -> None:
    assert agency.parent == parent


@pytest.mark.parametrize(
    ("agency", "lineage"), [(NATIONAL, ("nation",)), (PROVINCE, ("nation", "51")), (UNIT, ("nation", "51", "51.71", "51.71.pupr"))]
)
def test_the_lineage_leads_from_the_root_to_the_agency(agency: Agency, lineage: tuple[str, ...]) -> None:
    assert agency.lineage == lineage
