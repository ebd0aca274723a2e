"""A mapping says what a file means, and any mistake in it is an error before a line is read."""

from pathlib import Path

import pytest

from chalicelib.domain.words import Outcome, Status
from ops.importing.mapping import WrongMapping, fill, load
from tests.ops.files import NYC_MAPPING, nyc


def test_the_mapping_of_new_york_names_its_agency_words_and_zone() -> None:
    mapping = nyc()

    assert mapping.tz.key == "America/New_York"
    assert mapping.status.words["Closed"] is Status.CLOSED
    assert [agency.id for agency in mapping.agencies] == ["nyc", "nyc.dohmh"]
    assert {answer.outcome for answer in mapping.answers} == {Outcome.CANNOT_BE_RESOLVED}


def test_every_word_of_the_mapping_of_new_york_leads_to_something_it_brings() -> None:
    mapping = nyc()

    assert set(mapping.category.words.values()) < {category.id for category in mapping.categories}
    assert {*mapping.region.words.values(), mapping.region.default} == {region.code for region in mapping.regions}
    assert set(mapping.agency.words.values()) < {agency.id for agency in mapping.agencies}


def test_what_cannot_be_resolved_has_a_reason() -> None:
    assert all(answer.reason for answer in nyc().answers if answer.outcome is Outcome.CANNOT_BE_RESOLVED)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('zone = "America/New_York"', 'zone = "America/New_Yrk"', "New_Yrk"),
        ('Open = "forwarded"', 'Open = "opened"', "opened"),
        ('answer = "Resolution Description"', 'anser = "Resolution Description"', "anser"),
        ("earliest = 2010-01-01", "earliest = soon", "line"),
        ("south = 40.49", 'south = "far"', "south"),
        ('title = "{Complaint Type}', 'title = "{Complaint Type', "unmatched"),
    ],
)
def test_a_mistake_in_a_mapping_is_named(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    text = NYC_MAPPING.read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "wrong.toml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")

    with pytest.raises(WrongMapping, match=says):
        load(path)


@pytest.mark.parametrize(
    ("address", "city", "filled"),
    [("1 MAIN ST", "BRONX", "1 MAIN ST, BRONX"), ("", "BRONX", "BRONX"), ("1 MAIN  ST", "", "1 MAIN ST"), ("", "", "")],
)
def test_empty_columns_leave_no_punctuation_behind(address: str, city: str, filled: str) -> None:
    assert fill("{Address}, {City}", {"Address": address, "City": city}) == filled
