"""A case as a line of a file tells it."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.complaint import Location
from chalicelib.domain.words import Class, Outcome, Status, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as a line tells it. `answer` is the newest public text of the agency, dated `answered_at`; `outcome` is known where it
    answered, `closed_at` where the case is over.
    """

    source: str
    source_id: str
    agency: str
    class_: Class
    visibility: Visibility
    category: str
    region: str
    title: str
    body: str
    place: str
    location: Location | None
    status: Status
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    answer: str
    outcome: Outcome | None
    reason: str
