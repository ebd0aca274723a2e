"""`make fuzz`: Schemathesis throws at the running stack whatever docs/openapi.json allows and forbids, as everybody who can call.

No answer may be a 5xx or one that is not described, and nothing may break behind the answers: in the schedule, the stream and the queues.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.running import ROOT, Running, stack
from tests.local.test_run import COMPLAINT

SECONDS = os.environ.get("SECONDS", "45")
"""For each who calls."""
PATIENT = {"requests_per_minute": 100_000, "challenge": 0}
CASES = 12
"""New ones for each who calls: much of what is done to a case ends it."""
ROLES = ("nobody", "reporter", "officer", "coordinator", "inspector", "observer", "steward")
OPTIONS = {
    "--checks": "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance",
    "--phases": "examples,coverage,fuzzing",
    "--mode": "all",
    "--max-time": SECONDS,
    "--request-timeout": "60",
    "--generation-database": "none",
    "--warnings": "off",
}
TOLD = 700
"""Characters of its report that are shown."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "stack.log"


@pytest.fixture(scope="module")
def running(log: Path) -> Iterator[Running]:
    with log.open("w") as output, stack(log.parent / "data", "--seed", "demo", output=output) as started:
        made = started.get("/v1/policies", PATIENT, Authorization=bearer("steward", log))
        assert made[0] == 201, made
        yield started


def bearer(role: str, log: Path) -> str:
    """The key of a role, which the demo shows; nothing for who has none."""
    found = re.search(rf"demo key: {role} .*(tgp_\w+)", log.read_text(encoding="utf-8"))
    return f"Bearer {found[1]}" if found else ""


def receipts(running: Running, coordinator: str) -> list[list[str]]:
    """New complaints; every second one is already at its unit."""
    filed = [running.get("/v1/complaints", COMPLAINT)[1] for _ in range(CASES)]
    for one in filed[::2]:
        done = running.get(f"/v1/cases/{one['code']}/verify", {"agency": "51.71.dishub"}, Authorization=coordinator, **{"If-Match": '"1"'})
        assert done[0] == 200, done
    return [[one["code"], one["secret"]] for one in filed]


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_a_server_error_or_not_described(role: str, running: Running, log: Path) -> None:
    known = receipts(running, bearer("coordinator", log)) if role != "nobody" else [["0000-0000-0000", ""]]
    environment = {
        "SCHEMATHESIS_HOOKS": "tests.long.real_cases",
        "FUZZ_SITE": running.site,
        "FUZZ_BEARER": bearer(role, log),
        "FUZZ_RECEIPTS": json.dumps(known),
    }
    header = ["--header", f"Authorization: {bearer(role, log)}"] if bearer(role, log) else []
    options = ["--url", running.site, *(part for option in OPTIONS.items() for part in option), *header]
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", "docs/openapi.json", "--no-color", "--continue-on-failure", *options]

    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=float(SECONDS) * 10)

    sys.stderr.write(f"\n{role}: {done.stdout[-TOLD:]}")
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_broke_behind_the_answers(log: Path) -> None:
    broken = [line for line in log.read_text(encoding="utf-8").splitlines() if '"level": "ERROR"' in line or "Traceback" in line]

    assert broken == []
