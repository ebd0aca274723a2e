"""The demo is believable, made by the real rules, the same each time, and never put on twice."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import cast

import pytest

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import Conflict
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Class, Identity, Outcome, Status, Visibility
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.score import score_period
from ops import seed
from ops.checking import faults
from ops.demo.scripts import LOCAL, NATIONAL
from ops.demo.stage import Memory
from tests.builders import a_first, a_text, verified
from tests.fakes import Clock, MemoryCases, MemoryReference, fake_deps

COMPLAINTS = LOCAL + NATIONAL


def put_on() -> tuple[Deps, list[str]]:
    deps = fake_deps(reference=MemoryReference())
    said: list[str] = []
    seed.load(deps, lambda _: None)
    seed.demo(deps, said.append, Random(1))
    return deps, said


@pytest.fixture(scope="module")
def shown() -> tuple[Deps, list[str]]:
    """The demo, put on once; tests only look at it."""
    return put_on()


@pytest.fixture(scope="module")
def cases(shown: tuple[Deps, list[str]]) -> MemoryCases:
    return cast("MemoryCases", shown[0].cases)


@pytest.fixture(scope="module")
def complaints(cases: MemoryCases) -> list[Complaint]:
    return [head.complaint for head in cases.heads.values()]


def test_every_complaint_is_whole_and_its_events_add_up_to_its_state(cases: MemoryCases) -> None:
    found = [case for code in cases.heads if (case := cases.case(code))]

    assert len(found) == COMPLAINTS
    assert not [fault for case in found for fault in faults(case)]


def test_nothing_happens_after_today_or_longer_ago_than_a_quarter(shown: tuple[Deps, list[str]], cases: MemoryCases) -> None:
    now = shown[0].now()
    times = [change.event.at for changes in cases.changes.values() for change in changes]

    assert now - timedelta(days=100) < min(times)
    assert max(times) <= now


def test_queues_tracking_escalation_and_scores_have_something_of_everything(complaints: list[Complaint]) -> None:
    assert {complaint.status for complaint in complaints} == set(Status)
    assert {complaint.class_ for complaint in complaints} == set(Class)
    assert {complaint.identity for complaint in complaints} == set(Identity)
    assert {complaint.visibility for complaint in complaints} == set(Visibility)
    assert {complaint.outcome for complaint in complaints} == {None, *Outcome}
    assert {complaint.level for complaint in complaints} == {0, 1, 2, 3}
    assert {complaint.rating for complaint in complaints} == {None, 1, 2, 3, 4}
    assert len({complaint.category for complaint in complaints}) > 20
    assert Counter(complaint.status for complaint in complaints)[Status.CLOSED] > COMPLAINTS / 4


def test_every_action_was_taken(cases: MemoryCases) -> None:
    assert {change.event.action for changes in cases.changes.values() for change in changes} == set(Action)


def test_a_quick_place_scores_better_than_a_slow_one(shown: tuple[Deps, list[str]]) -> None:
    deps, _ = shown
    score_period("2026-10", deps, lambda: True)
    value_by_agency = {one.agency: one.score.value for one in deps.scores.of("2026-10")}

    assert (value_by_agency["51.71"] or 0) > (value_by_agency["36.03"] or 0)


def test_who_filed_is_kept_only_where_they_gave_a_name(cases: MemoryCases, complaints: list[Complaint]) -> None:
    assert {complaint.code for complaint in complaints if complaint.identity is not Identity.NONE} == set(cases.reporters)


def test_all_mail_goes_to_example_domains(shown: tuple[Deps, list[str]], cases: MemoryCases) -> None:
    contacts = [address for agency in shown[0].reference.every(Agency) for address in agency.contacts.values()]
    addresses = contacts + [reporter.email for reporter in cases.reporters.values()]

    assert contacts
    assert all(address.endswith(("example.org", "example.com")) for address in addresses)


def test_keys_for_every_page_are_shown_once(shown: tuple[Deps, list[str]]) -> None:
    lines = [line.split() for line in shown[1] if line.startswith("demo key:")]

    assert [line[2] for line in lines] == ["officer", "coordinator", "inspector", "steward", "observer"]
    assert all(line[4].startswith("tgp_test_") for line in lines)


def test_the_same_seed_gives_the_same_demo(complaints: list[Complaint]) -> None:
    again, _ = put_on()

    heads = cast("MemoryCases", again.cases).heads
    assert [_told(heads[complaint.code].complaint) for complaint in complaints] == [_told(complaint) for complaint in complaints]


@pytest.mark.parametrize("days", [0, 1])
def test_putting_it_on_again_changes_nothing_today_or_tomorrow(days: int) -> None:
    deps, _ = put_on()
    before = dict(cast("MemoryCases", deps.cases).heads)
    said: list[str] = []

    seed.demo(replace(deps, now=Clock(deps.now() + timedelta(days=days))), said.append, Random(1))

    assert cast("MemoryCases", deps.cases).heads == before
    assert said == [f"demo: {COMPLAINTS} complaints known, 0 written"]


def test_a_deed_decided_on_an_older_state_is_refused_by_the_memory_too() -> None:
    memory, first = Memory(), a_first()
    memory.file(first, a_text(), None)
    memory.append(verified(first.complaint))

    with pytest.raises(Conflict):
        memory.append(verified(first.complaint))


def _told(complaint: Complaint) -> Complaint:
    """Without what salts decide."""
    return replace(complaint, head="")
