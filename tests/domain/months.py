"""Cases of a month, as the scores see them."""

from datetime import date
from typing import Any

from chalicelib.domain.facts import CaseFacts
from chalicelib.domain.tally import Tally, counted, tally
from chalicelib.domain.words import Class, Status

DECEMBER = date(2026, 12, 1)


def nov(day: int) -> date:
    return date(2026, 11, day)


def a_case(**changes: Any) -> CaseFacts:
    """Forwarded on the 2nd, followed up and answered in time, not yet confirmed."""
    values: dict[str, Any] = {
        "class_": Class.COMPLAINT,
        "status": Status.RESPONDED,
        "forwarded_on": nov(2),
        "follow_up_due": nov(9),
        "followed_up_on": nov(5),
        "resolve_due": nov(20),
        "responded_on": nov(12),
        "disputes": 0,
        "rating": None,
    }
    return CaseFacts(**values | changes)


MONTH = (
    a_case(status=Status.CLOSED, rating=4),
    a_case(status=Status.CLOSED, followed_up_on=nov(10), responded_on=nov(20), rating=2),
    a_case(status=Status.IN_PROGRESS, followed_up_on=nov(9), responded_on=None),
    a_case(followed_up_on=nov(24), responded_on=nov(24)),
    a_case(status=Status.FORWARDED, followed_up_on=None, responded_on=None),
)
"""Ten days and satisfied; on the last day and not satisfied; taken up on the last day and not answered; answered late; nothing done."""


def counts(*cases: CaseFacts, as_of: date = DECEMBER) -> Tally:
    return tally((facts for _, facts in counted([("", one) for one in cases], as_of)), (), as_of)
