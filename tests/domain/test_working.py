"""What an agency does on a case that it has: extend, respond in confidence, instruct."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import working
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.policy import RESOLVE_DAYS
from chalicelib.domain.words import Action, Class, Outcome, Role, Status
from tests.builders import ANSWER, COORDINATOR, at, disputed, extended, held, later, received, replied, responded, returned, verified
from tests.domain.samples import BY_STATUS, FORWARDED, IN_PROGRESS, RESPONDED
from tests.domain.steps import steps

S = Status
WHY = "Suku cadang lampu harus dipesan."


@pytest.mark.parametrize("complaint", [FORWARDED, IN_PROGRESS], ids=lambda complaint: complaint.status)
def test_an_extension_adds_working_days_to_the_resolve_clock_alone(complaint: Complaint) -> None:
    made = extended(complaint, later(days=1), days=5)

    assert (made.event.data, made.event.text, made.event.public) == ({"days": 5, "resolve_due": "2026-12-21"}, WHY, True)
    it = made.complaint
    assert it == replace(complaint, version=it.version, head=it.head, wake=it.wake, resolve_due=date(2026, 12, 21), extension=5)


def test_an_extension_counts_no_holiday() -> None:
    assert extended(IN_PROGRESS, days=9).complaint.resolve_due == date(2026, 12, 29)


@pytest.mark.parametrize("class_", Class)
def test_an_extension_is_at_most_the_original_length(class_: Class) -> None:
    complaint, most = verified(received(class_=class_)).complaint, RESOLVE_DAYS[class_]

    assert extended(complaint, days=most).complaint.extension == most
    with pytest.raises(ActionRefused, match=f"at most {most} working days") as refused:
        extended(complaint, days=most + 1)
    assert refused.value.rule == "extend.limit"


@pytest.mark.parametrize(("days", "allowed"), [(20, True), (21, False), (200, False)])
def test_an_extension_is_asked_for_before_the_date_has_passed(days: int, allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    if allowed:
        assert extended(IN_PROGRESS, later(days)).complaint.extension == 5
        return
    with pytest.raises(ActionRefused) as refused:
        extended(IN_PROGRESS, later(days))
    assert (refused.value.rule, str(refused.value)) == ("extend.overdue", "the due date has passed: an extension is asked for before")


def test_a_complaint_is_extended_once_whatever_happens_after() -> None:
    longer = extended(IN_PROGRESS, days=1).complaint
    again = disputed(responded(longer).complaint).complaint
    elsewhere = verified(returned(longer).complaint).complaint

    assert (again.extension, elsewhere.extension) == (0, 0)
    for complaint in (longer, again, elsewhere):
        with pytest.raises(ActionRefused) as refused:
            extended(complaint)
        assert (refused.value.rule, str(refused.value)) == ("extend.once", "a complaint is extended once")


def test_a_pause_after_an_extension_moves_the_longer_date() -> None:
    after = replied(held(extended(IN_PROGRESS, days=5).complaint).complaint, later(days=2)).complaint

    assert (after.resolve_due, after.extension, after.paused_days) == (date(2026, 12, 23), 5, 2)


@pytest.mark.parametrize(("complaint", "rung"), [(IN_PROGRESS, 0), (FORWARDED, 1)], ids=lambda value: getattr(value, "status", ""))
def test_the_ladder_of_the_extended_clock_begins_anew_that_of_another_does_not(complaint: Complaint, rung: int) -> None:
    assert extended(replace(complaint, rung=1)).complaint.rung == rung


@pytest.mark.parametrize("status", Status)
def test_an_inspector_instructs_while_it_is_being_handled(status: Status) -> None:
    if status in {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD, S.RESPONDED}:
        assert working.instruct(BY_STATUS[status], ANSWER) == Deed(action=Action.INSTRUCT, text=ANSWER, public=False)
        return
    with pytest.raises(ActionRefused) as refused:
        working.instruct(BY_STATUS[status], ANSWER)
    assert refused.value.rule == "instruct.status"


def test_a_confidential_answer_says_so_and_names_its_files() -> None:
    deed = working.respond(IN_PROGRESS, Outcome.RESOLVED, ANSWER, "", at(), confidential=True, attachments=(22, 21))

    assert deed.data == {"outcome": "resolved", "confirm_due": "2026-12-08", "confidential": True, "attachments": [22, 21]}


@pytest.mark.parametrize("status", Status)
def test_whatever_is_done_leads_where_the_table_says(status: Status) -> None:
    """Seen from each status: where every action that is possible leads to."""
    after = {(made.event.action, made.complaint.status) for made in steps(BY_STATUS[status], later(hours=1), at().office)}

    assert after == LEADS_TO[status] | {(action, status) for action in (Action.NOTE, Action.PUBLISH, Action.REDACT, Action.ERASE)} | (
        {(Action.RECOUNT, status)} if status in {*WITH_CLOCKS, S.ON_HOLD} else set()
    )


A = Action
WITH_CLOCKS = {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.RESPONDED}
OPEN = {(A.HOLD, S.ON_HOLD), (A.LINK, S.LINKED), (A.WITHDRAW, S.WITHDRAWN), (A.ASSIGN, S.FORWARDED)}
WITH_AGENCY = OPEN | {(A.RESPOND, S.RESPONDED), (A.RETURN, S.RECEIVED)}
LEADS_TO: dict[Status, set[tuple[Action, Status]]] = {
    S.RECEIVED: OPEN | {(A.VERIFY, S.FORWARDED), (A.ARCHIVE, S.ARCHIVED)} | {(one, S.RECEIVED) for one in (A.REPLY, A.INSTRUCT, A.TRANSFER)},
    S.FORWARDED: WITH_AGENCY | {(A.START, S.IN_PROGRESS)} | {(one, S.FORWARDED) for one in (A.REPLY, A.INSTRUCT, A.TRANSFER, A.EXTEND, A.FORWARD)},
    S.IN_PROGRESS: WITH_AGENCY | {(one, S.IN_PROGRESS) for one in (A.REPLY, A.INSTRUCT, A.TRANSFER, A.EXTEND)},
    S.ON_HOLD: {(A.REPLY, S.IN_PROGRESS), (A.LINK, S.LINKED), (A.WITHDRAW, S.WITHDRAWN), (A.INSTRUCT, S.ON_HOLD), (A.TRANSFER, S.ON_HOLD)},
    S.RESPONDED: {(A.CONFIRM, S.CLOSED), (A.DISPUTE, S.IN_PROGRESS)} | {(one, S.RESPONDED) for one in (A.REPLY, A.INSTRUCT, A.TRANSFER)},
    S.CLOSED: {(A.DISPUTE, S.IN_PROGRESS), (A.SURVEY, S.CLOSED)},
    S.ARCHIVED: {(A.DISPUTE, S.RECEIVED)},
    S.WITHDRAWN: set(),
    S.LINKED: {(A.LINK, S.LINKED), (A.UNLINK, S.RECEIVED), (A.REPLY, S.LINKED)},
}


def test_who_instructs_and_notes_moves_no_clock_and_no_step() -> None:
    for made in steps(RESPONDED, later(hours=1), at().office):
        if made.event.action in {Action.NOTE, Action.INSTRUCT}:
            assert made.complaint == replace(RESPONDED, version=made.complaint.version, head=made.complaint.head)
            assert made.event.actor.role in {Role.OFFICER, Role.INSPECTOR}
            assert made.event.actor != COORDINATOR
