"""Creates the tables, bucket and queues in the engine, from the same definitions that are deployed to AWS."""

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.template import storage, theme

NAME = "tanggap-local"
POLL_SECONDS = 0.02
CREATE_SECONDS = 30.0
USED = ("SiteUrl", "MailFrom", "DeletionProtection")

FILLED_BY_BUCKETS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"}],
}

Json = dict[str, Any]


def create(site_url: str, mail_from: str = "tanggap@localhost.localdomain") -> dict[str, str]:
    """Creates the storage, or brings an older one up to date; returns the application's settings that name it.

    The engine is the one of this process's AWS settings. No function is created: `local` calls them in process.
    """
    template = storage()
    template["Parameters"] = {name: template["Parameters"][name] for name in USED}
    parameters = {"SiteUrl": site_url, "MailFrom": mail_from, "Proxies": "0", "DeletionProtection": "false"}
    cloudformation = boto3.client("cloudformation")
    _deploy(cloudformation, template, {name: parameters[name] for name in USED})
    names = _physical_names(cloudformation)
    _let_items_expire(template, names)
    boto3.client("ses").verify_email_identity(EmailAddress=mail_from)
    return _application_settings(names | {"Stage": "local"} | parameters)


@dataclass(frozen=True)
class Sources:
    """Where the work of the functions without an address comes from."""

    stream: str
    queue: str
    reports: str


def sources() -> Sources:
    """The sources of the storage made by `create`."""
    names = _physical_names(boto3.client("cloudformation"))
    table = boto3.client("dynamodb").describe_table(TableName=names["CasesTable"])["Table"]
    queues = (boto3.client("sqs").get_queue_url(QueueName=names[queue].rpartition("/")[2])["QueueUrl"] for queue in ("UploadsQueue", "MailReports"))
    return Sources(table["LatestStreamArn"], *queues)


def _deploy(cloudformation: Any, template: Json, parameters: Mapping[str, str]) -> None:
    request = {
        "StackName": NAME,
        "TemplateBody": json.dumps(template),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    }
    try:
        cloudformation.create_stack(**request)
    except cloudformation.exceptions.AlreadyExistsException:
        _restore_queues(cloudformation)
        try:
            cloudformation.update_stack(**request)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
    _await_complete(cloudformation)


def _restore_queues(cloudformation: Any) -> None:
    """An engine that was killed while it saved may know the stack and not its queues."""
    sqs = boto3.client("sqs")
    resources = cloudformation.describe_stack_resources(StackName=NAME)["StackResources"]
    known = {url.rpartition("/")[2] for url in sqs.list_queues().get("QueueUrls", ())}
    for resource in resources:
        name = resource["PhysicalResourceId"].rpartition("/")[2]
        if resource["ResourceType"] == "AWS::SQS::Queue" and name not in known:
            sqs.create_queue(QueueName=name, Attributes={"Policy": json.dumps(FILLED_BY_BUCKETS)})


def _await_complete(cloudformation: Any) -> None:
    deadline = time.monotonic() + CREATE_SECONDS
    while (status := _status(cloudformation)).endswith("_IN_PROGRESS"):
        if time.monotonic() > deadline:
            raise TimeoutError(f"The local storage is still {status} after {CREATE_SECONDS:.0f} s.")
        time.sleep(POLL_SECONDS)
    if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        raise RuntimeError(f"The local storage could not be created: {_reasons(cloudformation)}")


def _status(cloudformation: Any) -> str:
    return str(cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]["StackStatus"])


def _reasons(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=NAME)["StackEvents"]
    return "; ".join(event["ResourceStatusReason"] for event in events if event.get("ResourceStatusReason"))


def _let_items_expire(template: Json, names: Mapping[str, str]) -> None:
    """The engine's CloudFormation leaves this part of a table out (it leaves out the bucket's lifecycle as well)."""
    dynamodb = boto3.client("dynamodb")
    for name, body in template["Resources"].items():
        if expiry := body.get("Properties", {}).get("TimeToLiveSpecification"):
            with contextlib.suppress(dynamodb.exceptions.ClientError):  # already so
                dynamodb.update_time_to_live(TableName=names[name], TimeToLiveSpecification=expiry)


def _physical_names(cloudformation: Any) -> dict[str, str]:
    resources = cloudformation.describe_stack_resources(StackName=NAME)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def _application_settings(names: Mapping[str, str]) -> dict[str, str]:
    """The functions' environment as the template defines it; what is not a plain reference is left to the caller."""
    variables = theme("globals")["Globals"]["Function"]["Environment"]["Variables"]
    return {name: names[value["Ref"]] for name, value in variables.items() if isinstance(value, dict) and value.get("Ref") in names}
