"""Scores for everybody: league tables, the history of an agency, and the files that they can be recomputed from."""

from datetime import timedelta
from typing import Any

from chalicelib.api import list_outputs
from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.domain import periods
from chalicelib.domain.events import instant
from chalicelib.domain.open_data import Frozen, KeptFile
from chalicelib.domain.periods import Length
from chalicelib.domain.ranking import ordered
from chalicelib.usecases import standings
from chalicelib.usecases.ports import Deps

MOST = 1000
LINK_WORKS = timedelta(hours=1)


def league(request: Request, deps: Deps) -> Reply:
    """`GET /v1/scores`: the league tables of a period, this month unless named; of one kind, one volume band, or only the first places."""
    asked = request.asked
    period = asked.get("period", periods.month_of(deps.now().date()))
    found = ordered(deps.scores.of(period, asked.get("kind", "")), asked.get("band", ""), asked.get("top", 0))
    return Reply({"period": period, "total": len(found), "items": [list_outputs.scored(one) for one in found[:MOST]]}, headers=FOR_A_WHILE)


def history(request: Request, deps: Deps) -> Reply:
    """`GET /v1/agencies/{id}/scores`: an agency's score, zone and place in every period of a length, years unless named."""
    length = request.asked.get("length", Length.YEAR)
    agency, found = standings.history(request.params["id"], length, deps)
    named = {"id": agency.id, "name": agency.name, "kind": agency.kind}
    return Reply({"agency": named, "length": length, "items": [list_outputs.scored(one) for one in found]}, headers=FOR_A_WHILE)


def frozen(request: Request, deps: Deps) -> Reply:
    """`GET /v1/periods`: what is frozen in a year, with the digests and the files that the scores can be recomputed from."""
    there = [one for one in deps.scores.frozen() if one.whole]
    year = request.asked.get("year", max((int(one.period[:4]) for one in there), default=None))
    return Reply({"year": year, "items": [_frozen(one, deps) for one in there if int(one.period[:4]) == year]}, headers=FOR_A_WHILE)


def _frozen(one: Frozen, deps: Deps) -> dict[str, Any]:
    return {
        "period": one.period,
        "months": one.months,
        "policy": one.policy,
        "digest": one.digest,
        "cases": one.cases,
        "duties": one.duties,
        "frozen_at": instant(one.frozen_at),
        "files": [_file(file, one.period, deps) for file in one.files],
    }


def _file(file: KeptFile, period: str, deps: Deps) -> dict[str, Any]:
    name = f"tanggap-{period}.{file.key.rpartition('.')[2]}"
    url = deps.files.link(file.key, name, file.type, int(LINK_WORKS.total_seconds()))
    return {"type": file.type, "bytes": file.bytes, "digest": file.digest, "url": url, "expires_at": instant(deps.now() + LINK_WORKS)}
