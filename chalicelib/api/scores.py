"""Scores for everybody: league tables, the history of an agency, and the files that they can be recomputed from."""

import re
from datetime import timedelta
from typing import Any

from chalicelib.api import outputs
from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.api.lists import id_of, path_id
from chalicelib.domain import periods
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.events import instant
from chalicelib.domain.open_data import Frozen, KeptFile
from chalicelib.domain.periods import Length
from chalicelib.domain.ranking import ordered
from chalicelib.usecases import standings
from chalicelib.usecases.ports import Deps

MOST = 1000
LINK_WORKS = timedelta(hours=1)
ASKED = {
    "period": (periods.FORM, "wrong-form", "a month, quarter, half-year or year is expected: 2026-11, 2026-Q4, 2026-H2, 2026"),
    "band": (r"|unranked|[1-9][0-9]{0,6}[+ ]?", "wrong-form", "the smallest volume of a band is expected, 100, or unranked"),
    "top": (r"|1000|[1-9][0-9]{0,2}", "out-of-range", "1 to 1000 are expected"),
    "length": ("|".join(Length), "not-an-option", f"one of {', '.join(Length)} is expected"),
    "year": ("|[0-9]{4}", "wrong-form", "a year is expected, 2026"),
}


def league(request: Request, deps: Deps) -> Reply:
    """`GET /v1/scores`: the league tables of a period, this month unless named; of one kind, one volume band, or only the first places."""
    period, band, top = _asked(request, period=periods.month_of(deps.now().date()), band="", top="")
    found = ordered(deps.scores.of(period, id_of(request, "kind")), band.rstrip("+ "), int(top or 0))
    return Reply({"period": period, "total": len(found), "items": [outputs.scored(one) for one in found[:MOST]]}, headers=FOR_A_WHILE)


def history(request: Request, deps: Deps) -> Reply:
    """`GET /v1/agencies/{id}/scores`: an agency's score, zone and place in every period of a length, years unless named."""
    (length,) = _asked(request, length=Length.YEAR)
    agency, found = standings.history(path_id(request), Length(length), deps)
    named = {"id": agency.id, "name": agency.name, "kind": agency.kind}
    return Reply({"agency": named, "length": length, "items": [outputs.scored(one) for one in found]}, headers=FOR_A_WHILE)


def frozen(request: Request, deps: Deps) -> Reply:
    """`GET /v1/periods`: what is frozen in a year, with the digests and the files that the scores can be recomputed from."""
    (asked,) = _asked(request, year="")
    there = [one for one in deps.scores.frozen() if one.whole]
    year = asked or max((one.period[:4] for one in there), default=None)
    return Reply({"year": year, "items": [_frozen(one, deps) for one in there if one.period[:4] == year]}, headers=FOR_A_WHILE)


def _asked(request: Request, **usual: str) -> list[str]:
    """What was asked for; raises `InvalidInput` with all that is wrong."""
    asked = {name: request.query.get(name, value) for name, value in usual.items()}
    wrong = {name: ASKED[name][1:] for name, value in asked.items() if not re.fullmatch(ASKED[name][0], value)}
    if wrong:
        raise InvalidInput([FieldError(f"?{name}", code, detail) for name, (code, detail) in wrong.items()])
    return list(asked.values())


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
