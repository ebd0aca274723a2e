"""What several tests of the rules start from."""

from hypothesis import settings

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.words import Status
from tests.builders import CALENDAR, a_first, archived, confirmed, held, linked, received, responded, started, verified, withdrawn

repeatable = settings(derandomize=True, deadline=None, database=None)
"""Hypothesis draws the same examples in every run and keeps nothing on disk."""

ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
"""WIB, WITA and WIT, with the hours that each is ahead of UTC."""
OFFICES = tuple(Office(zone, CALENDAR) for zone in ZONES)

RECEIVED = received()
FORWARDED = verified(RECEIVED).complaint
IN_PROGRESS = started(FORWARDED).complaint
RESPONDED = responded(IN_PROGRESS).complaint
CLOSED = confirmed(RESPONDED).complaint
WITHDRAWN = withdrawn(RECEIVED).complaint
BY_STATUS: dict[Status, Complaint] = {
    Status.RECEIVED: RECEIVED,
    Status.FORWARDED: FORWARDED,
    Status.IN_PROGRESS: IN_PROGRESS,
    Status.RESPONDED: RESPONDED,
    Status.CLOSED: CLOSED,
    Status.WITHDRAWN: WITHDRAWN,
    Status.ON_HOLD: held(IN_PROGRESS).complaint,
    Status.ARCHIVED: archived(RECEIVED).complaint,
    Status.LINKED: linked(RECEIVED, a_first(2).complaint).complaint,
}
