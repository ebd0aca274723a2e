"""Stewards' administration over HTTP: what holds for every change, and agencies."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Role
from tests.api.conftest import Api
from tests.api.stewards import NEW, TOPIC, ask, pointers
from tests.builders import CITY, NOON, OTHER_CITY, SIBLING, UNIT, a_body, later

CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/v1/agencies", NEW),
    ("PATCH", "/v1/agencies/51.71.dlh", {"name": "Dinas LH"}),
    ("POST", "/v1/agencies/51.71.dlh/move", {"parent": "51"}),
    ("POST", "/v1/agencies/51.71.dlh/close", {"successor": "51.71.pupr"}),
    ("POST", "/v1/categories", TOPIC),
    ("PATCH", "/v1/categories/jalan", {"name": "Jalan raya"}),
    ("POST", "/v1/policies", {"verify_days": 2}),
    ("POST", "/v1/calendars", {"id": "id-6", "base": "id", "weekend": [6]}),
    ("POST", "/v1/calendars/id/days", {"add": {"2026-12-31": "Malam Tahun Baru"}}),
]
EVERY_CALL = pytest.mark.parametrize(("method", "path", "body"), CALLS, ids=[f"{method} {path}" for method, path, _ in CALLS])


@EVERY_CALL
@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, Role.INSPECTOR, Role.OBSERVER])
def test_administration_is_for_stewards(api: Api, method: str, path: str, body: Any, role: Role) -> None:
    answer = ask(api, method, path, body, role)

    assert (answer.status, answer.problem) == (403, "forbidden")


@EVERY_CALL
def test_a_dry_run_answers_what_would_change_and_keeps_nothing(api: Api, method: str, path: str, body: Any) -> None:
    before = dict(api.deps.reference.data)  # type: ignore[attr-defined]

    dry = ask(api, method, f"{path}?dry_run=true", body)
    kept = dict(api.deps.reference.data)  # type: ignore[attr-defined]
    real = ask(api, method, path, body)

    assert kept == before
    assert dry.status == 200
    assert dry.body["changed"]
    assert dry.body == real.body | {"dry_run": True}


@EVERY_CALL
def test_the_same_again_changes_nothing_more(api: Api, method: str, path: str, body: Any) -> None:
    first, again = ask(api, method, path, body), ask(api, method, path, body)

    assert first.status == (200 if method == "PATCH" or path.endswith(("move", "close")) else 201)
    assert (again.status, again.body["changed"]) == (200, [])
    assert {**again.body, "changed": first.body["changed"], "moved": first.body.get("moved")} == {**first.body, "moved": first.body.get("moved")}


@EVERY_CALL
def test_every_change_leaves_one_line_in_the_log_without_what_was_written(
    api: Api, method: str, path: str, body: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(api, method, f"{path}?dry_run=true", body)
    ask(api, method, path, body)
    ask(api, method, path, body)

    (line,) = [line for line in capsys.readouterr().out.splitlines() if "administered" in line]
    assert "Dinas" not in line
    assert '"kind": ' in line


@EVERY_CALL
@pytest.mark.parametrize("flag", ["2", "Treu", "", "yes"])
def test_a_mistyped_dry_run_is_not_a_real_one(api: Api, method: str, path: str, body: Any, flag: str) -> None:
    before = dict(api.deps.reference.data)  # type: ignore[attr-defined]

    assert pointers(ask(api, method, f"{path}?dry_run={flag}", body)) == ["?dry_run wrong-type"]
    assert api.deps.reference.data == before  # type: ignore[attr-defined]


@pytest.mark.parametrize(("method", "path", "body"), [call for call in CALLS if call[1].count("/") > 2])
@pytest.mark.parametrize("id_", ["nowhere", "x" * 1100, "a%23b", "id@0001", "current"])
def test_what_does_not_exist_is_not_found(api: Api, method: str, path: str, body: Any, id_: str) -> None:
    _, version, kind, _, *action = path.split("/")

    assert ask(api, method, "/".join(["", version, kind, id_, *action]), body).status == 404


def test_a_new_agency_takes_zone_calendar_and_region_from_the_one_above(api: Api) -> None:
    answer = ask(api, "POST", "/v1/agencies", NEW)

    assert answer.status == 201
    assert answer.body["agency"] == {
        "id": "51.71.dishub",
        "name": "Dinas Perhubungan",
        "kind": "unit",
        "parent": "51.71",
        "path": "nation/51/51.71/51.71.dishub",
        "zone": "Asia/Makassar",
        "calendar": "id",
        "region": "51.71",
        "contacts": {},
        "closed_at": None,
        "successor": None,
    }
    assert "51.71.dishub" in [one["id"] for one in api.get("/v1/agencies?parent=51.71").body["items"]]


def test_a_new_agency_may_have_its_own(api: Api) -> None:
    own = {"zone": "Asia/Jakarta", "region": "", "contacts": {"officer": "dishub@example.org", "coordinator": "", "inspector": None}}

    agency = ask(api, "POST", "/v1/agencies", NEW | own).body["agency"]

    assert (agency["zone"], agency["region"], agency["contacts"]) == ("Asia/Jakarta", None, {"officer": "dishub@example.org"})


def test_another_agency_under_a_known_id_is_refused(api: Api) -> None:
    answer = ask(api, "POST", "/v1/agencies", NEW | {"id": "51.71.pupr"})

    assert (answer.status, answer.body["rule"]) == (409, "agency.exists")


def test_no_agency_is_added_below_a_closed_one(api: Api) -> None:
    api.deps.reference.put([replace(CITY, closed_at=NOON, successor="51")])

    assert ask(api, "POST", "/v1/agencies", NEW).body["rule"] == "agency.closed-parent"


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"id": "Dinas", "name": "x", "kind": "nation"}, ["/id wrong-form", "/name too-short", "/kind not-an-option"]),
        ({"id": "a"}, ["/id too-short"]),
        ({"id": "a" * 61}, ["/id too-long"]),
        *(({"id": id_}, ["/id wrong-form"]) for id_ in ("a/b", "a#b", ".a", "-a", "a b", "é1", "a_b")),
        ({"parent": "99", "calendar": "mars", "region": "00"}, ["/parent unknown", "/calendar unknown", "/region unknown"]),
        *(({"zone": zone}, ["/zone unknown"]) for zone in ("Asia/Nowhere", "Asia", "../etc/passwd", "/etc/passwd", "Asia\\x")),
        ({"contacts": {"officer": "no address", "boss": "b@example.org"}}, ["/contacts/boss unknown-field", "/contacts/officer wrong-form"]),
        ({"contacts": []}, ["/contacts wrong-type"]),
        ({"colour": "red", "zone": "Asia/Nowhere", "name": 5}, ["/colour unknown-field", "/name wrong-type", "/zone unknown"]),
    ],
)
def test_everything_wrong_with_a_new_agency_is_named_at_once(api: Api, wrong: dict[str, Any], expected: list[str]) -> None:
    assert pointers(ask(api, "POST", "/v1/agencies", NEW | wrong)) == expected


def test_an_empty_body_names_what_is_missing(api: Api) -> None:
    assert pointers(ask(api, "POST", "/v1/agencies", {})) == ["/id missing", "/name missing", "/kind missing", "/parent missing"]


def test_only_what_is_given_of_an_agency_changes(api: Api) -> None:
    answer = ask(api, "PATCH", "/v1/agencies/51.71.pupr", {"name": "PUPR", "zone": None, "contacts": {"coordinator": "kepala@example.org"}})

    assert answer.body["changed"] == ["name", "contacts"]
    assert api.deps.reference.get(Agency, "51.71.pupr") == replace(
        UNIT, name="PUPR", contacts={"officer": "pupr@example.org", "coordinator": "kepala@example.org"}
    )


def test_an_empty_address_removes_a_contact(api: Api) -> None:
    assert ask(api, "PATCH", "/v1/agencies/51.71.pupr", {"contacts": {"officer": ""}}).body["agency"]["contacts"] == {}


def test_a_change_of_where_an_agency_stands_is_no_change_of_a_field(api: Api) -> None:
    assert pointers(ask(api, "PATCH", "/v1/agencies/51.71.pupr", {"parent": "51"})) == ["/parent unknown-field"]


def test_an_agency_moves_with_all_below_it(api: Api) -> None:
    answer = ask(api, "POST", "/v1/agencies/51.71/move", {"parent": "34.71"})

    assert (answer.body["agency"]["path"], answer.body["moved"], answer.body["left"]) == ("nation/34.71/51.71", 2, 0)
    assert [api.deps.reference.get(Agency, id_).path for id_ in ("51.71.pupr", "51.71.dlh")] == [  # type: ignore[union-attr]
        "nation/34.71/51.71/51.71.pupr",
        "nation/34.71/51.71/51.71.dlh",
    ]


def test_the_scope_of_a_coordinator_moves_with_the_agency(api: Api) -> None:
    filed = api.file()
    ask(api, "POST", "/v1/agencies/51.71/move", {"parent": "34.71"})

    assert api.get(f"/v1/cases/{filed.code}", api.key(Role.COORDINATOR, "34.71")).status == 200
    assert api.get(f"/v1/cases/{filed.code}", api.key(Role.COORDINATOR, "51")).status == 404


@pytest.mark.parametrize(
    ("agency", "parent", "rule"),
    [("nation", "51", "move.root"), ("51", "51.71", "move.below-itself"), ("51", "51", "move.below-itself"), ("51.71", "34.71", "move.closed")],
)
def test_a_move_that_would_break_the_tree_is_refused_also_on_a_dry_run(api: Api, agency: str, parent: str, rule: str) -> None:
    if rule == "move.closed":
        api.deps.reference.put([replace(OTHER_CITY, closed_at=NOON, successor="51")])

    for flag in ("false", "true"):
        answer = ask(api, "POST", f"/v1/agencies/{agency}/move?dry_run={flag}", {"parent": parent})
        assert (answer.status, answer.body["rule"]) == (409, rule)


def test_a_closed_agencys_open_cases_go_on_with_its_successor(api: Api) -> None:
    filed = [api.file() for _ in range(3)]
    for one in filed:
        api.act(one.code, "verify", 1, {"agency": "51.71.dlh"})
    dry = ask(api, "POST", "/v1/agencies/51.71.dlh/close?dry_run=true", {"successor": "51.71.pupr"})

    answer = ask(api, "POST", "/v1/agencies/51.71.dlh/close", {"successor": "51.71.pupr"})

    assert (dry.body["moved"], dry.body["left"]) == (0, 3)
    assert (answer.body["moved"], answer.body["left"]) == (3, 0)
    assert (answer.body["agency"]["closed_at"], answer.body["agency"]["successor"]) == ("2026-11-24T04:00:00Z", "51.71.pupr")
    for one in filed:
        view = api.get(f"/v1/complaints/{one.code}").body
        assert (view["agency"]["id"], view["timeline"][-1]["action"]) == ("51.71.pupr", Action.TRANSFER)


def test_closing_again_goes_on_with_what_is_left(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        api.act(api.file().code, "verify", 1, {"agency": "51.71.dlh"})
    append = type(api.deps.cases).append

    def slow(self: Any, *args: Any, **more: Any) -> None:
        api.clock.now = later(hours=(api.clock.now - NOON).total_seconds() / 3600 + 15 / 3600)
        append(self, *args, **more)

    monkeypatch.setattr(type(api.deps.cases), "append", slow)
    first, second = (ask(api, "POST", "/v1/agencies/51.71.dlh/close", {"successor": "51.71.pupr"}).body for _ in range(2))

    assert [(body["moved"], body["left"]) for body in (first, second)] == [(2, 1), (1, 0)]


@pytest.mark.parametrize(
    ("agency", "successor", "rule"),
    [
        ("nation", "51", "close.root"),
        ("51.71", "51", "close.below"),
        ("51.71.dlh", "51.71.dlh", "close.below-itself"),
        ("51.71.dlh", "34.71", "close.closed-successor"),
    ],
)
def test_a_closing_that_would_leave_somebody_without_an_agency_is_refused(api: Api, agency: str, successor: str, rule: str) -> None:
    api.deps.reference.put([replace(OTHER_CITY, closed_at=NOON, successor="51")])

    answer = ask(api, "POST", f"/v1/agencies/{agency}/close", {"successor": successor})

    assert (answer.status, answer.body["rule"]) == (409, rule)


def test_an_agency_closes_once_those_below_it_are_closed(api: Api) -> None:
    for id_ in ("51.71.dlh", "51.71.pupr"):
        assert ask(api, "POST", f"/v1/agencies/{id_}/close", {"successor": "51.71"}).status == 200

    assert ask(api, "POST", "/v1/agencies/51.71/close", {"successor": "51"}).status == 200
    assert api.post("/v1/complaints", a_body(agency="51.71.dlh")).body["agency"]["id"] == "51"


def test_a_closed_agency_does_not_get_another_successor(api: Api) -> None:
    ask(api, "POST", "/v1/agencies/51.71.dlh/close", {"successor": "51.71.pupr"})

    assert ask(api, "POST", "/v1/agencies/51.71.dlh/close", {"successor": "51"}).body["rule"] == "close.closed"


def test_what_is_left_goes_to_whoever_has_the_business_by_then(api: Api) -> None:
    ask(api, "POST", "/v1/agencies/51.71.dlh/close", {"successor": "51.71.pupr"})
    ask(api, "POST", "/v1/agencies/51.71.pupr/close", {"successor": "51.71"})
    api.deps.reference.put([SIBLING])  # another process still remembers it as open
    code = api.file(agency="51.71.dlh").code
    api.deps.reference.put([replace(SIBLING, closed_at=NOON, successor="51.71.pupr")])

    assert ask(api, "POST", "/v1/agencies/51.71.dlh/close", {"successor": "51.71.pupr"}).body["moved"] == 1
    assert api.get(f"/v1/complaints/{code}").body["agency"]["id"] == "51.71"


@pytest.mark.parametrize("action", ["move", "close"])
def test_an_unknown_agency_to_move_below_or_to_succeed_is_named(api: Api, action: str) -> None:
    field = "parent" if action == "move" else "successor"

    assert pointers(ask(api, "POST", f"/v1/agencies/51.71.dlh/{action}", {field: "99"})) == [f"/{field} unknown"]
    assert pointers(ask(api, "POST", f"/v1/agencies/51.71.dlh/{action}", {})) == [f"/{field} missing"]
