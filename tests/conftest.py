"""The engine that the store's tests run on: real tables in an AWS engine inside this process, on loopback, gone with it."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib import settings, wiring
from chalicelib.usecases.ports import Deps
from local import engine, stack
from tests import engines
from tests.builders import REFERENCE
from tests.fakes import Clock, Counting, MemoryLimits, fake_deps


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--steps", type=int, default=0, help="take so many new steps of the state machine, not the usual ones")
    parser.addoption("--engine", choices=["ministack", "dynamodb-local"], default="ministack", help="what keeps the tables")


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> int:
    """How many new steps are asked for, none for the usual ones."""
    return int(request.config.getoption("--steps"))


@pytest.fixture(scope="session")
def engine_settings(request: pytest.FixtureRequest) -> Iterator[settings.Settings]:
    """One engine a session, with the storage of the deployment template."""
    with engine.in_process():
        names = stack.create("https://tanggap.example")
        with engines.tables(request.config.getoption("--engine"), names):
            yield settings.Settings(
                stage="test",
                cases_table=names["CASES_TABLE"],
                identities_table=names["IDENTITIES_TABLE"],
                attachments_bucket=names["ATTACHMENTS_BUCKET"],
                receipt_key="k" * 32,
                site_url="https://tanggap.example",
                files_url=os.environ["AWS_ENDPOINT_URL"],
                malware_scan="off",
                mail_from=names["MAIL_FROM"],
                mail_reports=names["MAIL_REPORTS"],
                webhooks_to="internet",
            )


@pytest.fixture(scope="session")
def shared_engine_deps(engine_settings: settings.Settings) -> Deps:
    built = wiring.build(engine_settings)
    built.reference.put(REFERENCE)
    return built


@pytest.fixture
def engine_deps(shared_engine_deps: Deps) -> Deps:
    """Collaborators over the engine, with a clock that stands still. Tests share the tables: each uses codes of its own.

    Their minute never ends, so each counts for itself.
    """
    return replace(shared_engine_deps, now=Clock(), random_bytes=Counting(), limits=MemoryLimits())


@pytest.fixture
def deps() -> Deps:
    """Collaborators in memory."""
    return fake_deps()
