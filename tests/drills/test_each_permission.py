"""Each permission of each function taken away makes the way through the deployed stack fail; given back, it goes on."""

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.infra import permissions, test_deployed
from tests.infra.deployment import Deployed, architecture
from tests.infra.permissions import NOT_ON_THE_WAY, Permission, looked_at

pytestmark = pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")

Step: TypeAlias = Callable[[Deployed, dict[str, str]], None]
PATIENCE = 12.0
"""Seconds in which what the stream and the queue do must be seen."""


def worked_on(stack: Deployed, world: dict[str, str]) -> None:
    filed = test_deployed.file(stack)
    test_deployed.test_a_complaint_is_verified_handed_on_worked_on_and_answered(stack, world, filed)
    code = filed["code"].replace("-", "")
    stack.wait(lambda: told(stack, f"{code}#5#reporter"), PATIENCE)
    stack.wait(lambda: entered(stack, code), PATIENCE)


def told(stack: Deployed, delivery: str) -> bool:
    """Whether a notice went out, and that was noted."""
    row = stack.client("dynamodb").get_item(TableName=stack.names["CasesTable"], Key={"pk": {"S": f"D#{delivery}"}, "sk": {"S": "A"}})
    return bool(row.get("Item", {}).get("sent", {}).get("BOOL"))


def entered(stack: Deployed, code: str) -> bool:
    """Whether statistics count a complaint."""
    named = {":day": {"S": "Y#"}, ":code": {"S": code}}
    rows = stack.client("dynamodb").scan(
        TableName=stack.names["CasesTable"], FilterExpression="begins_with(pk, :day) AND begins_with(sk, :code)", ExpressionAttributeValues=named
    )
    return bool(rows["Items"])


def found(stack: Deployed, world: dict[str, str]) -> None:
    filed = test_deployed.file(stack)
    test_deployed.act(stack, world["coordinator"], filed["code"], 1, "verify", {"agency": "51.71.dishub"})
    test_deployed.test_neighbours_and_queues_are_found_by_their_indexes(stack, world, filed)
    test_deployed.test_a_supporter_is_told_and_can_take_it_back(stack, filed)
    test_deployed.test_a_feed_comes_through_the_gateway(stack, filed)
    test_deployed.test_a_months_cases_are_exported_with_the_permission_to_read_months(stack, world, filed)


def exported(stack: Deployed, world: dict[str, str]) -> None:
    filed = test_deployed.file(stack)
    test_deployed.act(stack, world["coordinator"], filed["code"], 1, "verify", {"agency": "51.71.dishub"})
    test_deployed.test_a_large_export_lies_in_the_bucket(stack, world, filed)


def sent_to_an_endpoint(stack: Deployed, _: dict[str, str]) -> None:
    code = test_deployed.file(stack)["code"].replace("-", "")
    stack.wait(lambda: any(code in one for one in deliveries(stack)), PATIENCE)
    turn = {"pk": {"S": "W#wh-nowhere"}, "sk": {"S": "A"}}
    stack.client("dynamodb").delete_item(TableName=stack.names["CasesTable"], Key=turn)  # it rests after what failed before
    before = deliveries(stack)
    stack.invoke("SendWebhooks")
    after = deliveries(stack)
    assert any(after[one] != before[one] for one in before), "nothing was tried"


def deliveries(stack: Deployed) -> dict[str, str]:
    """What was put down for the endpoint that nobody answers at."""
    rows = stack.client("dynamodb").query(**test_deployed.partition(stack, "W#wh-nowhere"))["Items"]
    return {row["sk"]["S"]: row["doc"]["S"] for row in rows if row["sk"]["S"].startswith("D#")}


def reported_by_mail(stack: Deployed, world: dict[str, str]) -> None:
    filed = test_deployed.file(stack)
    test_deployed.act(stack, world["coordinator"], filed["code"], 1, "verify", {"agency": "51.71.dishub"})
    test_deployed.test_what_the_mail_service_reports_is_seen_by_officers(stack, world, filed)


def told_again(stack: Deployed, _: dict[str, str]) -> None:
    filed = test_deployed.file(stack)
    row = test_deployed.waiting(filed["code"].replace("-", ""))

    def received() -> int:
        return sum(filed["email"] in one["To"] for one in stack.inbox())

    stack.wait(received, PATIENCE)
    stack.client("dynamodb").put_item(TableName=stack.names["CasesTable"], Item=row)
    stack.invoke("Tick")  # its schedule may have been faster
    stack.wait(lambda: received() == 2, PATIENCE)


def scored(stack: Deployed, world: dict[str, str]) -> None:
    worked_on(stack, world)  # an agency's counts have changed, which is noted until it was counted
    for row in stack.client("dynamodb").query(**test_deployed.partition(stack, "P#"))["Items"]:  # a month that was frozen is not frozen again
        stack.client("dynamodb").delete_item(TableName=stack.names["CasesTable"], Key={name: row[name] for name in ("pk", "sk")})
    stack.invoke("Score")
    test_deployed.test_a_month_that_was_frozen_is_fetched_by_its_link(stack, world)


STEPS: tuple[Step, ...] = (
    worked_on,
    found,
    exported,
    test_deployed.test_a_duplicate_follows_its_lead_to_another,
    test_deployed.test_a_sealed_identity_is_opened_and_then_erased_with_those_who_follow_and_what_was_attached,
    test_deployed.test_lost_codes_come_by_a_link_that_works_once,
    test_deployed.test_the_tick_moves_what_it_looks_at_in_vain,
    test_deployed.test_the_tick_counts_open_cases_anew_when_a_day_off_is_proclaimed,
    sent_to_an_endpoint,
    reported_by_mail,
    told_again,
    test_deployed.test_an_upload_through_the_signed_form_is_inspected_with_the_layer_of_its_function,
    test_deployed.test_an_upload_waits_for_the_scanners_verdict_where_there_is_one,
    scored,
)


@contextmanager
def without(stack: Deployed, permission: Permission) -> Iterator[None]:
    """The role without one action on one resource, and a function that starts anew: one that runs remembers what it read a minute ago."""
    function, action, resource = permission
    role = stack.names[permissions.ROLES.get(function, f"{function}Role")]
    iam = stack.client("iam")
    [name] = iam.list_role_policies(RoleName=role)["PolicyNames"]
    whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    arn = permissions.pattern(json.loads(resource), stack.names)
    less = {**whole, "Statement": [part for statement in whole["Statement"] for part in _split(statement, action, arn)]}
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(less))
    _start_anew(stack, stack.names[function])
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(whole))


def _start_anew(stack: Deployed, name: str) -> None:
    """The engine starts a function anew when its time changes."""
    functions = stack.client("lambda")
    functions.update_function_configuration(FunctionName=name, Timeout=functions.get_function_configuration(FunctionName=name)["Timeout"] + 1)


def _split(statement: dict[str, Any], action: str, arn: str) -> Iterator[dict[str, Any]]:
    """The statement, one for each resource, without the action where it is that resource."""
    resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    for resource in resources:
        left = [one for one in statement["Action"] if not (one == action and permissions.same(resource, arn))]
        if left:
            yield {**statement, "Resource": resource, "Action": left}


@pytest.fixture(scope="module")
def asked_by(stack: Deployed, world: dict[str, str], notes: Path) -> dict[Permission, list[Step]]:
    """The steps that ask for each permission, found by going the whole way once. That a key was used is noted if it can be: some steps get on without what others need."""
    steps: dict[Permission, list[Step]] = defaultdict(list)
    for step in STEPS:
        notes.write_text("")
        step(stack, world)
        for permission in permissions.asked(notes, stack.names):
            steps[permission].append(step)
    return {permission: steps[permission] for permission in looked_at()}


@pytest.mark.parametrize("permission", sorted(looked_at() - set(NOT_ON_THE_WAY)), ids=" ".join)
def test_without_it_the_way_ends(
    permission: Permission, stack: Deployed, world: dict[str, str], asked_by: dict[Permission, list[Step]], monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = Deployed.wait
    monkeypatch.setattr(Deployed, "wait", lambda self, for_, seconds=PATIENCE: patient(self, for_, seconds))
    steps = asked_by[permission]
    assert steps, f"no step asks for {permission}"
    with without(stack, permission):
        passed = False
        with contextlib.suppress(AssertionError, OSError, KeyError, IndexError, ValueError):
            for step in steps:
                step(stack, world)
            passed = True
    assert not passed, f"{permission} is not needed"
