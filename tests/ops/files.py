"""Small files for the tests of the import: a mapping, and lines that say only what a test is about."""

from datetime import UTC, datetime
from pathlib import Path

from ops.importing import mapping
from ops.importing.mapping import Mapping
from ops.importing.table import Line

DATA = Path(__file__).parent / "data"
NYC_SAMPLE = DATA / "nyc311-sample.csv"
NYC_MAPPING = Path(__file__).parents[2] / "ops" / "data" / "nyc311.toml"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CLOSED = {
    "Unique Key": "1",
    "Created Date": "06/01/2023 09:00:00 AM",
    "Closed Date": "06/05/2023 10:00:00 AM",
    "Agency": "DOHMH",
    "Complaint Type": "Illegal Animal Kept as Pet",
    "Descriptor": "Rooster",
    "Location Type": "Residence",
    "Incident Zip": "11363",
    "Incident Address": "38-17 254 STREET",
    "City": "LITTLE NECK",
    "Status": "Closed",
    "Resolution Description": "An inspection of the property was conducted and no violations were found.",
    "Resolution Action Updated Date": "06/05/2023 10:00:00 AM",
    "Borough": "QUEENS",
    "Open Data Channel Type": "ONLINE",
    "Latitude": "40.775434",
    "Longitude": "-73.741601",
}


def nyc() -> Mapping:
    """The mapping of New York's file."""
    return mapping.load(NYC_MAPPING)


def line(**changes: str) -> Line:
    """A line without any dirt, with columns changed: `Closed_Date="…"` changes "Closed Date"."""
    return Line(2, CLOSED | {name.replace("_", " "): value for name, value in changes.items()})
