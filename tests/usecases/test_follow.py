"""What a reporter sends twice is done once; what they say again to another question is an answer."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.words import Action, Status
from chalicelib.usecases import follow, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import REASON, STEWARD, a_submission
from tests.fakes import Clock


@pytest.fixture
def code(deps: Deps) -> str:
    filed = submit.submit(a_submission(), None, deps).receipt.code
    deeds.verify(filed, deps)
    return filed


def test_a_reply_that_was_sent_twice_is_one(deps: Deps, code: str) -> None:
    deeds.hold(code, deps)
    for _ in range(2):
        follow.reply(load(code, deps), "Ya.", deps)

    assert [event.action for event in load(code, deps).events[2:]] == [Action.HOLD, Action.REPLY]


def test_the_same_words_answer_the_next_question_too(deps: Deps, code: str) -> None:
    assert isinstance(deps.now, Clock)
    for _ in range(2):
        deeds.hold(code, deps)
        deps.now.now += timedelta(minutes=1)
        follow.reply(load(code, deps), "Ya.", deps)

    case = load(code, deps)
    assert case.complaint.status is Status.FORWARDED
    assert [event.action for event in case.events[2:]] == [Action.HOLD, Action.REPLY] * 2


def test_a_linked_complaint_takes_messages_of_its_reporter_and_can_be_unlinked(deps: Deps, code: str) -> None:
    lead = submit.submit(a_submission(), None, deps).receipt.code
    deeds.link(code, lead, deps)

    assert follow.possible(load(code, deps), deps) == [Action.REPLY, Action.UNLINK, Action.ERASE, "attach"]


@pytest.mark.parametrize("times", [1, 2])
def test_what_its_reporter_says_is_no_duplicate_goes_on_with_its_dates_and_is_linked_again_by_a_steward_alone(
    deps: Deps, code: str, times: int
) -> None:
    lead = submit.submit(a_submission(), None, deps).receipt.code
    before = load(code, deps).complaint
    deeds.link(code, lead, deps)

    for _ in range(times):
        case = follow.unlink(load(code, deps), "Lampu yang lain.", deps)

    it = case.complaint
    assert (it.status, it.lead, it.follow_up_due, it.resolve_due) == (Status.FORWARDED, None, before.follow_up_due, before.resolve_due)
    assert [event.text for event in case.events if event.action is Action.UNLINK] == ["Lampu yang lain."]
    with pytest.raises(ActionRefused) as refused:
        deeds.link(code, lead, deps)
    assert refused.value.rule == "link.apart"
    assert deeds.link(code, lead, deps, STEWARD).complaint.lead == lead


def test_what_its_agency_let_go_can_be_linked_again(deps: Deps, code: str) -> None:
    lead = submit.submit(a_submission(), None, deps).receipt.code
    deeds.link(code, lead, deps)
    deeds.unlink(code, deps)

    assert deeds.link(code, lead, deps).complaint.lead == lead


@pytest.mark.parametrize("times", [1, 2])
def test_an_appeal_that_was_sent_twice_is_one(deps: Deps, times: int) -> None:
    archived = submit.submit(a_submission(), None, deps).receipt.code
    case = deeds.archive(archived, deps)
    assert follow.possible(case, deps) == [Action.DISPUTE, Action.ERASE, "attach"]

    for _ in range(times):
        case = follow.dispute(case, REASON, deps)

    assert (case.complaint.status, case.complaint.agency, case.complaint.version) == (Status.RECEIVED, "nation", 3)
