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
    patterns = {one: _pattern(json.loads(one[2]), names) for one in looked_at()}
    roles = {one[0]: names[ROLES.get(one[0], f"{one[0]}Role")] for one in patterns}
    return {
        one
        for one, pattern in patterns.items()
        if any(roles[one[0]] in role and action == one[1] and fnmatchcase(resource, pattern) for role, action, resource in given)
    }


def refused(notes: Path) -> list[dict[str, str]]:
    """What was asked for in vain."""
    return [line for line in _lines(notes) if line["decision"] != "Allow"]


def _lines(notes: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]


def _pattern(resource: Any, names: Mapping[str, str]) -> str:
    """The resource of a policy as the engine names it."""
    if isinstance(resource, str):
        return resource
    text = f"${{{'.'.join(resource['Fn::GetAtt'])}}}" if "Fn::GetAtt" in resource else str(resource["Fn::Sub"])
    for name, physical in names.items():
        kind = "s3:::" if name.endswith("Bucket") else "*/"
        text = text.replace(f"${{{name}.Arn}}", f"arn:aws:{kind}{physical}")
    return text
