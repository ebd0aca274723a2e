from itertools import product

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.words import Action, Status
from tests.domain.samples import BY_STATUS

S = Status
WITH_AGENCY = {S.FORWARDED, S.IN_PROGRESS}
OPEN = {S.RECEIVED, *WITH_AGENCY}
LIVING = {*OPEN, S.ON_HOLD}
ALLOWED = {
    Action.SUBMIT: set(),
    Action.VERIFY: {S.RECEIVED},
    Action.START: {S.FORWARDED},
    Action.RESPOND: {S.FORWARDED, S.IN_PROGRESS},
    Action.FORWARD: {S.FORWARDED},
    Action.RETURN: WITH_AGENCY,
    Action.HOLD: OPEN,
    Action.RESUME: {S.ON_HOLD},
    Action.EXTEND: WITH_AGENCY,
    Action.ARCHIVE: {S.RECEIVED},
    Action.LINK: {*LIVING, S.LINKED},
    Action.UNLINK: {S.LINKED},
    Action.SURVEY: {S.CLOSED},
    Action.NOTE: set(S),
    Action.INSTRUCT: {*LIVING, S.RESPONDED},
    Action.ASSIGN: OPEN,
    Action.TRANSFER: {*LIVING, S.RESPONDED},
    Action.PUBLISH: set(S),
    Action.REDACT: set(S),
    Action.UNSEAL: set(S),
    Action.ERASE: set(S),
    Action.REPLY: {*LIVING, S.RESPONDED, S.LINKED},
    Action.CONFIRM: {S.RESPONDED},
    Action.DISPUTE: {S.RESPONDED, S.CLOSED, S.ARCHIVED},
    Action.CLOSE: {S.RESPONDED},
    Action.WITHDRAW: LIVING,
    Action.REMIND: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS},
    Action.ESCALATE: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS},
    Action.RECOUNT: {*LIVING, S.RESPONDED},
}
EVERY = list(product(Action, Status))


def test_the_samples_stand_where_they_say() -> None:
    assert {status: complaint.status for status, complaint in BY_STATUS.items()} == {status: status for status in Status}


@pytest.mark.parametrize(("action", "status"), [(action, status) for action, status in EVERY if status in ALLOWED[action]])
def test_a_status_allows_its_actions(action: Action, status: Status) -> None:
    lifecycle.check_status(BY_STATUS[status], action)


@pytest.mark.parametrize(("action", "status"), [(action, status) for action, status in EVERY if status not in ALLOWED[action]])
def test_a_status_refuses_every_other_action_and_names_the_rule(action: Action, status: Status) -> None:
    with pytest.raises(ActionRefused, match=f"this one is {status}") as refused:
        lifecycle.check_status(BY_STATUS[status], action)

    assert refused.value.rule == f"{action}.status"


def test_a_refusal_lists_the_statuses_in_the_order_of_a_complaints_life() -> None:
    with pytest.raises(ActionRefused) as refused:
        lifecycle.check_status(BY_STATUS[S.CLOSED], Action.WITHDRAW)

    assert str(refused.value) == "withdraw is for complaints that are received, forwarded, in_progress, on_hold; this one is closed"


def leaving(status: Status) -> list[Action]:
    return [action for action, row in lifecycle.TABLE.items() if status in row.sources and action not in STAYING]


STAYING = {Action.SURVEY, Action.NOTE, Action.PUBLISH, Action.REDACT, Action.UNSEAL, Action.ERASE}


def test_no_action_leaves_a_withdrawn_complaint() -> None:
    assert leaving(S.WITHDRAWN) == []


@pytest.mark.parametrize("status", [S.CLOSED, S.ARCHIVED])
def test_only_a_dispute_leaves_a_closed_or_archived_complaint(status: Status) -> None:
    assert leaving(status) == [Action.DISPUTE]


def test_every_action_has_a_row() -> None:
    assert set(lifecycle.TABLE) == set(Action)


@pytest.mark.parametrize(
    ("action", "target"),
    [
        (Action.SUBMIT, S.RECEIVED),
        (Action.VERIFY, S.FORWARDED),
        (Action.START, S.IN_PROGRESS),
        (Action.RESPOND, S.RESPONDED),
        (Action.FORWARD, None),
        (Action.RETURN, S.RECEIVED),
        (Action.HOLD, S.ON_HOLD),
        (Action.RESUME, None),
        (Action.EXTEND, None),
        (Action.ARCHIVE, S.ARCHIVED),
        (Action.LINK, S.LINKED),
        (Action.UNLINK, None),
        (Action.SURVEY, None),
        (Action.NOTE, None),
        (Action.INSTRUCT, None),
        (Action.ASSIGN, S.FORWARDED),
        (Action.TRANSFER, None),
        (Action.PUBLISH, None),
        (Action.REDACT, None),
        (Action.UNSEAL, None),
        (Action.ERASE, None),
        (Action.REPLY, None),
        (Action.CONFIRM, S.CLOSED),
        (Action.DISPUTE, S.IN_PROGRESS),
        (Action.CLOSE, S.CLOSED),
        (Action.WITHDRAW, S.WITHDRAWN),
        (Action.REMIND, None),
        (Action.ESCALATE, None),
        (Action.RECOUNT, None),
    ],
)
def test_an_action_leads_where_its_row_says(action: Action, target: Status | None) -> None:
    assert lifecycle.TABLE[action].target is target
