"""How well an agency keeps its duty in a period: indicators counted from the facts of its cases, and one score.

Sources: Perpres 76/2013 and the SP4N guides for what is counted, Ombudsman 2021 for the zones, the Public Service Index (form F02) for speed points.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

from chalicelib.domain.facts import CaseFacts, Verification
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Status

SATISFIED = 3
SPEED_DAYS = (1, 3, 5, 7, 14)
UNRANKED = "unranked"
LEFT_OUT = frozenset({Status.WITHDRAWN, Status.ARCHIVED, Status.LINKED, Status.ON_HOLD})
"""Nobody's fault, somebody else's case, or a clock that stands still: it counts when it runs again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of one agency and period. Shares are of `cases`; `top_two` of `ratings`; `verified_on_time` of `verifications`."""

    cases: int
    followed_up: int
    followed_up_on_time: int
    resolved: int
    resolved_on_time: int
    disputed: int
    ratings: int
    top_two: int
    verifications: int
    verified_on_time: int
    backlog_days: float | None
    median_days: float | None
    mean_days: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`value` from 0 to 100 (none without cases), its zone and volume band, and each indicator (none where nothing was counted)."""

    value: float | None
    zone: str | None
    band: str
    indicators: Mapping[str, float | None]


def tally(rows: Iterable[CaseFacts], verifications: Mapping[str, Iterable[tuple[date, Verification]]], as_of: date) -> Tally:
    """Count the cases whose resolve date has passed on `as_of` (so early answers do not help and fresh cases do not hurt); `LEFT_OUT` are.

    `verifications` are the marks of the duty to verify, by complaint.
    """
    counted = [row for row in rows if row.resolve_due < as_of and row.status not in LEFT_OUT]
    days = [(row.responded_on - row.forwarded_on).days for row in counted if row.responded_on]
    backlog = [row for row in counted if not row.responded_on and row.status is not Status.RECEIVED]
    overdue = [(as_of - row.resolve_due).days for row in backlog]
    ratings = [row.rating for row in counted if row.rating is not None]
    due, on_time = _verified(verifications, as_of)
    return Tally(
        cases=len(counted),
        followed_up=sum(row.followed_up_on is not None for row in counted),
        followed_up_on_time=sum(row.followed_up_on is not None and row.followed_up_on <= row.follow_up_due for row in counted),
        resolved=sum(_resolved(row) for row in counted),
        resolved_on_time=sum(_resolved(row) and row.responded_on <= row.resolve_due for row in counted if row.responded_on),
        disputed=sum(row.disputes > 0 for row in counted),
        ratings=len(ratings),
        top_two=sum(rating >= SATISFIED for rating in ratings),
        verifications=due,
        verified_on_time=on_time,
        backlog_days=fmean(overdue) if overdue else None,
        median_days=median(days) if days else None,
        mean_days=fmean(days) if days else None,
    )


def score(counts: Tally, kind_satisfaction: float | None, policy: Policy) -> Score:
    """The score of an agency. `kind_satisfaction` is the share of satisfied ratings over all agencies of its kind, none when nobody rated.

    An indicator that nothing was counted for is left out and the other weights are scaled up.
    """
    shares = _shares(counts)
    satisfaction = _shrunk(counts, kind_satisfaction, policy.few_ratings)
    parts = {
        "followed_up_on_time": shares["followed_up_on_time"],
        "resolved_on_time": shares["resolved_on_time"],
        "undisputed_resolved": _undisputed(shares),
        "satisfaction": satisfaction,
    }
    value = _weighted(parts, policy.weights) if counts.cases else None
    days = {"backlog_days": counts.backlog_days, "median_days": counts.median_days, "mean_days": counts.mean_days}
    indicators = shares | {"satisfaction": _share(counts.top_two, counts.ratings), "speed_points": speed_points(counts.mean_days)} | days
    return Score(
        value=value,
        zone=zone(value, policy.zones),
        band=band(counts.cases, policy.bands),
        indicators={name: None if share is None else round(share, 4) for name, share in indicators.items()},
    )


def speed_points(mean_days: float | None) -> float | None:
    """5 for a mean of at most a day down to 0 beyond 14 days, as the Public Service Index gives them."""
    return None if mean_days is None else float(sum(mean_days <= days for days in SPEED_DAYS))


def zone(value: float | None, bounds: tuple[float, float]) -> str | None:
    """Green, yellow or red (Ombudsman 2021: from 81, from 51, below)."""
    if value is None:
        return None
    green, yellow = bounds
    return "green" if value >= green else "yellow" if value >= yellow else "red"


def band(cases: int, bounds: tuple[int, ...]) -> str:
    """The volume band, named by its smallest volume; below the first an agency is not ranked."""
    reached = [bound for bound in bounds if cases >= bound]
    return f"{reached[-1]}+" if reached else UNRANKED


def _resolved(row: CaseFacts) -> bool:
    return row.responded_on is not None and not row.disputes


def _verified(marks: Mapping[str, Iterable[tuple[date, Verification]]], as_of: date) -> tuple[int, int]:
    """Each due date of a complaint is a duty of its own; one that came and went, and came again, counts once."""
    duties: dict[tuple[str, date], list[Verification]] = defaultdict(list)
    for code, entries in marks.items():
        for due, fate in entries:
            if due < as_of:
                duties[code, due].append(fate)
    counted = [fates for fates in duties.values() if fates.count(Verification.DUE) > fates.count(Verification.VOID)]
    return len(counted), sum(Verification.MISSED not in fates for fates in counted)


def _shares(counts: Tally) -> dict[str, float | None]:
    names = ("followed_up", "followed_up_on_time", "resolved", "resolved_on_time", "disputed")
    shares: dict[str, float | None] = {name: _share(getattr(counts, name), counts.cases) for name in names}
    return shares | {"verified_on_time": _share(counts.verified_on_time, counts.verifications)}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _undisputed(shares: Mapping[str, float | None]) -> float | None:
    disputed, resolved = shares["disputed"], shares["resolved"]
    return None if disputed is None or resolved is None else (1 - disputed) * resolved


def _shrunk(counts: Tally, kind_satisfaction: float | None, few: int) -> float | None:
    """Few ratings say little: the missing ones count as the mean of the agency's kind."""
    if kind_satisfaction is None:
        return _share(counts.top_two, counts.ratings)
    missing = max(0, few - counts.ratings)
    return _share_of(counts.top_two + missing * kind_satisfaction, counts.ratings + missing)


def _share_of(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _weighted(parts: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    known = {name: part for name, part in parts.items() if part is not None}
    total = sum(weights[name] for name in known)
    return round(100 * sum(weights[name] * part for name, part in known.items()) / total, 2) if total else None
