"""What each function's policy allows, and what it asked for in the engine, in the same terms."""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeAlias

from infra.alarms import functions
from infra.package import ROOT

Permission: TypeAlias = tuple[str, str, str]
"""Function, action, resource as the policy file writes it."""

ROLES = {"APIHandler": "ApiHandlerRole"}
"""Chalice's names of roles, where they are not the function's."""

NOT_ASKED_HERE = {
    "logs:": "Lambda itself writes the logs",
    "kms:": "DynamoDB asks for the key in the function's name; the engine encrypts nothing",
    "sqs:ReceiveMessage": "Lambda itself reads the queue",
    "sqs:DeleteMessage": "Lambda itself reads the queue",
    "sqs:GetQueueAttributes": "Lambda itself reads the queue",
    "sqs:SendMessage": "Lambda itself writes the dead letters",
    "dynamodb:DescribeStream": "Lambda itself reads the stream",
    "dynamodb:GetRecords": "Lambda itself reads the stream",
    "dynamodb:GetShardIterator": "Lambda itself reads the stream",
    "dynamodb:ListStreams": "Lambda itself reads the stream",
}
"""What the engine decides without asking, and why it is needed on AWS."""


KEPT = json.dumps({"Fn::Sub": "${AttachmentsBucket.Arn}/attachments/*"})
NOT_ON_THE_WAY: dict[Permission, str] = {
    (
        "InspectUpload",
        "s3:ListBucket",
        json.dumps({"Fn::GetAtt": ["AttachmentsBucket", "Arn"]}),
    ): "without it S3 says 403 and not 404 of an upload that is gone",
    ("InspectUpload", "s3:PutObjectTagging", KEPT): "S3 asks for it when an object is put with a tag; the engine does not",
}
"""What the way through the deployed stack does not come by, and where else it is looked at."""


def policies() -> dict[str, list[dict[str, Any]]]:
    """The statements of each function, by its name in the template."""
    config = json.loads((ROOT / ".chalice" / "config.json").read_text(encoding="utf-8"))["lambda_functions"]
    files = (told["iam_policy_file"] for told in config.values())
    return {
        name: json.loads((ROOT / ".chalice" / file).read_text(encoding="utf-8"))["Statement"] for name, file in zip(functions(), files, strict=True)
    }


def written() -> Iterator[Permission]:
    """Every permission of every policy file, one by one."""
    for function, statements in policies().items():
        for statement in statements:
            for resource in statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]:
                yield from ((function, action, json.dumps(resource)) for action in statement["Action"])


def looked_at() -> set[Permission]:
    """Those that the engine asks about."""
    return {one for one in written() if not any(one[1].startswith(part) for part in NOT_ASKED_HERE)}


def asked(notes: Path, names: Mapping[str, str]) -> set[Permission]:
    """Those that were asked for and given."""
    given = {(line["role"], line["action"], line["resource"]) for line in _lines(notes) if line["decision"] == "Allow"}
    patterns = {one: pattern(json.loads(one[2]), names) for one in looked_at()}
    roles = {one[0]: names[ROLES.get(one[0], f"{one[0]}Role")] for one in patterns}
    return {
        one
        for one, pattern in patterns.items()
        if any(roles[one[0]] in role and action == one[1] and fnmatchcase(resource, pattern) for role, action, resource in given)
    }


def refused(notes: Path, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What functions asked for in vain: where a bucket has a policy of its own, the engine asks twice, and one yes is enough."""
    roles = tuple(name for logical, name in names.items() if logical.endswith("Role"))
    by_answer: dict[bool, set[tuple[str, str, str]]] = {True: set(), False: set()}
    for line in _lines(notes):
        by_answer[line["decision"] == "Allow"].add((line["role"], line["action"], line["resource"]))
    return sorted(one for one in by_answer[False] - by_answer[True] if any(role in one[0] for role in roles))


def _lines(notes: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]


def same(resource: str, arn: str) -> bool:
    """Whether a resource of a deployed policy is the one of that pattern; the engine writes stacks' names out."""
    return resource == arn or fnmatchcase(resource, arn)


def pattern(resource: Any, names: Mapping[str, str]) -> str:
    """The resource of a policy as the engine names it."""
    if isinstance(resource, str):
        return resource
    text = f"${{{'.'.join(resource['Fn::GetAtt'])}}}" if "Fn::GetAtt" in resource else str(resource["Fn::Sub"])
    for name, physical in names.items():
        kind = "s3:::" if name.endswith("Bucket") else "*/"
        text = text.replace(f"${{{name}.Arn}}", f"arn:aws:{kind}{physical}")
    return text
