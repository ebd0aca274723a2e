import time
from collections.abc import Iterator

import pytest


@pytest.fixture
def in_jayapura(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own time is nine hours ahead of UTC."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Jayapura")
        time.tzset()
        yield
    time.tzset()
