"""Looks at an installation from outside, as a browser does, and says what is wrong; with the name of its stack also at what only AWS knows."""

import argparse
import http.client
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from ops.administration_cli import Subparsers
from ops.commands import Refused, say

HEADERS = Path(__file__).parents[1] / "infra" / "site-headers.json"
SECONDS = 20
NOTHING = "/v1/complaints/7KQM2F9X4HDT"
"""A code that is well formed and that nobody has."""
SOMEBODY = {"Receipt-Secret": "none"}
STRANGER = "https://somewhere-else.example"
LOOPBACK = {"127.0.0.1", "localhost"}


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, or None where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


Ask: TypeAlias = Callable[[str, str, Mapping[str, str]], Answer]
"""Sends a method to an address with headers; follows nothing."""


@dataclass(frozen=True)
class Patient:
    """The installation: its address, how it is asked, what its stack says (nothing without credentials), the release that it should be."""

    site: str
    ask: Ask
    release: str | None = None
    outputs: Mapping[str, str] = field(default_factory=dict)
    ringing: tuple[str, ...] = ()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """A path of the site."""
        return self.ask("GET", self.site + path, headers or {})

    @property
    def on_this_machine(self) -> bool:
        """The local stack has no TLS, and no gateway that could be gone past."""
        return urlsplit(self.site).hostname in LOOPBACK


def ask(method: str, address: str, headers: Mapping[str, str]) -> Answer:
    """Over the network; TLS is checked as browsers do."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    secure = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context()) if parts.scheme == "https" else None
    connection = secure or http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=dict(headers))
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def _answers(patient: Patient) -> Iterator[str]:
    answer = patient.get("/health")
    if answer.status != http.client.OK or not isinstance(answer.json(), dict):
        yield f"GET /health gives {answer.status}; look at the log of the API's function, and whether CloudFront leads /health to the gateway"


def _pages(patient: Patient) -> Iterator[str]:
    for path, language in (("/", "id"), ("/en/", "en")):
        page = patient.get(path)
        if page.status != http.client.OK or f'<html lang="{language}"' not in page.body.decode(errors="replace"):
            yield f"GET {path} gives {page.status} and not the start page ({language}); was the site put up, does the front lead to its bucket?"
    missing = patient.get("/no-such-page.html")
    if missing.status != http.client.NOT_FOUND or "text/html" not in missing.headers.get("content-type", ""):
        yield f"a page that is not there gives {missing.status}, and should be 404 with a page; are the functions PageAddresses and PageStatus there?"


def _headers(patient: Patient) -> Iterator[str]:
    there = patient.get("/").headers
    for name, wanted in json.loads(HEADERS.read_text(encoding="utf-8")).items():
        if not _same(wanted, there.get(name.lower(), "")):
            yield f"{name} of pages is {there.get(name.lower(), 'missing')!r}, not {wanted!r} (infra/site-headers.json)"


def _same(wanted: str, there: str) -> bool:
    """Origins of the installation stand where `{…}` is wanted; a browser treats parts that are parted by `; ` one by one."""
    parts = [part.strip() for part in there.split(";")]
    return all(any(_fits(part.strip(), one) for one in parts) for part in wanted.split(";"))


def _fits(wanted: str, there: str) -> bool:
    fixed = [word for word in wanted.split() if not word.startswith("{")]
    return there.split()[: len(fixed)] == fixed if "{" in wanted else there == wanted


def _keeping(patient: Patient) -> Iterator[str]:
    page, private = patient.get("/"), patient.get(NOTHING, SOMEBODY)
    if page.headers.get("cache-control") != "no-cache":
        yield f"browsers may keep pages ({page.headers.get('cache-control')}): people will see old ones"
    if "no-store" not in private.headers.get("cache-control", ""):
        yield f"an answer for one person may be kept ({private.headers.get('cache-control')})"
    if any(patient.get(NOTHING, SOMEBODY).headers.get("x-cache", "").startswith("Hit") for _ in range(2)):
        yield "CloudFront keeps answers that are for one person: its behaviour for /v1/* is not the template's"


def _refusals(patient: Patient) -> Iterator[str]:
    asked = (("GET", NOTHING, 404), ("GET", "/v1/no-such-thing", 404), ("GET", "/v1/cases", 401))
    for method, path, status in asked:
        answer = patient.ask(method, patient.site + path, {})
        if answer.status != status or "application/problem+json" not in answer.headers.get("content-type", ""):
            told = answer.headers.get("content-type", "no type")
            yield f"{method} {path} gives {answer.status} as {told}, and should be {status} as application/problem+json"


def _strangers(patient: Patient) -> Iterator[str]:
    """Pages of other sites may read nothing here, and send nothing to the bucket."""
    told = patient.get("/health", {"Origin": STRANGER}).headers.get("access-control-allow-origin")
    if told in {"*", STRANGER}:
        yield f"pages of any site may read the API (Access-Control-Allow-Origin: {told})"
    if bucket := _bucket(patient):
        preflight = {"Access-Control-Request-Method": "POST"}
        ours = patient.ask("OPTIONS", f"{bucket}/", preflight | {"Origin": patient.site}).headers.get("access-control-allow-origin")
        theirs = patient.ask("OPTIONS", f"{bucket}/", preflight | {"Origin": STRANGER}).headers.get("access-control-allow-origin")
        if ours != patient.site:
            yield f"uploads from {patient.site} are refused by the bucket: the parameter SiteUrl is another address"
        if theirs in {"*", STRANGER}:
            yield "pages of any site may upload to the bucket"


def _bucket(patient: Patient) -> str | None:
    """Where pages may upload to, as their own policy says."""
    policy = patient.get("/").headers.get("content-security-policy", "")
    [connect] = [part.split() for part in policy.split(";") if part.strip().startswith("connect-src")] or [[]]
    return next((origin for origin in connect if origin.startswith("https://")), None)


def _tls(patient: Patient) -> Iterator[str]:
    if patient.on_this_machine:
        return
    if not patient.site.startswith("https://"):
        yield f"{patient.site} is not https"
        return
    plain = patient.ask("GET", patient.site.replace("https://", "http://", 1) + "/", {})
    if plain.status not in {301, 302, 307, 308} or not plain.headers.get("location", "").startswith("https://"):
        yield f"over plain http the site gives {plain.status} and does not lead to https"


def _release(patient: Patient) -> Iterator[str]:
    if patient.release and (there := (patient.get("/release.json").json() or {}).get("release")) != patient.release:
        yield f"the site is release {there}, the stack is {patient.release}: deploy again, or wait until CloudFront has forgotten the old one"


def _past_the_front(patient: Patient) -> Iterator[str]:
    if gateway := patient.outputs.get("EndpointURL"):
        answer = patient.ask("GET", f"{gateway.rstrip('/')}/health", {})
        if answer.status != http.client.FORBIDDEN:
            yield f"the gateway answers {answer.status} to who comes past CloudFront: anybody can be counted under any address"
        elif "application/problem+json" not in answer.headers.get("content-type", ""):
            yield "what the gateway refuses by itself is no problem+json: its GatewayResponses are not the template's"


def _alarms(patient: Patient) -> Iterator[str]:
    for name in patient.ringing:
        yield f"the alarm {name} rings; docs/operations.md says what to do"


CHECKS: tuple[tuple[str, Callable[[Patient], Iterator[str]]], ...] = (
    ("the API answers", _answers),
    ("TLS, and nothing without", _tls),
    ("pages are there in both languages", _pages),
    ("headers that protect", _headers),
    ("nothing private is kept", _keeping),
    ("refusals are problem+json", _refusals),
    ("other sites can do nothing", _strangers),
    ("site and stack are one release", _release),
    ("nobody comes past CloudFront", _past_the_front),
    ("no alarm rings", _alarms),
)

UNSEEN: Mapping[str, Callable[[Patient], bool]] = {
    "TLS, and nothing without": lambda patient: patient.on_this_machine,
    "site and stack are one release": lambda patient: not patient.release,
    "nobody comes past CloudFront": lambda patient: "EndpointURL" not in patient.outputs,
    "no alarm rings": lambda patient: not patient.outputs,
}
"""When a check has nothing to look at: that is told, and is not called well."""


def faults(patient: Patient) -> Iterator[tuple[str, list[str]]]:
    """Every check with what is wrong; what cannot be reached at all is told once a check."""
    for what, check in CHECKS:
        try:
            yield what, list(check(patient))
        except (OSError, http.client.HTTPException) as unreachable:
            yield what, [f"{patient.site} cannot be asked: {unreachable}"]


def smoke(site: str, release: str) -> list[str]:
    """What is wrong, in lines, for whoever has just deployed that release."""
    return [line for _, lines in faults(Patient(site, ask, release)) for line in lines]


def run(asked: argparse.Namespace) -> int:
    """Tells each check; 1 where something is wrong."""
    patient = _patient(asked)
    found = list(faults(patient))
    for what, lines in found:
        unseen = what in UNSEEN and UNSEEN[what](patient)
        say(f"{'WRONG' if lines else '--' if unseen else 'ok':6}{what}{' (not looked at)' if unseen else ''}")
        for line in lines:
            say(f"      {line}")
    return 1 if any(lines for _, lines in found) else 0


def _patient(asked: argparse.Namespace) -> Patient:
    if not asked.stack and not asked.site:
        raise Refused("doctor needs the address of a site, or --stack before it")
    if not asked.stack:
        return Patient(asked.site.rstrip("/"), ask, asked.release)
    import boto3  # noqa: PLC0415 - without a stack no AWS is needed

    described = boto3.client("cloudformation").describe_stacks(StackName=asked.stack)["Stacks"][0]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in described["Outputs"]}
    pages = boto3.client("cloudwatch").get_paginator("describe_alarms").paginate(StateValue="ALARM", AlarmNamePrefix=f"{asked.stack}-")
    ringing = tuple(alarm["AlarmName"] for page in pages for alarm in page["MetricAlarms"])
    return Patient((asked.site or outputs["SiteAddress"]).rstrip("/"), ask, asked.release or outputs.get("Release"), outputs, ringing)


def add(subparsers: Subparsers) -> None:
    """`doctor`, for the command line."""
    it = subparsers.add_parser(
        "doctor",
        help="look at an installation from outside and say what is wrong",
        description="With --stack also at its alarms, its release, and whether the gateway can be gone past.",
    )
    it.add_argument("site", nargs="?", metavar="URL", help="address of the site; with --stack what the stack says")
    it.add_argument("--release", help="the release that the site should be")
    it.set_defaults(run=run)
