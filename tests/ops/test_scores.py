"""Scores on the command line: shown, frozen, and recomputed from the published files alone."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.domain.tally import Tally
from chalicelib.usecases import follow, submit
from chalicelib.usecases.ports import Deps
from ops import scores, target
from ops.cli import main
from tests import deeds
from tests.builders import POLICY, a_submission, later
from tests.fakes import MemoryScores


@pytest.fixture(autouse=True)
def installation(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "connect", lambda **_: deps)
    deps.reference.put([replace(POLICY, version=2, bands=(1, 100))])
    for rating in (4, 1):
        code = submit.submit(a_submission(), None, deps).receipt.code
        deeds.verify(code, deps)
        follow.confirm(deeds.respond(code, deps), rating, deps)
    deps.now.now = later(days=60)  # type: ignore[attr-defined]


def files(deps: Deps, folder: Path, form: int = 0, names: Collection[str] = ("2026-11", "2026-12")) -> list[str]:
    """The published files of those of the periods that are frozen, as anybody would download them."""
    found = []
    for one in [one for one in deps.scores.frozen() if one.period in names]:
        for file in one.files[form : form + 1]:
            path = folder / f"{one.period}-{form}"
            path.write_bytes(deps.files.lines(file.key).read())
            found.append(str(path))
    return found


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_table_is_shown_with_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--period", "2026-12", "--kind", "unit"]) == 0

    first, line = said(capsys)
    assert first == "2026-12: 1 agencies have something to count"
    assert line.split()[:8] == ["unit", "1+", "1/1", "90.00", "green", "2", "cases", "51.71.pupr"]


def test_a_longer_period_is_computed_from_its_months(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--period", "2026", "--kind", "city"]) == 0

    assert said(capsys)[1].split()[5:7] == ["2", "cases"]


def test_a_month_that_is_over_is_frozen_and_then_stays(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--period", "2026-12", "--freeze"]) == 0
    before = deps.scores.of("2026-12")
    assert main(["score", "--period", "2026-12"]) == 0
    assert main(["score", "--period", "2026-12", "--freeze"]) == 0

    lines = said(capsys)
    assert lines[0].startswith("2026-12: frozen, 2 cases and 0 duties to verify, SHA-256 ")
    assert [line for line in lines if "have something" in line] == ["2026-12: 4 agencies have something to count, frozen on 2027-01-23"] * 3
    assert deps.scores.of("2026-12") == before


def test_what_cannot_be_frozen_yet_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--period", "2027-01", "--freeze"]) == 1

    assert capsys.readouterr().err == "2027-01 can be frozen from 2027-02-15\n"


@pytest.mark.parametrize("form", [0, 1])
def test_a_published_file_gives_the_published_scores(deps: Deps, tmp_path: Path, form: int, capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", "--period", "2026-12", "--freeze"])
    said(capsys)

    assert main(["score", "--verify", *files(deps, tmp_path, form)]) == 0
    assert said(capsys) == [f"{name}: equal, 4 scores recomputed from the file alone" for name in ("2026", "2026-12", "2026-H2", "2026-Q4")]


def test_a_year_is_recomputed_from_the_files_of_its_months(deps: Deps, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for month in ("2026-11", "2026-12"):
        main(["score", "--period", month, "--freeze"])
    said(capsys)

    november, december = files(deps, tmp_path)
    assert main(["score", "--period", "2026", "--verify", december, november]) == 0
    assert main(["score", "--period", "2026-Q4", "--verify", december]) == 1

    assert said(capsys) == [
        "2026: equal, 4 scores recomputed from the file alone",
        "2026-Q4 is made of 2026-11, 2026-12: name its file, or those of these months; given were 2026-12",
        "2026-Q4: 1 differences",
    ]


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize("name", ["2026-Q4", "2026-H2", "2026"])
def test_a_longer_period_is_recomputed_from_its_own_file_alone(
    deps: Deps, tmp_path: Path, form: int, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for month in ("2026-11", "2026-12"):
        main(["score", "--period", month, "--freeze"])
    said(capsys)

    assert main(["score", "--verify", *files(deps, tmp_path, form, [name])]) == 0
    assert f"{name}: equal, 4 scores recomputed from the file alone" in said(capsys)


def test_of_many_differences_the_first_are_shown(
    deps: Deps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["score", "--period", "2026-12", "--freeze"])
    (path,) = files(deps, tmp_path)
    Path(path).write_text(Path(path).read_text(encoding="utf-8").replace('"rating":1', '"rating":4'), encoding="utf-8")
    said(capsys)
    monkeypatch.setattr(scores, "SHOWN", 2)

    assert main(["score", "--verify", path]) == 1

    lines = said(capsys)
    assert (len(lines), lines[3].split()[-1]) == (5, "more")


def test_a_file_in_which_a_case_was_changed_is_found_out(deps: Deps, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", "--period", "2026-12", "--freeze"])
    (path,) = files(deps, tmp_path)
    content = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(content.replace('"rating":1', '"rating":4'), encoding="utf-8")
    said(capsys)

    assert main(["score", "--verify", path]) == 1

    lines = said(capsys)
    assert lines[0] == f"{path}: not a file that was published: its digest is another one"
    assert "51.71: value: 90.0 published, 100.0 from the file" in lines
    assert "51.71: indicators satisfaction: 0.5 published, 1.0 from the file" in lines
    assert "51.71: top_two: 1 published, 2 from the file" in lines
    assert lines[-1].endswith(" differences")


def test_a_score_that_was_changed_behind_the_files_back_is_found_out(deps: Deps, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", "--period", "2026-12", "--freeze"])
    assert isinstance(deps.scores, MemoryScores)
    (row,) = deps.scores.of("2026-12", "city")
    deps.scores.kept["2026-12", "city", "51.71"] = replace(row, place=2, tally=replace(row.tally, resolved=9))
    deps.scores.kept["2026-12", "city", "ghost"] = replace(row, agency="ghost", tally=Tally())
    del deps.scores.kept["2026-12", "nation", "nation"]
    said(capsys)

    assert main(["score", "--period", "2026-12", "--verify", *files(deps, tmp_path)]) == 1

    assert said(capsys) == [
        "51.71: resolved: 9 published, 2 from the file",
        "51.71: place: 2 published, 1 from the file",
        "ghost: published, and not in the file",
        "nation: in the file, and not published",
        "2026-12: 4 differences",
    ]


def test_a_file_of_a_month_that_is_not_frozen_here_is_not_the_published_one(deps: Deps, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", "--period", "2026-12", "--freeze"])
    found = files(deps, tmp_path)
    assert isinstance(deps.scores, MemoryScores)
    deps.scores.ended.clear()
    said(capsys)

    assert main(["score", "--verify", *found]) == 1

    assert said(capsys)[:2] == [
        f"{found[0]}: not a file that was published: its digest is another one",
        "2026-12 is not frozen: its figures still move",
    ]


def test_what_is_no_file_of_a_month_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    assert main(["score", "--verify", str(tmp_path / "other.csv")]) == 1
    assert main(["score", "--verify", str(tmp_path / "missing.csv")]) == 1

    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{tmp_path / 'other.csv'}: not a frozen period: ")
    assert second == f"{tmp_path / 'missing.csv'}: No such file or directory"


@pytest.mark.parametrize("arguments", [["--period", "2026-Q5"], ["--period", "x"], ["--freeze", "--verify", "x"], ["--verify"]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["score", *arguments])

    assert ended.value.code == 2
