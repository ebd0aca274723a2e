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
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import boto3

from local import engine
from local.environment import REGION, Credentials, aws, isolated

ROOT = Path(__file__).parents[2]
STACK = "tanggap-dev"
CREDENTIALS = Credentials()
ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}
PARAMETERS = {"DeletionProtection": "false", "SiteUrl": "https://tanggap.example", "MailFrom": "tanggap@tanggap.example"}

Found = TypeVar("Found")


@dataclass(frozen=True)
class Deployed:
    """A created stack: the physical names by logical ones, and ways to talk to it."""

    endpoint: str
    names: Mapping[str, str]

    def client(self, service: str) -> Any:
        """A client with all rights."""
        keys: dict[str, Any] = {"aws_access_key_id": CREDENTIALS.key, "aws_secret_access_key": CREDENTIALS.secret}
        return boto3.session.Session().client(service, endpoint_url=self.endpoint, region_name=REGION, **keys)

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        """A request to the API, through the gateway; status and parsed body."""
        data = None if body is None else json.dumps(body).encode()
        request = self.asked(method, path, data, {"Content-Type": "application/json", **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def asked(self, method: str, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None) -> urllib.request.Request:
        """A request as it comes from the front, with the key that the gateway asks for."""
        address = f"{self.endpoint}/restapis/{self.names['RestAPI']}/api/_user_request_{path}"
        return urllib.request.Request(address, data, {"x-api-key": self.front_key, **(headers or {})}, method=method)

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
def deployed(archive: Path) -> Iterator[Deployed]:
    """Creates the stack of a packaged `sam.json` and `deployment.zip` in an empty engine."""
    with engine.child(CREDENTIALS) as running:
        stack = Deployed(running.endpoint, {})
        bucket = {"Bucket": "artifacts", "CreateBucketConfiguration": {"LocationConstraint": REGION}}
        stack.client("s3").create_bucket(**bucket)
        stack.client("s3").upload_file(str(archive), "artifacts", "deployment.zip")
        stack.client("s3").upload_file(str(archive.with_name("inspection.zip")), "artifacts", "inspection.zip")
        stack.client("ses").verify_email_identity(EmailAddress=PARAMETERS["MailFrom"])
        template = archive.with_name("sam.json").read_text().replace("./deployment.zip", "s3://artifacts/deployment.zip")
        template = template.replace("./inspection.zip", "s3://artifacts/inspection.zip")
        stack.client("s3").put_object(Bucket="artifacts", Key="template.json", Body=template.encode())
        created = Deployed(running.endpoint, _create(stack, f"{running.endpoint}/artifacts/template.json"))
        created.client("s3").delete_bucket_policy(
            Bucket=created.names["AttachmentsBucket"]
        )  # refuses what does not come by TLS, as nothing does here
        yield created


def _create(stack: Deployed, template: str) -> dict[str, str]:
    cloudformation = stack.client("cloudformation")
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in PARAMETERS.items()]
    capabilities = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    cloudformation.create_stack(StackName=STACK, TemplateURL=template, Capabilities=capabilities, Parameters=parameters)

    def ended() -> str | None:
        status = str(cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"])
        return None if status.endswith("IN_PROGRESS") else status

    status = stack.wait(ended)
    reasons = [event.get("ResourceStatusReason") for event in cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]]
    assert status == "CREATE_COMPLETE", reasons
    resources = cloudformation.describe_stack_resources(StackName=STACK)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def architecture() -> str | None:
    """This machine's, as Lambda calls it; None where Lambda's Linux libraries do not run."""
    return ARCHITECTURES.get(platform.machine()) if sys.platform == "linux" else None
