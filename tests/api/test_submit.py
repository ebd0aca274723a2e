"""Filing a complaint over HTTP."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain import receipt
from chalicelib.domain.words import Class, Role
from tests.api.conftest import Api
from tests.builders import CATEGORIES, CITY, NOON, SIBLING, UNIT, a_body

KEY = {"Idempotency-Key": "0b6f1c1e-7a55-4b0a-9d0b-1f3f6a3c2d10"}


def test_a_complaint_is_answered_with_a_receipt_and_its_deadlines(api: Api) -> None:
    answer = api.post("/v1/complaints", a_body())

    assert answer.status == 201
    assert receipt.parse_code(answer.body["code"])
    assert receipt.parse_secret(answer.body["secret"])
    assert answer.body["received_at"] == "2026-11-24T04:00:00Z"
    assert answer.body["agency"] == {"id": "51.71", "name": "Kota Denpasar"}
    assert answer.body["deadlines"][0] == {
        "clock": "verify",
        "start": "2026-11-24",
        "working_days": 3,
        "due": "2026-11-27",
        "zone": "Asia/Makassar",
        "skipped": [],
        "extended": 0,
        "paused": 0,
        "estimated": False,
        "running": True,
    }
    assert [(one["clock"], one["estimated"]) for one in answer.body["deadlines"][1:]] == [("follow_up", True), ("resolve", True)]


def test_the_same_key_and_body_give_the_same_receipt(api: Api) -> None:
    first = api.post("/v1/complaints", a_body(), KEY)
    again = api.post("/v1/complaints", a_body(), KEY)

    assert (first.status, again.status) == (201, 200)
    assert again.body == first.body


def test_the_same_key_with_another_body_is_refused_and_files_nothing(api: Api) -> None:
    first = api.post("/v1/complaints", a_body(), KEY)

    other = api.post("/v1/complaints", a_body(title="Lampu lain mati"), KEY)

    assert other.problem == "idempotency-key-reused"
    assert other.status == 422
    assert api.get(f"/v1/complaints/{first.body['code']}").body["version"] == 1


def test_without_a_key_every_call_files_anew(api: Api) -> None:
    assert api.file().code != api.file().code


@pytest.mark.parametrize("key", ["short", "x" * 65, "has a blank in it", "tanda-baca-ini-salah!"])
def test_a_key_of_the_wrong_form_is_refused(api: Api, key: str) -> None:
    assert api.post("/v1/complaints", a_body(), {"Idempotency-Key": key}).problem == "idempotency-key-invalid"


@pytest.mark.parametrize("raw", [b"{", b"", b"\xff\xfe", b'{"type": "complaint",}', b"\x00", b"NaN"])
def test_what_is_not_json_is_refused(api: Api, raw: bytes) -> None:
    answer = api.call("POST", "/v1/complaints", headers={"Content-Type": "application/json"}, raw=raw)

    assert (answer.status, answer.problem) == (400, "not-json")


def test_a_body_of_a_megabyte_is_refused(api: Api) -> None:
    answer = api.post("/v1/complaints", a_body(body="x" * 1_000_000))

    assert (answer.status, answer.problem) == (413, "body-too-large")


def test_a_body_of_another_kind_is_refused(api: Api) -> None:
    answer = api.call("POST", "/v1/complaints", headers={"Content-Type": "text/plain"}, raw=b"{}")

    assert (answer.status, answer.problem) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"type": "rant"}, "/type", "not-an-option"),
        ({"type": 5}, "/type", "wrong-type"),
        ({"title": ...}, "/title", "missing"),
        ({"title": "Hai"}, "/title", "too-short"),
        ({"title": "     Hai     "}, "/title", "too-short"),
        ({"title": "x" * 121}, "/title", "too-long"),
        ({"title": "satu\ndua tiga"}, "/title", "wrong-form"),
        ({"title": "bel\x07 berbunyi"}, "/title", "control-characters"),
        ({"body": "pendek"}, "/body", "too-short"),
        ({"body": "x" * 5001}, "/body", "too-long"),
        ({"body": ["x" * 30]}, "/body", "wrong-type"),
        ({"body": "nol \x00 di tengah kalimat ini"}, "/body", "control-characters"),
        ({"category": "tidak.ada"}, "/category", "unknown"),
        ({"category": "../etc"}, "/category", "wrong-form"),
        ({"region": "99.99"}, "/region", "unknown"),
        ({"agency": "tidak-ada"}, "/agency", "unknown"),
        ({"visibility": "secret"}, "/visibility", "not-an-option"),
        ({"identity": "known"}, "/identity", "not-an-option"),
        ({"occurred_on": "2026-11-26"}, "/occurred_on", "in-the-future"),
        ({"occurred_on": "2025-11-23"}, "/occurred_on", "too-old"),
        ({"occurred_on": "24/11/2026"}, "/occurred_on", "wrong-form"),
        ({"location": {"lat": 91, "lon": 0}}, "/location/lat", "out-of-range"),
        ({"location": {"lat": "8", "lon": 0}}, "/location/lat", "wrong-type"),
        ({"location": {"lat": 8}}, "/location/lon", "missing"),
        ({"location": "di sini"}, "/location", "wrong-type"),
        ({"reporter": {"name": "B"}}, "/reporter/name", "too-short"),
        ({"reporter": {"name": "Budi", "email": "bukan surat"}}, "/reporter/email", "wrong-form"),
        ({"reporter": {"name": "Budi", "phone": "halo"}}, "/reporter/phone", "wrong-form"),
        ({"reporter": ...}, "/reporter", "missing"),
        ({"identity": "none"}, "/reporter", "must-be-absent"),
        ({"lang": "fr"}, "/lang", "not-an-option"),
        ({"colour": "red"}, "/colour", "unknown-field"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown-field"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(api: Api, changes: dict[str, Any], pointer: str, code: str) -> None:
    answer = api.post("/v1/complaints", a_body(**changes))

    assert (answer.status, answer.problem) == (422, "invalid-input")
    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [(pointer, code)]
    assert all(one["detail"] for one in answer.body["errors"])


def test_every_wrong_field_is_listed_at_once(api: Api) -> None:
    answer = api.post("/v1/complaints", a_body(title="x", category="tidak.ada", occurred_on="2030-01-01", reporter={"name": ""}, foo=1))

    pointers = {one["pointer"] for one in answer.body["errors"]}
    assert pointers == {"/title", "/category", "/occurred_on", "/reporter/name", "/foo"}


@pytest.mark.parametrize("body", [[], "text", 5, None, True])
def test_a_body_that_is_no_object_is_refused(api: Api, body: Any) -> None:
    answer = api.call("POST", "/v1/complaints", headers={"Content-Type": "application/json"}, raw=json.dumps(body).encode())

    assert answer.problem == "invalid-input"


@pytest.mark.parametrize("day", ["2026-11-25", "2026-11-24", "2025-11-24"])
def test_tomorrow_counts_as_today_somewhere_and_a_year_is_not_too_old(api: Api, day: str) -> None:
    assert api.post("/v1/complaints", a_body(occurred_on=day)).status == 201


def test_without_an_agency_the_nation_decides(api: Api) -> None:
    answer = api.post("/v1/complaints", a_body(agency=...))

    assert answer.body["agency"]["id"] == "nation"


def test_without_an_agency_the_category_decides_by_region(api: Api) -> None:
    roads, lights, _ = CATEGORIES
    api.deps.reference.put([replace(roads, agencies={"51.71": "51.71"}), replace(lights, agencies={"34": "34.71"})])

    assert api.post("/v1/complaints", a_body(agency=...)).body["agency"]["id"] == "51.71"
    assert api.post("/v1/complaints", a_body(agency=..., region="51")).body["agency"]["id"] == "nation"


def test_what_names_a_closed_agency_goes_to_the_living_one_that_has_its_business(api: Api) -> None:
    closed = [replace(SIBLING, closed_at=NOON, successor=UNIT.id), replace(UNIT, closed_at=NOON, successor=CITY.id)]
    api.deps.reference.put([*closed, replace(CATEGORIES[1], agencies={"": SIBLING.id})])

    assert api.post("/v1/complaints", a_body(agency=SIBLING.id)).body["agency"]["id"] == CITY.id
    assert api.post("/v1/complaints", a_body(agency=...)).body["agency"]["id"] == CITY.id


def test_a_closed_category_takes_no_more_complaints(api: Api) -> None:
    api.deps.reference.put([replace(CATEGORIES[1], closed=True)])

    (error,) = api.post("/v1/complaints", a_body()).body["errors"]
    assert (error["pointer"], error["code"]) == ("/category", "closed")


def test_an_optional_field_may_be_null(api: Api) -> None:
    optional = dict.fromkeys(("place", "location", "occurred_on", "agency"))

    assert api.post("/v1/complaints", a_body(**optional)).status == 201


def test_a_complaint_in_a_supervised_category_gets_the_long_deadline(api: Api) -> None:
    filed = api.file(category="pungli")

    body = api.get(f"/v1/complaints/{filed.code}").body

    assert (body["class"], body["type"]) == (Class.SUPERVISED, Class.COMPLAINT)
    assert body["deadlines"][2]["working_days"] == 60


def test_an_aspiration_in_a_supervised_category_stays_one(api: Api) -> None:
    filed = api.file(category="pungli", type="aspiration")

    assert api.get(f"/v1/complaints/{filed.code}").body["class"] == "aspiration"


def test_text_is_kept_in_one_normal_form_without_the_blanks_around(api: Api) -> None:
    filed = api.file(body="  Jalan kafe\u0301 berlubang di depan rumah.\r\nSudah lama.  ")

    body = api.get(f"/v1/complaints/{filed.code}", filed.secret).body["body"]

    assert body == "Jalan kaf\u00e9 berlubang di depan rumah.\nSudah lama."


def test_the_secret_is_nowhere_but_in_the_receipt(api: Api) -> None:
    filed = api.file()
    secret = filed.secret["Receipt-Secret"]

    seen = [api.get(f"/v1/complaints/{filed.code}").body, api.get(f"/v1/complaints/{filed.code}", filed.secret).body]

    assert secret not in str(seen)
    assert secret.replace("-", "") not in str(vars(api.deps.cases))


def test_nothing_of_an_anonymous_reporter_is_kept(api: Api) -> None:
    filed = api.file(identity="none", reporter=...)

    assert api.deps.cases.reporter(receipt.parse_code(filed.code)) is None


def test_a_sealed_reporter_is_shown_to_nobody(api: Api) -> None:
    filed = api.file(identity="sealed")
    views = [
        api.get(f"/v1/complaints/{filed.code}").body,
        api.get(f"/v1/complaints/{filed.code}", filed.secret).body,
        api.get(f"/v1/cases/{filed.code}", api.key(Role.COORDINATOR, "51.71")).body,
    ]

    assert "Budi" not in str(views)


@pytest.mark.parametrize("email", ["ü@example.org", "budi@example..org", ".budi@example.org", "budi@exam,ple.org", "<budi@example.org>"])
def test_an_address_that_no_mail_reaches_is_refused_while_it_can_be_corrected(api: Api, email: str) -> None:
    answer = api.post("/v1/complaints", a_body(reporter={"name": "Budi", "email": email}))

    assert [error["pointer"] for error in answer.body["errors"]] == ["/reporter/email"]


@pytest.mark.parametrize("depth", [100, 1_000, 5_000, 60_000])
@pytest.mark.parametrize("around", ["%s", '{"title": %s}', '{"reporter": {"name": %s}}'])
def test_deep_json_gets_a_problem_and_breaks_nothing(api: Api, around: str, depth: int) -> None:
    """How deep the decoder goes is the interpreter's business: beyond that it is no JSON to us, before it the fields are wrong."""
    answer = api.call("POST", "/v1/complaints", raw=(around % ("[" * depth + "]" * depth)).encode())

    assert (answer.status, answer.problem) in ((400, "not-json"), (422, "invalid-input"))


def test_a_position_next_to_zero_is_zero(api: Api) -> None:
    filed = api.file(location={"lat": -1e-200, "lon": -0.0})

    location = api.deps.cases.case(filed.code.replace("-", "")).text.location  # type: ignore[union-attr]
    assert str(location) == "Location(lat=0.0, lon=0.0)"
