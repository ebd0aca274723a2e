"""Every route, called by everybody on everybody's case: docs/permissions.md is what is then answered."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from chalicelib import wiring
from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role
from tests.api.calls import CALLS, NOWHERE, SECRET, code_of, send
from tests.api.conftest import Answer, Api
from tests.builders import CITY, NATIONAL, OTHER_CITY, PROVINCE, REGENCY, UNIT
from tests.fakes import fake_deps

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

Ask: TypeAlias = Callable[..., Answer]

DOCUMENT = (Path(__file__).parents[2] / "docs" / "permissions.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([A-Z]+ /[^`]+)` \| (.+) \|$", DOCUMENT, re.MULTILINE)
OWN, SIBLING, PARENT, CHILD = OWNERS = (CITY, REGENCY, PROVINCE, UNIT)
LOCAL = (Role.OFFICER, Role.COORDINATOR, Role.INSPECTOR)
NATIONWIDE = (Role.STEWARD, Role.OBSERVER)
STAFF = (*LOCAL, *NATIONWIDE)
COLUMNS = ("nobody", Role.REPORTER, *STAFF)
EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
EVERY_AGENCIES_ROUTE = pytest.mark.parametrize("route", [one for one in ROUTES if one.who is Who.AGENCY], ids=lambda route: route.name)


@pytest.fixture
def ask(api: Api, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Calls a route as somebody, a local one being of the city unless said, on the case of an agency, or about it; each time all is as at first."""

    def asked(route: Route, who: str, owner: Agency, of: Agency = CITY, **changed: Any) -> Answer:
        fresh = replace(api, deps=fake_deps())
        monkeypatch.setattr(wiring, "deps", lambda: fresh.deps)
        return send(fresh, route, shown(fresh, who, of), owner, **changed)

    return asked


def shown(api: Api, who: str, of: Agency) -> dict[str, str]:
    """What they show when they call."""
    if who in STAFF:
        return api.key(Role(who), NATIONAL.id if who in NATIONWIDE else of.id)
    return SECRET if who == Role.REPORTER else {}


def status(answer: Answer) -> int:
    """The status; of an answer about many cases that of its only one."""
    return answer.body["results"][0]["status"] if isinstance(answer.body, dict) and "results" in answer.body else answer.status


def cell(statuses: list[int]) -> str:
    return " · ".join(map(str, statuses if len(set(statuses)) > 1 else statuses[:1]))


@EVERY_ROUTE
def test_who_may_do_what_is_as_the_table_says(ask: Ask, route: Route) -> None:
    assert route.name in CALLS, f'say how {route.name} is called so that it succeeds: add "{route.name}": Call(…) to CALLS in tests/api/calls.py'
    statuses = [[status(ask(route, who, owner)) for owner in OWNERS] for who in COLUMNS]

    unfit = {one for of_one in statuses for one in of_one} - {200, 201, 202, 303, 401, 403, 404}
    assert not unfit, f"{route.name} answered {unfit}: give it what it needs to succeed in CALLS of tests/api/calls.py"
    row = " | ".join(map(cell, statuses))
    assert re.search(r"\b(20[012]|303)\b", row), f"nobody may call {route.name}, or CALLS in tests/api/calls.py does not call it rightly"
    if (told := dict(ROWS).get(route.name)) != row:
        pytest.fail(
            f"docs/permissions.md says\n| `{route.name}` | {told} |\nand this is answered; if it is right, write there\n| `{route.name}` | {row} |",
            pytrace=False,
        )


def test_the_table_has_the_routes_in_their_order_and_no_others() -> None:
    assert [name for name, _ in ROWS] == [route.name for route in ROUTES]
    assert set(CALLS) <= {route.name for route in ROUTES}


@EVERY_AGENCIES_ROUTE
@pytest.mark.parametrize("role", LOCAL)
def test_what_is_outside_the_scope_is_answered_exactly_as_what_does_not_exist(ask: Ask, route: Route, role: Role) -> None:
    """Whatever was sent with it, also what is refused for another reason before anybody looks."""
    outside = [owner for owner in OWNERS if status(ask(route, role, owner)) == 404]
    for changed in ({}, {"version": None}, {"version": 9}, {"body": {"colour": "red"}}):
        unknown = _unnamed(ask(route, role, NOWHERE, **changed), NOWHERE)
        assert [_unnamed(ask(route, role, owner, **changed), owner) for owner in outside] == [unknown] * len(outside)


def _unnamed(answer: Answer, owner: Agency) -> tuple[int, str, list[str]]:
    """The whole answer, but for the code and the agency that it repeats."""
    return answer.status, json.dumps(answer.body).replace(code_of(owner), "it").replace(f"agency {owner.id}", "it"), sorted(answer.headers)


@EVERY_AGENCIES_ROUTE
@pytest.mark.parametrize("role", LOCAL)
def test_a_key_of_any_other_agency_is_answered_as_the_siblings(ask: Ask, route: Route, role: Role) -> None:
    of_siblings = status(ask(route, role, SIBLING))

    assert of_siblings in (403, 404)
    assert status(ask(route, role, OWN, of=OTHER_CITY)) == of_siblings
