"""The stewards' commands: the same rules as over the API, and dry runs that change nothing."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.reference import Agency, Category
from chalicelib.domain.words import Class
from chalicelib.usecases import agencies
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.submit import submit
from ops import recounting, target
from ops.cli import main
from tests.builders import CALENDAR, CATEGORIES, UNIT, a_submission

DISHUB = ["agency", "put", "51.71.dishub", "--name", "Dinas Perhubungan", "--kind", "unit", "--parent", "51.71"]
TOPIC = ["category", "put", "jalan.trotoar", "--name", "Trotoar", "--name-en", "Pavements", "--parent", "jalan"]
CHANGES = [
    DISHUB,
    ["agency", "put", "51.71.pupr", "--name", "PUPR"],
    ["agency", "move", "51.71", "--parent", "34.71"],
    ["agency", "close", "51.71.dlh", "--successor", "51.71.pupr"],
    TOPIC,
    ["category", "put", "jalan.lampu", "--class", "supervised"],
    ["category", "put", "jalan.lampu", "--close"],
    ["calendar", "put", "six", "--base", "id", "--weekend", "6", "--add", "2026-12-31=Galungan", "--remove", "2026-12-24"],
    ["calendar", "add", "id", "2026-12-31=Malam Tahun Baru"],
    ["calendar", "remove", "id", "2026-12-24"],
]


@pytest.fixture(autouse=True)
def installation(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command works on the collaborators in memory, and waits by their clock."""
    monkeypatch.setattr(target, "connect", lambda **_: deps)
    monkeypatch.setattr(recounting, "pause", lambda how_long: setattr(deps.now, "now", deps.now() + how_long))


def kept(deps: Deps) -> dict[object, object]:
    return dict(deps.reference.data)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", CHANGES, ids=" ".join)
def test_a_dry_run_says_what_would_change_and_changes_nothing(deps: Deps, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = kept(deps)

    assert main([*command, "--dry-run"]) == 0
    assert kept(deps) == before
    assert main(command) == 0
    assert kept(deps) != before

    dry, real = (line for line in capsys.readouterr().out.splitlines() if "change" in line)
    assert dry.replace("would change", "changed") == real


@pytest.mark.parametrize("command", CHANGES, ids=" ".join)
def test_the_same_command_again_changes_nothing(deps: Deps, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(command)
    before = kept(deps)

    assert main(command) == 0

    assert kept(deps) == before
    assert "nothing to change" in capsys.readouterr().out


def test_a_new_agency_takes_what_is_not_given_from_the_one_above(deps: Deps) -> None:
    assert main([*DISHUB, "--contact", "officer=dishub@example.org"]) == 0

    put = deps.reference.get(Agency, "51.71.dishub")
    assert put
    assert (put.path, put.zone, put.region) == ("nation/51/51.71/51.71.dishub", "Asia/Makassar", "51.71")
    assert put.contacts == {"officer": "dishub@example.org"}


def test_a_moved_agency_takes_all_below_it_along(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agency", "move", "51.71", "--parent", "34.71"]) == 0

    moved = deps.reference.get(Agency, "51.71.pupr")
    assert moved
    assert moved.path == "nation/34.71/51.71/51.71.pupr"
    assert "2 agencies below it followed" in capsys.readouterr().out


def test_closing_hands_every_open_case_over(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [submit(a_submission(agency="51.71.dlh"), None, deps).receipt.code for _ in range(3)]

    assert main(["agency", "close", "51.71.dlh", "--successor", "51.71.pupr", "--dry-run"]) == 0
    assert main(["agency", "close", "51.71.dlh", "--successor", "51.71.pupr"]) == 0

    out = capsys.readouterr().out
    assert "0 open cases handed over, 3 left" in out
    assert "3 open cases handed over, 0 left" in out
    assert {complaint.agency for complaint in deps.cases.complaints(codes)} == {"51.71.pupr"}


@pytest.mark.parametrize(("answers", "code", "says"), [([(2, 3), (3, 0)], 0, "5 open cases handed over, 0 left"), ([(2, 3), (0, 3)], 1, "2 open cases handed over, 3 left")])  # fmt: skip
def test_closing_goes_on_until_nothing_is_left_or_nothing_moves(
    answers: list[tuple[int, int]], code: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = iter(answers)
    monkeypatch.setattr(agencies, "hand_over", lambda *_: next(waiting))

    assert main(["agency", "close", "51.71.dlh", "--successor", "51.71.pupr"]) == code

    assert says in capsys.readouterr().out


def test_a_new_category_says_who_gets_what_names_nobody(deps: Deps) -> None:
    assert main([*TOPIC, "--class", "supervised", "--agency", "51.71=51.71.pupr", "--agency", "=51"]) == 0

    assert deps.reference.get(Category, "jalan.trotoar") == Category(
        id="jalan.trotoar",
        name="Trotoar",
        name_en="Pavements",
        parent="jalan",
        default_class=Class.SUPERVISED,
        agencies={"51.71": "51.71.pupr", "": "51"},
    )


def test_a_category_is_closed_and_opened_again(deps: Deps) -> None:
    main(["category", "put", "jalan.lampu", "--close"])
    assert deps.reference.get(Category, "jalan.lampu") == replace(CATEGORIES[1], closed=True)

    main(["category", "put", "jalan.lampu", "--open"])
    assert deps.reference.get(Category, "jalan.lampu") == CATEGORIES[1]


def test_a_policy_is_shown_changed_and_shown_by_its_version(deps: Deps, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change = tmp_path / "change.json"
    change.write_text('{"verify_days": 2}')

    assert main(["policy", "change", str(change), "--dry-run"]) == 0
    assert deps.reference.get(Policy, IN_FORCE) == Policy()
    assert main(["policy", "change", str(change)]) == 0
    assert capsys.readouterr().out.splitlines() == ["policy 2: would change verify_days", "policy 2: changed verify_days"]

    shown = []
    for version in ([], ["--version", "1"]):
        assert main(["policy", "show", *version]) == 0
        shown.append(json.loads(capsys.readouterr().out)["verify_days"])
    assert shown == [2, 3]


def test_a_policy_as_it_is_shown_can_be_put_but_for_its_version(deps: Deps, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["policy", "show"])
    shown = json.loads(capsys.readouterr().out)
    del shown["version"]
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(shown))

    assert main(["policy", "change", str(file)]) == 0
    assert capsys.readouterr().out == "policy 1: nothing to change\n"


def test_days_off_are_added_removed_and_shown_by_version(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "add", "id", "2026-12-31=Malam Tahun Baru", "2026-12-30=Libur"]) == 0
    assert main(["calendar", "remove", "id", "2026-12-24", "2026-12-30"]) == 0
    capsys.readouterr()

    assert main(["calendar", "show", "id"]) == 0
    assert main(["calendar", "show", "id", "--version", "1"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "id, version 3, 2026-01-01 to 2028-12-31",
        "2026-12-25 Hari Raya Natal",
        "2026-12-31 Malam Tahun Baru",
        "2027-01-01 Tahun Baru",
    ]
    assert lines[4:6] == ["id, version 1, 2026-01-01 to 2028-12-31", "2026-12-24 Cuti Bersama Natal"]
    assert deps.reference.get(Calendar, "id").version == 3  # type: ignore[union-attr]


def test_a_calendar_that_stands_on_another_is_shown_with_all_its_days(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "put", "six", "--base", "id", "--weekend", "6", "--add", "2026-12-31=Galungan", "--remove", "2026-12-24"]) == 0
    assert main(["calendar", "show", "six"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "six, version 1: changed 2026-12-25, 2026-12-31, 2027-01-01"
    assert lines[1:] == [
        "six, version 1, 2026-01-01 to 2028-12-31, stands on id",
        "2026-12-25 Hari Raya Natal",
        "2026-12-31 Galungan",
        "2027-01-01 Tahun Baru",
    ]


PREVIEW = [["preview", "id", "--add", "2026-11-25=Pilkada"], ["add", "id", "2026-11-25=Pilkada", "--dry-run"]]


@pytest.mark.parametrize("arguments", PREVIEW, ids=["preview", "dry run"])
def test_which_dates_would_move_is_shown_and_nothing_changed(deps: Deps, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code = submit(a_submission(), None, deps).receipt.code
    before = kept(deps)

    assert main(["calendar", *arguments]) == 0

    assert kept(deps) == before
    assert capsys.readouterr().out.splitlines() == [
        "id, version 2: would change 2026-11-25",
        f"{code} verify: 2026-11-27 -> 2026-11-30",
        "1 dates of 1 open cases would move",
    ]


def test_what_cannot_move_is_shown_too(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    code = submit(a_submission(), None, deps).receipt.code
    deps.reference.put([replace(CALENDAR, holidays={}, last=date(2026, 11, 27))])

    assert main(["calendar", "preview", "id", "--add", "2026-11-25=Pilkada"]) == 0
    assert main(["calendar", "add", "id", "2026-11-25=Pilkada"]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert f"{code} verify: 2026-11-27 -> beyond the last day of the calendar: would stay" in lines
    assert "0 dates of 0 open cases would move" in lines
    assert lines[-1] == "id, version 2: 1 open cases looked at, 0 got other dates, 1 could not be counted"


def test_a_changed_calendar_counts_the_open_cases_anew_until_all_is_done(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    main(["calendar", "put", "six", "--base", "id"])
    code = submit(a_submission(), None, deps).receipt.code
    capsys.readouterr()

    assert main(["calendar", "add", "id", "2026-11-25=Pilkada"]) == 0

    assert deps.cases.complaints([code])[0].verify_due == date(2026, 11, 30)
    assert capsys.readouterr().out.splitlines() == [
        "id, version 2: changed 2026-11-25",
        "counted anew; once more in 120 s, when nobody counts with the version before any more. The tick does the same: Ctrl-C only stops waiting",
        "id, version 2: 1 open cases looked at, 1 got other dates, 0 could not be counted",
        "six, version 2: 0 open cases looked at, 0 got other dates, 0 could not be counted",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["agency", "put", "new.one"], ["new.one is new: --name and --kind and --parent are needed"]),
        (["category", "put", "new.one", "--name", "X1"], ["new.one is new: --name-en is needed"]),
        ([*DISHUB[:-1], "99", "--zone", "Asia/Nowhere"], ["parent: there is no agency 99", "zone: there is no time zone Asia/Nowhere"]),
        (["agency", "put", "51.71.pupr", "--parent", "51"], ["51.71.pupr stands below 51.71: `agency move` puts it elsewhere"]),
        (["agency", "put", "Dinas", *DISHUB[3:]], ["id: "]),
        (["agency", "put", "51.71.pupr", "--contact", "boss=x@example.org"], ["contacts/boss: there is no such field"]),
        (["agency", "put", "51.71.pupr", "--contact", "x@example.org"], ["'x@example.org' is not like officer=name@example.org"]),
        (["agency", "move", "51", "--parent", "51.71"], ["51.71 is 51 or stands below it"]),
        (["agency", "move", "99", "--parent", "51"], ["there is no agency 99"]),
        (["agency", "close", "51", "--successor", "34.71"], ["agencies below 51 are open: close or move them first"]),
        (["agency", "close", "51.71.dlh", "--successor", "99"], ["successor: there is no agency 99"]),
        (["calendar", "put", "six", "--base", "mars"], ["base: there is no calendar mars"]),
        (["calendar", "put", "id", "--base", "us-ny"], ["base: there is no calendar us-ny"]),
        (["calendar", "put", "id", "--base", "id"], ["there is another calendar id"]),
        (["calendar", "put", "six", "--base", "id", "--weekend", "7"], ["weekend/0: "]),
        (["calendar", "put", "six", "--base", "id", "--add", "2029-01-01=Libur"], ["add/2029-01-01: the calendar knows"]),
        (["calendar", "preview", "id", "--add", "2026-12-31"], ["'2026-12-31' is not like 2026-12-31=Malam Tahun Baru"]),
        (["category", "put", "jalan.lampu", "--parent", "pungli"], ["jalan.lampu stays below jalan: cases name it"]),
        (["category", "put", "jalan.lampu", "--agency", "51.71"], ["'51.71' is not like 51.71=51.71.dishub"]),
        (["category", "put", "jalan.lampu", "--agency", "51.71=99"], ["agencies/51.71: there is no agency 99"]),
        (["policy", "show", "--version", "9"], ["there is no policy 9"]),
        (["calendar", "show", "mars"], ["there is no calendar mars"]),
        (["calendar", "add", "id", "2029-01-01=Late", "2026-02-30=None"], ["add/2026-02-30: "]),
        (["calendar", "add", "id", "2029-01-01=Late"], ["add/2029-01-01: the calendar knows 2026-01-01 to 2028-12-31"]),
        (["calendar", "add", "id", "2026-12-31"], ["'2026-12-31' is not like 2026-12-31=Malam Tahun Baru"]),
        (["calendar", "remove", "id", "tomorrow"], ["remove/0: "]),
        (["policy", "change", "missing.json"], ["missing.json: "]),
    ],
)
def test_every_refusal_is_said_in_a_sentence_a_field(arguments: list[str], says: list[str], deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    before = kept(deps)

    assert main(arguments) == 1

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(says)
    assert all(line.startswith(start) for line, start in zip(lines, says, strict=True))
    assert kept(deps) == before


@pytest.mark.parametrize(
    ("content", "says"), [("{", "is not JSON"), ('{"verify_days": 0}', "verify_days: 1 to 365 are expected"), ("[]", "an object is expected")]
)
def test_a_policy_file_that_is_wrong_is_refused(content: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "change.json"
    file.write_text(content)

    assert main(["policy", "change", str(file)]) == 1

    assert says in capsys.readouterr().err


def test_what_others_put_meanwhile_is_kept_by_a_command_too(deps: Deps) -> None:
    deps.reference.put([replace(UNIT, zone="Asia/Jakarta")])

    main(["agency", "put", "51.71.pupr", "--name", "PUPR"])

    assert deps.reference.get(Agency, "51.71.pupr") == replace(UNIT, name="PUPR", zone="Asia/Jakarta")
