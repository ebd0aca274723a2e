"""A backup is restored to a moment: what was there then is there, and every chain of events is whole."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.infra.deployment import Deployed, architecture, deployed

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


def test_both_tables_are_restored_to_the_same_moment(own: Deployed) -> None:
    own.run("-m", "tests.infra.prepare", "tanggap-dev")
    dynamodb = own.client("dynamodb")
    for logical in ("CasesTable", "IdentitiesTable"):
        source, target = own.names[logical], f"{own.names[logical]}-restored"
        on = {"PointInTimeRecoveryEnabled": True}  # the engine's CloudFormation leaves it out
        dynamodb.update_continuous_backups(TableName=source, PointInTimeRecoverySpecification=on)
        then = rows(own, source)
        moment = datetime.now(UTC)
        dynamodb.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=target, RestoreDateTime=moment)
        dynamodb.get_waiter("table_exists").wait(TableName=target, WaiterConfig={"Delay": 1})
        assert rows(own, target) == then
    assert "broken" not in own.run("-m", "ops", "--stack", "tanggap-dev", "verify")
