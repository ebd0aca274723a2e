"""How well an agency keeps its duty in a period: indicators from what was counted, and one score.

Sources: Perpres 76/2013 and the SP4N guides for what is counted, Ombudsman 2021 for the zones, the Public Service Index (form F02) for speed points.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain import survey
from chalicelib.domain.policy import Policy
from chalicelib.domain.tally import Tally

SPEED_DAYS = (1, 3, 5, 7, 14)
UNRANKED = "unranked"
SHARES = ("followed_up", "followed_up_on_time", "resolved", "resolved_on_time", "cannot_be_resolved", "disputed", "returned", "extended", "held")
"""The indicators that are shares of the cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`value` from 0 to 100 (none without cases), its zone and volume band, and each indicator (none where nothing was counted)."""

    value: float | None
    zone: str | None
    band: str
    indicators: Mapping[str, float | None]


def score(counts: Tally, kind_satisfaction: float | None, policy: Policy, months: int = 1) -> Score:
    """The score of an agency. `kind_satisfaction` is the share of satisfied ratings over all agencies of its kind, none when nobody rated.

    What was disputed is not resolved, case by case; so the parts but satisfaction add up: those of a split unit come to what the whole had. An indicator that nothing was counted for is left out and the other weights are scaled up. `months` is over how many the cases came in: bands are monthly.
    """
    shares = {name: _share(getattr(counts, name), counts.cases) for name in SHARES}
    parts = {
        "followed_up_on_time": shares["followed_up_on_time"],
        "resolved_on_time": shares["resolved_on_time"],
        "undisputed_resolved": shares["resolved"],
        "satisfaction": _shrunk(counts, kind_satisfaction, policy.few_ratings),
    }
    value = _weighted(parts, policy.weights) if counts.cases else None
    return Score(
        value=value,
        zone=zone(value, policy.zones),
        band=band(counts.cases / months, policy.bands),
        indicators={name: None if share is None else round(share, 4) for name, share in (shares | _others(counts)).items()},
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


def band(cases: float, bounds: tuple[int, ...]) -> str:
    """The volume band, named by its smallest volume a month; below the first an agency is not ranked."""
    reached = [bound for bound in bounds if cases >= bound]
    return f"{reached[-1]}+" if reached else UNRANKED


def _others(counts: Tally) -> dict[str, float | None]:
    """What stands beside the score, or is no share of all cases."""
    answered = survey.result(counts.survey)
    return {
        "linked": _share(counts.linked, counts.cases + counts.linked),
        "verified_on_time": _share(counts.verified_on_time, counts.verifications),
        "satisfaction": _share(counts.top_two, counts.ratings),
        "survey_index": answered.index if answered else None,
        "speed_points": speed_points(counts.mean_days),
        "backlog_days": counts.backlog_days,
        "median_days": counts.median_days,
        "mean_days": counts.mean_days,
    }


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _shrunk(counts: Tally, kind_satisfaction: float | None, few: int) -> float | None:
    """Few ratings say little: the missing ones count as the mean of the agency's kind."""
    if kind_satisfaction is None:
        return _share(counts.top_two, counts.ratings)
    missing = max(0, few - counts.ratings)
    return _share(counts.top_two + missing * kind_satisfaction, counts.ratings + missing)


def _weighted(parts: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    known = {name: part for name, part in parts.items() if part is not None}
    total = sum(weights[name] for name in known)
    return round(100 * sum(weights[name] * part for name, part in known.items()) / total, 2) if total else None
