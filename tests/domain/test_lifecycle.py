from itertools import product

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.words import Action, Status
from tests.domain.samples import BY_STATUS

S = Status
ALLOWED = {
    Action.SUBMIT: set(),
    Action.VERIFY: {S.RECEIVED},
    Action.START: {S.FORWARDED},
    Action.RESPOND: {S.FORWARDED, S.IN_PROGRESS},
    Action.REPLY: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.RESPONDED},
    Action.CONFIRM: {S.RESPONDED},
    Action.DISPUTE: {S.RESPONDED, S.CLOSED},
    Action.CLOSE: {S.RESPONDED},
    Action.WITHDRAW: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS},
    Action.REMIND: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS},
    Action.ESCALATE: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS},
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

    assert str(refused.value) == "withdraw is for complaints that are received, forwarded, in_progress; this one is closed"


def test_no_action_leaves_a_withdrawn_complaint() -> None:
    assert not any(S.WITHDRAWN in transition.sources for transition in lifecycle.TABLE.values())


def test_only_a_dispute_leaves_a_closed_complaint() -> None:
    assert [action for action, transition in lifecycle.TABLE.items() if S.CLOSED in transition.sources] == [Action.DISPUTE]


def test_every_action_has_a_row() -> None:
    assert set(lifecycle.TABLE) == set(Action)


@pytest.mark.parametrize(
    ("action", "target"),
    [
        (Action.SUBMIT, S.RECEIVED),
        (Action.VERIFY, S.FORWARDED),
        (Action.START, S.IN_PROGRESS),
        (Action.RESPOND, S.RESPONDED),
        (Action.REPLY, None),
        (Action.CONFIRM, S.CLOSED),
        (Action.DISPUTE, S.IN_PROGRESS),
        (Action.CLOSE, S.CLOSED),
        (Action.WITHDRAW, S.WITHDRAWN),
        (Action.REMIND, None),
        (Action.ESCALATE, None),
    ],
)
def test_an_action_leads_where_its_row_says(action: Action, target: Status | None) -> None:
    assert lifecycle.TABLE[action].target is target
