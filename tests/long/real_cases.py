"""Hooks of Schemathesis: most calls speak of what there is, with the receipt or the version that belongs to it, so that they come further than to a 404.

What is there to begin with, and who calls, comes in the environment; what a call makes is used by later ones.
"""

import json
import os
from collections import defaultdict
from itertools import count
from typing import Any

import requests
import schemathesis

SITE, BEARER = os.environ["FUZZ_SITE"], os.environ["FUZZ_BEARER"]
RECEIPTS: list[list[str]] = json.loads(os.environ["FUZZ_RECEIPTS"])
PATIENT = {"requests_per_minute": 100_000, "challenge": 0}
"""What a policy keeps, or the first one that is made would have everybody refused."""
TURN = count()
THERE: dict[str, list[str]] = defaultdict(list, agencies=["51.71", "51.71.dishub", "51"], calendars=["id"], regions=["51.71"])


@schemathesis.hook
def before_call(_: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Three of four calls are made real."""
    path, turn = case.path_parameters or {}, next(TURN)
    if case.operation.path == "/v1/policies" and isinstance(case.body, dict):
        case.body |= {name: value for name, value in PATIENT.items() if isinstance(case.body.get(name, 0), int)}
    if turn % 4 and "code" in path:
        code, secret = RECEIPTS[turn % len(RECEIPTS)]
        path["code"] = code
        _prove(case, code, secret)
    if turn % 4 and (ids := THERE[_kind(case)]) and "id" in path:
        path["id"] = ids[-1 - turn % len(ids)]


def _prove(case: Any, code: str, secret: str) -> None:
    """With the version that is there, or the secret where nobody has a key."""
    if case.operation.path.startswith("/v1/cases/"):
        answer = requests.get(f"{SITE}/v1/cases/{code}", headers={"Authorization": BEARER}, timeout=60)
        if "If-Match" in (case.headers or {}) and "ETag" in answer.headers:
            case.headers["If-Match"] = answer.headers["ETag"]
    elif not BEARER:
        case.headers["Receipt-Secret"] = secret


@schemathesis.hook
def after_call(_: Any, case: Any, response: Any) -> None:
    """Remember what was made."""
    if case.method == "POST" and response.status_code == 201 and "json" in response.headers["content-type"][0]:
        made = response.json().get("id")
        if isinstance(made, str):
            THERE[_kind(case)].append(made)


def _kind(case: Any) -> str:
    return str(case.operation.path).split("/")[2] if case.operation.path.count("/") > 1 else ""
