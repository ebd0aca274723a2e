"""A command works on the installation of the environment, or on the local stack's while it runs."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib import clock, wiring
from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from local.environment import Credentials
from local.mail import ADDRESS_FILE
from ops import target
from ops.cli import main


@pytest.fixture
def data(engine_deps: Deps, tmp_path: Path) -> Iterator[Path]:
    """A data directory as the local stack leaves it while it runs on the tests' engine."""
    before = dict(os.environ)
    credentials = Credentials()
    (tmp_path / ADDRESS_FILE).write_text(os.environ["AWS_ENDPOINT_URL"])
    (tmp_path / "secrets.json").write_text(json.dumps({"receipt_key": "r" * 32, "engine_key": credentials.key, "engine_secret": credentials.secret}))
    (tmp_path / "clock").write_text(str(int(timedelta(days=4).total_seconds())))
    yield tmp_path
    os.environ.clear()
    os.environ.update(before)


def test_the_local_stack_is_found_by_its_data_and_its_moved_clock_is_followed(
    engine_deps: Deps, engine_settings: Settings, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Settings] = []
    monkeypatch.setattr(wiring, "build", lambda known: built.append(known) or engine_deps)  # a second build would bind the rows of all tests anew

    deps = target.connect(local=data)

    assert built == [engine_settings._replace(stage="local", receipt_key="r" * 32, webhooks_to="loopback")]
    assert timedelta(days=4) <= deps.now() - clock.utc_now() + timedelta(seconds=1) < timedelta(days=4, minutes=5)


def test_a_local_stack_that_never_ran_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--local", "--data", str(tmp_path), "seed"]) == 2

    assert capsys.readouterr().err == f"no installation: no local stack has run on {tmp_path}: start one with `make run`\n"


def test_an_environment_that_names_no_installation_is_said_with_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("STAGE", "CASES_TABLE", "IDENTITIES_TABLE", "ATTACHMENTS_BUCKET", "RECEIPT_KEY", "SITE_URL", "MAIL_FROM", "MAIL_REPORTS"):
        monkeypatch.delenv(name, raising=False)

    assert main(["seed"]) == 2
    assert capsys.readouterr().err.startswith("no installation: STAGE, CASES_TABLE")
