"""Creates and updates a stack of CloudFormation by a change set, waits for its end, and says what failed."""

import json
import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import WaiterError

from infra.place import Place, Refused

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
NOTHING = ("didn't contain changes", "No updates are to be performed", "contains no changes")
SECONDS = 3600
"""CloudFront alone takes up to a quarter of an hour."""
NEVER_REPLACED = {
    "Statement": [
        {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
        {
            "Effect": "Deny",
            "Action": ["Update:Replace", "Update:Delete"],
            "Principal": "*",
            "Resource": [
                f"LogicalResourceId/{name}"
                for name in ("CasesTable", "IdentitiesTable", "CasesKey", "IdentitiesKey", "AttachmentsBucket", "ReceiptKey")
            ],
        },
    ]
}
"""What holds complaints is changed in place or not at all, whatever a template says."""


def described(name: str, place: Place) -> dict[str, Any] | None:
    """The stack, if there is one that stands; one whose creation failed is removed."""
    formation = place.client("cloudformation")
    found = [one for one in _all(formation) if one["StackName"] == name and one["StackStatus"] not in {"DELETE_COMPLETE", "REVIEW_IN_PROGRESS"}]
    if not found:
        return None
    if found[0]["StackStatus"] in {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"}:
        delete(name, place)
        return None
    stack: dict[str, Any] = formation.describe_stacks(StackName=name)["Stacks"][0]
    if stack["StackStatus"].endswith("_IN_PROGRESS"):
        raise Refused(f"Something else changes {name} at this moment ({stack['StackStatus']}): try again once it has ended.")
    return stack


def outputs(stack: Mapping[str, Any]) -> dict[str, str]:
    """What the stack says about itself."""
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", ())}


def put(name: str, template: str, parameters: Mapping[str, str | None], place: Place) -> dict[str, str]:
    """Brings the stack to the template at that address; None among the parameters keeps what the stack has. Returns its outputs; raises `Refused`."""
    formation, there = place.client("cloudformation"), described(name, place)
    kind, change = ("UPDATE", "update") if there else ("CREATE", "create")
    asked = {"StackName": name, "ChangeSetName": f"release-{int(time.time())}"}
    formation.create_change_set(**asked, ChangeSetType=kind, TemplateURL=template, Capabilities=CAPABILITIES, Parameters=_listed(parameters))
    if _ready(asked, place):
        formation.execute_change_set(**asked)
        _wait(f"stack_{change}_complete", name, place)
    formation.set_stack_policy(StackName=name, StackPolicyBody=json.dumps(NEVER_REPLACED))
    return outputs(formation.describe_stacks(StackName=name)["Stacks"][0])


def delete(name: str, place: Place) -> None:
    """Deletes the stack; what is retained stays."""
    place.client("cloudformation").delete_stack(StackName=name)
    _wait("stack_delete_complete", name, place)


def _all(formation: Any) -> list[dict[str, Any]]:
    return [one for page in formation.get_paginator("list_stacks").paginate() for one in page["StackSummaries"]]


def _listed(parameters: Mapping[str, str | None]) -> list[dict[str, Any]]:
    given = {name: {"UsePreviousValue": True} if value is None else {"ParameterValue": value} for name, value in parameters.items()}
    return [{"ParameterKey": name, **told} for name, told in given.items()]


def _ready(asked: Mapping[str, str], place: Place) -> bool:
    """Whether there is something to change; raises `Refused`."""
    formation = place.client("cloudformation")
    try:
        formation.get_waiter("change_set_create_complete").wait(**asked, WaiterConfig=patience(place))
    except WaiterError as failed:
        reason = formation.describe_change_set(**asked).get("StatusReason", str(failed))
        formation.delete_change_set(**asked)
        if any(text in reason for text in NOTHING):
            return False
        raise Refused(f"CloudFormation does not take the template: {reason}") from failed
    return True


def _wait(end: str, name: str, place: Place) -> None:
    formation = place.client("cloudformation")
    try:
        formation.get_waiter(end).wait(StackName=name, WaiterConfig=patience(place))
    except WaiterError as failed:
        raise Refused(f"CloudFormation took everything back:\n{_reasons(formation, name)}") from failed


def patience(place: Place) -> dict[str, float]:
    """How a waiter waits."""
    return {"Delay": place.pause, "MaxAttempts": int(SECONDS / place.pause)}


def _reasons(formation: Any, name: str) -> str:
    """What failed first, last time."""
    events = [one for page in formation.get_paginator("describe_stack_events").paginate(StackName=name) for one in page["StackEvents"]]
    failed = [one for one in events if one["ResourceStatus"].endswith("_FAILED") and "cancelled" not in one.get("ResourceStatusReason", "")]
    return "\n".join(f"  {one['LogicalResourceId']}: {one.get('ResourceStatusReason', '')}" for one in reversed(failed[-5:]))
