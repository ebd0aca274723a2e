"""Tables are put back to what restored copies hold, and nobody comes back who was erased."""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest

from chalicelib.settings import Settings
from ops import target
from ops.cli import main
from tests.engines import make_table

TABLES = {"live": "CasesTable", "copy": "CasesTable", "who": "IdentitiesTable", "who-copy": "IdentitiesTable"}
COMMAND = ["restore", "--cases", "copy", "--identities", "who-copy"]
CODE = "7KQM2F9X4HDT"


@pytest.fixture
def dynamodb(engine_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    client = boto3.client("dynamodb")
    for name, resource in TABLES.items():
        make_table(name, resource)
    monkeypatch.setattr(target, "tables", lambda _: ("live", "who"))
    yield client
    for name in TABLES:
        client.delete_table(TableName=name)


def put(client: Any, table: str, rows: Mapping[str, str]) -> None:
    """Rows by their partition, each with a text."""
    sort = {} if table.startswith("who") else {"sk": {"S": "A"}}
    for pk, text in rows.items():
        client.put_item(TableName=table, Item={"pk": {"S": pk}, **sort, "doc": {"S": text}})


def held(client: Any, table: str) -> dict[str, str]:
    return {row["pk"]["S"]: row["doc"]["S"] for page in client.get_paginator("scan").paginate(TableName=table) for row in page["Items"]}


def test_what_changed_is_written_again_and_what_came_since_is_removed(dynamodb: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(dynamodb, "copy", then := {"C#1": "as it was", "C#2": "untouched", "C#3": "lost since"})
    put(dynamodb, "live", now := {"C#1": "spoilt", "C#2": "untouched", "C#4": "new"})

    assert main([*COMMAND, "--dry-run"]) == 0
    assert held(dynamodb, "live") == now
    assert main(COMMAND) == 0
    assert held(dynamodb, "live") == then
    assert main(COMMAND) == 0

    done = ["live: 1 removed, 2 written", "who: nothing differs"]
    assert capsys.readouterr().out.splitlines() == [*done, *done, "live: nothing differs", "who: nothing differs"]


def test_more_than_one_batch_comes_back(dynamodb: Any) -> None:
    put(dynamodb, "copy", then := {f"C#{number}": "as it was" for number in range(130)})
    put(dynamodb, "live", {f"C#new{number}": "new" for number in range(30)})

    assert main(COMMAND) == 0

    assert held(dynamodb, "live") == then


def test_who_was_erased_since_stays_erased_and_is_named(dynamodb: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(dynamodb, "who-copy", {CODE: "Wayan", f"{CODE}#1": "who follows", "0" * 12: "Made"})
    put(dynamodb, "who", {"0" * 12: "Made", "1" * 12: "Komang, since"})

    assert main(COMMAND) == 0

    assert held(dynamodb, "who") == {"0" * 12: "Made"}
    assert capsys.readouterr().out.splitlines()[1:] == [
        "who: 1 removed",
        "erased since, and not brought back; write it into their timelines again: erase 7KQM-2F9X-4HDT",
    ]


def test_an_erasing_that_was_itself_the_mistake_is_undone_where_that_is_asked_for(dynamodb: Any) -> None:
    put(dynamodb, "who-copy", then := {CODE: "Wayan"})

    assert main([*COMMAND, "--erased-too"]) == 0

    assert held(dynamodb, "who") == then
