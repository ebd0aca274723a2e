"""What was spoilt is put back: what was there at a moment is there again, who was erased stays so, every chain of events is whole, and the stack goes on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.alarms import functions
from tests.infra import test_deployed
from tests.infra.deployment import STACK, Deployed, architecture, deployed

pytestmark = pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")


@pytest.fixture(scope="module")
def own(archive: Path) -> Iterator[Deployed]:
    """A stack that the drill may spoil."""
    with deployed(archive) as created:
        yield created


def rows(stack: Deployed, table: str) -> list[Any]:
    """Everything in a table, in one order."""
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return sorted((item for page in pages for item in page["Items"]), key=lambda item: (item["pk"]["S"], item.get("sk", {}).get("S", "")))


def held(stack: Deployed, *, off: bool) -> None:
    """All functions stand still, or go on: docs/operations.md says so with the command line of AWS."""
    known = stack.client("lambda")
    for function in functions():
        if off:
            known.put_function_concurrency(FunctionName=stack.names[function], ReservedConcurrentExecutions=0)
        else:
            known.delete_function_concurrency(FunctionName=stack.names[function])


def test_what_was_spoilt_is_put_back_to_the_same_moment_in_both_tables(own: Deployed) -> None:
    world = json.loads(own.run("-m", "tests.infra.prepare", STACK))
    erased, kept = (test_deployed.file(own) for _ in range(2))
    dynamodb = own.client("dynamodb")
    names = {logical: own.names[logical] for logical in ("CasesTable", "IdentitiesTable")}
    own.wait(lambda: test_deployed.mailed(own, kept["email"], kept["code"]))
    for name in names.values():  # the engine's CloudFormation leaves it out
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    then, moment = {logical: rows(own, name) for logical, name in names.items()}, datetime.now(UTC)
    for name in names.values():
        dynamodb.restore_table_to_point_in_time(SourceTableName=name, TargetTableName=f"{name}-then", RestoreDateTime=moment)
        dynamodb.get_waiter("table_exists").wait(TableName=f"{name}-then", WaiterConfig={"Delay": 1})

    test_deployed.act(own, world["coordinator"], kept["code"], 1, "verify", {})
    for action in ("withdraw", "erase"):
        status, answer = own.call("POST", f"/v1/complaints/{erased['code']}/{action}", {}, {"Receipt-Secret": erased["secret"]})
        assert status == 200, answer
    gone = erased["code"].replace("-", "")
    own.wait(lambda: gone not in [one["pk"]["S"] for one in rows(own, names["IdentitiesTable"])])
    own.wait(lambda: sum(kept["code"] in one["Subject"] and kept["email"] in one["To"] for one in own.inbox()) > 1)
    held(own, off=True)
    assert own.call("GET", "/health")[0] >= 429
    command = ["-m", "ops", "--stack", STACK, "restore", "--cases", f"{names['CasesTable']}-then", "--identities", f"{names['IdentitiesTable']}-then"]
    told = own.run(*command)

    assert f"erase {erased['code']}" in told
    assert rows(own, names["CasesTable"]) == then["CasesTable"]
    assert rows(own, names["IdentitiesTable"]) == [one for one in then["IdentitiesTable"] if one["pk"]["S"] != gone]
    held(own, off=False)
    own.run("-m", "ops", "--stack", STACK, "erase", erased["code"])
    assert "broken" not in own.run("-m", "ops", "--stack", STACK, "verify")
    assert test_deployed.act(own, world["coordinator"], kept["code"], 1, "verify", {}) == 2
