"""The bundle is made once: it takes seconds."""

from pathlib import Path

import pytest

from infra.package import package
from tests.infra.deployment import architecture


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`deployment.zip` of stage dev for this machine, `sam.json` beside it."""
    return package("dev", tmp_path_factory.mktemp("package"), architecture())
