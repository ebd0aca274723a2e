"""Where an agency may stand and when it may close."""

from dataclasses import replace

import pytest

from chalicelib.domain import tree
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.reference import Agency
from tests.builders import CITY, NATIONAL, NOON, OTHER_CITY, PROVINCE, SIBLING, UNIT

CLOSED = replace(OTHER_CITY, closed_at=NOON, successor="51")


def test_the_root_stays_the_nation_whatever_else_changes() -> None:
    assert tree.change(NATIONAL, replace(NATIONAL, name="Negara")).name == "Negara"
    assert tree.change(CITY, replace(CITY, kind="regency")).kind == "regency"
    with pytest.raises(ActionRefused) as refused:
        tree.change(NATIONAL, replace(NATIONAL, kind="unit"))
    assert (refused.value.rule, str(refused.value)) == ("change.root", "the root of the tree is the nation and stays of its kind")


def test_an_agency_remembers_each_kind_that_it_was_and_is_no_more() -> None:
    became = [CITY]
    for kind in ("regency", "regency", "unit", "city"):
        became.append(tree.change(became[-1], replace(became[-1], kind=kind)))

    assert [one.kinds for one in became] == [
        ("city",),
        ("regency", "city"),
        ("regency", "city"),
        ("unit", "regency", "city"),
        ("city", "unit", "regency"),
    ]


def test_an_agency_moves_with_its_id_and_all_else() -> None:
    assert tree.move(UNIT, PROVINCE, [NATIONAL.id]) == replace(UNIT, path="nation/51/51.71.pupr")


def test_a_closed_agency_may_move_too_since_its_history_counts_above_it() -> None:
    assert tree.move(CLOSED, PROVINCE, [NATIONAL.id]).parent == "51"


@pytest.mark.parametrize(
    ("agency", "parent", "rule", "why"),
    [
        (NATIONAL, PROVINCE, "move.root", "the root of the tree stays where it is"),
        (PROVINCE, PROVINCE, "move.below-itself", "51 is 51 or stands below it"),
        (PROVINCE, UNIT, "move.below-itself", "51.71.pupr is 51 or stands below it"),
        (UNIT, CLOSED, "move.closed", "34.71 is closed"),
    ],
)
def test_a_move_that_would_break_the_tree_is_refused(agency: Agency, parent: Agency, rule: str, why: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        tree.move(agency, parent, parent.lineage[:-1])

    assert (refused.value.rule, str(refused.value)) == (rule, why)


def test_what_stands_above_counts_and_not_the_path_that_a_move_has_not_reached_yet() -> None:
    with pytest.raises(ActionRefused) as refused:
        tree.move(PROVINCE, OTHER_CITY, [PROVINCE.id, NATIONAL.id])

    assert refused.value.rule == "move.below-itself"


def test_a_closed_agency_names_who_has_its_business() -> None:
    assert tree.close(SIBLING, UNIT, NOON, open_below=False) == replace(SIBLING, closed_at=NOON, successor=UNIT.id)


@pytest.mark.parametrize(
    ("agency", "successor", "open_below", "rule", "why"),
    [
        (NATIONAL, CITY, False, "close.root", "the root of the tree stays open: it gets what names no agency"),
        (CITY, PROVINCE, True, "close.below", "agencies below 51.71 are open: close or move them first"),
        (CITY, CITY, False, "close.below-itself", "51.71 is 51.71 or stands below it"),
        (CITY, UNIT, False, "close.below-itself", "51.71.pupr is 51.71 or stands below it"),
        (CITY, CLOSED, False, "close.closed-successor", "34.71 is closed"),
    ],
)
def test_a_closing_that_would_leave_somebody_without_an_agency_is_refused(
    agency: Agency, successor: Agency, rule: str, why: str, *, open_below: bool
) -> None:
    with pytest.raises(ActionRefused) as refused:
        tree.close(agency, successor, NOON, open_below=open_below)

    assert (refused.value.rule, str(refused.value)) == (rule, why)
