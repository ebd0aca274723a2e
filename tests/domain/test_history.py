import json
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from chalicelib.domain import history, reporting, working
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.effects import EFFECTS
from chalicelib.domain.events import Event
from chalicelib.domain.words import Action, Class, Identity, Outcome, Status, Suspicion, Visibility
from tests.builders import (
    NOON,
    OFFICER,
    REPORTER,
    UNIT,
    a_filing,
    a_first,
    a_receipt,
    confirmed,
    disputed,
    later,
    responded,
    started,
    verified,
    withdrawn,
)
from tests.domain.samples import CLOSED, FORWARDED, IN_PROGRESS, RECEIVED, RESPONDED


def a_long_life() -> list[Change]:
    """Filed, verified, started, answered, disputed, answered, disputed, answered as impossible, confirmed."""
    changes = [a_first()]
    steps = [
        verified,
        started,
        responded,
        disputed,
        responded,
        disputed,
        partial(responded, outcome=Outcome.CANNOT_BE_RESOLVED, reason="di luar kewenangan"),
        partial(confirmed, rating=2),
    ]
    for number, step in enumerate(steps, start=1):
        changes.append(step(changes[-1].complaint, later(days=number)))
    return changes


def without_title_and_wake(complaint: Complaint) -> Complaint:
    return replace(complaint, title="", wake=None)


def only_changed(before: Complaint, change: Change, **changes: object) -> bool:
    expected = replace(before, version=before.version + 1, head=change.event.hash, wake=change.complaint.wake, **changes)
    return change.complaint == expected


def test_filing_gives_the_state_that_was_filed() -> None:
    filed = a_first()
    expected = Complaint(
        code=a_receipt().code,
        version=1,
        head=filed.event.hash,
        status=Status.RECEIVED,
        class_=Class.COMPLAINT,
        category="jalan.lampu",
        region="51.71",
        coordinator="51.71",
        agency="51.71",
        visibility=Visibility.PUBLIC,
        identity=Identity.NAMED,
        policy=1,
        secret_hash=a_filing().secret_hash,
        received_at=NOON,
        verify_due=date(2026, 11, 27),
        title="Lampu jalan mati",
        wake=filed.complaint.wake,
        cell="-866,11521",
    )

    assert filed.complaint == expected


def test_what_screening_suspects_is_known_of_the_complaint() -> None:
    assert a_first(moderation=(Suspicion.LINKS, Suspicion.SURGE)).complaint.moderation == (Suspicion.LINKS, Suspicion.SURGE)


def test_a_disputed_case_goes_to_whom_the_event_names() -> None:
    event = disputed(RESPONDED).event

    assert history.apply(RESPONDED, event).agency == RESPONDED.agency
    assert history.apply(RESPONDED, replace(event, data={**event.data, "to": "51.71"})).agency == "51.71"


def test_verifying_forwards_to_the_agency_that_must_act() -> None:
    dues = {"follow_up_due": date(2026, 12, 2), "resolve_due": date(2026, 12, 15)}
    now = later(days=1)
    escalated = replace(RECEIVED, level=1, rung=2)

    anew = {"forwarded_at": now, "published_at": now, "resolve_from": now, "level": 0, "rung": 0}
    assert only_changed(escalated, verified(escalated, now), status=Status.FORWARDED, agency=UNIT.id, **anew, **dues)


def test_starting_is_the_follow_up_and_climbs_a_new_ladder() -> None:
    escalated = replace(FORWARDED, level=2, rung=3)

    change = started(escalated, later(days=1))

    assert only_changed(escalated, change, status=Status.IN_PROGRESS, followed_up_at=later(days=1), level=0, rung=0)


@pytest.mark.parametrize(("complaint", "followed_up"), [(FORWARDED, later(days=1)), (IN_PROGRESS, NOON)], ids=["not started", "started"])
def test_an_answer_is_also_the_follow_up_when_nobody_had_started(complaint: Complaint, followed_up: object) -> None:
    escalated = replace(complaint, level=1, rung=2)
    answer = {"responded_at": later(days=1), "outcome": Outcome.RESOLVED, "confirm_due": date(2026, 12, 9)}

    change = responded(escalated, later(days=1))

    assert only_changed(escalated, change, status=Status.RESPONDED, followed_up_at=followed_up, level=0, rung=0, **answer)


def test_confirming_closes_with_the_rating() -> None:
    assert only_changed(RESPONDED, confirmed(RESPONDED, later(days=1), rating=3), status=Status.CLOSED, closed_at=later(days=1), rating=3)


def test_withdrawing_ends_the_case_and_changes_nothing_else() -> None:
    assert only_changed(RECEIVED, withdrawn(RECEIVED, later(days=1)), status=Status.WITHDRAWN, closed_at=later(days=1))


def test_a_dispute_takes_the_answer_back_with_everything_that_followed_it() -> None:
    now = later(days=1)
    nothing = {"responded_at": None, "outcome": None, "confirm_due": None, "closed_at": None, "rating": None}

    change = disputed(CLOSED, now)

    assert only_changed(
        CLOSED, change, status=Status.IN_PROGRESS, disputes=1, level=1, rung=0, resolve_from=now, resolve_due=date(2026, 12, 15), **nothing
    )
    assert change.complaint.followed_up_at == CLOSED.followed_up_at


def test_the_state_is_the_fold_of_the_events_after_each_of_them() -> None:
    changes = a_long_life()

    for number, change in enumerate(changes, start=1):
        events = [earlier.event for earlier in changes[:number]]
        assert history.fold(events) == without_title_and_wake(change.complaint)


def test_a_long_life_ends_as_it_should() -> None:
    last = a_long_life()[-1].complaint

    assert (last.status, last.version, last.disputes, last.rating, last.outcome) == (Status.CLOSED, 9, 2, 2, Outcome.CANNOT_BE_RESOLVED)


def test_events_read_back_as_json_fold_to_the_same_state() -> None:
    changes = a_long_life()
    read = [replace(change.event, data=json.loads(json.dumps(dict(change.event.data)))) for change in changes]

    assert history.fold(read) == without_title_and_wake(changes[-1].complaint)


def test_each_event_is_one_version_and_points_to_the_one_before() -> None:
    changes = a_long_life()

    assert [change.event.seq for change in changes] == [change.complaint.version for change in changes] == list(range(1, 10))
    assert [change.event.previous for change in changes] == ["", *(change.event.hash for change in changes[:-1])]
    assert [change.complaint.head for change in changes] == [change.event.hash for change in changes]


def test_every_event_says_when_by_whom_and_about_which_complaint() -> None:
    event = withdrawn(RECEIVED, later(hours=1)).event
    _, remark = history.record(RECEIVED, working.note("Sudah ditelepon."), OFFICER, NOON, "salt")

    assert (event.code, event.at, event.actor, event.action, event.public) == (RECEIVED.code, later(hours=1), REPORTER, Action.WITHDRAW, True)
    assert (remark.code, remark.at, remark.actor, remark.action, remark.public) == (RECEIVED.code, NOON, OFFICER, Action.NOTE, False)


def test_only_an_event_with_words_has_salt() -> None:
    said = disputed(RESPONDED).event
    _, silent = history.record(RECEIVED, reporting.withdraw(RECEIVED, ""), REPORTER, NOON, "salt")

    assert (said.salt, bool(said.text_digest)) == ("salt", True)
    assert (silent.salt, silent.text_digest) == ("", "")


def test_every_action_but_the_first_changes_the_state_by_the_table() -> None:
    assert set(EFFECTS) == set(Action) - {Action.SUBMIT}


def test_a_complaint_is_filed_once_in_a_timeline() -> None:
    filed: Event = a_first().event

    with pytest.raises(KeyError):
        history.fold([filed, filed])
