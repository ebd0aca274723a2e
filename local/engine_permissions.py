"""Notes which permission each role was asked for, as the engine decides it: what a test holds against the policies."""

import json
from pathlib import Path
from typing import Any

NOTES = "PERMISSION_NOTES"
"""The setting that names the file."""


def note(file: Path) -> None:
    """From now on every decision about a role is a line of JSON in `file`: role, action, resource, decision."""
    from ministack.core import iam_evaluator  # noqa: PLC0415 - the engine reads its settings when imported

    decide = iam_evaluator.evaluate

    def noting(asked: Any, *policies: Any) -> Any:
        decided = decide(asked, *policies)
        line = {"role": asked.principal_arn, "action": asked.action, "resource": asked.resource_arn, "decision": decided.decision}
        with file.open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(line) + "\n")
        return decided

    iam_evaluator.evaluate = noting
