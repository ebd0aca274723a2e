"""`make fuzz`: Schemathesis throws at the running stack whatever docs/openapi.json allows and forbids. No answer may be a 5xx or one that is not described."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.local.running import ROOT, Running, stack

SECONDS = os.environ.get("SECONDS", "120")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
TOLD = 1500
"""Characters of its report."""
PHASES = "examples,coverage,fuzzing"


def key(running: Running) -> str:
    """The first steward's."""
    command = [
        sys.executable,
        "-m",
        "ops",
        "--local",
        "--data",
        str(running.data),
        "key",
        "create",
        "--agency",
        "nation",
        "--role",
        "steward",
        "--holder",
        "Fuzz",
    ]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = re.search(r"tgp_\w+", said)
    assert found, said
    return found[0]


@pytest.mark.parametrize("role", ["steward", "nobody"])
def test_no_answer_is_a_server_error_or_not_described(role: str, tmp_path: Path) -> None:
    with stack(tmp_path / "data", "--seed", "demo") as running:
        bearer = f"Bearer {key(running)}"
        patient = {"requests_per_minute": 100_000, "challenge": 0}
        assert running.get("/v1/policies", patient, Authorization=bearer)[0] == 201
        headers = ["--header", f"Authorization: {bearer}"] if role == "steward" else []
        options = [
            "--url",
            running.site,
            "--checks",
            CHECKS,
            "--phases",
            PHASES,
            "--max-time",
            SECONDS,
            "--warnings",
            "off",
            "--request-timeout",
            "60",
            *headers,
        ]
        command = [str(Path(sys.executable).parent / "schemathesis"), "run", "docs/openapi.json", "--no-color", "--continue-on-failure", *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=float(SECONDS) * 10)

    sys.stderr.write(done.stdout[-TOLD:])
    assert done.returncode == 0, done.stdout
