"""A month's cases as a file, over HTTP; larger ones through the bucket."""

import csv
import io
import json
import urllib.request
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api import exports
from chalicelib.api.http import Request
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role, Visibility
from chalicelib.usecases.ports import Deps
from tests.api.conftest import Answer, Api
from tests.builders import (
    AGENCIES,
    COORDINATOR,
    OFFICER,
    OTHER_CITY,
    SIBLING,
    UNIT,
    a_first,
    a_key,
    a_receipt,
    a_text,
    confirmed,
    disputed,
    later,
    responded,
    started,
    verified,
    withdrawn,
)
from tests.fakes import MemoryCases, MemoryFiles

MONTH = "2026-12"
"""What is forwarded on the builders' day is due then."""
BALI = {"51", "51.71", "51.71.pupr", "51.71.dlh"}
EVERYWHERE = {one.id for one in AGENCIES}
SCOPES = [
    (Role.OFFICER, "51.71.pupr", {"51.71.pupr"}),
    (Role.OFFICER, "51.71", {"51.71"}),
    (Role.COORDINATOR, "51.71.pupr", {"51.71.pupr"}),
    (Role.COORDINATOR, "51.71", BALI - {"51"}),
    (Role.COORDINATOR, "51", BALI),
    (Role.COORDINATOR, "34.71", {"34.71"}),
    (Role.INSPECTOR, "51", BALI),
    (Role.STEWARD, "nation", EVERYWHERE),
    (Role.OBSERVER, "nation", EVERYWHERE),
]


def forwarded(deps: Deps, seed: int, to: Agency = UNIT, days: float = 0, **changes: Any) -> str:
    """The code of a case that an agency has."""
    first = a_first(seed, now=later(days=days), **changes)
    deps.cases.load([first, verified(first.complaint, later(days=days), to)], a_text())
    return first.complaint.code


def one_in_each(deps: Deps, **changes: Any) -> None:
    for seed, agency in enumerate(AGENCIES, 1):
        forwarded(deps, seed, agency, **changes)


def exported(api: Api, role: Role = Role.COORDINATOR, agency: str = "51.71", **query: str) -> Answer:
    asked = "&".join(f"{name}={value}" for name, value in ({"month": MONTH} | query).items())
    return api.get(f"/v1/exports?{asked}", api.key(role, agency))


def lines(answer: Answer) -> list[dict[str, Any]]:
    assert answer.status == 200, answer.body
    return [json.loads(line) for line in answer.body.splitlines()]


def asked_by(actor: Actor, **query: str) -> Request:
    return Request(key=a_key(actor.role, actor.agency, holder=actor.holder)[0], asked={"month": MONTH} | query)


def test_a_month_of_cases_is_a_file_to_save_that_nobody_else_keeps(api: Api) -> None:
    forwarded(api.deps, 1)

    answer = exported(api, format="csv")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases-51.71-2026-12.csv"'
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert answer.body == (
        "code,status,class,category,region,agency,coordinator,visibility,received_at,forwarded_at,followed_up_at,follow_up_due,resolve_due,"
        "responded_at,outcome,closed_at,rating,disputes,returns,extension,held_days,level,title\r\n"
        "1000-0000-000Z,forwarded,complaint,jalan.lampu,51.71,51.71.pupr,51.71,public,2026-11-24T04:00:00Z,2026-11-24T04:00:00Z,,2026-12-01,2026-12-14,"
        ",,,,0,0,,0,0,Lampu jalan mati\r\n"
    )


def test_json_lines_are_named_as_what_they_are(api: Api) -> None:
    answer = exported(api, Role.OFFICER, "51.71.pupr", format="jsonl", unit="51.71.pupr")

    assert answer.headers["Content-Type"] == "application/jsonl"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases-51.71.pupr-2026-12.jsonl"'


def test_an_export_read_back_from_csv_is_the_json_lines(api: Api) -> None:
    titles = ['Lampu "mati", lagi', "Baris\nkedua", "Hujan 🌧 é", "=1+1", "Biasa"]
    for seed, title in enumerate(titles, 1):
        forwarded(api.deps, seed, title=title)
    change = started(api.deps.cases.complaints([a_receipt(1).code])[0])
    api.deps.cases.append(change)
    for step in (responded, disputed, responded, confirmed):
        change = step(change.complaint)
        api.deps.cases.append(change)

    rows = lines(exported(api, format="jsonl", month="2026-12"))
    read = list(csv.DictReader(io.StringIO(exported(api, format="csv").body, newline="")))

    def cell(value: Any) -> str:
        return "'=1+1" if value == "=1+1" else "" if value is None else str(value)

    assert sorted(one["title"] for one in rows) == sorted(titles)
    assert [{name: cell(value) for name, value in one.items()} for one in rows] == read


def test_a_month_without_cases_is_a_file_without_rows(api: Api) -> None:
    assert exported(api, format="csv").body.count("\r\n") == 1
    assert (exported(api, format="jsonl").status, exported(api, format="jsonl").body) == (200, "")


@pytest.mark.parametrize(("role", "agency", "seen"), SCOPES)
def test_an_export_holds_the_cases_of_the_callers_scope_and_no_others(api: Api, role: Role, agency: str, seen: set[str]) -> None:
    one_in_each(api.deps)

    found = lines(exported(api, role, agency, format="jsonl"))

    assert {one["agency"] for one in found} == seen
    assert len(found) == len(seen)


@pytest.mark.parametrize(("role", "agency", "seen"), SCOPES)
def test_one_agency_is_exported_alone_if_it_is_in_scope_and_does_not_exist_if_not(api: Api, role: Role, agency: str, seen: set[str]) -> None:
    one_in_each(api.deps)

    for unit in (one.id for one in AGENCIES):
        answer = exported(api, role, agency, format="jsonl", unit=unit)
        if unit in seen:
            assert [one["agency"] for one in lines(answer)] == [unit]
        else:
            assert (answer.status, answer.problem) == (404, "not-found")


def test_an_agency_outside_the_scope_is_refused_as_one_that_does_not_exist(api: Api) -> None:
    outside, nowhere = (exported(api, unit=unit).body for unit in ("34.71", "99.99"))

    assert outside == {**nowhere, "detail": "there is no agency 34.71"}


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize(("role", "agency", "_"), SCOPES)
def test_only_observers_get_the_title_of_a_confidential_case_empty(api: Api, role: Role, agency: str, _: object, visibility: Visibility) -> None:
    one_in_each(api.deps, visibility=visibility, title="Rahasia")

    titles = {(one["visibility"], one["title"]) for one in lines(exported(api, role, agency, format="jsonl"))}

    hidden = role is Role.OBSERVER and visibility is Visibility.CONFIDENTIAL
    assert titles == {(visibility, "" if hidden else "Rahasia")}


def test_an_export_names_no_reporter_and_no_text(api: Api) -> None:
    api.answered(api.file().code)

    for form in ("csv", "jsonl"):
        body = exported(api, format=form).body
        assert "Lampu jalan mati" in body
        for private in ("Budi", "budi@example.org", "di depan rumah", "sudah kami ganti", "named"):
            assert private not in body


def test_only_cases_due_in_the_month_are_in_it_withdrawn_ones_too_and_unverified_ones_not(api: Api) -> None:
    due = forwarded(api.deps, 1)
    taken_back = forwarded(api.deps, 2)
    api.deps.cases.append(withdrawn(api.deps.cases.complaints([taken_back])[0]))
    forwarded(api.deps, 3, days=30)
    api.deps.cases.file(a_first(4), a_text(), None)

    found = {one["code"].replace("-", ""): one["status"] for one in lines(exported(api, format="jsonl"))}

    assert found == {due: "forwarded", taken_back: "withdrawn"}


def test_without_a_question_it_is_this_month_as_csv(api: Api) -> None:
    forwarded(api.deps, 1, days=-14)

    answer = api.get("/v1/exports", api.key(Role.OFFICER, "51.71.pupr"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases-51.71.pupr-2026-11.csv"'
    assert answer.body.count("\r\n") == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("month", ""),
        ("month", "2026-00"),
        ("month", "2026-1"),
        ("month", "2026-11-24"),
        ("format", ""),
        ("format", "CSV"),
        ("unit", "a" * 61),
        ("unit", "a/b"),
    ],
)
def test_a_wrong_field_is_named(api: Api, name: str, value: str) -> None:
    answer = exported(api, **{name: value})

    assert (answer.problem, [one["pointer"] for one in answer.body["errors"]]) == ("invalid-input", [f"?{name}"])


def test_more_cases_than_an_export_may_have_are_refused_with_the_way_out(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.usecases.export.MOST", 2)
    for seed, agency in enumerate((UNIT, UNIT, SIBLING), 1):
        forwarded(api.deps, seed, agency)

    refused = exported(api)

    assert (refused.status, refused.problem, refused.body["rule"]) == (409, "action-refused", "export.limit")
    assert "unit" in refused.body["detail"]
    assert len(lines(exported(api, format="jsonl", unit=UNIT.id))) == 2


def test_more_than_a_hundred_cases_are_read_whole_and_in_order(api: Api) -> None:
    codes = sorted(forwarded(api.deps, seed) for seed in range(1, 252))

    assert [one["code"].replace("-", "") for one in lines(exported(api, format="jsonl"))] == codes


class LateIndex(MemoryCases):
    """An index that has not heard yet of a forward: it has a case in two agencies' months, or in the one where it was."""

    def codes(self, agency: str, month: str) -> Any:
        return iter([a_receipt(1).code]) if agency in (UNIT.id, SIBLING.id) else iter([])


def test_a_case_that_has_left_the_scope_since_is_not_shown(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    forwarded(api.deps, 1, OTHER_CITY)
    monkeypatch.setattr(MemoryCases, "codes", LateIndex.codes)

    assert lines(exported(api, format="jsonl")) == []


def test_a_case_that_has_left_the_month_since_is_not_in_it(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    forwarded(api.deps, 1, days=30)
    monkeypatch.setattr(MemoryCases, "codes", LateIndex.codes)

    assert lines(exported(api, format="jsonl")) == []


def test_a_case_that_is_moving_stands_in_it_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    forwarded(api.deps, 1)
    monkeypatch.setattr(MemoryCases, "codes", LateIndex.codes)

    assert len(lines(exported(api, format="jsonl"))) == 1


def test_a_file_is_answered_up_to_the_limit_and_kept_in_the_bucket_beyond(deps: Deps) -> None:
    assert isinstance(deps.files, MemoryFiles)
    forwarded(deps, 1, title="Hujan é")
    whole = exports.cases(asked_by(COORDINATOR), deps)
    size = len(whole.body.encode())

    exact = exports.cases(asked_by(COORDINATOR), deps, small=size)
    larger = exports.cases(asked_by(COORDINATOR), deps, small=size - 1)

    ((key, kept),) = deps.files.objects.items()
    assert exact == whole
    assert key == f"exports/{1:032x}/cases-51.71-2026-12.csv"
    assert (kept.type, kept.size) == ("text/csv; charset=utf-8", size)
    assert larger.body == {
        "url": f"https://bucket.example/{key}?for=300&as=cases-51.71-2026-12.csv",
        "expires_at": "2026-11-24T04:05:00Z",
        "rows": 1,
        "bytes": size,
    }
    assert (larger.status, dict(larger.headers)) == (200, {"Cache-Control": "no-store"})


def test_a_file_that_the_gateway_cannot_carry_goes_to_the_bucket_too(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve bytes of JSON in ASCII for four of UTF-8: a small file can be too long an answer."""
    forwarded(deps, 1, title="🌧" * 120)
    size = len(exports.cases(asked_by(COORDINATOR), deps).body.encode())
    monkeypatch.setattr(exports, "CARRIED", size + 600)

    answer = exports.cases(asked_by(COORDINATOR), deps)

    assert (answer.body["rows"], answer.body["bytes"]) == (1, size)
    assert isinstance(deps.files, MemoryFiles)
    assert [kept.size for kept in deps.files.objects.values()] == [size]


@pytest.mark.parametrize(
    ("form", "type_", "agency", "first"),
    [("csv", "text/csv; charset=utf-8", UNIT, 770_000), ("jsonl", "application/jsonl", SIBLING, 780_000)],
)
def test_a_large_export_is_downloaded_by_its_link_under_its_name(engine_deps: Deps, form: str, type_: str, agency: Agency, first: int) -> None:
    """In a month of its own: tests share the tables."""
    for seed in range(first, first + 12):
        forwarded(engine_deps, seed, agency, days=500, title="Hujan 🌧, banjir")
    asked = asked_by(replace(OFFICER, agency=agency.id), month="2028-04", format=form)
    whole = exports.cases(asked, engine_deps)

    answer = exports.cases(asked, engine_deps, small=1000)

    with urllib.request.urlopen(answer.body["url"], timeout=10) as response:
        file = response.read()
        assert response.headers["Content-Disposition"] == f'attachment; filename="cases-{agency.id}-2028-04.{form}"'
        assert response.headers["Content-Type"] == type_
    assert (answer.body["rows"], answer.body["bytes"]) == (12, len(file))
    assert file.decode() == whole.body
