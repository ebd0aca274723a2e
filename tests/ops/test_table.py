"""Lines are given one by one with the number an editor shows; a broken one does not hide those after it."""

from pathlib import Path

import pytest

from ops.importing import table
from ops.importing.mapping import WrongMapping
from tests.ops.files import CLOSED, NYC_SAMPLE, nyc

HEADING = ",".join(CLOSED)
ROW = ",".join(f'"{cell}"' for cell in CLOSED.values())


def lines_of(tmp_path: Path, content: str | bytes) -> list[table.Line]:
    path = tmp_path / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(table.lines(path, nyc()))


def test_each_line_has_its_number_and_its_columns(tmp_path: Path) -> None:
    assert lines_of(tmp_path, f"{HEADING}\n{ROW}\n{ROW}\n") == [table.Line(2, CLOSED), table.Line(3, CLOSED)]


def test_a_break_inside_quotes_counts_for_the_numbers_after_it(tmp_path: Path) -> None:
    broken = ROW.replace("Residence", "Resi\ndence")

    assert [line.number for line in lines_of(tmp_path, f"{HEADING}\n{broken}\n{ROW}\n")] == [2, 4]


def test_a_line_with_too_few_columns_is_broken_and_the_next_is_not(tmp_path: Path) -> None:
    short, whole = lines_of(tmp_path, f"{HEADING}\n1,2\n{ROW}\n")

    assert short == table.Line(2, {}, f"2 columns, not {len(CLOSED)}")
    assert whole == table.Line(3, CLOSED)


def test_a_line_that_is_no_csv_is_broken_and_the_next_is_not(tmp_path: Path) -> None:
    endless = ROW.replace("Residence", "x" * 200_000)
    first, *rest = lines_of(tmp_path, f"{HEADING}\n{endless}\n{ROW}\n")

    assert "field larger" in first.broken
    assert rest[-1].cells == CLOSED


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    assert [line.number for line in lines_of(tmp_path, f"{HEADING}\n\n{ROW}\n\n")] == [3]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert lines_of(tmp_path, f"{HEADING}\n{ROW}\n".encode("utf-8-sig"))[0].cells == CLOSED


@pytest.mark.parametrize("content", ["", "Unique Key,Status\n1,Closed\n"])
def test_a_file_without_the_columns_of_the_mapping_is_refused_as_a_whole(tmp_path: Path, content: str) -> None:
    with pytest.raises(WrongMapping, match="Closed Date"):
        lines_of(tmp_path, content)


def test_the_count_is_the_number_of_lines() -> None:
    assert table.count(NYC_SAMPLE, nyc()) == len(list(table.lines(NYC_SAMPLE, nyc()))) == 300
