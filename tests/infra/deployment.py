"""The packaged stack, really created: in the local engine, with the roles, stream, queue and schedules of the template."""

import json
import os
import platform
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import boto3

from infra import releases
from infra.deploy import Order, Smoke, deploy
from infra.place import Place
from local import engine
from local.environment import REGION, Credentials, aws, isolated

ROOT = Path(__file__).parents[2]
STACK = "tanggap-dev"
CREDENTIALS = Credentials()
ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}
GIVEN = {"DeletionProtection": "false", "DomainName": "tanggap.example", "MailFrom": "tanggap@tanggap.example"}
AT = datetime(2026, 11, 24, tzinfo=UTC)
PAUSE = 0.2

Found = TypeVar("Found")


@dataclass(frozen=True)
class Deployed:
    """A created stack: the physical names by logical ones, and ways to talk to it."""

    endpoint: str
    names: Mapping[str, str]
    outputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the deployment's own code works."""
        return Place(self.client, REGION, PAUSE)

    def resources(self) -> dict[str, str]:
        """What the stack is made of."""
        found = self.client("cloudformation").describe_stack_resources(StackName=STACK)["StackResources"]
        return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}

    def client(self, service: str) -> Any:
        """A client with all rights."""
        keys: dict[str, Any] = {"aws_access_key_id": CREDENTIALS.key, "aws_secret_access_key": CREDENTIALS.secret}
        return boto3.session.Session().client(service, endpoint_url=self.endpoint, region_name=REGION, **keys)

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        """A request to the API, through the gateway; status and parsed body."""
        data = None if body is None else json.dumps(body).encode()
        status, _, answer = self.fetched(method, path, data, {"Content-Type": "application/json", **(headers or {})})
        return status, json.loads(answer)

    def fetched(
        self, method: str, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """The same of anything: status, headers and body. It comes as from the front, with the key that the gateway asks for."""
        address = f"{self.endpoint}/restapis/{self.names['RestAPI']}/api/_user_request_{path}"
        request = urllib.request.Request(address, data, {"x-api-key": self.front_key, **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, dict(response.headers), response.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, dict(refusal.headers), refusal.read()

    @cached_property
    def front_key(self) -> str:
        """What CloudFront shows to the gateway."""
        return str(self.client("apigateway").get_api_key(apiKey=self.names["FrontKey"], includeValue=True)["value"])

    def inbox(self) -> list[dict[str, Any]]:
        """The notices that were sent."""
        with urllib.request.urlopen(f"{self.endpoint}/_ministack/ses/messages", timeout=10) as response:
            return [message for account in json.load(response)["messages"].values() for message in account]

    def invoke(self, function: str) -> Any:
        """Calls a scheduled function as its schedule does."""
        event: dict[str, Any] = {
            "version": "0",
            "id": "1",
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "0",
            "region": REGION,
        }
        event |= {"time": "2026-11-24T00:00:00Z", "resources": [], "detail": {}}
        answer = self.client("lambda").invoke(FunctionName=self.names[function], Payload=json.dumps(event))
        payload = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, (payload, self.errors())
        return payload

    def behind_the_front(self, address: str) -> str:
        """A link without the distribution in front of the bucket, which the engine has but does not answer for."""
        front = urlsplit(address)
        return urlunsplit(urlsplit(self.endpoint)._replace(path=front.path, query=front.query))

    def run(self, *command: str) -> str:
        """Runs a Python program against the stack; what it printed."""
        values = isolated(os.environ) | aws(self.endpoint, CREDENTIALS)
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=values, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def wait(self, for_: Callable[[], Found | None], seconds: float = 20.0) -> Found:
        """What `for_` gives once it gives something; fails with the functions' errors if it does not in time."""
        deadline = time.monotonic() + seconds
        while not (found := for_()):
            assert time.monotonic() < deadline, self.errors()
            time.sleep(0.1)
        return found

    def errors(self) -> str:
        """The last lines that the functions logged, for the message of a failed test."""
        logs = self.client("logs")
        groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
        lines = [event["message"] for group in groups for event in logs.filter_log_events(logGroupName=group)["events"]]
        return "\n".join(line for line in lines if not line.startswith(("START", "END", "REPORT")))[-4000:]


@contextmanager
def deployed(archive: Path, **settings: str) -> Iterator[Deployed]:
    """Deploys what was packaged into an empty engine, by the very code that deploys to AWS. `settings` are the engine's."""
    with engine.child(CREDENTIALS, settings=settings) as running:
        stack = Deployed(running.endpoint, {})
        stack.client("ses").verify_email_identity(EmailAddress=GIVEN["MailFrom"])
        release = releases.made(archive, stack.place)
        outputs = deploy(order(), release, stack.place)
        created = Deployed(running.endpoint, stack.resources(), outputs)
        created.client("s3").delete_bucket_policy(
            Bucket=created.names["AttachmentsBucket"]
        )  # refuses what does not come by TLS, as nothing does here
        yield created


def order(stage: str = "dev", smoke: Smoke = lambda _, __: [], **given: str) -> Order:
    """An order to deploy. The engine has no edges of CloudFront, so nothing can be looked at from outside."""
    return Order(stage, GIVEN | given, lambda _: None, lambda: AT, smoke)


def architecture() -> str | None:
    """This machine's, as Lambda calls it; None where Lambda's Linux libraries do not run."""
    return ARCHITECTURES.get(platform.machine()) if sys.platform == "linux" else None
