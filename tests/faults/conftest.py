"""One installation for all trials: made once, put back after each."""

from collections.abc import Iterator

import pytest

from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from tests.faults.stand import Stand, standing
from tests.machine.installation import own_tables


@pytest.fixture(scope="module")
def stand(engine_settings: Settings, shared_engine_deps: Deps) -> Iterator[Stand]:
    with own_tables(engine_settings) as own, standing(own) as made:
        yield made
