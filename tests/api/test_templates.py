"""Reply templates over HTTP: who reads and changes them, what holds for a case, and that a template alone is no answer."""

from typing import Any

import pytest

from chalicelib.domain.reference import NATION
from chalicelib.domain.template import MOST
from chalicelib.domain.words import Action, Role
from tests.api.conftest import Answer, Api
from tests.api.samples import BODIES
from tests.builders import REASON, later

UNIT = "51.71.pupr"
TEXT = "Laporan {code} kami tangani sampai {due}. Salam, {agency}"
WHOLE = {"name": "Terima kasih", "text": TEXT, "category": "jalan"}


def put(api: Api, id_: str = "terima", agency: str = "51.71", **changes: Any) -> Answer:
    body = {name: value for name, value in {**WHOLE, "agency": agency, **changes}.items() if value is not ...}
    return api.call("PUT", f"/v1/templates/{id_}", body, api.key(Role.STEWARD, NATION))


def listed(api: Api, agency: str = "51.71") -> list[dict[str, Any]]:
    return list(api.get(f"/v1/templates?agency={agency}", api.key(Role.STEWARD, NATION)).body["items"])


def forwarded(api: Api, **changes: Any) -> str:
    filed = api.file(**changes)
    assert api.act(filed.code, "verify", 1, {"agency": UNIT}).status == 200
    return filed.code


def texts_for(api: Api, code: str) -> dict[str, str]:
    items = api.get(f"/v1/cases/{code}/templates", api.key(Role.OFFICER, UNIT)).body["items"]
    return {one["id"]: one["text"] for one in items}


def respond(api: Api, code: str, text: str, version: int = 2) -> Answer:
    return api.act(code, "respond", version, {"outcome": "resolved", "text": text})


def test_a_template_is_kept_replaced_and_taken_away(api: Api) -> None:
    kept = {"id": "terima", "agency": "51.71", **WHOLE}

    new, again, other = put(api), put(api), put(api, name="Salam", category=...)

    assert [(one.status, one.body) for one in (new, again)] == [(201, kept), (200, kept)]
    assert (other.status, listed(api)) == (200, [kept | {"name": "Salam", "category": None}])
    gone = api.call("DELETE", "/v1/templates/terima?agency=51.71", headers=api.key(Role.STEWARD, NATION))
    assert (gone.status, gone.body, listed(api)) == (200, other.body, [])


def test_the_agency_is_the_callers_unless_named(api: Api) -> None:
    coordinator = api.key(Role.COORDINATOR, "51.71")

    assert api.call("PUT", "/v1/templates/terima", WHOLE, coordinator).body["agency"] == "51.71"
    assert [one["id"] for one in api.get("/v1/templates", coordinator).body["items"]] == ["terima"]
    assert api.call("DELETE", "/v1/templates/terima", headers=coordinator).status == 200


def test_templates_of_one_agency_are_listed_by_id(api: Api) -> None:
    for id_, agency in (("b", "51.71"), ("a", "51.71"), ("c", "51")):
        put(api, id_, agency)

    assert [one["id"] for one in listed(api)] == ["a", "b"]


READERS = [
    (Role.OFFICER, UNIT, {UNIT, "51.71", "51", NATION}),
    (Role.OFFICER, "51.71", {"51.71", "51", NATION}),
    (Role.COORDINATOR, "51.71", {UNIT, "51.71.dlh", "51.71", "51", NATION}),
    (Role.INSPECTOR, "51", {UNIT, "51.71.dlh", "51.71", "51", NATION}),
    (Role.STEWARD, NATION, {UNIT, "51.71.dlh", "51.71", "51", "34.71", NATION}),
    (Role.OBSERVER, NATION, {UNIT, "51.71.dlh", "51.71", "51", "34.71", NATION}),
]


@pytest.mark.parametrize("agency", [UNIT, "51.71.dlh", "51.71", "51", "34.71", NATION, "no-such"])
@pytest.mark.parametrize(("role", "own", "readable"), READERS)
def test_templates_are_read_of_the_agencies_in_scope_and_above_and_others_do_not_exist(
    api: Api, role: Role, own: str, readable: set[str], agency: str
) -> None:
    answer = api.get(f"/v1/templates?agency={agency}", api.key(role, own))

    assert answer.status == (200 if agency in readable else 404)
    if agency not in readable:
        assert answer.body["detail"] == f"there is no agency {agency}"


KEEPERS = [
    (Role.COORDINATOR, "51.71", {UNIT: 201, "51.71": 201, "51": 404, "34.71": 404, NATION: 404, "no-such": 404}),
    (Role.STEWARD, NATION, {UNIT: 201, "51.71": 201, "51": 201, "34.71": 201, NATION: 201, "no-such": 404}),
    (Role.OFFICER, UNIT, {UNIT: 403, "51.71": 403, "34.71": 403}),
    (Role.INSPECTOR, "51", {UNIT: 403, "34.71": 403}),
    (Role.OBSERVER, NATION, {UNIT: 403}),
]


@pytest.mark.parametrize(
    ("role", "own", "agency", "status"), [(role, own, agency, status) for role, own, table in KEEPERS for agency, status in table.items()]
)
def test_templates_are_changed_by_coordinators_in_their_tree_and_by_stewards(api: Api, role: Role, own: str, agency: str, status: int) -> None:
    who = api.key(role, own)

    assert api.call("PUT", "/v1/templates/terima", {**WHOLE, "agency": agency}, who).status == status
    assert api.call("DELETE", f"/v1/templates/terima?agency={agency}", headers=who).status == (200 if status == 201 else status)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/name", "/text"]),
        ({"name": "x", "text": "terlalu pendek", "categori": "jalan"}, ["/categori", "/name", "/text"]),
        ({**WHOLE, "text": "x" * 5001}, ["/text"]),
        ({**WHOLE, "name": "dua\nbaris"}, ["/name"]),
        ({**WHOLE, "category": "no-such"}, ["/category"]),
        ({**WHOLE, "agency": "a/b"}, ["/agency"]),
        ({"name": "x", "text": TEXT + "{nama}{kota}", "category": "no-such"}, ["/name", "/category", "/text", "/text"]),
        ([], [""]),
    ],
)
def test_every_wrong_field_of_a_template_is_named_at_once(api: Api, body: Any, pointers: list[str]) -> None:
    answer = api.call("PUT", "/v1/templates/terima", body, api.key(Role.COORDINATOR, "51.71"))

    assert (answer.status, [one["pointer"] for one in answer.body.get("errors", ())] or [""]) == (422, pointers)
    assert listed(api) == []


@pytest.mark.parametrize("id_", ["a%20b", "a:b", "x" * 61, "%C3%A9"])
def test_what_can_be_no_id_is_said(api: Api, id_: str) -> None:
    answer = put(api, id_)

    assert (answer.status, answer.problem) == (404, "not-found")
    assert "1 to 60 letters" in answer.body["detail"]


def test_a_template_that_is_not_there_cannot_be_taken_away(api: Api) -> None:
    put(api, "terima", "51")

    answer = api.call("DELETE", "/v1/templates/terima?agency=51.71", headers=api.key(Role.COORDINATOR, "51.71"))

    assert (answer.status, answer.body["detail"]) == (404, "agency 51.71 has no template terima")


def test_an_agency_with_fifty_templates_gets_no_other_until_one_goes(api: Api) -> None:
    for number in range(MOST):
        put(api, f"t{number}")

    refused = put(api, "more")

    assert (refused.status, refused.body["rule"]) == (409, "template.limit")
    assert put(api, "t7", name="Lain").status == 200
    api.call("DELETE", "/v1/templates/t7?agency=51.71", headers=api.key(Role.STEWARD, NATION))
    assert put(api, "more").status == 201


def test_what_is_kept_already_is_not_written_again(api: Api) -> None:
    put(api)
    put(api)

    assert api.deps.reference.templates("51.71").version == 1


def test_a_case_has_the_templates_of_its_agency_and_of_all_above_for_its_topic_and_those_above_it(api: Api) -> None:
    for id_, agency, category in [
        ("own", UNIT, "jalan.lampu"),
        ("city", "51.71", "jalan"),
        ("nation", NATION, ...),
        ("sibling", "51.71.dlh", ...),
        ("other-city", "34.71", ...),
        ("other-topic", UNIT, "pungli"),
    ]:
        put(api, id_, agency, category=category)
    code = forwarded(api)

    items = api.get(f"/v1/cases/{code}/templates", api.key(Role.OFFICER, UNIT)).body["items"]

    assert [(one["id"], one["agency"], one["category"]) for one in items] == [
        ("own", UNIT, "jalan.lampu"),
        ("city", "51.71", "jalan"),
        ("nation", NATION, None),
    ]


def test_templates_of_a_case_are_filled_in(api: Api) -> None:
    put(api)
    code = forwarded(api)

    assert texts_for(api, code) == {"terima": f"Laporan {code} kami tangani sampai 2026-12-01. Salam, Dinas PUPR Kota Denpasar"}


def test_where_no_clock_runs_the_due_date_stays_a_field(api: Api) -> None:
    put(api)
    filed = api.file()
    api.answered(filed.code)
    api.post(f"/v1/complaints/{filed.code}/confirm", {"rating": 4}, filed.secret)

    assert "sampai {due}." in texts_for(api, filed.code)["terima"]


def test_the_only_categories_of_a_case_are_its_own_and_the_one_above(api: Api) -> None:
    put(api, "below", category="jalan.lampu")
    put(api, "any", category=...)

    assert list(texts_for(api, forwarded(api, category="jalan"))) == ["any"]
    assert list(texts_for(api, forwarded(api))) == ["any", "below"]


def test_a_template_with_nothing_added_is_no_answer(api: Api) -> None:
    put(api)
    code = forwarded(api)
    filled = texts_for(api, code)["terima"]

    for text in (TEXT, filled, filled.upper(), f"{filled}!!", filled.replace(" ", "\n")):
        refused = respond(api, code, text)
        assert (refused.status, refused.body["rule"]) == (409, "respond.template")
    assert respond(api, code, f"{filled} Lampu di tiang 12 sudah diganti.").status == 200


@pytest.mark.parametrize(("agency", "category", "status"), [(NATION, ..., 409), (UNIT, "pungli", 409), ("51.71.dlh", ..., 200), ("34.71", ..., 200)])
def test_a_template_of_any_topic_of_the_agency_or_above_is_no_answer(api: Api, agency: str, category: Any, status: int) -> None:
    put(api, agency=agency, category=category)

    assert respond(api, forwarded(api), TEXT).status == status


def test_a_template_that_was_filled_in_before_the_clock_moved_on_is_no_answer_either(api: Api) -> None:
    put(api)
    code = forwarded(api)
    filled = texts_for(api, code)["terima"]
    api.act(code, "start", 2)
    assert texts_for(api, code)["terima"] != filled

    for text in (filled, texts_for(api, code)["terima"]):
        assert respond(api, code, text, 3).body["rule"] == "respond.template"


@pytest.mark.parametrize("action", [Action.HOLD, Action.EXTEND])
def test_a_template_that_was_filled_in_with_a_date_that_is_gone_is_no_answer_either(api: Api, action: Action) -> None:
    put(api)
    filed = api.file()
    api.act(filed.code, "verify", 1, {"agency": UNIT})
    api.act(filed.code, "start", 2)
    before = texts_for(api, filed.code)["terima"]
    api.act(filed.code, action, 3, BODIES[action])
    api.clock.now = later(days=2)
    then = texts_for(api, filed.code)["terima"]
    api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Di depan pasar."}, filed.secret)
    now = texts_for(api, filed.code)["terima"]

    assert len({before, then, now}) >= 2
    assert [respond(api, filed.code, text, 5).body.get("rule") for text in (before, then, now)] == ["respond.template"] * 3


def test_after_a_dispute_the_template_is_no_answer_either(api: Api) -> None:
    put(api)
    filed = api.file()
    api.answered(filed.code)
    api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON}, filed.secret)

    assert respond(api, filed.code, texts_for(api, filed.code)["terima"], 4).body["rule"] == "respond.template"


def test_a_template_that_is_gone_is_an_answer_again(api: Api) -> None:
    put(api)
    code = forwarded(api)
    api.call("DELETE", "/v1/templates/terima?agency=51.71", headers=api.key(Role.STEWARD, NATION))

    assert respond(api, code, TEXT).status == 200


def test_an_answer_that_was_lost_is_answered_again_though_it_has_become_a_template_of_another_agency(api: Api) -> None:
    code = forwarded(api)
    assert respond(api, code, TEXT).status == 200
    put(api, agency="34.71")

    assert respond(api, code, TEXT).status == 200


def test_what_the_status_does_not_allow_is_said_before_what_the_text_lacks(api: Api) -> None:
    put(api)
    filed = api.file()
    api.answered(filed.code)
    api.clock.now = later(days=1)

    assert respond(api, filed.code, TEXT, 3).body["rule"] == "respond.status"
    assert respond(api, filed.code, TEXT, 2).problem == "stale-version"
