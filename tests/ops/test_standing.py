"""Commitments and assessments from the command line: the same rules as over the API, and dry runs that keep nothing."""

import pytest

from chalicelib.domain.assessment import Assessment
from chalicelib.domain.commitment import Commitment
from chalicelib.usecases.ports import Deps
from ops import target
from ops.cli import main
from tests.builders import a_commitment

PROMISE = ["commitment", "put", "--agency", "51.71", "--indicator", "resolved_on_time", "--target", "0.9", "--by", "2027-06-30"]
PROMISE += ["--text", "Sembilan dari sepuluh selesai tepat waktu."]
FOUND = [
    "assessment",
    "put",
    "--agency",
    "51.71",
    "--assessor",
    "KemenPANRB",
    "--year",
    "2022",
    "--result",
    "Top 30",
    "--source",
    "https://menpan.go.id",
]


@pytest.fixture(autouse=True)
def installation(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command works on the collaborators in memory."""
    monkeypatch.setattr(target, "connect", lambda **_: deps)


def kept(deps: Deps) -> list[Commitment | Assessment]:
    return [*deps.reference.about(Commitment, ""), *deps.reference.about(Assessment, "")]


@pytest.mark.parametrize("command", [PROMISE, FOUND], ids=lambda command: command[0])
def test_a_dry_run_keeps_nothing_and_the_same_again_makes_no_second(deps: Deps, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--dry-run"]) == 0
    assert kept(deps) == []
    assert main(command) == 0
    assert len(kept(deps)) == 1
    assert main(command) == 0
    assert len(kept(deps)) == 1

    dry, real, again = capsys.readouterr().out.splitlines()
    assert dry.replace("would be kept", "kept") == real
    assert again.endswith("nothing to change")


def test_a_dry_run_of_a_correction_replaces_nothing(deps: Deps) -> None:
    main(FOUND)
    (before,) = deps.reference.about(Assessment, "")

    assert main([*FOUND, "--place", "30", "--replaces", before.id, "--dry-run"]) == 0

    assert deps.reference.about(Assessment, "") == [before]


def test_commitments_are_listed_with_how_they_stand(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    deps.reference.put([a_commitment(), a_commitment(id="other", target=0.8, withdrawn_on=a_commitment().made_on)])

    assert main(["commitment", "list", "--agency", "51.71"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert "2027-06-30  resolved_on_time        0.9  not_measured -" in first
    assert second.endswith("withdrawn on 2026-11-24")


def test_assessments_are_listed_with_what_replaced_them(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    main(FOUND)
    (before,) = deps.reference.about(Assessment, "")
    main([*FOUND, "--place", "30", "--replaces", before.id])
    capsys.readouterr()

    assert main(["assessment", "list", "--year", "2022"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert "(replaced by 2022-" in lines[0]
    assert "Top 30, place 30  https://menpan.go.id" in lines[1]
    assert main(["assessment", "list", "--agency", "34.71"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ([*PROMISE[:-1], "x"], "text: "),
        ([*FOUND[:-1], "http://menpan.go.id"], "source: "),
        ([*FOUND, "--replaces", "2022-none"], "replaces: there is no assessment 2022-none"),
        (["commitment", "list", "--agency", "99.99"], "there is no agency 99.99"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(deps: Deps, command: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 1

    assert told in capsys.readouterr().err
    assert kept(deps) == []
