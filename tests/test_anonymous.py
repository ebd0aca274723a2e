"""Of an anonymous reporter nothing is kept anywhere: a complaint is filed with a marker in every field and header, lives its whole life, and everything is searched."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import boto3
import pytest

from app import app, inspect_upload, react
from chalicelib import settings, wiring
from chalicelib.domain.words import Role
from chalicelib.store.limits import Limits
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.sweep import catch_up
from local import mail, pollers
from tests import uploads
from tests.builders import ANSWER, a_body, a_key, later
from tests.engines import stream_records
from tests.fakes import Clock, keep
from tests.local.uploading import JPEG, upload

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

ADDRESS = "203.0.113.77"
WRITTEN = {
    "title": "Judul-zqxv01",
    "body": "Isi-zqxv02 yang cukup panjang.",
    "place": "Tempat-zqxv03",
    "reply": "Pesan-zqxv04",
    "dispute": "Sanggahan-zqxv05 tentang isi.",
}
"""What the reporter wants to say: kept with the case, and nowhere else."""
TYPED = {"name": "Nama-zqxv11", "email": "surel-zqxv12@example.org", "phone": "+62 811 7311 13"}
"""What somebody types about themselves and then files anonymously after all."""
HEADERS = {
    "User-Agent": "Peramban-zqxv21",
    "Cookie": "sesi=Kuki-zqxv22",
    "X-Forwarded-For": f"198.51.100.23, {ADDRESS}",
    "X-Real-IP": "198.51.100.24",
    "Forwarded": "for=198.51.100.25;by=Perantara-zqxv23",
    "CF-Connecting-IP": "198.51.100.26",
    "True-Client-IP": "2001:db8::7f3a:24",
    "X-Client-Device": "Perangkat-zqxv25",
    "Referer": "https://asal-zqxv26.example/",
    "Origin": "https://asal-zqxv27.example",
    "Accept-Language": "id-zqxv28",
    "From": "surel-zqxv29@example.org",
    "X-Amzn-Trace-Id": "Root=1-zqxv2a",
    "X-Request-Id": "Permintaan-zqxv2b",
    "Sec-CH-UA": "Peramban-zqxv2c",
    "Via": "1.1 perantara-zqxv2d",
}
CONTEXT = {
    "sourceIp": ADDRESS,
    "userAgent": HEADERS["User-Agent"],
    "caller": "Pemanggil-zqxv31",
    "cognitoIdentityId": "Identitas-zqxv32",
    "user": "Pengguna-zqxv33",
}
KEY = "kunci-penanda-zqxv41"
SECRETIVE = [
    ADDRESS,
    "198.51.100.23",
    "198.51.100.24",
    "198.51.100.25",
    "198.51.100.26",
    "7f3a:24",
    "7311 13",
    KEY,
    *(f"zqxv{number}" for number in ("11", "12", "21", "22", "23", "25", "26", "27", "28", "29", "2a", "2b", "2c", "2d", "31", "32", "33", "42")),
]


def traces(marker: str) -> list[str]:
    """A marker as it may be found: as it is, encoded, or as a hash that anybody can make."""
    plain = marker.encode()
    return [marker, base64.b64encode(plain).decode(), *(hashlib.new(kind, plain).hexdigest() for kind in ("md5", "sha1", "sha256"))]


class Context:
    """What Lambda hands to a function beside the event."""

    function_name = "tanggap"
    memory_limit_in_mb = 512
    log_group_name = log_stream_name = aws_request_id = "-"
    invoked_function_arn = "arn:aws:lambda:local:000000000000:function:tanggap"

    def get_remaining_time_in_millis(self) -> int:
        return 100_000


@pytest.fixture
def deps(engine_deps: Deps, monkeypatch: pytest.MonkeyPatch) -> Deps:
    """Over the engine, with counts that are kept."""
    chosen = replace(engine_deps, limits=Limits(engine_deps.cases.tables), random_bytes=lambda count: hashlib.shake_256(b"anonymous").digest(count))  # type: ignore[attr-defined]
    monkeypatch.setattr(wiring, "deps", lambda: chosen)
    return chosen


Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(deps: Deps) -> Call:
    """A request as API Gateway hands it over, with a marker wherever something can stand."""

    def send(
        method: str, resource: str, body: Any = None, query: dict[str, list[str]] | None = None, code: str = "", **headers: str
    ) -> tuple[int, Any]:
        sent = {**HEADERS, "Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        event = {
            "requestContext": {
                "httpMethod": method,
                "resourcePath": resource,
                "identity": CONTEXT,
                "path": resource,
                "requestId": "Permintaan-zqxv2b",
            },
            "multiValueQueryStringParameters": query,
            "headers": sent,
            "multiValueHeaders": {name: [value] for name, value in sent.items()},
            "pathParameters": {"code": code} if code else None,
            "stageVariables": None,
            "body": None if body is None else json.dumps(body),
            "isBase64Encoded": False,
        }
        answer = app(event, Context())
        return answer["statusCode"], json.loads(answer["body"])

    return send


def lived(call: Call, deps: Deps) -> tuple[str, str]:
    """Code and secret of an anonymous complaint after all that can happen to one, with every slip of the hand on the way."""
    body = a_body(identity="none", reporter=..., **{name: WRITTEN[name] for name in ("title", "body", "place")})
    assert call("POST", "/v1/complaints", {**body, "reporter": TYPED})[0] == 422
    assert call("POST", "/v1/complaints", {**body, **TYPED})[0] == 422
    assert call("POST", "/v1/complaints", body, {"email": [TYPED["email"]]})[0] == 422
    assert call("POST", "/v1/complaints", body, Idempotency_Key=TYPED["email"])[0] == 400
    status, receipt = call("POST", "/v1/complaints", body, Idempotency_Key=KEY)
    assert status == 201
    code, own = receipt["code"], {"Receipt_Secret": receipt["secret"]}
    assert call("GET", "/v1/complaints/{code}", code=code, Receipt_Secret=TYPED["name"])[0] == 403
    assert call("GET", "/v1/complaints/{code}", code=TYPED["name"], **own)[0] == 404
    assert call("POST", "/v1/complaints/{code}/replies", {"text": WRITTEN["reply"]}, code=code, **own)[0] == 200
    status, announced = call(
        "POST", "/v1/complaints/{code}/attachments", {"name": "Berkas-zqxv42.jpg", "type": "image/jpeg", "size": len(JPEG)}, code=code, **own
    )
    assert (status, upload(announced["upload"], JPEG).status) == (201, 204)
    for version, (role, agency, action, sent) in enumerate(
        [
            (Role.COORDINATOR, "51.71", "verify", {"agency": "51.71.pupr"}),
            (Role.OFFICER, "51.71.pupr", "respond", {"outcome": "resolved", "text": ANSWER}),
        ],
        start=2,
    ):
        key, text = a_key(role, agency, seed=200 + version)
        keep(key, deps)
        path = f"/v1/cases/{{code}}/{action}"
        assert call("POST", path, sent, code=code, Authorization=f"Bearer {text}", If_Match=f'"{version}"')[0] == 200
    assert call("POST", "/v1/complaints/{code}/dispute", {"reason": WRITTEN["dispute"]}, code=code, **own)[0] == 200
    assert call("GET", "/v1/complaints/{code}/data", code=code, **own)[0] == 200
    assert call("POST", "/v1/complaints/{code}/erase", {}, code=code, **own)[0] == 409
    return str(code).replace("-", ""), receipt["secret"]


def everything_follows(code: str, deps: Deps, names: settings.Settings) -> None:
    """The stream's records reach their function, the uploads theirs, and what is due by itself happens."""
    records = [one for one in stream_records(names.cases_table) if one["dynamodb"]["Keys"]["pk"]["S"] == f"C#{code}" and pollers.is_event(one)]
    assert len(records) == 5
    assert pollers.handle(lambda event, _: react(event, Context()), records) == 5
    uploads = [one.key for one in deps.cases.case(code).attachments]  # type: ignore[union-attr]
    notified = {"Records": [{"s3": {"object": {"key": key}}} for key in uploads]}
    inspect_upload({"Records": [{"messageId": "1", "body": json.dumps(notified)}]}, Context())
    assert isinstance(deps.now, Clock)
    deps.now.now = later(days=30)
    assert catch_up(deps.cases.complaints([code])[0], deps) > 0


def items(table: str) -> list[Any]:
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return [item for page in pages for item in page["Items"]]


def emptied(bucket: str) -> None:
    """Other tests use the same engine, and leave photos as cameras made them."""
    client = boto3.client("s3")
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for one in page.get("Contents", ()):
            client.delete_object(Bucket=bucket, Key=one["Key"])


def objects(bucket: str) -> list[str]:
    """Every object with its name, its metadata and what is in it."""
    client = boto3.client("s3")
    found = [one["Key"] for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket) for one in page.get("Contents", ())]
    got = [client.get_object(Bucket=bucket, Key=key) for key in found]
    tags = [client.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] for key in found]
    kept = [{name: value for name, value in one.items() if name not in ("Body", "ResponseMetadata")} for one in got]
    return [f"{found} {kept} {tags}", *(one["Body"].read().decode("latin-1") for one in got)]


def queued() -> list[Any]:
    client = boto3.client("sqs")
    urls = client.list_queues().get("QueueUrls", [])
    return [client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0, MessageAttributeNames=["All"]) for url in urls]


def places(names: settings.Settings, output: str) -> dict[str, str]:
    """Everything that is stored or said, by where."""
    endpoint = boto3.client("ses").meta.endpoint_url
    found: dict[str, Any] = {
        "cases": items(names.cases_table),
        "identities": items(names.identities_table),
        "stream": list(stream_records(names.cases_table)),
        "bucket": objects(names.attachments_bucket),
        "queues": queued(),
        "mails": mail.messages(endpoint),
        "metrics": boto3.client("cloudwatch").list_metrics()["Metrics"],
        "log groups": boto3.client("logs").describe_log_groups()["logGroups"],
        "output": output,
    }
    return {place: str(what) for place, what in found.items()}


def test_nothing_identifying_of_an_anonymous_reporter_is_stored_or_said_anywhere(
    call: Call, deps: Deps, engine_settings: settings.Settings, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="tanggap")
    emptied(engine_settings.attachments_bucket)
    code, secret = lived(call, deps)
    everything_follows(code, deps, engine_settings)
    captured = capfd.readouterr()
    found = places(engine_settings, captured.out + captured.err + caplog.text)

    assert [(place, trace) for place, text in found.items() for marker in (*SECRETIVE, secret) for trace in traces(marker) if trace in text] == []
    assert not any(secret.replace("-", "") in text for text in found.values())
    assert f"'{code}'" not in found["identities"]
    said = {place for place, text in found.items() for written in WRITTEN.values() if written in text}
    assert said == {"cases", "stream"}
    # that the search finds what is there
    assert code in found["cases"]
    assert code in found["stream"]
    assert f"attachments/{code}/" in found["bucket"]
    # what the camera had written into the photo is gone with the original
    assert uploads.MARK in JPEG
    assert uploads.MARK.decode("latin-1") not in found["bucket"]
    assert "/v1/complaints/{code}" in found["output"]
    assert code[:4] in found["mails"]
