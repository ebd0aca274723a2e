"""The doctor says ok of an installation that is well, and names each thing that is not."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest

from local.site import HEADERS
from ops import doctor
from ops.doctor import Answer, Patient

SITE = "https://lapor.example"
BUCKET = "https://bucket.s3.ap-southeast-3.amazonaws.com"
GATEWAY = "https://a1.execute-api.ap-southeast-3.amazonaws.com/api/"
PROBLEM = {"content-type": "application/problem+json", "cache-control": "no-store"}
PAGE_HEADERS = {name.lower(): value.replace("{uploads}", BUCKET).replace(" {tiles}", "") for name, value in json.loads(HEADERS.read_text()).items()}
PAGE = PAGE_HEADERS | {"content-type": "text/html; charset=utf-8", "cache-control": "no-cache"}

Key: TypeAlias = tuple[str, str]


def page(language: str, status: int = 200, **headers: str) -> Answer:
    return Answer(status, PAGE | headers, f'<html lang="{language}">'.encode())


def document(told: object, status: int = 200, headers: Mapping[str, str] = PROBLEM) -> Answer:
    return Answer(status, dict(headers), json.dumps(told).encode())


WELL: dict[Key, Answer] = {
    ("GET", f"{SITE}/health"): document({"status": "ok"}),
    ("GET", f"{SITE}/"): page("id"),
    ("GET", f"{SITE}/en/"): page("en"),
    ("GET", f"{SITE}/no-such-page.html"): page("id", 404),
    ("GET", f"{SITE}/release.json"): document({"release": "abc"}),
    ("GET", SITE + doctor.NOTHING): document({}, 404),
    ("GET", f"{SITE}/v1/no-such-thing"): document({}, 404),
    ("GET", f"{SITE}/v1/cases"): document({}, 401),
    ("GET", "http://lapor.example/"): Answer(301, {"location": f"{SITE}/"}, b""),
    ("GET", f"{GATEWAY}health"): document({}, 403),
}


def asker(changed: Mapping[Key, Answer]) -> doctor.Ask:
    """The installation, well but for what has changed."""
    answers = WELL | dict(changed)

    def ask(method: str, address: str, headers: Mapping[str, str]) -> Answer:
        if method == "OPTIONS" and (method, address) not in answers:
            allowed = {"access-control-allow-origin": SITE} if headers["Origin"] == SITE else {}
            return Answer(200 if allowed else 403, allowed, b"")
        return answers[method, address]

    return ask


def told(changed: Mapping[Key, Answer] | None = None, change: Callable[[Patient], Patient] = lambda patient: patient) -> dict[str, list[str]]:
    patient = Patient(SITE, asker(changed or {}), "abc", {"EndpointURL": GATEWAY})
    return {what: lines for what, lines in doctor.faults(change(patient)) if lines}


def test_an_installation_that_is_well_has_no_fault() -> None:
    assert told() == {}


ILL: list[tuple[str, dict[Key, Answer], str]] = [
    ("the API answers", {("GET", f"{SITE}/health"): document({}, 502)}, "502"),
    ("the API answers", {("GET", f"{SITE}/health"): page("id")}, "CloudFront leads /health"),
    ("pages are there in both languages", {("GET", f"{SITE}/en/"): page("id")}, "not the start page (en)"),
    ("pages are there in both languages", {("GET", f"{SITE}/no-such-page.html"): Answer(403, {"content-type": "application/xml"}, b"")}, "403"),
    ("headers that protect", {("GET", f"{SITE}/"): page("id", **{"x-frame-options": "SAMEORIGIN"})}, "X-Frame-Options"),
    ("headers that protect", {("GET", f"{SITE}/"): page("id", **{"content-security-policy": "default-src *"})}, "Content-Security-Policy"),
    ("nothing private is kept", {("GET", f"{SITE}/"): page("id", **{"cache-control": "max-age=600"})}, "old ones"),
    ("nothing private is kept", {("GET", SITE + doctor.NOTHING): document({}, 404, PROBLEM | {"cache-control": "max-age=60"})}, "may be kept"),
    (
        "nothing private is kept",
        {("GET", SITE + doctor.NOTHING): document({}, 404, PROBLEM | {"x-cache": "Hit from cloudfront"})},
        "not the template's",
    ),
    ("refusals are problem+json", {("GET", f"{SITE}/v1/no-such-thing"): document({}, 403, {"content-type": "application/json"})}, "should be 404"),
    ("refusals are problem+json", {("GET", f"{SITE}/v1/cases"): document({}, 200)}, "should be 401"),
    ("other sites can do nothing", {("GET", f"{SITE}/health"): document({}, 200, {"access-control-allow-origin": "*"})}, "may read the API"),
    ("other sites can do nothing", {("OPTIONS", f"{BUCKET}/"): Answer(200, {"access-control-allow-origin": "*"}, b"")}, "may upload"),
    ("other sites can do nothing", {("OPTIONS", f"{BUCKET}/"): Answer(403, {}, b"")}, "SiteUrl"),
    ("TLS, and nothing without", {("GET", "http://lapor.example/"): page("id")}, "does not lead to https"),
    ("site and stack are one release", {("GET", f"{SITE}/release.json"): document({"release": "older"})}, "older"),
    ("nobody comes past CloudFront", {("GET", f"{GATEWAY}health"): document({"status": "ok"})}, "comes past"),
    ("nobody comes past CloudFront", {("GET", f"{GATEWAY}health"): document({}, 403, {"content-type": "application/json"})}, "GatewayResponses"),
]


@pytest.mark.parametrize(("check", "changed", "part"), ILL, ids=[f"{check}: {part}" for check, _, part in ILL])
def test_each_fault_is_told_with_where_to_look(check: str, changed: dict[Key, Answer], part: str) -> None:
    assert any(part in line for line in told(changed)[check])


def test_plain_http_is_a_fault_but_on_this_machine() -> None:
    check = dict(doctor.CHECKS)["TLS, and nothing without"]
    assert list(check(Patient("http://lapor.example", asker({})))) == ["http://lapor.example is not https"]
    assert list(check(Patient("http://127.0.0.1:8000", asker({})))) == []


def test_an_alarm_that_rings_is_named() -> None:
    found = told(change=lambda patient: replace(patient, ringing=("tanggap-prod-TickFailsAlarm",)))
    assert ["TickFailsAlarm" in line for line in found["no alarm rings"]] == [True]


def test_what_cannot_be_reached_is_told_once_a_check() -> None:
    def nobody(_: str, address: str, __: Mapping[str, str]) -> Answer:
        raise OSError(f"no such host {urlsplit(address).hostname}")

    found = dict(doctor.faults(Patient(SITE, nobody)))
    assert found["the API answers"] == [f"{SITE} cannot be asked: no such host lapor.example"]


def test_the_smoke_test_after_a_deployment_is_the_same_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ask", asker({("GET", f"{SITE}/release.json"): document({"release": "older"})}))
    assert ["older" in line for line in doctor.smoke(SITE, "abc")] == [True]


def test_what_was_not_looked_at_is_not_called_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "ask", asker({}))
    assert doctor.run(argparse.Namespace(stack=None, site=SITE, release=None)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("--")] == [
        "--    site and stack are one release (not looked at)",
        "--    nobody comes past CloudFront (not looked at)",
        "--    no alarm rings (not looked at)",
    ]
    assert sum(line.startswith("ok ") for line in lines) == len(doctor.CHECKS) - 3
