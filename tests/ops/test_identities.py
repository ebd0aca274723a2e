"""Identities from the command line: who opened which, and an erasure without a receipt."""

import pytest

from chalicelib.domain.attachment import State
from chalicelib.domain.complaint import Reporter
from chalicelib.domain.events import SYSTEM, Actor
from chalicelib.domain.receipt import written
from chalicelib.domain.words import Action, Identity, Role
from chalicelib.usecases import attach, handle, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from ops import target
from ops.cli import main
from tests import deeds
from tests.builders import a_receipt, a_submission, erased, withdrawn

INSPECTOR = Actor(role=Role.INSPECTOR, agency="51", holder="Nyoman")
WHY = "Pelapor diancam dan harus dilindungi."


@pytest.fixture(autouse=True)
def installation(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "connect", lambda **_: deps)


def filed(deps: Deps, **changes: object) -> str:
    return submit.submit(a_submission(**changes), None, deps).receipt.code


def test_openings_are_listed_with_who_and_why(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    code = filed(deps, identity=Identity.SEALED)
    deeds.act(code, Action.UNSEAL, handle.unseal(WHY), INSPECTOR, deps)

    assert main(["unsealings"]) == 0
    assert main(["unsealings", "--period", "2026-10"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        f"2026-11-24T04:00:00Z  {written(code)}  Nyoman, inspector of Provinsi Bali: {WHY}",
        "nobody opened a sealed identity",
    ]


def test_more_than_a_page_of_openings_is_listed_whole(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(101):
        deeds.act(filed(deps, identity=Identity.SEALED), Action.UNSEAL, handle.unseal(WHY), INSPECTOR, deps)

    assert main(["unsealings"]) == 0

    assert len(capsys.readouterr().out.splitlines()) == 101


def test_who_filed_is_erased_by_code_and_a_dry_run_erases_nobody(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    code = filed(deps)

    assert main(["erase", code, "--dry-run"]) == 0
    assert deps.cases.reporter(code)
    for _ in range(2):
        assert main(["erase", written(code)]) == 0

    assert deps.cases.reporter(code) is None
    assert [(event.action, event.actor) for event in load(code, deps).events[1:]] == [(Action.ERASE, SYSTEM)]
    says = ["would be erased", "erased", "nothing is kept of the reporter"]
    assert capsys.readouterr().out.splitlines() == [f"{written(code)}: {said}" for said in says]


@pytest.mark.parametrize("code", ["1000-0000-0000", a_receipt(999).code], ids=["mistyped", "unknown"])
def test_a_code_that_is_none_erases_nobody(deps: Deps, code: str) -> None:
    kept = filed(deps)

    assert main(["erase", kept, code]) == 1
    assert deps.cases.reporter(kept)


def test_whom_a_record_that_was_given_up_left_is_found_and_erased(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    code = filed(deps)
    complaint = load(code, deps).complaint
    attach.expect(load(code, deps), "foto.jpg", "image/jpeg", 9, deps)
    gone = withdrawn(complaint)
    deps.cases.append(gone)
    deps.cases.append(erased(gone.complaint), forgets=False)

    assert main(["verify", code]) == 1
    assert main(["erase", code, "--dry-run"]) == 0
    assert deps.cases.reporter(code)
    for _ in range(2):
        assert main(["erase", code]) == 0

    assert deps.cases.reporter(code) is None
    assert main(["verify", code]) == 0
    assert [one.state for one in load(code, deps).attachments] == [State.ERASED]
    told = capsys.readouterr().out
    assert "who filed is erased by its events, and kept still" in told
    assert [line.partition(": ")[2] for line in told.splitlines() if (line.startswith(written(code)) and "eras" in line) or "nothing is" in line][
        -3:
    ] == [
        "would be erased",
        "erased",
        "nothing is kept of the reporter",
    ]


def test_who_is_known_by_an_address_alone_is_found_and_erased(
    deps: Deps, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = {filed(deps, reporter=Reporter(name="Wayan", email="wayan@warga.example")) for _ in range(2)}
    other = filed(deps, reporter=Reporter(name="Made", email="made@warga.example"))
    monkeypatch.setattr("builtins.input", lambda _: " Wayan@warga.example\n")

    assert main(["erase", "--by-address"]) == 0

    assert [code for code in theirs if deps.cases.reporter(code)] == []
    assert deps.cases.reporter(other)
    assert capsys.readouterr().out.splitlines() == [f"{written(code)}: erased" for code in sorted(theirs)]
