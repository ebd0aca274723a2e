"""What speaks DynamoDB to the tests: MiniStack, as everything else of AWS; or, asked for with `--engine`, Amazon's DynamoDB Local."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from infra import template
from local.environment import LOOPBACK

ROOT = Path(__file__).parents[1]
TEMPLATE = template.storage()["Resources"]
MADE_OF = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
DYNAMODB_LOCAL = ROOT / "build" / "dynamodb-local"
START_SECONDS = 60
RESOURCES = {"CASES_TABLE": "CasesTable", "IDENTITIES_TABLE": "IdentitiesTable"}


def make_table(name: str, resource: str) -> None:
    """A table as the template has it. Rows do not expire: engines go by the real clock, the tests' stands still."""
    properties = TEMPLATE[resource]["Properties"]
    stream = {"StreamSpecification": {"StreamEnabled": True, **properties["StreamSpecification"]}} if "StreamSpecification" in properties else {}
    dynamodb: Any = boto3.client("dynamodb")
    dynamodb.create_table(TableName=name, **{key: properties[key] for key in MADE_OF if key in properties} | stream)


@contextmanager
def tables(engine: str, names: Mapping[str, str]) -> Iterator[None]:
    """The tables of these names, in the engine that is asked for."""
    if engine == "ministack":
        dynamodb: Any = boto3.client("dynamodb")
        dynamodb.update_time_to_live(TableName=names["CASES_TABLE"], TimeToLiveSpecification={"AttributeName": "ttl", "Enabled": False})
        yield
        return
    with dynamodb_local() as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
        patch.setenv("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", endpoint)
        for setting, resource in RESOURCES.items():
            make_table(names[setting], resource)
        yield


@contextmanager
def dynamodb_local(*kept: str, port: int = 0) -> Iterator[str]:
    """Amazon's own engine in a fresh process: it becomes slow with age. In memory, unless `kept` says where on disk."""
    jar = DYNAMODB_LOCAL / "DynamoDBLocal.jar"
    if not jar.exists():
        pytest.fail("there is no DynamoDB Local; `make test-engine` fetches it")
    port = port or free_port()
    command = ["java", f"-Djava.library.path={jar.parent}/DynamoDBLocal_lib", "-jar", str(jar), "-port", str(port), "-sharedDb", "-disableTelemetry"]
    with subprocess.Popen(command + list(kept or ["-inMemory"]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=jar.parent) as process:
        try:
            endpoint = f"http://{LOOPBACK}:{port}"
            await_tables(endpoint)
            yield endpoint
        finally:
            process.kill()


def await_tables(endpoint: str) -> None:
    """Until it answers."""
    deadline, dynamodb = time.monotonic() + START_SECONDS, boto3.client("dynamodb", endpoint_url=endpoint)
    while time.monotonic() < deadline:
        with suppress(BotoCoreError, ClientError):
            dynamodb.list_tables()
            return
    raise TimeoutError(f"{endpoint} does not answer")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def stream_records(table: str) -> Iterator[dict[str, Any]]:
    """Everything that the stream of a table tells, from its beginning."""
    arn = boto3.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    client: Any = boto3.client("dynamodbstreams")
    for shard in client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = client.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while (page := client.get_records(ShardIterator=iterator))["Records"]:
            yield from page["Records"]
            iterator = page["NextShardIterator"]
