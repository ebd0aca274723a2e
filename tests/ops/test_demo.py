"""The demo is believable, made by the real rules, the same each time, and never put on twice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import cast

import pytest

from chalicelib.domain.assessment import Assessment
from chalicelib.domain.commitment import Commitment
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import Conflict
from chalicelib.domain.events import Event
from chalicelib.domain.periods import Runs
from chalicelib.domain.redaction import FILED
from chalicelib.domain.reference import NATION, Agency
from chalicelib.domain.words import Action, Class, Identity, Outcome, Role, Status, Visibility
from chalicelib.usecases import assessments, commitments, score
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.score import score_months
from ops import seed
from ops.checking import faults
from ops.demo.content import content
from ops.demo.scripts import DISMISSED, LOCAL, NATIONAL
from ops.demo.stage import Memory
from tests.builders import a_first, a_text, verified
from tests.fakes import Clock, MemoryCases, MemoryReference, fake_deps

COMPLAINTS = LOCAL + NATIONAL + DISMISSED


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
def events(cases: MemoryCases) -> list[Event]:
    return [change.event for changes in cases.changes.values() for change in changes]


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


def test_every_action_was_taken_but_those_that_nothing_called_for(events: list[Event]) -> None:
    assert {event.action for event in events} == set(Action) - {Action.TRANSFER, Action.RECOUNT, Action.SURVEY, Action.UNSEAL, Action.ERASE}


@pytest.mark.parametrize(
    "turn",
    [
        lambda event: event.action is Action.RETURN and event.data["to"] == NATION,
        lambda event: event.action is Action.RETURN and event.data["to"] != NATION,
        lambda event: event.action is Action.REPLY and event.data.get("days") is not None,
        lambda event: event.action is Action.RESUME,
        lambda event: event.action is Action.HOLD and event.actor.role is Role.COORDINATOR,
        lambda event: event.action is Action.HOLD and event.actor.role is Role.OFFICER,
        lambda event: event.action is Action.ARCHIVE and event.data["reason"] == "in_court",
        lambda event: event.action is Action.DISPUTE and event.data.get("to") == NATION,
        lambda event: event.action is Action.DISPUTE and event.data.get("level") == 2,
        lambda event: event.action is Action.PUBLISH and event.data["published"],
        lambda event: event.action is Action.PUBLISH and not event.data["published"],
        lambda event: event.action is Action.REDACT and event.data["number"] == FILED,
        lambda event: event.action is Action.REDACT and event.data["number"] != FILED,
    ],
    ids=[
        "returned to the steward",
        "returned to another agency",
        "a question is answered",
        "a question is not answered",
        "held before it is verified",
        "held when it is worked on",
        "archived as its topic deserves",
        "archived, which is disputed",
        "disputed twice",
        "published after all",
        "withheld",
        "what was filed is redacted",
        "a message is redacted",
    ],
)
def test_lives_take_every_turn(events: list[Event], turn: Callable[[Event], bool]) -> None:
    assert any(turn(event) for event in events)


def test_a_complaint_is_linked_to_an_older_one_of_the_same_place_that_is_not_gone(complaints: list[Complaint]) -> None:
    by_code = {complaint.code: complaint for complaint in complaints}
    pairs = [(complaint, by_code[complaint.lead]) for complaint in complaints if complaint.lead]

    assert pairs
    assert all(lead.received_at < linked.received_at for linked, lead in pairs)
    assert all((lead.title, lead.region, lead.category) == (linked.title, linked.region, linked.category) for linked, lead in pairs)
    assert not {lead.status for _, lead in pairs} & {Status.WITHDRAWN, Status.ARCHIVED, Status.LINKED}


def test_nobody_is_linked_to_a_complaint_that_may_still_be_archived(cases: MemoryCases, events: list[Event]) -> None:
    links = [(str(event.data["lead"]), event.at) for event in events if event.action is Action.LINK]
    statuses = [[change.complaint.status for change in cases.changes[lead] if change.event.at <= at][-1] for lead, at in links]

    assert statuses
    assert set(statuses) <= {Status.FORWARDED, Status.IN_PROGRESS, Status.ON_HOLD, Status.RESPONDED}


def test_a_linked_complaint_is_written_after_its_lead(cases: MemoryCases, complaints: list[Complaint]) -> None:
    place_by_code = {code: place for place, code in enumerate(cases.heads)}

    assert all(place_by_code[complaint.code] > place_by_code[complaint.lead] for complaint in complaints if complaint.lead)


def test_what_was_redacted_is_shown_without_what_should_not_be_public(cases: MemoryCases) -> None:
    shown = [case.shown for code in cases.redactions if (case := cases.case(code))]
    texts = [text for case in shown for text in (case.text.body, *(event.text for event in case.events))]

    assert any(content().texts.mask in text for text in texts)
    assert not [text for text in texts for private in content().texts.privates if private in text]


def test_nothing_is_redacted_twice(events: list[Event]) -> None:
    redacted = Counter((event.code, event.data["number"]) for event in events if event.action is Action.REDACT)

    assert set(redacted.values()) == {1}


def test_a_quick_place_scores_better_than_a_slow_one(shown: tuple[Deps, list[str]]) -> None:
    deps, _ = shown
    score_months(["2026-10"], None, deps, lambda: True)
    value_by_agency = {one.agency: one.score.value for one in deps.scores.of("2026-10")}

    assert (value_by_agency["51.71"] or 0) > (value_by_agency["36.03"] or 0)


def test_the_first_run_of_scores_freezes_a_month_and_knows_the_one_before(shown: tuple[Deps, list[str]]) -> None:
    deps, _ = put_on()

    done = score.run(deps, lambda: True)

    assert done.frozen
    assert [one.period for one in deps.scores.frozen() if one.period == done.frozen[0]]
    assert {one.change for one in deps.scores.of("2026-11")} > {None}


def test_agencies_have_promised_and_were_assessed_and_it_is_known_how_they_stand() -> None:
    deps, _ = put_on()
    score.run(deps, lambda: True)

    standing = commitments.listed("51.71", deps)

    assert [one.progress.latest is None for one in standing] == [False, False]
    assert [one.assessment.year for one in assessments.listed("51.71", None, deps)] == [deps.now().year - 1]


def test_scores_that_are_kept_already_stay_as_they_are() -> None:
    deps = fake_deps(reference=MemoryReference())
    seed.load(deps, lambda _: None)
    kept = Runs(since="2026-11", all_on=deps.now().date())
    deps.scores.keep_runs(kept)

    seed.demo(deps, lambda _: None, Random(1))

    assert deps.scores.runs() == kept


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
    before, stood = dict(cast("MemoryCases", deps.cases).heads), _beside(deps)
    said: list[str] = []

    seed.demo(replace(deps, now=Clock(deps.now() + timedelta(days=days))), said.append, Random(1))

    assert cast("MemoryCases", deps.cases).heads == before
    assert _beside(deps) == stood
    assert said == [f"demo: {COMPLAINTS} complaints known, 0 written"]


def _beside(deps: Deps) -> list[object]:
    """What stands beside the complaints."""
    return [deps.scores.runs(), *deps.reference.every(Commitment), *deps.reference.every(Assessment)]


def test_a_deed_decided_on_an_older_state_is_refused_by_the_memory_too() -> None:
    memory, first = Memory(), a_first()
    memory.file(first, a_text(), None)
    memory.append(verified(first.complaint))

    with pytest.raises(Conflict):
        memory.append(verified(first.complaint))


def _told(complaint: Complaint) -> Complaint:
    """Without what salts decide."""
    return replace(complaint, head="")
