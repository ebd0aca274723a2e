"""What happened to complaints, counted."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain import statistics
from chalicelib.domain.deadlines import Office
from chalicelib.domain.events import SYSTEM, Event, Value
from chalicelib.domain.statistics import Counts, Entry, Month, What, counted, entry
from chalicelib.domain.words import Action, Channel
from tests.builders import CALENDAR, NOON

OFFICE = Office("Asia/Jakarta", CALENDAR)
CODE = "7KQM2F9X4HDT"


def event(action: Action, days: float = 0, **data: Value) -> Event:
    return Event(code=CODE, seq=1, at=NOON + timedelta(days=days), action=action, actor=SYSTEM, data=data)


FILED = event(Action.SUBMIT, category="jalan.lampu")
ANSWERED = event(Action.RESPOND, 3)
LATE = event(Action.ESCALATE, 5)


@pytest.mark.parametrize(
    ("events", "what", "days"),
    [
        ([FILED], What.RECEIVED, 0),
        ([FILED, ANSWERED], What.ANSWERED, 3),
        ([FILED, event(Action.VERIFY), LATE], What.OVERDUE, 5),
        ([FILED, LATE, ANSWERED], What.ANSWERED, 3),
    ],
)
def test_what_is_received_answered_or_overdue_counts_on_its_day(events: list[Event], what: What, days: int) -> None:
    day = date(2026, 11, 24) + timedelta(days=days)
    assert entry(events, OFFICE) == Entry(code=CODE, what=what, day=day, category="jalan.lampu", channel=Channel.API, days=days)


@pytest.mark.parametrize(
    "events",
    [
        [FILED, event(Action.VERIFY)],
        [FILED, ANSWERED, event(Action.DISPUTE), event(Action.RESPOND, 9)],
        [FILED, LATE, event(Action.ESCALATE, 8)],
    ],
    ids=["something else", "a second answer", "a higher level"],
)
def test_nothing_else_counts_and_nothing_twice(events: list[Event]) -> None:
    assert entry(events, OFFICE) is None


def test_a_day_is_that_of_the_nations_zone() -> None:
    night = replace(FILED, at=datetime.fromisoformat("2026-11-30T17:30:00Z"))
    found = entry([night], OFFICE)
    assert found is not None
    assert found.day == date(2026, 12, 1)


def test_how_it_came_is_what_was_filed_with_it() -> None:
    found = entry([event(Action.SUBMIT, category="jalan", channel="poster"), ANSWERED], OFFICE)
    assert found is not None
    assert found.channel is Channel.POSTER


def an_entry(what: What, category: str = "jalan", channel: Channel = Channel.WEB, days: int = 0) -> Entry:
    return Entry(code=CODE, what=what, day=date(2026, 11, 24), category=category, channel=channel, days=days)


def test_entries_are_counted_by_category_channel_and_days_to_answer() -> None:
    entries = [
        an_entry(What.RECEIVED),
        an_entry(What.RECEIVED, channel=Channel.POSTER),
        an_entry(What.RECEIVED, "air"),
        an_entry(What.ANSWERED, days=4),
        an_entry(What.ANSWERED, "air", days=4),
        an_entry(What.OVERDUE, days=20),
    ]

    counts = counted(entries)

    assert counts == Counts(
        received={"jalan": 2, "air": 1}, answered={"jalan": 1, "air": 1}, overdue={"jalan": 1}, channels={"web": 2, "poster": 1}, days={4: 2}
    )
    assert [counts.of(what) for what in What] == [3, 2, 1]
    assert counted([]) == Counts()


def test_counts_add_up() -> None:
    one, other = Counts(received={"jalan": 2}, days={4: 1}), Counts(received={"jalan": 1, "air": 1}, days={4: 1, 9: 1})
    together = statistics.total([one, other])

    assert together == Counts(received={"jalan": 3, "air": 1}, days={4: 2, 9: 1})
    assert (together.median_days, together.mean_days) == (4, 17 / 3)
    assert statistics.total([]) == Counts()
    assert (Counts().median_days, Counts().mean_days) == (None, None)


def test_a_month_is_its_days_together_and_each_ones_figures() -> None:
    days = {date(2026, 11, 25): Counts(answered={"jalan": 1}), date(2026, 11, 24): Counts(received={"jalan": 2})}
    month = statistics.month("2026-11", days, NOON)

    assert month == Month(
        period="2026-11",
        counts=Counts(received={"jalan": 2}, answered={"jalan": 1}),
        by_day={
            date(2026, 11, 24): {What.RECEIVED: 2, What.ANSWERED: 0, What.OVERDUE: 0},
            date(2026, 11, 25): {What.RECEIVED: 0, What.ANSWERED: 1, What.OVERDUE: 0},
        },
        counted_at=NOON,
    )
    assert list(month.by_day) == sorted(days)
