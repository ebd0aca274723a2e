"""Reply templates from the command line."""

import io
from pathlib import Path

import pytest

from chalicelib.domain.template import MOST, Template, Templates
from chalicelib.usecases.ports import Deps
from ops import target
from ops.cli import main
from tests.builders import a_template

TEXT = "Laporan {code} kami tangani\nsampai {due}. Salam, {agency}"
OF_CITY = ["--agency", "51.71"]
PUT = ["template", "put", "terima", *OF_CITY, "--name", "Terima kasih"]
KEPT = Template(id="terima", name="Terima kasih", text=TEXT)


@pytest.fixture(autouse=True)
def installation(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "connect", lambda **_: deps)
    monkeypatch.setattr("sys.stdin", io.StringIO(TEXT))


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "terima.txt"
    path.write_text(f"{TEXT}\n", encoding="utf-8")
    return str(path)


def kept(deps: Deps) -> tuple[Template, ...]:
    return deps.reference.templates("51.71").templates


def test_a_template_is_put_from_a_file_listed_and_deleted(deps: Deps, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PUT, "--file", file, "--category", "jalan"]) == 0
    assert [(one.text, one.category) for one in kept(deps)] == [(TEXT, "jalan")]
    assert main(["template", "list", *OF_CITY]) == 0
    assert main(["template", "delete", "terima", *OF_CITY]) == 0

    assert kept(deps) == ()
    assert capsys.readouterr().out.splitlines() == [
        "terima of 51.71, Terima kasih: new",
        "terima               jalan            Terima kasih",
        "  Laporan {code} kami tangani sampai {due}. Salam, {agency}",
        "terima of 51.71, Terima kasih: deleted",
    ]


def test_the_text_is_read_from_standard_input_where_no_file_is_named(deps: Deps) -> None:
    assert main(PUT) == 0

    assert kept(deps) == (KEPT,)


@pytest.mark.parametrize(
    ("before", "says"), [((), "new"), ((a_template(text=TEXT),), "nothing to change"), ((a_template(text=TEXT, name="Lain"),), "changed")]
)
def test_what_a_put_changes_is_said(before: tuple[Template, ...], says: str, deps: Deps, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    deps.reference.put([Templates(agency="51.71", templates=before, version=1)])

    assert main([*PUT, "--file", file]) == 0
    assert capsys.readouterr().out == f"terima of 51.71, Terima kasih: {says}\n"
    assert kept(deps) == (KEPT,)


def test_a_dry_run_says_what_would_change_and_writes_nothing(deps: Deps, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PUT, "--file", file, "--dry-run"]) == 0
    assert kept(deps) == ()
    main([*PUT, "--file", file])
    assert main(["template", "delete", "terima", *OF_CITY, "--dry-run"]) == 0

    assert kept(deps) == (KEPT,)
    assert capsys.readouterr().out.splitlines() == [
        "terima of 51.71, Terima kasih: new (dry run: nothing was written)",
        "terima of 51.71, Terima kasih: new",
        "terima of 51.71, Terima kasih: deleted (dry run: nothing was written)",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["template", "list", "--agency", "99"], "there is no agency 99"),
        (["template", "delete", "terima", *OF_CITY], "agency 51.71 has no template terima"),
        (["template", "put", "a b", *OF_CITY, "--name", "Terima kasih"], "there can be nothing with this id"),
        (["template", "put", "terima", "--agency", "99", "--name", "Terima kasih"], "there is no agency 99"),
        ([*PUT, "--file", "missing.txt"], "missing.txt"),
        ([*PUT, "--category", "no-such"], "category: there is no category no-such"),
        (["template", "put", "terima", *OF_CITY, "--name", "x", "--category", "no-such"], "name: Expected `str` of length >= 2; category: "),
    ],
)
def test_a_refusal_is_one_sentence(arguments: list[str], says: str, deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    assert kept(deps) == ()


def test_a_field_that_nobody_could_fill_in_is_refused(monkeypatch: pytest.MonkeyPatch, deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Yth. {{nama}}, {TEXT}"))

    assert main(PUT) == 1
    assert capsys.readouterr().err == "text: there is no field {nama}, only {code}, {due}, {agency}\n"
    assert kept(deps) == ()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8\xff")

    assert main([*PUT, "--file", str(tmp_path / "foto.jpg")]) == 1
    assert "foto.jpg is not text in UTF-8" in capsys.readouterr().err


def test_a_dry_run_refuses_what_would_be_refused(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    full = tuple(a_template(id=f"t{number}") for number in range(MOST))
    deps.reference.put([Templates(agency="51.71", templates=full, version=1)])

    assert main([*PUT, "--dry-run"]) == 1
    assert capsys.readouterr().err == "an agency has at most 50 templates\n"


@pytest.mark.parametrize("arguments", [["template"], ["template", "list"], ["template", "put", "x", *OF_CITY], ["template", "delete", *OF_CITY]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
