"""A scored agency in a period."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.scoring import Score, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An agency's score in a period (`2026-11`), with the counts it comes from and the rules it was made by."""

    period: str
    agency: str
    name: str
    kind: str
    score: Score
    tally: Tally
    policy: int
    computed_at: datetime
