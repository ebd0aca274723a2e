"""The command line: each command does its work on the installation it finds, and says in a sentence why it does not."""

from pathlib import Path

import pytest

from chalicelib.domain.access import KeyState
from chalicelib.domain.errors import Busy
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role
from chalicelib.usecases.ports import Deps
from ops import target
from ops.cli import main
from tests.ops.files import NYC_MAPPING, NYC_SAMPLE

IMPORT = ["import", str(NYC_SAMPLE), "--mapping", str(NYC_MAPPING)]


@pytest.fixture(autouse=True)
def installation(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command works on the collaborators in memory."""
    monkeypatch.setattr(target, "connect", lambda **_: deps)


def test_seed_puts_reference_data(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seed"]) == 0

    assert deps.reference.get(Agency, "34.04")
    assert "regions: 552 known" in capsys.readouterr().out


def test_seed_puts_the_demo_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seed", "--demo"]) == 0

    assert "complaints known" in capsys.readouterr().out


def test_a_key_is_made_listed_and_revoked(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "create", "--agency", "51.71", "--role", "coordinator", "--holder", "Ketut", "--days", "30"]) == 0
    (key,) = deps.access.of("51.71")
    assert main(["key", "list"]) == 0
    assert main(["key", "revoke", key.id]) == 0

    out = capsys.readouterr().out
    assert out.count("tgp_test_") == 1
    assert "works    until 2026-12-24  used never             51.71          coordinator  Ketut" in out
    assert f"{key.id} (coordinator of 51.71, Ketut) is revoked" in out


def test_bootstrap_is_refused_the_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bootstrap", "--holder", "Sari"]) == 0
    assert main(["bootstrap", "--holder", "Sari"]) == 1

    assert "a steward's key works already" in capsys.readouterr().err


def test_what_was_imported_is_verified_and_scored(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(IMPORT) == 0
    assert main(["verify", "--agency", "nyc.dohmh", "--since", "2010-01"]) == 0
    assert main(["score", "--period", "2023-09", "--kind", "unit"]) == 0

    out = capsys.readouterr().out
    assert "written: 300 new" in out
    assert "300 complaints verified, 0 faults" in out
    assert "NYC Department of Health and Mental Hygiene" in out


def test_without_a_period_the_two_months_that_still_move_are_scored(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score"]) == 0

    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == ["2026-10", "2026-11"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["verify", "7KQM-2F9X-4HDT"], 1, "7KQM-2F9X-4HDT: a character is wrong"),
        (["key", "revoke", "unknown"], 1, "there is no key unknown"),
        (["key", "create", "--agency", "99", "--role", "officer", "--holder", "Made"], 1, "there is no agency 99"),
        (["import", "missing.csv", "--mapping", str(NYC_MAPPING)], 1, "missing.csv"),
        (["import", str(NYC_SAMPLE), "--mapping", str(NYC_SAMPLE)], 1, "nyc311-sample.csv: "),
    ],
)
def test_a_refusal_is_one_sentence_and_an_exit_code(arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == code

    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["score", "--period", "2026-13"],
        ["key", "create", "--agency", "51", "--role", "reporter", "--holder", "x"],
        ["key", "create", "--agency", "51", "--role", "officer", "--holder", "x", "--days", "0"],
        ["--local", "--stack", "x", "seed"],
    ],
)
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2


def test_a_store_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def no_answer(**_: object) -> Deps:
        raise Busy("the store does not answer")

    monkeypatch.setattr(target, "connect", no_answer)

    assert main(["seed"]) == 1
    assert capsys.readouterr().err == "the store does not answer\n"


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: object) -> Deps:
        raise KeyboardInterrupt

    monkeypatch.setattr(target, "connect", interrupted)

    assert main(["seed"]) == 130


def test_a_fault_that_verify_finds_is_named_and_ends_with_1(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "000000000000"]) == 1

    assert capsys.readouterr().out.splitlines() == ["000000000000: is not there", "1 complaints verified, 1 faults"]


def test_calendar_writes_its_file_without_any_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.seed.DATA", tmp_path)

    assert main(["calendar", "compute", "us-ny"]) == 0
    assert (tmp_path / "calendar-us-ny.json").exists()


def test_the_key_of_a_role_is_of_that_role(deps: Deps) -> None:
    for role in ("officer", "coordinator", "inspector", "steward", "observer"):
        assert main(["key", "create", "--agency", "nation", "--role", role, "--holder", role]) == 0

    made = deps.access.of("nation")
    assert {key.role: key.holder for key in made} == {Role(key.holder): key.holder for key in made}
    assert len(made) == 5
    assert all((key.state(deps.now()), key.made_by) == (KeyState.WORKS, "command line") for key in made)


KEY = ["key", "create", "--agency", "51", "--role", "officer", "--holder", "Made"]


def test_a_third_key_that_works_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(KEY) for _ in range(3)] == [0, 0, 1]

    assert "Made has 2 keys of 51 that work; revoke one first" in capsys.readouterr().err


@pytest.mark.parametrize("role", ["steward", "observer"])
def test_a_key_that_sees_everywhere_is_made_for_the_nation_only(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "create", "--agency", "51", "--role", role, "--holder", "Sari"]) == 1

    assert "the key belongs to nation" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--days", "0", "not between 1 and 730"),
        ("--days", "731", "not between 1 and 730"),
        ("--holder", " M ", "2 to 100 characters"),
        ("--holder", "x" * 101, "2 to 100 characters"),
        ("--holder", "Made\nWayan", "2 to 100 characters"),
    ],
)
def test_the_command_line_takes_what_the_api_takes(option: str, value: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*KEY, option, value])

    assert stopped.value.code == 2
    assert words in capsys.readouterr().err
