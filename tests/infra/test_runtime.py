"""The packaged functions run as Lambda runs them: unpacked, under AWS's own runtime client, each with the events that it gets."""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from local.environment import aws
from local.pollers import is_event
from tests.infra.deployment import CREDENTIALS, Deployed, architecture
from tests.infra.lambdabox import Box, FunctionFailedError, box, runtime
from tests.infra.samples import COMPLAINT

pytestmark = pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")

SCHEDULE = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": "2026-11-24T00:00:00Z",
    "region": "ap-southeast-3",
    "resources": ["arn:aws:events:ap-southeast-3:123456789012:rule/tick"],
    "detail": {},
}


def message(body: object) -> dict[str, Any]:
    """What Lambda hands over of a queue."""
    record = {
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1763942400000"},
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:ap-southeast-3:123456789012:queue",
        "awsRegion": "ap-southeast-3",
    }
    return {"Records": [record]}


def request(method: str, path: str, resource: str, body: object = None, **headers: str) -> dict[str, Any]:
    """What API Gateway hands over, of a REST API."""
    names = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    given = dict(zip([part[1:-1] for part in resource.split("/") if part.startswith("{")], path.split("/")[3:], strict=False))
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": names,
        "multiValueHeaders": {name: [value] for name, value in names.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": given or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{path}",
            "stage": "api",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "identity": {"sourceIp": "203.0.113.7", "userAgent": "test"},
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


@pytest.fixture(scope="module")
def start(archive: Path, stack: Deployed, world: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Box]]:
    """Starts a function by its name in the template, with the environment that it is deployed with; each once."""
    root = tmp_path_factory.mktemp("var")
    for name, folder in (("deployment.zip", "task"), ("inspection.zip", "opt")):
        zipfile.ZipFile(archive.with_name(name)).extractall(root / folder)
    functions = json.loads(archive.with_name("sam.json").read_text())["Resources"]
    brought, started = runtime(root / "runtime"), dict[str, Box]()
    with ExitStack() as running:

        def started_once(function: str) -> Box:
            if function not in started:
                told = stack.client("lambda").get_function_configuration(FunctionName=stack.names[function])
                values = told["Environment"]["Variables"] | aws(stack.endpoint, CREDENTIALS)
                handler = functions[function]["Properties"]["Handler"]
                started[function] = running.enter_context(box(root / "task", root / "opt", handler, values, brought))
            return started[function]

        yield started_once


@pytest.fixture(scope="module")
def filed(start: Callable[[str], Box]) -> dict[str, Any]:
    answer = start("APIHandler").invoke(request("POST", "/v1/complaints", "/v1/complaints", COMPLAINT))
    assert answer["statusCode"] == 201, answer
    return dict(json.loads(answer["body"]))


def test_a_complaint_is_filed_and_shown(start: Callable[[str], Box], filed: dict[str, Any]) -> None:
    resource = "/v1/complaints/{code}"
    answer = start("APIHandler").invoke(request("GET", f"/v1/complaints/{filed['code']}", resource, Receipt_Secret=filed["secret"]))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (200, filed["code"])
    assert answer["headers"]["Cache-Control"] == "no-store"


def test_a_refusal_is_an_answer_and_no_failure(start: Callable[[str], Box]) -> None:
    answer = start("APIHandler").invoke(request("POST", "/v1/complaints", "/v1/complaints", {"type": "complaint"}))
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (422, "application/problem+json; charset=utf-8")


def test_an_agency_works_on_it(start: Callable[[str], Box], world: dict[str, str], filed: dict[str, Any]) -> None:
    key = {"Authorization": f"Bearer {world['coordinator']}", "If_Match": '"1"'}
    event = request("POST", f"/v1/cases/{filed['code']}/verify", "/v1/cases/{code}/verify", {"agency": "51.71.dishub"}, **key)
    answer = start("APIHandler").invoke(event)
    assert (answer["statusCode"], json.loads(answer["body"])["version"]) == (200, 2), answer


def test_the_stream_is_handled_record_by_record(stack: Deployed, start: Callable[[str], Box], filed: dict[str, Any]) -> None:
    streams = stack.client("dynamodbstreams")
    arn = stack.client("dynamodb").describe_table(TableName=stack.names["CasesTable"])["Table"]["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][-1]["ShardId"]
    place = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    found = [record for record in streams.get_records(ShardIterator=place)["Records"] if is_event(record)]
    records = json.loads(json.dumps(found, default=lambda value: value.timestamp() if hasattr(value, "timestamp") else str(value)))

    assert start("React").invoke({"Records": records[-10:]}) == {"batchItemFailures": []}, filed


@pytest.mark.parametrize("function", ["Tick", "SendWebhooks", "Score"])
def test_a_schedule_runs(start: Callable[[str], Box], function: str) -> None:
    assert isinstance(start(function).invoke(SCHEDULE), dict)


def test_what_the_mail_service_reports_is_heard(start: Callable[[str], Box], filed: dict[str, Any]) -> None:
    bounced = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "wayan@warga.example"}]}
    tags = {"code": [filed["code"].replace("-", "")], "audience": ["reporter"]}
    event = {"eventType": "Bounce", "bounce": bounced, "mail": {"tags": tags}}
    assert start("HearOfMail").invoke(message(event)) == {"batchItemFailures": []}


def test_an_upload_that_is_gone_is_no_failure(stack: Deployed, start: Callable[[str], Box], filed: dict[str, Any]) -> None:
    s3 = {"bucket": {"name": stack.names["AttachmentsBucket"]}, "object": {"key": f"uploads/{filed['code'].replace('-', '')}/01-gone.jpg", "size": 9}}
    event = {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": s3}]}
    assert start("InspectUpload").invoke(message(event)) == {"batchItemFailures": []}


def test_a_function_that_cannot_reach_its_table_fails_as_lambda_sees_it(start: Callable[[str], Box]) -> None:
    with pytest.raises(FunctionFailedError):
        start("Tick").invoke("no event at all")


def test_what_is_installed_here_is_not_seen(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as bundled:
        bundled.extractall(tmp_path, [name for name in bundled.namelist() if not name.startswith("msgspec")])
    with pytest.raises(AssertionError, match="msgspec"), box(tmp_path, tmp_path, "app.app", {}, runtime(tmp_path / "runtime")):
        pass
