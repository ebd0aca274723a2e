"""How an agency stood, period by period."""

from chalicelib.domain import periods
from chalicelib.domain.periods import Length
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import Agency
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency

MOST = 60
"""Periods a history: five years of months."""


def history(agency_id: str, length: Length, deps: Deps) -> tuple[Agency, list[Scored]]:
    """An agency, and its scores in the last periods of a length, oldest first; raises `NotFound`."""
    of, this = agency(agency_id, deps), periods.month_of(deps.now().date())
    first = min((one.months[0] for one in deps.scores.frozen()), default=periods.before(this))
    wanted = periods.between(periods.containing(first, length), periods.containing(this, length))
    return of, deps.scores.history(of.kinds, of.id, wanted[-MOST:])
