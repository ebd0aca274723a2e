"""What is made anew is made once, however often the same call is sent with its Idempotency-Key."""

from typing import Any

import pytest

from chalicelib.api.agency_bodies import CommitmentBody, WebhookBody
from chalicelib.api.examples import EXAMPLES
from chalicelib.api.operations import OPERATIONS
from chalicelib.api.routes import ROUTES, Who
from chalicelib.api.steward_bodies import AssessmentBody
from chalicelib.domain.once import Once
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Role
from tests.api.conftest import Answer, Api
from tests.api.stewards import NEW, TOPIC
from tests.builders import later

WISH = {"Idempotency-Key": "0b6f1c1e-7a55-4b0a-9d0b-1f3f6a3c2d10"}
MAKING = [route for route in ROUTES if route.method == "POST" and 201 in OPERATIONS[route.name].statuses]
COMMITMENT, ASSESSMENT = dict(EXAMPLES[CommitmentBody]), dict(EXAMPLES[AssessmentBody])
WEBHOOK = dict(EXAMPLES[WebhookBody])
ISLAND = {"id": "id-ba", "base": "id", "add": {"2026-12-31": "Malam Tahun Baru"}}
HOLDER = {"agency": "51.71", "role": "officer", "holder": "Wayan"}
CALLS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("/v1/agencies", NEW, {**NEW, "name": "Dinas Lain"}),
    ("/v1/categories", TOPIC, {**TOPIC, "name": "Bahu jalan"}),
    ("/v1/policies", {"verify_days": 2}, {"verify_days": 1}),
    ("/v1/calendars", {"id": "id-6", "base": "id"}, {"id": "id-7", "base": "id"}),
    ("/v1/calendars/id/days", {"add": {"2026-12-31": "Malam Tahun Baru"}}, {"remove": ["2026-12-25"]}),
    ("/v1/calendars", ISLAND, {**ISLAND, "weekend": [6]}),
    ("/v1/commitments", COMMITMENT, {**COMMITMENT, "agency": "51"}),
    ("/v1/assessments", ASSESSMENT, {**ASSESSMENT, "agency": "51"}),
    ("/v1/keys", HOLDER, {**HOLDER, "holder": "Made"}),
    ("/v1/webhooks", WEBHOOK, {**WEBHOOK, "types": []}),
]
EVERY_MAKER = pytest.mark.parametrize(("path", "body", "other"), CALLS, ids=[path for path, _, _ in CALLS])


def steward(api: Api) -> dict[str, str]:
    return api.key(Role.STEWARD, "nation")


def put_policy(api: Api, headers: dict[str, str] | None = None, **fields: Any) -> Answer:
    return api.post("/v1/policies", fields, steward(api) | (headers or {}))


def test_whatever_makes_something_anew_takes_an_idempotency_key() -> None:
    assert {route.name for route in MAKING if "Idempotency-Key" not in OPERATIONS[route.name].headers} == {"POST /v1/complaints/form"}, (
        "its key is a field"
    )


def test_every_maker_with_a_key_is_tried_here() -> None:
    assert {path.replace("/id/", "/{id}/") for path, _, _ in CALLS} == {route.path for route in MAKING if route.who is Who.AGENCY}


@EVERY_MAKER
def test_the_same_call_again_makes_nothing_and_answers_what_was_made(api: Api, path: str, body: Any, other: Any) -> None:
    first, again = (api.post(path, body, steward(api) | WISH) for _ in range(2))

    assert (first.status, again.status) == (201, 200)
    assert {**again.body, "changed": first.body.get("changed")} == {**first.body, "changed": first.body.get("changed")}
    assert api.post(path, other, steward(api) | WISH).problem == "idempotency-key-reused"


@EVERY_MAKER
def test_a_key_of_the_wrong_form_is_refused(api: Api, path: str, body: Any, other: Any) -> None:
    for sent in (body, other):
        assert api.post(path, sent, steward(api) | {"Idempotency-Key": "short"}).problem == "idempotency-key-invalid"


def test_a_repeated_change_of_the_policy_does_not_undo_what_another_steward_changed_since(api: Api) -> None:
    put_policy(api, WISH, verify_days=2)
    put_policy(api, verify_days=4)

    again = put_policy(api, WISH, verify_days=2)

    assert (again.status, again.body["policy"]["verify_days"], again.body["changed"]) == (200, 2, [])
    assert api.get("/v1/policy").body["verify_days"] == 4


def test_a_change_that_was_none_is_none_when_it_is_repeated_either(api: Api) -> None:
    put_policy(api, WISH, verify_days=Policy().verify_days)
    put_policy(api, verify_days=4)

    assert put_policy(api, WISH, verify_days=Policy().verify_days).status == 200
    assert api.get("/v1/policy").body["verify_days"] == 4


def test_an_answer_that_was_lost_is_had_again_after_the_agency_was_renamed(api: Api) -> None:
    api.post("/v1/agencies", NEW, steward(api) | WISH)
    api.call("PATCH", f"/v1/agencies/{NEW['id']}", {"name": "Dishub"}, steward(api))

    again = api.post("/v1/agencies", NEW, steward(api) | WISH)

    assert (again.status, again.body["agency"]["name"]) == (200, "Dishub")


def test_the_same_key_of_another_caller_is_another_call(api: Api) -> None:
    put_policy(api, WISH, verify_days=2)
    put_policy(api, verify_days=4)

    other = api.post("/v1/policies", {"verify_days": 2}, api.key(Role.STEWARD, "nation", seed=99) | WISH)

    assert other.body["changed"] == ["verify_days"]


def test_the_same_key_on_another_route_is_refused(api: Api) -> None:
    put_policy(api, WISH, verify_days=2)

    assert api.post("/v1/categories", TOPIC, steward(api) | WISH).problem == "idempotency-key-reused"


def test_a_dry_run_uses_no_key_up(api: Api) -> None:
    dry = api.post("/v1/policies?dry_run=true", {"verify_days": 2}, steward(api) | WISH)

    assert dry.body["changed"] == put_policy(api, WISH, verify_days=2).body["changed"] == ["verify_days"]


def test_a_call_is_remembered_for_a_month(api: Api) -> None:
    put_policy(api, WISH, verify_days=2)

    (call,) = [datum for (kind, _), datum in api.deps.reference.data.items() if kind is Once]  # type: ignore[attr-defined]
    assert call.until == later(days=30)
