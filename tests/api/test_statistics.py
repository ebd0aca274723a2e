"""What happened to complaints in a period, over HTTP: entered by the stream, counted by the hourly run."""

from dataclasses import replace
from itertools import chain, repeat

import pytest

from chalicelib.domain.statistics import Month
from chalicelib.domain.words import Action
from chalicelib.usecases import statistics
from chalicelib.usecases.load import load as load_story
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from chalicelib.usecases.statistics import count
from chalicelib.usecases.sweep import sweep
from tests import deeds
from tests.api.conftest import Api
from tests.builders import CATEGORIES, a_body, a_first, a_text, later
from tests.fakes import MemoryStatistics


def always() -> bool:
    return True


def told(written: str, deps: Deps) -> None:
    """The stream tells every event of a complaint."""
    code = written.replace("-", "")
    for event in load(code, deps).events:
        react(event, deps)


@pytest.fixture
def counted(api: Api) -> Api:
    """Two complaints of the 24th, one of them answered on the 25th, and one of December."""
    codes = [api.file(channel="web").code, api.file(title="Lampu jalan rusak", channel="poster").code]
    api.clock.now = later(days=1)
    api.answered(codes[0])
    api.clock.now = later(days=10)
    codes.append(api.file(category="jalan").code)
    for code in codes:
        told(code, api.deps)
    count(api.deps, always)
    return api


def test_a_month_says_what_was_received_and_answered_by_category_channel_and_day(counted: Api) -> None:
    body = counted.get("/v1/statistics?period=2026-11").body

    assert (body["period"], body["received"], body["answered"], body["overdue"]) == ("2026-11", 2, 1, 0)
    assert (body["median_days"], body["mean_days"], body["days"]) == (1.0, 1.0, [{"days": 1, "count": 1}])
    assert body["categories"] == [
        {"id": "jalan.lampu", "name": "Lampu jalan", "name_en": "Street lights", "parent": "jalan", "received": 2, "answered": 1, "overdue": 0}
    ]
    assert {one["channel"]: one["received"] for one in body["channels"]} == {"web": 1, "poster": 1, "api": 0, "import": 0}
    assert body["over_time"] == [
        {"from": "2026-11-24", "received": 2, "answered": 0, "overdue": 0},
        {"from": "2026-11-25", "received": 0, "answered": 1, "overdue": 0},
    ]


@pytest.mark.parametrize("period", ["2026-Q4", "2026-H2", "2026"])
def test_a_longer_period_is_its_months_together(counted: Api, period: str) -> None:
    body = counted.get(f"/v1/statistics?period={period}").body

    assert (body["received"], body["answered"]) == (3, 1)
    assert [(one["from"], one["received"]) for one in body["over_time"]] == [("2026-11-01", 2), ("2026-12-01", 1)]


def test_this_month_is_answered_unless_another_is_named(counted: Api) -> None:
    body = counted.get("/v1/statistics").body

    assert (body["period"], body["received"], body["counted_at"]) == ("2026-12", 1, "2026-12-04T04:00:00Z")
    assert [one["id"] for one in body["categories"]] == ["jalan"]


def test_a_period_in_which_nothing_was_counted_is_empty_and_says_so(api: Api) -> None:
    body = api.get("/v1/statistics?period=2019").body

    assert (body["received"], body["counted_at"], body["median_days"], body["over_time"]) == (0, None, None, [])


def test_what_is_no_period_is_refused(api: Api) -> None:
    assert api.get("/v1/statistics?period=yesterday").body["errors"][0]["pointer"] == "?period"


def test_a_channel_that_there_is_not_is_refused_and_one_that_is_left_out_is_another_program(api: Api) -> None:
    assert api.post("/v1/complaints", a_body(channel="import")).body["errors"][0]["pointer"] == "/channel"
    told(api.file().code, api.deps)
    count(api.deps, always)

    assert {one["channel"]: one["received"] for one in api.get("/v1/statistics").body["channels"]}["api"] == 1


def test_what_is_sent_again_by_another_channel_is_the_same_complaint(api: Api) -> None:
    once = {"Idempotency-Key": "a" * 20}
    first = api.post("/v1/complaints", a_body(channel="poster"), once)
    again = api.post("/v1/complaints", a_body(channel="web"), once)

    assert (first.status, again.status, first.body["code"]) == (201, 200, again.body["code"])


def test_this_month_says_from_when_its_figures_are_also_when_nothing_happened(api: Api) -> None:
    count(api.deps, always)

    assert api.get("/v1/statistics").body["counted_at"] == "2026-11-24T04:00:00Z"


def test_what_is_told_twice_counts_once(counted: Api) -> None:
    for code in {code for _, code, _ in counted.deps.statistics.happened}:  # type: ignore[attr-defined]
        told(code, counted.deps)
    count(counted.deps, always)

    assert counted.get("/v1/statistics?period=2026").body["received"] == 3


def test_a_complaint_is_overdue_once_however_high_it_climbs(api: Api) -> None:
    code = api.file().code
    deeds.verify(code.replace("-", ""), api.deps)
    for days in (30, 40, 60):
        api.clock.now = later(days=days)
        sweep(api.deps, always)
    told(code, api.deps)
    count(api.deps, always)

    assert [event.action for event in load(code.replace("-", ""), api.deps).events].count(Action.ESCALATE) > 1
    assert api.get("/v1/statistics?period=2026").body["overdue"] == 1


def test_days_are_counted_while_there_is_time_and_the_others_next_time(counted: Api) -> None:
    for code in {code for _, code, _ in counted.deps.statistics.happened}:  # type: ignore[attr-defined]
        told(code, counted.deps)
    left = chain([True], repeat(False))

    assert count(counted.deps, lambda: next(left)) == 1
    assert count(counted.deps, always) == 2
    assert count(counted.deps, always) == 0


def test_what_comes_while_a_day_is_counted_is_counted_next_time(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    told(api.file().code, api.deps)
    kept, late = MemoryStatistics.keep_month, [api.file(title="Lampu jalan rusak").code]

    def keep_month(self: MemoryStatistics, month: Month) -> None:
        kept(self, month)
        while late:
            told(late.pop(), api.deps)

    monkeypatch.setattr(MemoryStatistics, "keep_month", keep_month)
    assert count(api.deps, always) == 1
    assert count(api.deps, always) == 1
    assert api.get("/v1/statistics").body["received"] == 2


def test_a_category_that_was_closed_is_still_counted(counted: Api) -> None:
    counted.deps.reference.put([replace(one, closed=True) for one in CATEGORIES if one.id == "jalan.lampu"])

    assert [one["id"] for one in counted.get("/v1/statistics?period=2026-11").body["categories"]] == ["jalan.lampu"]


def test_what_was_loaded_from_elsewhere_counts_though_nobody_is_told(api: Api) -> None:
    load_story([a_first()], a_text(), None, api.deps)
    count(api.deps, always)

    assert api.get("/v1/statistics").body["received"] == 1
    assert statistics.found(None, api.deps).months[0].period == "2026-11"
