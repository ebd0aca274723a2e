"""What stands in an address: read by one table, the same on every route."""

import pytest

from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain.words import Role, Status
from tests.api.calls import CODE, SECRET, path_of, put_case
from tests.api.conftest import Api
from tests.builders import CITY, NATIONAL

EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
PAGES, OTHERS = ([route for route in ROUTES if route.page is page] for page in (True, False))


@pytest.fixture(autouse=True)
def case(api: Api) -> None:
    put_case(api.deps, CITY, Status.FORWARDED)


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_a_wrong_parameter_of_a_page_is_told_as_a_page(api: Api, route: Route) -> None:
    answer = api.call(route.method, f"{route.path}?no-such=parameter", headers={"Content-Type": route.takes[0]})

    assert (answer.status, answer.headers["Content-Type"]) == (422, "text/html; charset=utf-8")


@pytest.mark.parametrize("route", OTHERS, ids=lambda route: route.name)
def test_every_parameter_that_is_wrong_or_not_taken_is_listed_at_once(api: Api, route: Route) -> None:
    who = {Who.PUBLIC: {}, Who.REPORTER: SECRET, Who.EITHER: SECRET, Who.AGENCY: api.key(Role.STEWARD, NATIONAL.id)}[route.who]
    wrong = [name for name in route.query if name != "cursor"]

    answer = api.call(
        route.method, f"{path_of(route, CODE)}?{'&'.join(f'{name}=%20' for name in ('unti', *wrong))}", headers={"Content-Type": route.takes[0]} | who
    )

    assert (answer.status, answer.problem) == (422, "invalid-input")
    assert [one["pointer"] for one in answer.body["errors"]] == [f"?{name}" for name in ("unti", *wrong)]
    assert answer.body["errors"][0]["code"] == "unknown-field"


@pytest.mark.parametrize(("path", "detail"), [("calendars/a%20b", "1 to 60 letters"), (f"complaints/{CODE}/attachments/x", "a number is expected")])
def test_what_can_be_no_part_of_an_address_is_said(api: Api, path: str, detail: str) -> None:
    answer = api.get(f"/v1/{path}", SECRET)

    assert answer.status == 404
    assert detail in answer.body["detail"]


@pytest.mark.parametrize("query", ["dry_run=true&dry_run=false", "dry_run=false&dry_run=true"])
def test_what_is_asked_for_twice_is_refused_since_one_of_the_two_would_be_lost(api: Api, query: str) -> None:
    answer = api.post(f"/v1/policies?{query}", {"verify_days": 4}, api.key(Role.STEWARD, NATIONAL.id))

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("?dry_run", "wrong-type")]
