"""Counts of what an agency did in a period. They add up: agencies to the one above them, months to a year; so the same rows give every figure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import reduce

from chalicelib.domain.facts import CaseFacts, Duty, Verification
from chalicelib.domain.survey import NO_SHEETS, Sums
from chalicelib.domain.words import Outcome, Status

SATISFIED = 3
LEFT_OUT = frozenset({Status.WITHDRAWN, Status.ARCHIVED, Status.ON_HOLD})
"""Nobody's fault, or a clock that stands still: it counts when it runs again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of one agency and period.

    `linked` are no cases: they count with the one that each was linked to, after it had been forwarded. `unresolved` are those of its cases that still wait for an answer, together `overdue_days` late; `days` says how many were answered after how many
    calendar days from the forwarding; `survey` is what is shown of the answers to the survey.
    """

    cases: int = 0
    followed_up: int = 0
    followed_up_on_time: int = 0
    resolved: int = 0
    resolved_on_time: int = 0
    cannot_be_resolved: int = 0
    disputed: int = 0
    returned: int = 0
    extended: int = 0
    held: int = 0
    unresolved: int = 0
    overdue_days: int = 0
    ratings: int = 0
    top_two: int = 0
    linked: int = 0
    verifications: int = 0
    verified_on_time: int = 0
    days: Mapping[int, int] = field(default_factory=dict)
    survey: Sums = NO_SHEETS

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        days = Counter(self.days)
        days.update(other.days)
        numbers = {name: getattr(self, name) + getattr(other, name) for name in NUMBERS}
        return Tally(**numbers, days=dict(sorted(days.items())), survey=self.survey + other.survey)

    @property
    def mean_days(self) -> float | None:
        """The mean of the days to answer."""
        answered = sum(self.days.values())
        return sum(days * count for days, count in self.days.items()) / answered if answered else None

    @property
    def median_days(self) -> float | None:
        """The middle of the days to answer, of two the mean."""
        answered = sum(self.days.values())
        return (self._nth(answered // 2) + self._nth((answered - 1) // 2)) / 2 if answered else None

    @property
    def backlog_days(self) -> float | None:
        """How late those are that still wait, in the mean."""
        return self.overdue_days / self.unresolved if self.unresolved else None

    def _nth(self, place: int) -> int:
        passed = 0
        return next(days for days in sorted(self.days) if (passed := passed + self.days[days]) > place)


NUMBERS = tuple(one.name for one in fields(Tally) if one.name not in ("days", "survey"))
EMPTY = Tally()


def counted(rows: Iterable[tuple[str, CaseFacts]], as_of: date) -> Iterator[tuple[str, CaseFacts]]:
    """The cases whose resolve date has passed on `as_of` (so early answers do not help and fresh cases do not hurt), but those `LEFT_OUT`."""
    return ((code, row) for code, row in rows if row.resolve_due < as_of and row.status not in LEFT_OUT)


def duties(marks: Mapping[str, Iterable[tuple[date, Verification]]], as_of: date) -> Iterator[Duty]:
    """The duties to verify whose date has passed, from the marks by complaint.

    Each due date of a complaint is a duty of its own; one that came and went, and came again, counts once.
    """
    for code, entries in marks.items():
        fates_by_due: dict[date, list[Verification]] = defaultdict(list)
        for due, fate in entries:
            fates_by_due[due].append(fate)
        for due, fates in fates_by_due.items():
            if due < as_of and fates.count(Verification.DUE) > fates.count(Verification.VOID):
                yield Duty(case=code, due=due, missed=Verification.MISSED in fates)


def tally(cases: Iterable[CaseFacts], duties: Iterable[Duty], as_of: date) -> Tally:
    """Count what counts; `as_of` is the day on which those that still wait are so many days late."""
    counts: Counter[str] = Counter()
    days: Counter[int] = Counter()
    for row in cases:
        if row.status is Status.LINKED:
            counts.update(linked=1)
            continue
        counts.update(name for name, holds in _marks(row).items() if holds)
        if row.responded_on:
            days[(row.responded_on - row.forwarded_on).days] += 1
        elif row.status is not Status.RECEIVED:
            counts.update(unresolved=1, overdue_days=(as_of - row.resolve_due).days)
    for duty in duties:
        counts.update(verifications=1, verified_on_time=int(not duty.missed))
    return Tally(**counts, days=dict(sorted(days.items())), survey=NO_SHEETS)


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return reduce(Tally.__add__, tallies, EMPTY)


def _marks(row: CaseFacts) -> Mapping[str, bool]:
    """What a case counts as."""
    resolved = row.responded_on is not None and not row.disputes
    return {
        "cases": True,
        "followed_up": row.followed_up_on is not None,
        "followed_up_on_time": row.followed_up_on is not None and row.followed_up_on <= row.follow_up_due,
        "resolved": resolved,
        "resolved_on_time": resolved and row.responded_on is not None and row.responded_on <= row.resolve_due,
        "cannot_be_resolved": row.outcome is Outcome.CANNOT_BE_RESOLVED,
        "disputed": row.disputes > 0,
        "returned": row.status is Status.RECEIVED,
        "extended": row.extension > 0,
        "held": row.held_days > 0,
        "ratings": row.rating is not None,
        "top_two": row.rating is not None and row.rating >= SATISFIED,
    }
