"""What a review of the stack's safety asks of every resource, as rules; what is not so has its reason here."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from infra import alarms
from tests.infra.permissions import policies

Json: TypeAlias = dict[str, Any]


def _deep(value: Json, path: str) -> Any:
    for part in path.split("."):
        value = value.get(part, {}) if isinstance(value, dict) else {}
    return value


RULES: dict[str, tuple[str, Callable[[Json], Any]]] = {
    "a bucket cannot be made public": ("AWS::S3::Bucket", lambda told: all(_deep(told, "PublicAccessBlockConfiguration").values())),
    "a bucket is encrypted": ("AWS::S3::Bucket", lambda told: _deep(told, "BucketEncryption.ServerSideEncryptionConfiguration")),
    "a bucket knows owners and no lists of rights": ("AWS::S3::Bucket", lambda told: "BucketOwnerEnforced" in json.dumps(told["OwnershipControls"])),
    "a bucket keeps earlier versions": ("AWS::S3::Bucket", lambda told: _deep(told, "VersioningConfiguration.Status") == "Enabled"),
    "a bucket tells who read it": ("AWS::S3::Bucket", lambda told: "LoggingConfiguration" in told),
    "a table has a key of its own": ("AWS::DynamoDB::Table", lambda told: _deep(told, "SSESpecification.KMSMasterKeyId")),
    "a table can be restored to any moment": (
        "AWS::DynamoDB::Table",
        lambda told: _deep(told, "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"),
    ),
    "a table is not deleted by accident": ("AWS::DynamoDB::Table", lambda told: told["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}),
    "a table is paid by what is asked of it": ("AWS::DynamoDB::Table", lambda told: told["BillingMode"] == "PAY_PER_REQUEST"),
    "a key is renewed every year": ("AWS::KMS::Key", lambda told: told["EnableKeyRotation"]),
    "a queue is encrypted": ("AWS::SQS::Queue", lambda told: told.get("SqsManagedSseEnabled") or "KmsMasterKeyId" in told),
    "a queue has a place for what fails": ("AWS::SQS::Queue", lambda told: "RedrivePolicy" in told),
    "a topic is encrypted": ("AWS::SNS::Topic", lambda told: "KmsMasterKeyId" in told),
    "a function runs on arm64": ("AWS::Serverless::Function", lambda told: told["Architectures"] == ["arm64"]),
    "a function has a role of its own": ("AWS::Serverless::Function", lambda told: "Role" in told),
    "a function says how much memory and time it has": ("AWS::Serverless::Function", lambda told: told["MemorySize"] > 128 and told["Timeout"] > 3),
    "a function's environment has a key of its own": ("AWS::Serverless::Function", lambda told: "KmsKeyArn" in told),
    "a function runs in a network of its own": ("AWS::Serverless::Function", lambda told: "VpcConfig" in told),
    "a distribution takes TLS alone": ("AWS::CloudFront::Distribution", lambda told: "allow-all" not in json.dumps(told)),
    "a distribution tells who asked": ("AWS::CloudFront::Distribution", lambda told: _deep(told, "DistributionConfig.Logging")),
    "a distribution adds headers that protect": ("AWS::CloudFront::Distribution", lambda told: "ResponseHeadersPolicyId" in json.dumps(told)),
    "logs are kept for a limited time": ("AWS::Logs::LogGroup", lambda told: told["RetentionInDays"]),
    "logs have a key of their own": ("AWS::Logs::LogGroup", lambda told: "KmsKeyId" in told),
    "a secret has a key of its own": ("AWS::SecretsManager::Secret", lambda told: "KmsKeyId" in told),
    "the gateway keeps a log of its own": ("AWS::Serverless::Api", lambda told: "AccessLogSetting" in told),
    "an alarm rings": ("AWS::CloudWatch::Alarm", lambda told: told["AlarmActions"] == [{"Ref": "AlarmTopic"}]),
}
PRIVACY = "it would keep the addresses of those who complain; the application's own log says what was asked, without them"
HAS_NO_SECRETS = (
    "AWS encrypts them with a key of its own; they hold no text, name or address of anybody (logs.py), and whoever may read logs may not read tables"
)
NO_NETWORK = "all that it talks to is AWS by its public names; a network would cost a gateway and protect nothing"
OF_THE_ACCOUNT = "AWS encrypts it with the account's key; who may read it is said by IAM, and a key of its own would be opened by the same people"
LAST = "it is the place for what failed; its alarm rings"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "a bucket keeps earlier versions": {
        "AttachmentsBucket": "what is erased must be gone; nothing is ever written over, since every key is new",
        "SiteBucket": "the releases' bucket has every earlier site",
    },
    "a bucket tells who read it": {
        "AttachmentsBucket": PRIVACY,
        "SiteBucket": PRIVACY,
    },
    "a queue has a place for what fails": {"DeadLetters": LAST, "UploadsDeadLetters": LAST},
    "a topic is encrypted": {
        "AlarmTopic": "alarms name functions and queues, nobody; a key would keep CloudWatch from ringing if its policy were ever wrong"
    },
    "a function's environment has a key of its own": dict.fromkeys(alarms.functions(), OF_THE_ACCOUNT),
    "a function runs in a network of its own": dict.fromkeys(alarms.functions(), NO_NETWORK),
    "a distribution tells who asked": {"Front": PRIVACY, "FilesDistribution": PRIVACY},
    "logs have a key of their own": {f"{'ApiHandler' if name == 'APIHandler' else name}LogGroup": HAS_NO_SECRETS for name in alarms.functions()},
    "a secret has a key of its own": {"ReceiptKey": OF_THE_ACCOUNT, "FrontSecret": OF_THE_ACCOUNT},
    "the gateway keeps a log of its own": {"RestAPI": PRIVACY},
}


@pytest.fixture(scope="module")
def resources(archive: Path) -> dict[str, Json]:
    found: dict[str, Json] = json.loads(archive.with_name("sam.json").read_text())["Resources"]
    return found


@pytest.mark.parametrize("rule", RULES)
def test_of_every_resource(rule: str, archive: Path, resources: dict[str, Json]) -> None:
    kind, holds = RULES[rule]
    machine = "Architectures"  # packaged for this machine in tests
    asked = {
        name: one.get("Properties", {}) | ({machine: ["arm64"]} if machine in one.get("Properties", {}) else {})
        for name, one in resources.items()
        if one["Type"] == kind
    }

    assert asked
    assert {name for name, told in asked.items() if not holds(told)} == set(EXCEPTIONS.get(rule, {}))


def test_stages_are_packaged_for_arm64() -> None:
    config = json.loads((Path(__file__).parents[2] / ".chalice" / "config.json").read_text())
    assert config["lambda_architecture"] == "arm64"


def test_every_alarm_is_explained_to_whoever_is_on_duty() -> None:
    told = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8").partition("## Alarms")[2].partition("## Metrics")[0]

    assert [name for name in alarms.alarms() if f"`{name.removesuffix('Alarm')}`" not in told] == []


def test_every_function_is_watched_and_every_queue_for_what_fails() -> None:
    told = json.dumps(alarms.alarms())

    assert [name for name in alarms.functions() if f"{name}FailsAlarm" not in told] == []
    assert all(f'["{queue}", "QueueName"]' in told for queue in ("DeadLetters", "UploadsDeadLetters"))


def test_a_function_writes_to_its_own_logs_and_no_others() -> None:
    written = {name: {json.dumps(one["Resource"]) for one in statements if one["Sid"] == "WriteItsLogs"} for name, statements in policies().items()}

    assert {name: len(places) for name, places in written.items()} == dict.fromkeys(alarms.functions(), 1)
    assert [name for name, places in written.items() if f":log-group:/aws/lambda/${{AWS::StackName}}-{name}-*" not in "".join(places)] == []
