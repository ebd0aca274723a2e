"""A file is brought in once, whole, and every line of it is accounted for; running again changes nothing."""

import csv
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import cast

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Reporter, Text
from chalicelib.domain.errors import Busy
from chalicelib.domain.reference import Agency, Category
from chalicelib.domain.words import Status
from chalicelib.usecases.ports import Deps
from ops import checking
from ops.importing import table
from ops.importing.command import Order, bring_reference, import_file
from ops.importing.report import Result
from ops.importing.table import Line
from ops.importing.writing import PAUSES, Run
from tests.fakes import MemoryCases, fake_deps
from tests.ops.files import CLOSED, NOW, NYC_SAMPLE, line, nyc


def no_word(_: str) -> None:
    """Nobody listens."""


def no_pause(_: float) -> None:
    """Nobody waits."""


def bring(deps: Deps, *lines: Line, pauses: list[float] | None = None, dry: bool = False) -> list[Result]:
    """Import these lines."""
    bring_reference(nyc(), deps)
    with ThreadPoolExecutor(2) as pool:
        return list(Run(nyc(), deps, pause=(pauses if pauses is not None else []).append, dry=dry).results(lines, pool))


def kept(deps: Deps) -> MemoryCases:
    return cast("MemoryCases", deps.cases)


def test_every_line_of_the_sample_is_written_and_proves_whole(deps: Deps) -> None:
    report = import_file(Order(file=NYC_SAMPLE, mapping=nyc()), deps, no_word)

    codes = checking.filed_with(["nyc.dohmh"], "2010-01", deps)
    assert report.written == {"new": 300}
    assert len(codes) == 300
    assert list(checking.check(codes, deps)) == []


def test_importing_again_changes_nothing(deps: Deps) -> None:
    import_file(Order(file=NYC_SAMPLE, mapping=nyc()), deps, no_word)
    before = dict(kept(deps).heads)

    report = import_file(Order(file=NYC_SAMPLE, mapping=nyc()), deps, no_word)

    assert report.written == {"present": 300}
    assert kept(deps).heads == before


def test_a_dry_run_judges_every_line_and_writes_no_case(deps: Deps) -> None:
    report = import_file(Order(file=NYC_SAMPLE, mapping=nyc(), dry=True), deps, no_word)

    assert report.written == {"tried": 300}
    assert not kept(deps).heads


def test_the_mapping_brings_its_agencies_categories_and_calendar(deps: Deps) -> None:
    assert bring_reference(nyc(), deps) > 0
    assert bring_reference(nyc(), deps) == 0

    dohmh = deps.reference.get(Agency, "nyc.dohmh")
    assert dohmh
    assert dohmh.zone == "America/New_York"
    assert deps.reference.get(Calendar, dohmh.calendar)
    assert deps.reference.get(Category, "hewan.ular")


def test_contacts_of_an_agency_that_the_mapping_brings_stay(deps: Deps) -> None:
    bring_reference(nyc(), deps)
    dohmh = deps.reference.get(Agency, "nyc.dohmh")
    assert dohmh
    with_contact = replace(dohmh, contacts={"officer": "dohmh@example.org"})
    deps.reference.put([with_contact])

    bring_reference(nyc(), deps)

    assert deps.reference.get(Agency, "nyc.dohmh") == with_contact


def test_an_id_that_comes_twice_is_refused_the_second_time(deps: Deps) -> None:
    first, second = bring(deps, line(), replace(line(), number=3))

    assert (first.written, second.written) == ("new", "refused")
    assert [(remark.code, remark.detail) for remark in second.remarks] == [("id-repeated", "line 2 has the same id")]


def test_a_date_that_no_calendar_knows_refuses_the_line_and_not_the_file(deps: Deps) -> None:
    bring_reference(nyc(), deps)
    calendar = deps.reference.get(Calendar, "us-ny")
    assert calendar
    deps.reference.put([replace(calendar, last=NOW.date().replace(year=2020))])
    with ThreadPoolExecutor(1) as pool:
        run = Run(nyc(), deps, pause=no_pause)
        late, early = run.results(
            [line(), line(Unique_Key="2", Created_Date="06/01/2016", Closed_Date="06/02/2016", Resolution_Action_Updated_Date="")], pool
        )

    assert (late.written, [remark.code for remark in late.remarks]) == ("refused", ["calendar-ends"])
    assert early.written == "new"


def test_a_refused_line_has_no_code_and_keeps_its_id(deps: Deps) -> None:
    (result,) = bring(deps, line(Status="Lost"))

    assert (result.number, result.source_id, result.code, result.written) == (2, "1", "", "refused")


@dataclass
class BusyCases(MemoryCases):
    """A store that is too busy for a number of calls."""

    refusals: int = 0

    def load(self, changes: Sequence[Change], text: Text, reporter: Reporter | None = None) -> None:
        """Refuse, or keep."""
        if self.refusals:
            self.refusals -= 1
            raise Busy("not now")
        super().load(changes, text, reporter)


@pytest.mark.parametrize(("refusals", "written"), [(0, "new"), (len(PAUSES), "new"), (len(PAUSES) + 1, "failed")])
def test_a_busy_store_is_asked_again_after_growing_pauses(refusals: int, written: str) -> None:
    pauses: list[float] = []

    (result,) = bring(fake_deps(cases=BusyCases(refusals=refusals)), line(), pauses=pauses)

    assert result.written == written
    assert pauses == list(PAUSES[:refusals])


def test_lines_that_could_not_be_written_are_said_to_be_left_for_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    said: list[str] = []
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([CLOSED, CLOSED.values()])
    deps = fake_deps(cases=BusyCases(refusals=100))

    report = import_file(Order(file=path, mapping=nyc()), deps, said.append, pause=no_pause)

    assert report.written == {"failed": 1}
    assert said[-1].startswith("the store was too busy for some lines: run the same command again")


def test_a_case_that_somebody_else_just_brought_in_is_present(deps: Deps) -> None:
    bring(deps, line())
    deps = replace(deps, cases=_Blind(kept(deps).heads))

    (result,) = bring(deps, line())

    assert result.written == "present"


@dataclass
class _Blind(MemoryCases):
    """A store that another import fills after it was asked what is there."""

    def complaints(self, codes: Sequence[str]) -> list[Complaint]:
        """Nothing yet."""
        return []


def test_the_report_file_and_the_summary_account_for_every_line(deps: Deps, tmp_path: Path) -> None:
    said: list[str] = []

    import_file(Order(file=NYC_SAMPLE, mapping=nyc(), report=tmp_path / "report.csv"), deps, said.append, timer=iter([0.0, 2.0]).__next__)

    with (tmp_path / "report.csv").open(newline="") as file:
        weights = Counter(row["weight"] for row in csv.DictReader(file))
    assert weights == {"note": 129, "repair": 17}
    assert said[0] == "300 lines: 181 clean, 102 noted, 17 repaired"
    assert "300 lines in 2.0 s, 150 a second" in said


def test_a_dirty_file_is_imported_around_its_broken_lines(deps: Deps, tmp_path: Path) -> None:
    rows = [list(CLOSED), list(CLOSED.values()), ["only", "two"], [*list(CLOSED.values())[:-1], ""]]
    rows[3][0], rows[3][1] = "2", "01/01/1900"
    path = tmp_path / "dirty.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)

    report = import_file(Order(file=path, mapping=nyc()), deps, no_word)

    assert report.written == {"new": 1, "refused": 2}
    assert {code for _, code in report.remarks} == {"line-broken", "date-impossible", "received-unknown"}


def test_an_import_over_the_engine_is_what_was_told(engine_deps: Deps) -> None:
    closed = (each for each in table.lines(NYC_SAMPLE, nyc()) if each.cells["Status"] == "Closed")  # open ones would be due in other tests' sweeps
    lines = list(islice(closed, 40))
    local = fake_deps(cases=engine_deps.cases)  # reference data of its own: the engine's is shared by all tests

    results = bring(local, *lines)
    again = bring(local, *lines)

    codes = [result.code for result in results]
    assert Counter(result.written for result in results) == {"new": 40}
    assert Counter(result.written for result in again) == {"present": 40}
    assert list(checking.check(codes, local)) == []
    assert {complaint.status for complaint in engine_deps.cases.complaints(codes)} == {Status.CLOSED}
