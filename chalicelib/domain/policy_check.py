"""Which policies can be put in force: two tables by field, so that every wrong one is named at once, and what the calendars must know for it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from chalicelib.domain.attachment import PLACES
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import FieldError
from chalicelib.domain.policy import WEIGHTS, Policy, Rung
from chalicelib.domain.words import Class, Role

Wrong: TypeAlias = Iterator[FieldError]
MOST_ENTRIES = 10
CLOCKS = ("verify_days", "follow_up_days", "confirm_days", "hold_days")
OUTSIDERS = frozenset({Role.REPORTER, Role.SYSTEM})


def wrong_policy(policy: Policy) -> list[FieldError]:
    """Everything that is wrong with a policy."""
    numbers = [error for name, (least, most) in NUMBERS.items() for error in _outside(f"/{name}", getattr(policy, name), least, most)]
    return numbers + [error for check in SHAPES.values() for error in check(policy)]


def beyond(policy: Policy, calendar: Calendar, today: date) -> list[FieldError]:
    """The numbers of working days that end after the last day a calendar knows: from the next complaint on, no such date could be counted."""
    known = calendar.working_days(today, calendar.last)
    counts: dict[str, int] = {f"/{name}": getattr(policy, name) for name in CLOCKS}
    counts |= {f"/resolve_days/{class_}": days for class_, days in policy.resolve_days.items()}
    reached = max(counts.values())
    for number, rung in enumerate(policy.ladder):
        reached += max(rung.working_days, 0)
        counts[f"/ladder/{number}/working_days"] = reached
    detail = f"the calendar {calendar.id} knows {known} working days from today, up to {calendar.last}"
    return [FieldError(pointer, "beyond-the-calendar", detail) for pointer, days in counts.items() if days > known]


def _outside(pointer: str, value: float, least: float, most: float) -> Wrong:
    if not least <= value <= most:
        yield FieldError(pointer, "out-of-range", f"{least} to {most} are expected")


def _resolve_days(policy: Policy) -> Wrong:
    for class_ in Class:
        yield from _outside(f"/resolve_days/{class_}", policy.resolve_days.get(class_, 0), 1, 365)


def _archive_reasons(policy: Policy) -> Wrong:
    yield from _outside("/archive_reasons", len(policy.archive_reasons), 1, MOST_ENTRIES)
    for number, reason in enumerate(policy.archive_reasons):
        if not re.fullmatch("[a-z][a-z_]{1,39}", reason) or reason in policy.archive_reasons[:number]:
            yield FieldError(f"/archive_reasons/{number}", "wrong-form", "small letters and underscores are expected, each reason once")


def _ladder(policy: Policy) -> Wrong:
    yield from _outside("/ladder", len(policy.ladder), 1, MOST_ENTRIES)
    for number, rung in enumerate(policy.ladder):
        yield from _rung(f"/ladder/{number}", rung, number)


def _rung(pointer: str, rung: Rung, number: int) -> Wrong:
    """The reminder comes before the due date and level 1 the day after it, so that has no days of its own."""
    if rung.level != number:
        yield FieldError(f"{pointer}/level", "not-ascending", "levels are 0, 1, 2 … in this order")
    yield from _outside(f"{pointer}/working_days", rung.working_days, *{0: (-365, -1), 1: (0, 0)}.get(number, (1, 365)))
    if not rung.told or OUTSIDERS.intersection(rung.told):
        yield FieldError(f"{pointer}/told", "not-an-option", "roles of an agency's people are expected, at least one")


def _weights(policy: Policy) -> Wrong:
    for name in sorted(policy.weights.keys() ^ WEIGHTS.keys()):
        yield FieldError(f"/weights/{name}", "not-an-option", f"the weights are {', '.join(WEIGHTS)}")
    for name, weight in policy.weights.items():
        yield from _outside(f"/weights/{name}", weight, 0, 1)
    if not math.isclose(math.fsum(policy.weights.values()), 1):
        yield FieldError("/weights", "wrong-sum", "the weights sum to 1")


def _zones(policy: Policy) -> Wrong:
    for number, bound in enumerate(policy.zones):
        yield from _outside(f"/zones/{number}", bound, 0, 100)
    if policy.zones[0] <= policy.zones[1]:
        yield FieldError("/zones", "not-descending", "the lowest score of green lies above the one of yellow")


def _bands(policy: Policy) -> Wrong:
    yield from _outside("/bands", len(policy.bands), 1, MOST_ENTRIES)
    for number, bound in enumerate(policy.bands):
        yield from _outside(f"/bands/{number}", bound, 1, 1_000_000)
    if list(policy.bands) != sorted(set(policy.bands)):
        yield FieldError("/bands", "not-ascending", "each band begins above the one before")


NUMBERS: Mapping[str, tuple[int, int]] = {
    "verify_days": (1, 365),
    "follow_up_days": (1, 365),
    "confirm_days": (1, 365),
    "disputes": (0, 10),
    "replies": (1, 1000),
    "notes": (1, 1000),
    "hold_days": (0, 365),
    "requests_per_minute": (10, 100_000),
    "wrong_secrets": (5, 100_000),
    "client_wrong_secrets": (5, 100_000),
    "client_lost_receipts": (1, 100_000),
    "returns": (0, 10),
    "dispute_calendar_days_after_closing": (0, 365),
    "erase_calendar_days_after_closing": (30, 3650),
    "few_ratings": (0, 1000),
    "freeze_days": (1, 365),
    "few_answers": (5, 1000),
    "attachments": (0, PLACES),
    "attachment_calendar_days": (0, 365),
    "picture_megabytes": (1, 10),
    "document_megabytes": (1, 10),
    "video_megabytes": (1, 50),
    "challenge": (0, 100_000),
    "challenge_free": (0, 100_000),
    "client_submits": (1, 100_000),
    "surge": (1, 100_000),
    "links": (0, 1000),
    "repeats": (1, 1000),
}
"""The least and the most of each field that is a number; megabytes up to what the inspection was measured with."""
SHAPES: Mapping[str, Callable[[Policy], Wrong]] = {
    "resolve_days": _resolve_days,
    "archive_reasons": _archive_reasons,
    "ladder": _ladder,
    "weights": _weights,
    "zones": _zones,
    "bands": _bands,
}
