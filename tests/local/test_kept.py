"""What a killed first start leaves behind."""

from pathlib import Path

import pytest

from local import kept


@pytest.mark.parametrize(
    ("files", "dropped"),
    [
        ({}, False),
        ({"dynamodb.json": "{}"}, False),
        ({"cloudformation.json": "{}"}, True),
        ({"cloudformation.json": "{}", "dynamodb.json": "{}"}, True),
        (
            {"cloudformation.json": "{}", "dynamodb.json": '{"payload": {"tables": {"data": {"CasesTable-1": {}}}, "tags": {"IdentitiesTable": 1}}}'},
            True,
        ),
        ({"cloudformation.json": "{}", "dynamodb.json": '{"payload": {"tables": {"data": {"CasesTable-1": {}, "IdentitiesTable-1": {}}}}}'}, False),
    ],
)
def test_a_stack_without_tables_is_dropped_and_nothing_else(tmp_path: Path, files: dict[str, str], *, dropped: bool) -> None:
    (tmp_path / "state").mkdir()
    for name, text in files.items():
        (tmp_path / "state" / name).write_text(text)

    assert kept.forget_half_made(tmp_path) is dropped
    assert (tmp_path / "state").exists() is not dropped
