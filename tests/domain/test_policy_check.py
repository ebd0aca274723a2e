"""A policy is put in force only when every field of it can be lived by."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.policy import LADDER, RESOLVE_DAYS, WEIGHTS, Policy, Rung
from chalicelib.domain.policy_check import CLOCKS, NUMBERS, SHAPES, beyond, wrong_policy
from chalicelib.domain.words import Class, Role
from tests.builders import CALENDAR, NOON

REMINDER, FIRST, SECOND, THIRD = LADDER


def rung(level: int, working_days: int, *told: Role) -> Rung:
    return Rung(level=level, working_days=working_days, told=told or (Role.OFFICER,))


def test_the_defaults_are_right() -> None:
    assert wrong_policy(Policy()) == []


def test_every_field_is_checked() -> None:
    assert {field.name for field in fields(Policy)} - {"version"} == {*NUMBERS, *SHAPES}


@pytest.mark.parametrize("name", NUMBERS)
def test_the_ends_of_a_range_are_inside_and_beyond_them_is_not(name: str) -> None:
    least, most = NUMBERS[name]

    inside, outside = ([wrong_policy(Policy(**{name: value})) for value in values] for values in ((least, most), (least - 1, most + 1)))

    assert inside == [[], []]
    assert [[(error.pointer, error.code) for error in errors] for errors in outside] == [[(f"/{name}", "out-of-range")]] * 2


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("resolve_days", {**RESOLVE_DAYS, Class.COMPLAINT: 0}, ["/resolve_days/complaint out-of-range"]),
        ("resolve_days", {**RESOLVE_DAYS, Class.SUPERVISED: 366}, ["/resolve_days/supervised out-of-range"]),
        ("resolve_days", {Class.INFORMATION: 1, Class.ASPIRATION: 365, Class.COMPLAINT: 14}, ["/resolve_days/supervised out-of-range"]),
        ("archive_reasons", (), ["/archive_reasons out-of-range"]),
        ("archive_reasons", ("test",), []),
        ("archive_reasons", ("in_court", "test"), []),
        ("archive_reasons", ("in_court", "Test", "in court", "in_court", ""), [f"/archive_reasons/{number} wrong-form" for number in (1, 2, 3, 4)]),
        ("ladder", (), ["/ladder out-of-range"]),
        ("ladder", (REMINDER, FIRST, *(rung(level, 1) for level in range(2, 10))), []),
        ("ladder", (REMINDER, FIRST, *(rung(level, 1) for level in range(2, 11))), ["/ladder out-of-range"]),
        ("ladder", (REMINDER, SECOND, FIRST), ["/ladder/1/level not-ascending", "/ladder/1/working_days out-of-range", "/ladder/2/level not-ascending", "/ladder/2/working_days out-of-range"]),
        ("ladder", (rung(0, 0),), ["/ladder/0/working_days out-of-range"]),
        ("ladder", (rung(0, -365),), []),
        ("ladder", (rung(0, -366),), ["/ladder/0/working_days out-of-range"]),
        ("ladder", (REMINDER, rung(1, 1)), ["/ladder/1/working_days out-of-range"]),
        ("ladder", (REMINDER, FIRST, rung(2, 0)), ["/ladder/2/working_days out-of-range"]),
        ("ladder", (REMINDER, FIRST, rung(2, 365), rung(3, 366)), ["/ladder/3/working_days out-of-range"]),
        ("ladder", (REMINDER, FIRST, replace(SECOND, told=())), ["/ladder/2/told not-an-option"]),
        ("ladder", (REMINDER, rung(1, 0, Role.COORDINATOR, Role.REPORTER)), ["/ladder/1/told not-an-option"]),
        ("weights", {**WEIGHTS, "satisfaction": 0.3}, ["/weights wrong-sum"]),
        ("weights", {**WEIGHTS, "followed_up_on_time": -0.1, "satisfaction": 0.55}, ["/weights/followed_up_on_time out-of-range"]),
        ("weights", {**dict.fromkeys(WEIGHTS, 0.0), "resolved_on_time": 1.1, "satisfaction": -0.1}, ["/weights/resolved_on_time out-of-range", "/weights/satisfaction out-of-range"]),
        ("weights", {**WEIGHTS, "speed": 0.0}, ["/weights/speed not-an-option"]),
        ("weights", {"resolved_on_time": 1.0}, ["/weights/followed_up_on_time not-an-option", "/weights/satisfaction not-an-option", "/weights/undisputed_resolved not-an-option"]),
        ("zones", (100, 0), []),
        ("zones", (51, 51), ["/zones not-descending"]),
        ("zones", (101, -1), ["/zones/0 out-of-range", "/zones/1 out-of-range"]),
        ("bands", (), ["/bands out-of-range"]),
        ("bands", (1,), []),
        ("bands", (1, 1_000_000), []),
        ("bands", (1, 1_000_001), ["/bands/1 out-of-range"]),
        ("bands", (0, 100), ["/bands/0 out-of-range"]),
        ("bands", (10, 10), ["/bands not-ascending"]),
        ("bands", (100, 10), ["/bands not-ascending"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(field: str, value: Any, expected: list[str]) -> None:
    assert [f"{error.pointer} {error.code}" for error in wrong_policy(Policy(**{field: value}))] == expected


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verify_days": 0}, "1 to 365 are expected"),
        ({"archive_reasons": ("Test",)}, "small letters and underscores are expected, each reason once"),
        ({"ladder": (REMINDER, replace(FIRST, level=2))}, "levels are 0, 1, 2 … in this order"),
        ({"ladder": (replace(REMINDER, told=()),)}, "roles of an agency's people are expected, at least one"),
        (
            {"weights": {**WEIGHTS, "speed": 0.0}},
            "the weights are followed_up_on_time, resolved_on_time, undisputed_resolved, satisfaction",
        ),
        ({"weights": {**WEIGHTS, "satisfaction": 0.3}}, "the weights sum to 1"),
        ({"zones": (51, 51)}, "the lowest score of green lies above the one of yellow"),
        ({"bands": (10, 10)}, "each band begins above the one before"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert [error.detail for error in wrong_policy(Policy(**changes))] == [sentence]


def test_everything_wrong_is_named_at_once() -> None:
    errors = wrong_policy(Policy(verify_days=0, zones=(1, 2), bands=(2, 1)))

    assert [error.pointer for error in errors] == ["/verify_days", "/zones", "/bands"]


SHORT = replace(CALENDAR, last=date(2026, 12, 4))
"""Eight working days from the Tuesday of the tests."""


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"verify_days": 8}, []),
        ({"verify_days": 9}, ["/verify_days"]),
        ({"follow_up_days": 9, "confirm_days": 9, "hold_days": 9}, ["/follow_up_days", "/confirm_days", "/hold_days"]),
        ({"resolve_days": {**dict.fromkeys(Class, 2), Class.COMPLAINT: 9}}, ["/resolve_days/complaint"]),
        ({"ladder": (REMINDER, FIRST, rung(2, 6))}, []),
        ({"ladder": (REMINDER, FIRST, rung(2, 3), rung(3, 4))}, ["/ladder/3/working_days"]),
    ],
)
def test_no_policy_counts_beyond_the_last_day_that_a_calendar_knows(changes: dict[str, Any], pointers: list[str]) -> None:
    short = {"resolve_days": dict.fromkeys(Class, 2), **dict.fromkeys(CLOCKS, 2), "ladder": (REMINDER, FIRST)}

    errors = beyond(Policy(**{**short, **changes}), SHORT, NOON.date())

    assert [error.pointer for error in errors if not (error.pointer.startswith("/ladder") and "ladder" not in changes)] == pointers
    assert all((error.code, "up to 2026-12-04" in error.detail) == ("beyond-the-calendar", True) for error in errors)
