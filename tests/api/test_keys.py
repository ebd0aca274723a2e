"""Agency keys over the API: who makes, sees and revokes which."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from chalicelib.domain import access
from chalicelib.domain.errors import Busy
from chalicelib.domain.words import Role
from tests.api.conftest import Answer, Api
from tests.builders import NOON, a_key
from tests.fakes import MemoryAccess

R = Role
AGENCIES = ("nation", "51", "51.71", "51.71.pupr", "34.71", "no-such")
TREE = {"51.71", "51.71.pupr"}
ANYWHERE = set(AGENCIES) - {"no-such"}
REACH = {R.OFFICER: None, R.COORDINATOR: TREE, R.INSPECTOR: None, R.STEWARD: ANYWHERE, R.OBSERVER: None}
"""The agencies whose keys a key of the city (a steward's: of the nation) may see; none may not even ask."""
GIVEN = {R.COORDINATOR: {R.OFFICER, R.COORDINATOR}, R.STEWARD: set(REACH)}
WISH = "a-wish-for-a-key-0001"


def giver(api: Api, role: Role, agency: str = "51.71") -> dict[str, str]:
    return api.key(role, "nation" if role in {R.STEWARD, R.OBSERVER} else agency, seed=200 + list(REACH).index(role))


def make(api: Api, who: dict[str, str], wish: str | None = None, **changes: Any) -> Answer:
    body = {"agency": "51.71", "role": "officer", "holder": "Wayan", **changes}
    return api.post("/v1/keys", body, who | ({"Idempotency-Key": wish} if wish else {}))


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_new_key_is_shown_once_and_opens(api: Api) -> None:
    answer = make(api, giver(api, R.COORDINATOR))

    text = answer.body.pop("key")
    assert answer.status == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.body == {
        "id": access.key_id(text, "test"),
        "agency": "51.71",
        "role": "officer",
        "holder": "Wayan",
        "made_by": "Made",
        "created_at": "2026-11-24T04:00:00Z",
        "expires_at": "2027-11-24T04:00:00Z",
        "revoked_at": None,
        "last_used_at": None,
        "state": "works",
    }
    assert api.get("/v1/cases", bearer(text)).status == 200
    listed = api.get("/v1/keys", giver(api, R.COORDINATOR))
    assert text.rpartition("_")[2] not in str(listed.body)


@pytest.mark.parametrize(("role", "agency"), list(product(REACH, AGENCIES)))
def test_keys_are_listed_for_coordinators_of_their_tree_and_for_stewards(api: Api, role: Role, agency: str) -> None:
    reach = REACH[role]

    answer = api.get(f"/v1/keys?agency={agency}", giver(api, role))

    assert answer.status == (403 if reach is None else 200 if agency in reach else 404)
    if answer.status == 404:
        assert answer.body["detail"] == f"there is no agency {agency}"


def refused(giver_role: Role, role: Role, agency: str) -> tuple[int, str | None]:
    """Status and rule that a wish for a key ends with."""
    reach = REACH[giver_role]
    if reach is None:
        return 403, None
    if agency not in reach:
        return 404, None
    if role not in GIVEN[giver_role]:
        return 409, "key.role"
    return (409, "key.steward-at-nation") if role in {R.STEWARD, R.OBSERVER} and agency != "nation" else (201, None)


@pytest.mark.parametrize(("giver_role", "role", "agency"), list(product(REACH, REACH, AGENCIES)))
def test_a_key_is_made_by_whom_the_table_allows(api: Api, giver_role: Role, role: Role, agency: str) -> None:
    answer = make(api, giver(api, giver_role), agency=agency, role=role)

    assert (answer.status, answer.body.get("rule")) == refused(giver_role, role, agency)


@pytest.mark.parametrize(("taker_role", "role", "agency"), list(product(REACH, REACH, sorted(ANYWHERE))))
def test_a_key_is_revoked_by_whom_the_table_allows(api: Api, taker_role: Role, role: Role, agency: str) -> None:
    key, text = a_key(role, agency, seed=7)
    api.deps.access.put(key)
    allowed = refused(taker_role, role, agency)
    expected = (200, None) if allowed[1] == "key.steward-at-nation" or allowed[0] == 201 else allowed

    answer = api.post(f"/v1/keys/{key.id}/revoke", {}, giver(api, taker_role))

    assert (answer.status, answer.body.get("rule")) == expected
    assert (api.get("/v1/cases", bearer(text)).status == 401) is (answer.status == 200)
    if answer.status == 404:
        assert answer.body["detail"] == f"there is no key {key.id}"


@pytest.mark.parametrize("key_id", ["0123456789", "short", "0123456789a", "%00", "{id}", "x" * 3000])
def test_a_key_that_does_not_exist_is_not_found(api: Api, key_id: str) -> None:
    answer = api.post(f"/v1/keys/{key_id}/revoke", {}, giver(api, R.STEWARD))

    assert (answer.status, answer.problem) == (404, "not-found")


def test_revoking_twice_answers_the_same(api: Api) -> None:
    made = make(api, giver(api, R.COORDINATOR))
    first = api.post(f"/v1/keys/{made.body['id']}/revoke", {}, giver(api, R.COORDINATOR))
    api.clock.now += timedelta(hours=1)

    again = api.post(f"/v1/keys/{made.body['id']}/revoke", {}, giver(api, R.COORDINATOR))

    assert (first.body["state"], first.body["revoked_at"]) == ("revoked", "2026-11-24T04:00:00Z")
    assert (again.status, again.body) == (200, first.body)


def test_a_holder_has_two_keys_that_work_so_that_one_can_replace_the_other(api: Api) -> None:
    who = giver(api, R.STEWARD)
    first, second, third = make(api, who), make(api, who, role="coordinator"), make(api, who)

    assert (first.status, second.status) == (201, 201)
    assert (third.status, third.problem, third.body["rule"]) == (409, "action-refused", "key.two-live")
    api.post(f"/v1/keys/{first.body['id']}/revoke", {}, who)
    assert make(api, who).status == 201
    assert make(api, who).status == 409
    assert make(api, who, agency="51").status == 201


def test_a_wish_sent_again_after_its_answer_was_lost_is_answered_with_the_same_key(api: Api) -> None:
    who = giver(api, R.COORDINATOR)
    first = make(api, who, WISH)
    api.clock.now += timedelta(hours=1)

    again = make(api, who, WISH)

    assert (first.status, again.status) == (201, 200)
    assert again.body == first.body
    assert len(api.deps.access.of("51.71")) == 2  # and the giver's own


def test_a_wish_is_answered_again_even_when_its_holder_has_two_keys(api: Api) -> None:
    who = giver(api, R.COORDINATOR)
    first = make(api, who, WISH)
    assert make(api, who).status == 201

    assert make(api, who, WISH).body["key"] == first.body["key"]


@pytest.mark.parametrize("changes", [{"agency": "51.71.pupr"}, {"role": "coordinator"}, {"holder": "Ketut"}, {"days": 30}])
def test_another_wish_with_the_same_idempotency_key_is_refused(api: Api, changes: dict[str, Any]) -> None:
    who = giver(api, R.COORDINATOR)
    make(api, who, WISH)

    answer = make(api, who, WISH, **changes)

    assert (answer.status, answer.problem) == (422, "idempotency-key-reused")
    assert "key" not in answer.body


def test_two_who_chose_the_same_idempotency_key_get_keys_of_their_own(api: Api) -> None:
    one, other = make(api, giver(api, R.COORDINATOR), WISH), make(api, giver(api, R.STEWARD), WISH)

    assert (one.status, other.status) == (201, 201)
    assert one.body["id"] != other.body["id"]


def test_without_an_idempotency_key_every_wish_is_a_new_one(api: Api) -> None:
    who = giver(api, R.COORDINATOR)

    assert make(api, who).body["key"] != make(api, who).body["key"]


def test_a_key_that_could_not_be_kept_is_not_shown(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> bool:
        raise Busy("the store does not answer")

    monkeypatch.setattr(MemoryAccess, "add", busy)

    assert make(api, giver(api, R.COORDINATOR), WISH).problem == "busy"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"agency": 7}, "/agency", "wrong-type"),
        ({"agency": "5#1"}, "/agency", "wrong-form"),
        ({"role": "system"}, "/role", "not-an-option"),
        ({"role": "reporter"}, "/role", "not-an-option"),
        ({"holder": " W "}, "/holder", "too-short"),
        ({"holder": "x" * 101}, "/holder", "too-long"),
        ({"holder": "Wayan\nKetut"}, "/holder", "wrong-form"),
        ({"holder": "Wayan\x00"}, "/holder", "control-characters"),
        ({"days": 0}, "/days", "out-of-range"),
        ({"days": 731}, "/days", "out-of-range"),
        ({"days": "30"}, "/days", "wrong-type"),
        ({"key": "mine"}, "/key", "unknown-field"),
    ],
)
def test_a_wrong_field_of_a_wish_is_named(api: Api, changes: dict[str, Any], pointer: str, code: str) -> None:
    answer = make(api, giver(api, R.COORDINATOR), **changes)

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [(pointer, code)]


def test_all_that_is_missing_is_named_at_once(api: Api) -> None:
    answer = api.post("/v1/keys", {}, giver(api, R.COORDINATOR))

    assert [one["pointer"] for one in answer.body["errors"]] == ["/agency", "/role", "/holder"]


def test_a_revocation_says_nothing(api: Api) -> None:
    assert api.post("/v1/keys/0123456789/revoke", {"why": "lost"}, giver(api, R.STEWARD)).problem == "invalid-input"


def test_every_whole_key_that_is_refused_takes_one_look_up_and_one_hash(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: a_key(R.OFFICER, "51.71.pupr", seed=seed) for seed, name in enumerate(("unknown", "secret", "expired", "revoked"), start=1)}
    api.deps.access.put(replace(kept["secret"][0], hash="0" * 64))
    api.deps.access.put(replace(kept["expired"][0], expires_at=NOON))
    api.deps.access.put(replace(kept["revoked"][0], revoked_at=NOON))
    work: list[str] = []
    get, hashed = MemoryAccess.get, access.hashed
    monkeypatch.setattr(MemoryAccess, "get", lambda *args: work.append("get") or get(*args))
    monkeypatch.setattr(access, "hashed", lambda text: work.append("hash") or hashed(text))

    bodies = []
    for name, (_, text) in kept.items():
        work.clear()
        bodies.append(api.get("/v1/cases", bearer(text)).body)
        assert work == ["get", "hash"], name

    assert bodies == [bodies[0]] * 4
    assert bodies[0]["status"] == 401


def test_the_list_says_what_each_key_is_worth_and_when_it_was_used(api: Api) -> None:
    who = giver(api, R.STEWARD)
    used = make(api, who, agency="51", holder="Used")
    gone = make(api, who, agency="51", holder="Gone")
    make(api, who, agency="51", holder="Old", days=1)
    api.post(f"/v1/keys/{gone.body['id']}/revoke", {}, who)
    api.clock.now = NOON + timedelta(days=1)
    api.get("/v1/cases", bearer(used.body["key"]))

    items = api.get("/v1/keys?agency=51", who).body["items"]

    assert [(one["holder"], one["state"], one["last_used_at"]) for one in items] == [
        ("Used", "works", "2026-11-25T04:00:00Z"),
        ("Gone", "revoked", None),
        ("Old", "expired", None),
    ]
    assert {one["made_by"] for one in items} == {"Made"}


def test_the_last_use_is_known_to_the_hour(api: Api) -> None:
    who = giver(api, R.COORDINATOR)
    seen = []
    for minutes in (0, 59, 61, 120, 121):
        api.clock.now = NOON + timedelta(minutes=minutes)
        seen.append(api.get("/v1/keys", who).body["items"][0]["last_used_at"][11:16])

    assert seen == ["04:00", "04:00", "05:01", "05:01", "06:01"]


def test_a_use_that_cannot_be_noted_stops_nobody(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Busy("the store does not answer")

    monkeypatch.setattr(MemoryAccess, "note_use", busy)

    assert api.get("/v1/keys", giver(api, R.COORDINATOR)).status == 200


def test_making_and_revoking_are_logged_by_the_keys_id_and_nothing_else(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    who = giver(api, R.COORDINATOR)
    made = make(api, who, WISH, holder="Wayan Sudana")
    make(api, who, WISH, holder="Wayan Sudana")
    api.post(f"/v1/keys/{made.body['id']}/revoke", {}, who)

    written = capsys.readouterr().out
    lines = [line for line in written.splitlines() if '"event": "key"' in line]
    key_id = made.body["id"]
    assert lines == [f'{{"level": "INFO", "event": "key", "action": "{action}", "key_id": "{key_id}"}}' for action in ("make", "revoke")]
    for private in (made.body["key"], made.body["key"].rpartition("_")[2], "Wayan", WISH):
        assert private not in written
