"""What others found about an agency: shown beside our figures, and no part of any of them."""

import hashlib
from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What an assessor found about an agency in a year, in the assessor's words, with the place if there was one and a link to the source.

    Nothing is changed or removed: a correction is another one, which `replaces` it, and it is then `replaced_by` that.
    """

    id: str
    agency: str
    assessor: str
    year: int
    result: str
    source: str
    recorded_on: date
    place: int | None = None
    replaces: str = ""
    replaced_by: str = ""


def id_of(agency: str, assessor: str, year: int, *found: str) -> str:
    """The id: the year, so that those of one stand together, and what was found; sent again, the same has the same one."""
    return f"{year}-{hashlib.sha256(chr(0).join((agency, assessor, *found)).encode()).hexdigest()[:16]}"
