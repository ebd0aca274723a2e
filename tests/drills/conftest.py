"""Drills take minutes: `make test-deploy` runs them, the suite does not."""

import os

from tests.infra.conftest import archive, notes, stack, world

__all__ = ["archive", "notes", "stack", "world"]

collect_ignore_glob = [] if "TANGGAP_DRILLS" in os.environ else ["test_*.py"]
