"""How much a key may ask, and that every answer says it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain.errors import Busy
from chalicelib.domain.words import Role
from tests.api.calls import path_of
from tests.api.conftest import Api
from tests.builders import POLICY, a_key
from tests.fakes import MemoryQueues

AGENCY = [route for route in ROUTES if route.who is Who.AGENCY]


@pytest.fixture
def who(api: Api) -> dict[str, str]:
    """An officer whose key may ask three times a minute."""
    api.deps.reference.put([replace(POLICY, requests_per_minute=3)])
    return api.key(Role.OFFICER, "51.71.pupr")


def limits(headers: dict[str, str]) -> tuple[str | None, str | None, str | None]:
    return headers.get("RateLimit-Policy"), headers.get("RateLimit"), headers.get("Retry-After")


@pytest.mark.parametrize("route", AGENCY, ids=lambda route: route.name)
def test_every_answer_to_a_key_says_what_is_left(api: Api, who: dict[str, str], route: Route) -> None:
    body: dict[str, Any] | None = {"unknown": "field"} if route.method == "POST" else None
    paths = [path_of(route, api.file().code), path_of(route, "no-such-code")]

    answers = [api.call(route.method, path, body, who) for path in paths]

    assert [limits(answer.headers)[:2] for answer in answers] == [('"key";q=3;w=60', f'"key";r={left};t=60') for left in (2, 1)]


def test_a_key_that_asked_too_much_waits_for_the_next_minute(api: Api, who: dict[str, str]) -> None:
    api.clock.now += timedelta(seconds=48)
    assert [api.get("/v1/cases", who).status for _ in range(3)] == [200, 200, 200]

    answer = api.get("/v1/cases", who)

    assert (answer.status, answer.problem) == (429, "rate-limited")
    assert limits(answer.headers) == ('"key";q=3;w=60', '"key";r=0;t=12', "12")
    api.clock.now += timedelta(seconds=12)
    assert limits(api.get("/v1/cases", who).headers) == ('"key";q=3;w=60', '"key";r=2;t=60', None)


def test_a_refused_request_does_nothing(api: Api, who: dict[str, str]) -> None:
    filed = api.file()
    api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"})
    for _ in range(3):
        api.get("/v1/cases", who)

    answer = api.post(f"/v1/cases/{filed.code}/start", {}, who | {"If-Match": '"2"'})

    assert answer.status == 429
    assert api.get(f"/v1/complaints/{filed.code}").body["version"] == 2


def test_each_key_has_a_minute_of_its_own(api: Api, who: dict[str, str]) -> None:
    key, text = a_key(Role.OFFICER, "51.71.pupr", seed=99)
    api.deps.access.put(key)
    for _ in range(4):
        api.get("/v1/cases", who)

    assert api.get("/v1/cases", {"Authorization": f"Bearer {text}"}).status == 200


def test_six_hundred_a_minute_are_usual(api: Api) -> None:
    answer = api.get("/v1/cases", api.key(Role.OFFICER, "51.71.pupr"))

    assert limits(answer.headers) == ('"key";q=600;w=60', '"key";r=599;t=60', None)


def test_what_breaks_says_what_is_left_too(api: Api, who: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for error, status in ((Busy("the store does not answer"), 503), (RuntimeError("broken"), 500)):
        monkeypatch.setattr(MemoryQueues, "of", lambda *_, error=error: (_ for _ in ()).throw(error))
        answer = api.get("/v1/cases", who)
        assert answer.status == status
        assert limits(answer.headers)[0] == '"key";q=3;w=60'


def test_who_has_no_key_is_neither_counted_nor_told(api: Api, who: dict[str, str]) -> None:
    for headers in ({}, {"Authorization": who["Authorization"] + "x"}):
        assert limits(api.get("/v1/cases", headers).headers) == (None, None, None)
    assert limits(api.get("/v1/agencies", who).headers) == (None, None, None)
    assert limits(api.get("/v1/cases", who).headers)[1] == '"key";r=2;t=60'
