"""The reference data in the repository hangs together: every id that is named exists, every region has its government."""

from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Class
from ops import seed

AGENCIES = {agency.id: agency for agency in seed.agencies()}
CATEGORIES = {category.id: category for category in seed.categories()}
REGIONS = {region.code: region for region in seed.regions()}


def test_there_are_all_provinces_regencies_and_cities() -> None:
    levels = [region.level for region in REGIONS.values()]

    assert (levels.count("province"), levels.count("regency"), levels.count("city")) == (38, 416, 98)


def test_every_region_has_a_government_of_its_code_and_level() -> None:
    governments = {agency.id: agency.kind for agency in AGENCIES.values() if agency.region}

    assert governments == {region.code: region.level for region in REGIONS.values()}


def test_every_agency_stands_below_one_that_exists() -> None:
    assert AGENCIES[NATION].parent is None
    for agency in AGENCIES.values():
        assert agency.lineage[-1] == agency.id
        assert all(above in AGENCIES for above in agency.lineage)


def test_no_agency_has_a_contact_before_a_steward_sets_it() -> None:
    assert not any(agency.contacts for agency in AGENCIES.values())


@pytest.mark.parametrize(
    ("province", "zone"),
    [
        ("11", "Asia/Jakarta"),
        ("31", "Asia/Jakarta"),
        ("36", "Asia/Jakarta"),
        ("61", "Asia/Jakarta"),
        ("62", "Asia/Jakarta"),
        ("63", "Asia/Makassar"),
        ("51", "Asia/Makassar"),
        ("53", "Asia/Makassar"),
        ("65", "Asia/Makassar"),
        ("75", "Asia/Makassar"),
        ("81", "Asia/Jayapura"),
        ("82", "Asia/Jayapura"),
        ("96", "Asia/Jayapura"),
    ],
)
def test_a_province_and_all_in_it_are_in_its_time_zone(province: str, zone: str) -> None:
    assert {agency.zone for agency in AGENCIES.values() if province in agency.lineage} == {zone}


def test_every_zone_and_calendar_exists() -> None:
    assert all(ZoneInfo(agency.zone) for agency in AGENCIES.values())
    assert {agency.calendar for agency in AGENCIES.values()} <= {calendar.id for calendar in seed.every_calendar()}


def test_the_category_tree_has_two_levels() -> None:
    for category in CATEGORIES.values():
        assert category.parent == category.id.rpartition(".")[0]
        assert not category.parent or not CATEGORIES[category.parent].parent


def test_every_category_has_something_below_it() -> None:
    assert {category.id for category in CATEGORIES.values() if not category.parent} == {each.parent for each in CATEGORIES.values() if each.parent}


@pytest.mark.parametrize(("category", "supervised"), [("hukum.pungli", True), ("asn.netralitas", True), ("jalan.lampu", False), ("hukum", False)])
def test_only_what_may_be_misconduct_is_supervised(category: str, *, supervised: bool) -> None:
    assert CATEGORIES[category].supervised is supervised


def test_a_category_decides_on_complaints_only() -> None:
    assert {category.default_class for category in CATEGORIES.values()} == {Class.COMPLAINT, Class.SUPERVISED}
