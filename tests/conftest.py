"""The engine that the store's tests run on: real tables in an AWS engine inside this process, on loopback, gone with it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import settings, wiring
from chalicelib.usecases.ports import Deps
from local import engine, stack
from tests import engines
from tests.builders import REFERENCE
from tests.fakes import Clock, Counting, MemoryLimits, fake_deps

TOGETHER = ("tests/browser/test_pages", "tests/browser/test_states", "tests/browser/test_figures"), ("tests/browser/",), ("tests/infra/",)
"""Tests that share what takes long to start: those of a line stay in one process, and come first, so that none of them is what all others wait for."""


def group(nodeid: str) -> str:
    """The line that a test belongs to, empty for none."""
    return next((line[0] for line in TOGETHER if nodeid.startswith(line)), "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not group(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Over several processes the tests of a file stay together, and those of such a line."""
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415  where there are several processes only

    class ByLine(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group(nodeid) or super()._split_scope(nodeid)

    return ByLine(config, log)


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
