"""A key that does not work opens no route of the agencies, and it is not told what is wrong with it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain import access
from chalicelib.domain.access import AccessKey
from chalicelib.domain.words import Role
from tests.api.calls import SECRET, send
from tests.api.conftest import Api
from tests.builders import CITY, NATIONAL, NOON, a_key
from tests.fakes import keep

TOLD = "send a valid key: Authorization: Bearer tgp_…"


def kept_as(text: str, seed: int, **changes: Any) -> AccessKey:
    """A steward's key that would work but for what is wrong with its text, or with itself."""
    return replace(a_key(Role.STEWARD, NATIONAL.id, seed)[0], hash=access.hashed(text), **changes)


def text_of(seed: int, stage: str = "test", secret: int = 1) -> str:
    return access.compose(stage, bytes([seed] * 8), bytes([secret] * 20))[1]


TEXT = text_of(1)
MISTYPED = f"{text_of(2)[:-1]}{'1' if text_of(2)[-1] == '0' else '0'}"
KEPT = (
    kept_as(TEXT, 1),
    kept_as(MISTYPED, 2),
    kept_as(text_of(3, stage="prod"), 3),
    kept_as(text_of(4), 4, expires_at=NOON),
    kept_as(text_of(5), 5, revoked_at=NOON),
)
WRONG: Mapping[str, dict[str, str]] = {
    "no key": {},
    "a receipt's secret": SECRET,
    "an empty header": {"Authorization": ""},
    "a scheme without a key": {"Authorization": "Bearer"},
    "a key without a scheme": {"Authorization": TEXT},
    "another scheme": {"Authorization": f"Basic {TEXT}"},
    "a key cut short": {"Authorization": f"Bearer {TEXT[:-1]}"},
    "a wrong checksum": {"Authorization": f"Bearer {MISTYPED}"},
    "another stage's key": {"Authorization": f"Bearer {text_of(3, stage='prod')}"},
    "an unknown key": {"Authorization": f"Bearer {text_of(6)}"},
    "a known key's id with another secret": {"Authorization": f"Bearer {text_of(1, secret=9)}"},
    "an expired key": {"Authorization": f"Bearer {text_of(4)}"},
    "a revoked key": {"Authorization": f"Bearer {text_of(5)}"},
}
EVERY_AGENCIES_ROUTE = pytest.mark.parametrize("route", [route for route in ROUTES if route.who is Who.AGENCY], ids=lambda route: route.name)


@pytest.fixture(autouse=True)
def kept(api: Api) -> None:
    for key in KEPT:
        keep(key, api.deps)


@pytest.mark.parametrize("wrong", WRONG)
@EVERY_AGENCIES_ROUTE
def test_a_key_that_does_not_work_is_refused_and_not_told_why(api: Api, route: Route, wrong: str) -> None:
    refused = send(api, route, WRONG[wrong], CITY)

    assert (refused.status, refused.problem, refused.headers["WWW-Authenticate"]) == (401, "unauthenticated", "Bearer")
    assert refused.body["detail"] == TOLD


@EVERY_AGENCIES_ROUTE
def test_the_same_key_with_nothing_wrong_is_let_in(api: Api, route: Route) -> None:
    assert send(api, route, {"Authorization": f"Bearer {TEXT}"}, CITY).status in (200, 201, 403)
