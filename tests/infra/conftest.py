"""The bundle is made once, and deployed once into the engine: each takes seconds."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.package import package
from local.engine_permissions import NOTES
from tests.infra.deployment import STACK, Deployed, architecture, deployed


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`deployment.zip` of stage dev for this machine, `sam.json` beside it."""
    return package("dev", tmp_path_factory.mktemp("package"), architecture())


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the engine notes what each role asks for."""
    return tmp_path_factory.mktemp("notes") / "permissions.jsonl"


@pytest.fixture(scope="session")
def stack(archive: Path, notes: Path) -> Iterator[Deployed]:
    """The deployed stack."""
    with deployed(archive, **{NOTES: str(notes)}) as created:
        yield created


@pytest.fixture(scope="session")
def world(stack: Deployed) -> dict[str, str]:
    """Agencies, keys and a complaint that is late, in that stack."""
    prepared: dict[str, str] = json.loads(stack.run("-m", "tests.infra.prepare", STACK))
    return prepared
