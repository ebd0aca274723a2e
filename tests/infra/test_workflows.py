"""Continuous integration and delivery do what a push here is checked with, pinned and with few rights."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yml"))}
JOBS = [(workflow, job, told) for workflow, whole in WORKFLOWS.items() for job, told in whole["jobs"].items()]


def steps(told: dict[str, Any]) -> list[str]:
    """What a job runs or uses, in its order."""
    return [step.get("run") or step["uses"] for step in told["steps"]]


def test_zizmor_finds_nothing() -> None:
    checker = Path(sys.executable).with_name("zizmor")
    done = subprocess.run([checker, "--offline", "--no-progress", "--persona", "pedantic", FOLDER], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yml")), ids=lambda file: file.stem)
def test_every_action_is_pinned_to_a_commit_that_says_its_version(file: Path) -> None:
    used = [line.split("uses:")[1].strip() for line in file.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert [one for one in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


@pytest.mark.parametrize(("workflow", "job", "told"), JOBS, ids=[f"{workflow}-{job}" for workflow, job, _ in JOBS])
def test_a_job_may_only_read_and_only_one_that_deploys_may_ask_for_a_role(workflow: str, job: str, told: dict[str, Any]) -> None:
    deploys = any("configure-aws-credentials" in step for step in steps(told))
    assert told["permissions"] == {"contents": "read"} | ({"id-token": "write"} if deploys else {})
    assert ("environment" in told) == deploys
    assert told["timeout-minutes"] <= 90
    assert WORKFLOWS[workflow]["permissions"] == {}


def test_no_workflow_holds_a_key_of_aws() -> None:
    assert not any("secrets." in file.read_text(encoding="utf-8") for file in FOLDER.glob("*.yml"))


def test_a_push_is_checked_as_it_is_here() -> None:
    assert ".ci/run" in steps(WORKFLOWS["ci"]["jobs"]["check"])
    told = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert ("make check" in told, "make test" in told) == (True, True)


def test_a_tag_is_deployed_to_dev_before_prod_and_only_once_everything_holds() -> None:
    deploy = WORKFLOWS["deploy"]["jobs"]["deploy"]
    assert WORKFLOWS["deploy"][True]["push"] == {"tags": ["v*"]}  # YAML takes `on` for a truth
    assert (deploy["needs"], deploy["strategy"]["max-parallel"], deploy["strategy"]["fail-fast"]) == ("check", 1, True)
    assert deploy["strategy"]["matrix"]["stage"] == ["dev", "prod"]
    assert steps(deploy)[-1] == "make deploy"
