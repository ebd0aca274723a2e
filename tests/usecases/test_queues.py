"""Queues of many agencies in one: every case once, in order, whatever is asked for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import InvalidInput, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.words import Class, Role, Status
from chalicelib.usecases import queues, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.queue_lines import queue_lines
from chalicelib.usecases.queues import Wanted, count
from tests import deeds
from tests.builders import CITY, COORDINATOR, OFFICER, STEWARD, UNIT, a_first, a_submission, a_text, later
from tests.fakes import MemoryQueues, MemoryReference

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

NATIONS = Actor(role=Role.COORDINATOR, agency="nation", holder="Sari")
WISHES: dict[str, dict[str, Any]] = {
    "everything": {},
    "a status": {"status": Status.ON_HOLD},
    "a class": {"class_": Class.INFORMATION},
    "a category": {"category": "pungli"},
    "a level": {"level": 2},
    "held": {"held": True},
    "not held": {"held": False},
    "overdue": {"overdue": True},
    "not overdue": {"overdue": False},
    "since": {"received_from": date(2026, 11, 26)},
    "until": {"received_to": date(2026, 11, 26)},
    "two days": {"received_from": date(2026, 11, 25), "received_to": date(2026, 11, 26)},
    "several": {"overdue": True, "class_": Class.COMPLAINT, "held": False},
    "nothing fits": {"category": "no-such-category"},
}


@pytest.fixture
def filed(deps: Deps) -> list[Complaint]:
    """Sixty cases of five agencies in two zones, in every status that a queue knows."""
    chance, found = Random(1), []
    for seed in range(1, 61):
        agency, now = chance.choice(["51", "51.71", UNIT.id, "51.71.dlh", "34.71"]), later(days=chance.randint(0, 5))
        first = a_first(
            seed, now, agency=agency, class_=chance.choice([Class.COMPLAINT, Class.INFORMATION]), category=chance.choice(["jalan.lampu", "pungli"])
        )
        status = chance.choice([Status.RECEIVED, Status.ON_HOLD])
        hold = {"status": status, "hold_due": date(2026, 12, 9), "paused_at": now, "paused_from": Status.RECEIVED} if status is Status.ON_HOLD else {}
        complaint = replace(first.complaint, level=chance.randint(0, 3), **hold)
        deps.cases.file(replace(first, complaint=complaint), a_text(), None)
        found.append(complaint)
    deps.now.now = later(days=7)  # type: ignore[attr-defined]
    return found


def paged(actor: Actor, wanted: Wanted, limit: int, deps: Deps) -> list[str]:
    found, after, more = [], None, True
    while more:
        lines, after = queues.queue(actor, "", wanted, limit, after, deps)
        assert len(lines) <= limit
        found += [line.complaint.code for line in lines]
        more = after is not None
    return found


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize("actor", [NATIONS, COORDINATOR, OFFICER], ids=lambda actor: actor.agency)
def test_page_by_page_every_case_that_fits_comes_once_and_in_order(deps: Deps, filed: list[Complaint], actor: Actor, limit: int, wish: str) -> None:
    wanted = Wanted(**WISHES[wish])
    scope = {agency.id for agency in queues.scope(actor, "", deps)}
    lines = queue_lines([one for one in filed if one.agency in scope], deps)
    expected = sorted((str(line.complaint.due), line.complaint.code) for line in lines if wanted.fits(line))

    assert paged(actor, wanted, limit, deps) == [code for _, code in expected]


def test_of_more_than_a_page_looks_at_the_rest_comes_with_the_next(deps: Deps, filed: list[Complaint], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "LOOKED_AT", 3)
    wanted = Wanted(category="pungli")

    assert sorted(paged(NATIONS, wanted, 5, deps)) == sorted(one.code for one in filed if one.category == "pungli")


def test_overdue_is_by_the_day_at_each_agency(deps: Deps) -> None:
    """A quarter past midnight in Bali, a quarter past eleven the evening before in Yogyakarta."""
    bali, java = (a_first(seed, agency=agency) for seed, agency in ((1, "51.71"), (2, "34.71")))
    for one in (bali, java):
        deps.cases.file(one, a_text(), None)
    deps.now.now = datetime(2026, 11, 27, 16, 15, tzinfo=UTC)  # type: ignore[attr-defined]

    assert paged(NATIONS, Wanted(overdue=True), 1, deps) == [bali.complaint.code]
    deps.now.now += timedelta(hours=1)  # type: ignore[attr-defined]
    assert paged(NATIONS, Wanted(overdue=True), 1, deps) == [bali.complaint.code, java.complaint.code]


def test_the_counts_are_those_of_the_scope(deps: Deps, filed: list[Complaint]) -> None:
    mine = [one for one in filed if one.agency in {CITY.id, UNIT.id, "51.71.dlh"}]

    counts = count(COORDINATOR, "", deps)

    assert counts.by_status == {status: sum(one.status is status for one in mine) for status in (Status.RECEIVED, Status.ON_HOLD)}
    assert counts.overdue == sum(one.status is Status.RECEIVED and one.verify_due < date(2026, 12, 1) for one in mine)
    assert (counts.escalated, counts.complete) == (sum(one.level > 0 for one in mine), True)


def test_counts_of_what_was_not_read_to_its_end_say_so(deps: Deps, filed: list[Complaint], monkeypatch: pytest.MonkeyPatch) -> None:
    of = MemoryQueues.of
    monkeypatch.setattr(MemoryQueues, "of", lambda self, agencies, _, most: of(self, agencies, 2, most))

    assert not count(COORDINATOR, "", deps).complete


@pytest.mark.parametrize(("at_once", "in_all", "complete"), [(1, 1000, True), (2, 1000, True), (1, 1, False), (40, 1, True)])
def test_counts_of_many_agencies_are_read_some_at_a_time_and_stop_somewhere(
    deps: Deps, filed: list[Complaint], monkeypatch: pytest.MonkeyPatch, at_once: int, in_all: int, *, complete: bool
) -> None:
    whole = count(COORDINATOR, "", deps)
    monkeypatch.setattr(queues, "AT_ONCE", at_once)
    monkeypatch.setattr(queues, "IN_ALL", in_all)

    counts = count(COORDINATOR, "", deps)

    assert (counts == whole, counts.complete) == (complete, complete)
    assert 0 < sum(counts.by_status.values()) <= sum(whole.by_status.values())


def test_a_narrowed_page_of_many_agencies_looks_at_fewer_of_each(deps: Deps, filed: list[Complaint], monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Wanted(overdue=True)
    whole = paged(COORDINATOR, wanted, 25, deps)
    monkeypatch.setattr(queues, "IN_ALL", 3)

    lines, more = queues.queue(COORDINATOR, "", wanted, 25, None, deps)

    assert (len(lines) <= 3 < len(whole), more is not None) == (True, True)
    assert paged(COORDINATOR, wanted, 25, deps) == whole


@pytest.mark.parametrize(
    ("actor", "unit", "ids"),
    [
        (OFFICER, "", [UNIT.id]),
        (COORDINATOR, "", [CITY.id, "51.71.dlh", UNIT.id]),
        (COORDINATOR, UNIT.id, [UNIT.id]),
        (Actor(role=Role.INSPECTOR, agency="51"), "", ["51", CITY.id, "51.71.dlh", UNIT.id]),
        (STEWARD, "", ["nation"]),
        (STEWARD, "34.71", ["34.71"]),
        (Actor(role=Role.OBSERVER, agency="nation"), UNIT.id, [UNIT.id]),
    ],
)
def test_a_queue_reaches_as_far_as_the_role(deps: Deps, actor: Actor, unit: str, ids: list[str]) -> None:
    assert sorted(one.id for one in queues.scope(actor, unit, deps)) == sorted(ids)


@pytest.mark.parametrize(
    ("actor", "unit"), [(OFFICER, "51.71.dlh"), (OFFICER, CITY.id), (COORDINATOR, "34.71"), (COORDINATOR, "51"), (STEWARD, "nowhere")]
)
def test_a_unit_out_of_scope_does_not_exist(deps: Deps, actor: Actor, unit: str) -> None:
    with pytest.raises(NotFound):
        queues.scope(actor, unit, deps)


def test_who_has_too_many_agencies_below_names_one(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "MOST_AGENCIES", 2)

    with pytest.raises(InvalidInput) as wrong:
        queues.scope(COORDINATOR, "", deps)
    assert [(error.pointer, error.code) for error in wrong.value.errors] == [("?unit", "missing")]


def test_an_agency_that_the_remembered_list_does_not_have_yet_has_a_queue(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    filed = submit.submit(a_submission(), None, deps).receipt.code
    monkeypatch.setattr(MemoryReference, "every", lambda *_: [])

    assert paged(COORDINATOR, Wanted(), 25, deps) == [filed]


def test_what_is_answered_or_linked_waits_for_no_agency(deps: Deps) -> None:
    codes = [submit.submit(a_submission(), None, deps).receipt.code for _ in range(3)]
    deeds.link(codes[1], codes[0], deps)
    deeds.verify(codes[2], deps)
    deeds.respond(codes[2], deps)

    assert paged(COORDINATOR, Wanted(), 25, deps) == [codes[0]]
