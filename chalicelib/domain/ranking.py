"""Agencies of a period beside each other: each with what those below it counted, its score, and its place among its like."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import scoring
from chalicelib.domain.policy import Policy
from chalicelib.domain.scoring import UNRANKED, Score
from chalicelib.domain.tally import EMPTY, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An agency as it stands in a period; `path` is the ids from the root to it."""

    id: str
    name: str
    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An agency's score in a period (`2026-11`, `2026-Q4`), with the counts it comes from and the rules it was made by.

    `tally` has all that lies below it, `own`, of a month, what it did itself. `place` is that among the `ranked` agencies of its kind and band, none outside of
    the bands; `change` by how many places it rose since the period before, none where it did not stand in the same table. `months` is of how many months
    something was counted, `path` that of the agency. `digest` is that of the frozen period, empty while it moves.
    """

    period: str
    agency: str
    name: str
    kind: str
    score: Score
    tally: Tally
    policy: int
    computed_at: datetime
    own: Tally = EMPTY
    months: int = 1
    place: int | None = None
    ranked: int = 0
    change: int | None = None
    path: str = ""
    digest: str = ""


def rolled_up(own: Mapping[str, Tally], members: Iterable[Member]) -> dict[str, Tally]:
    """What every agency counted, also given to all above it."""
    whole: dict[str, Tally] = {}
    for member in members:
        if member.id in own:
            for id_ in member.path.split("/"):
                whole[id_] = whole.get(id_, EMPTY) + own[member.id]
    return whole


def scored(
    period: str, members: Collection[Member], tallies: Mapping[str, Tally], policy: Policy, now: datetime, earlier: Iterable[Scored], months: int = 1
) -> list[Scored]:
    """The scores of agencies, with their places and, from the `earlier` period, how these changed."""
    satisfaction = _satisfaction_by_kind(members, tallies)
    rows = [
        Scored(
            period=period,
            agency=member.id,
            name=member.name,
            kind=member.kind,
            score=scoring.score(tallies.get(member.id, EMPTY), satisfaction.get(member.kind), policy, months),
            tally=tallies.get(member.id, EMPTY),
            policy=policy.version,
            computed_at=now,
            months=months,
            path=member.path,
        )
        for member in members
    ]
    return _compared(_placed(rows), {one.agency: one for one in earlier})


def summed(period: str, rows: Collection[Scored], policy: Policy, now: datetime, earlier: Iterable[Scored]) -> list[Scored]:
    """The scores of a longer period, from those of its months: an agency above has what lay below it in each of them, and the name that it had last."""
    latest = {row.agency: row for row in sorted(rows, key=lambda row: row.period)}
    members = [Member(id=row.agency, name=row.name, kind=row.kind, path=row.path) for row in latest.values()]
    tallies: dict[str, Tally] = {}
    for row in rows:
        tallies[row.agency] = tallies.get(row.agency, EMPTY) + row.tally
    months = len({row.period for row in rows if row.tally.cases})
    return scored(period, members, tallies, policy, now, earlier, max(1, months))


def ordered(rows: Iterable[Scored], band: str = "", top: int = 0) -> list[Scored]:
    """By kind, largest volume first, place, name; unranked ones last. Only those of a band (`100`, `unranked`), only the first places, if that is asked for."""
    wanted = [row for row in rows if band in ("", row.score.band.removesuffix("+")) and (not top or 0 < (row.place or 0) <= top)]
    return sorted(wanted, key=lambda row: (row.kind, row.place is None, -_volume(row), row.place or 0, row.name))


def _volume(row: Scored) -> int:
    return 0 if row.score.band == UNRANKED else int(row.score.band.removesuffix("+"))


def _satisfaction_by_kind(members: Collection[Member], tallies: Mapping[str, Tally]) -> dict[str, float]:
    """Each rating once: what lies below one of the same kind is in that one's tally, so that whoever is split weighs no more than before."""
    kinds = {member.id: member.kind for member in members}
    by_kind: dict[str, Tally] = {}
    for member in members:
        if member.kind in [kinds.get(above) for above in member.path.split("/")[:-1]]:
            continue
        by_kind[member.kind] = by_kind.get(member.kind, EMPTY) + tallies.get(member.id, EMPTY)
    return {kind: together.top_two / together.ratings for kind, together in by_kind.items() if together.ratings}


def _placed(rows: Iterable[Scored]) -> list[Scored]:
    """By score, ties by what was resolved on time, then by volume; who is equal in all of it shares a place, and the next one is left out."""
    tables: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for row in rows:
        tables[row.kind, UNRANKED if row.score.value is None else row.score.band].append(row)
    return [placed for (_, band), table in tables.items() for placed in (table if band == UNRANKED else _table(table))]


def _table(table: Iterable[Scored]) -> list[Scored]:
    ordered, places = sorted(table, key=_merit), dict[tuple[float, ...], int]()
    return [replace(row, place=places.setdefault(_merit(row), number), ranked=len(ordered)) for number, row in enumerate(ordered, start=1)]


def _merit(row: Scored) -> tuple[float, ...]:
    """Smallest first; none of it is missing where an agency has cases."""
    return -(row.score.value or 0), -(row.score.indicators["resolved_on_time"] or 0), -row.tally.cases


def _compared(rows: Iterable[Scored], earlier: Mapping[str, Scored]) -> list[Scored]:
    return [replace(row, change=_change(row, earlier.get(row.agency))) for row in rows]


def _change(row: Scored, before: Scored | None) -> int | None:
    same = before is not None and (before.kind, before.score.band) == (row.kind, row.score.band)
    return before.place - row.place if same and before and before.place and row.place else None
