"""What a reporter sends twice is done once; what they say again to another question is an answer."""

from datetime import timedelta

import pytest

from chalicelib.domain.words import Action, Status
from chalicelib.usecases import follow, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import REASON, a_submission
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


def test_a_linked_complaint_takes_messages_and_nothing_else_of_its_reporter(deps: Deps, code: str) -> None:
    lead = submit.submit(a_submission(), None, deps).receipt.code
    deeds.link(code, lead, deps)

    assert follow.possible(load(code, deps), deps) == [Action.REPLY, Action.ERASE, "attach"]


@pytest.mark.parametrize("times", [1, 2])
def test_an_appeal_that_was_sent_twice_is_one(deps: Deps, times: int) -> None:
    archived = submit.submit(a_submission(), None, deps).receipt.code
    case = deeds.archive(archived, deps)
    assert follow.possible(case, deps) == [Action.DISPUTE, Action.ERASE]

    for _ in range(times):
        case = follow.dispute(case, REASON, deps)

    assert (case.complaint.status, case.complaint.agency, case.complaint.version) == (Status.RECEIVED, "nation", 3)
