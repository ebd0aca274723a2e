"""What stands beside the scores: what agencies have committed to, and what others found."""

from datetime import date

from chalicelib.api.answers import Answer, Named
from chalicelib.api.parameters import Month
from chalicelib.domain.commitment import Indicator, State


class Measured(Answer):
    """An indicator in a month."""

    period: Month
    value: float


class Withdrawal(Answer):
    """When a commitment was withdrawn, and why."""

    on: date
    reason: str


class Commitment(Answer):
    """What an agency has committed to and how it stands; `start` is what the indicator was then, null where it had never been measured."""

    id: str
    agency: Named
    indicator: Indicator
    target: float
    by: date
    text: str
    made_on: date
    start: Measured | None
    state: State
    latest: Measured | None
    withdrawn: Withdrawal | None


class Commitments(Answer):
    """The commitments of an agency."""

    items: list[Commitment]


class Assessment(Answer):
    """What others found about an agency; `replaced_by` is the record that corrects this one."""

    id: str
    agency: Named
    assessor: str
    year: int
    result: str
    place: int | None
    source: str
    recorded_on: date
    replaces: str | None
    replaced_by: str | None


class Assessments(Answer):
    """Assessments."""

    items: list[Assessment]
