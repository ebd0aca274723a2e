"""The local engine keeps what it acknowledged, and lets in only who signs."""

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from local import engine
from local.environment import REGION, Credentials

CREDENTIALS = Credentials("LOCALTEST", "secret-of-the-test")
TABLE = {
    "TableName": "table",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
}


def client(service: str, endpoint: str, credentials: Credentials = CREDENTIALS) -> Any:
    """A client of this engine, whatever the process's own settings are."""
    keys: dict[str, Any] = {"aws_access_key_id": credentials.key, "aws_secret_access_key": credentials.secret}
    return boto3.session.Session().client(service, endpoint_url=endpoint, region_name=REGION, **keys)


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it holds before the time is over."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def streamed(endpoint: str) -> list[str]:
    """The keys of the records in the table's stream."""
    stream = client("dynamodb", endpoint).describe_table(TableName="table")["Table"]["LatestStreamArn"]
    streams = client("dynamodbstreams", endpoint)
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    return [record["dynamodb"]["Keys"]["pk"]["S"] for record in streams.get_records(ShardIterator=iterator)["Records"]]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_items_and_stream_records_survive_the_end_of_the_engine(tmp_path: Path, how: signal.Signals) -> None:
    with engine.child(CREDENTIALS, tmp_path) as first:
        client("dynamodb", first.endpoint).create_table(**TABLE)
        client("dynamodb", first.endpoint).put_item(TableName="table", Item={"pk": {"S": "kept"}})
        saved = tmp_path / "state" / "dynamodb.json"
        assert within(5, lambda: saved.exists() and "kept" in saved.read_text())
        os.kill(first.process.pid, how)
        assert within(10, lambda: not first.alive())
    with engine.child(CREDENTIALS, tmp_path) as second:
        assert client("dynamodb", second.endpoint).get_item(TableName="table", Key={"pk": {"S": "kept"}})["Item"]
        assert streamed(second.endpoint) == ["kept"]


def test_an_engine_whose_starter_has_gone_saves_and_stops(tmp_path: Path) -> None:
    with engine.child(CREDENTIALS, tmp_path) as running:
        client("dynamodb", running.endpoint).create_table(**TABLE)
        assert running.process.stdin
        running.process.stdin.close()  # as the system does when the starter dies
        assert within(10, lambda: not running.alive())
        assert '"table"' in (tmp_path / "state" / "dynamodb.json").read_text().replace("'", '"')


def test_nobody_can_wipe_the_data_without_signing(tmp_path: Path) -> None:
    with engine.child(CREDENTIALS, tmp_path) as running:
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(urllib.request.Request(f"{running.endpoint}/_ministack/reset", b""), timeout=10)
        assert urllib.request.urlopen(f"{running.endpoint}/_ministack/health", timeout=10).status == 200


def test_an_unknown_key_is_refused() -> None:
    with engine.child(CREDENTIALS) as running:
        dynamodb = client("dynamodb", running.endpoint, Credentials("AKIASOMEONEELSE", "secret"))
        with pytest.raises(dynamodb.exceptions.ClientError, match="security token"):
            dynamodb.list_tables()


def test_a_stored_file_is_not_for_those_who_do_not_sign() -> None:
    with engine.child(CREDENTIALS) as running:
        s3 = client("s3", running.endpoint)
        s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket="bucket", Key="file", Body=b"private")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{running.endpoint}/bucket/file", timeout=10)
