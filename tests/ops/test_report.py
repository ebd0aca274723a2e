"""Every line is counted once, every remark is listed with its line."""

from pathlib import Path

from ops.importing.remarks import Remark, Weight, fate
from ops.importing.report import Result, reporting

MISSING = Remark(Weight.NOTE, "place-missing", "no address")
REPAIRED = Remark(Weight.REPAIR, "region-unknown", "Borough: 'X'")
REFUSED = Remark(Weight.REFUSAL, "id-missing", "no Unique Key")


def result(number: int, *remarks: Remark, written: str = "new") -> Result:
    return Result(number=number, source_id=str(number), code="CODE", written=written, remarks=remarks)


def test_the_gravest_remark_decides_the_fate_of_a_line() -> None:
    assert [fate(remarks) for remarks in ((), (MISSING,), (REPAIRED, MISSING), (MISSING, REPAIRED, REFUSED))] == [
        "clean",
        "noted",
        "repaired",
        "refused",
    ]


def test_the_summary_counts_lines_and_remarks_the_gravest_first() -> None:
    with reporting(None) as report:
        report.add(result(2))
        report.add(result(3, MISSING, REPAIRED, written="present"))
        report.add(result(4, REFUSED, written="refused"))

    assert list(report.summary()) == [
        "3 lines: 1 clean, 1 refused, 1 repaired",
        "written: 1 new, 1 present, 1 refused",
        "  refusal  id-missing                     1   first in line 4",
        "  repair   region-unknown                 1   first in line 3",
        "  note     place-missing                  1   first in line 3",
    ]


def test_the_report_lists_every_remark_with_its_line(tmp_path: Path) -> None:
    with reporting(tmp_path / "report.csv") as report:
        report.add(result(2))
        report.add(result(3, MISSING, REPAIRED))

    assert (tmp_path / "report.csv").read_text().splitlines() == [
        "line,id,code,fate,written,weight,remark,detail",
        "3,3,CODE,repaired,new,note,place-missing,no address",
        "3,3,CODE,repaired,new,repair,region-unknown,Borough: 'X'",
    ]
