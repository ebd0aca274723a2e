from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from chalicelib.domain import reporting, routing, working
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.policy import Policy
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Action, Channel, Class, Outcome, Role, Status, Suspicion
from tests.builders import ANSWER, ANSWERS, CALENDAR, REASON, SIBLING, UNIT, a_filing, at, later, received
from tests.domain.samples import BY_STATUS, CLOSED, FORWARDED, IN_PROGRESS, RECEIVED, RESPONDED

S = Status
ARCHIVED = BY_STATUS[S.ARCHIVED]
ATTEMPTS: dict[Action, Callable[[Complaint], Deed]] = {
    Action.VERIFY: lambda complaint: routing.verify(complaint, UNIT, at(), late=False),
    Action.START: working.start,
    Action.RESPOND: lambda complaint: working.respond(complaint, Outcome.RESOLVED, ANSWER, "", at()),
    Action.REPLY: lambda complaint: reporting.reply(complaint, "Terima kasih.", at()),
    Action.CONFIRM: lambda complaint: reporting.confirm(complaint, 4),
    Action.DISPUTE: lambda complaint: reporting.dispute(complaint, REASON, at()),
    Action.WITHDRAW: lambda complaint: reporting.withdraw(complaint, ""),
}
ALLOWED = {
    Action.VERIFY: {S.RECEIVED},
    Action.START: {S.FORWARDED},
    Action.RESPOND: {S.FORWARDED, S.IN_PROGRESS},
    Action.REPLY: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD, S.RESPONDED, S.LINKED},
    Action.CONFIRM: {S.RESPONDED},
    Action.DISPUTE: {S.RESPONDED, S.CLOSED, S.ARCHIVED},
    Action.WITHDRAW: {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD},
}
EVERY = list(product(ATTEMPTS, Status))


@pytest.mark.parametrize(("action", "status"), [(action, status) for action, status in EVERY if status in ALLOWED[action]])
def test_an_allowed_action_is_a_deed_of_its_name(action: Action, status: Status) -> None:
    deed = ATTEMPTS[action](BY_STATUS[status])

    assert (deed.action, deed.public) == (action, True)


@pytest.mark.parametrize(("action", "status"), [(action, status) for action, status in EVERY if status not in ALLOWED[action]])
def test_an_action_at_the_wrong_time_is_refused_by_its_rule(action: Action, status: Status) -> None:
    with pytest.raises(ActionRefused) as refused:
        ATTEMPTS[action](BY_STATUS[status])

    assert refused.value.rule == f"{action}.status"


def test_filing_starts_the_verify_clock_and_keeps_everything_but_the_words() -> None:
    data = {
        "class": "complaint",
        "category": "jalan.lampu",
        "region": "51.71",
        "agency": "51.71",
        "visibility": "public",
        "identity": "named",
        "cell": "-866,11521",
        "secret_hash": a_filing().secret_hash,
        "fingerprint": "f" * 40,
        "filed_text": "d" * 64,
        "policy": 1,
        "verify_due": "2026-11-27",
    }

    marked = a_filing(moderation=(Suspicion.LINKS, Suspicion.SURGE), channel=Channel.POSTER)

    assert reporting.submit(a_filing(), at()) == Deed(action=Action.SUBMIT, data=data)
    assert reporting.submit(marked, at()) == Deed(action=Action.SUBMIT, data=data | {"moderation": ["links", "surge"], "channel": "poster"})


@pytest.mark.parametrize(
    ("class_", "resolve_due"),
    [
        (Class.INFORMATION, "2026-12-01"),
        (Class.ASPIRATION, "2026-12-01"),
        (Class.COMPLAINT, "2026-12-14"),
        (Class.SUPERVISED, "2027-02-19"),
    ],
)
def test_verifying_starts_the_follow_up_and_resolve_clocks(class_: Class, resolve_due: str) -> None:
    deed = routing.verify(received(class_=class_), UNIT, at(), late=False)

    assert deed == Deed(action=Action.VERIFY, data={"to": UNIT.id, "follow_up_due": "2026-12-01", "resolve_due": resolve_due, "late": False})


def test_the_follow_up_is_never_due_after_the_resolution() -> None:
    short = Policy(resolve_days={Class.COMPLAINT: 2})

    deed = routing.verify(RECEIVED, UNIT, at(policy=short), late=True)

    assert deed.data == {"to": UNIT.id, "follow_up_due": "2026-11-26", "resolve_due": "2026-11-26", "late": True}


def test_the_clocks_start_on_the_date_at_the_receiving_agency() -> None:
    before_midnight_in_jakarta = datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC)
    dues = [
        routing.verify(RECEIVED, UNIT, at(before_midnight_in_jakarta, Office(zone, CALENDAR)), late=False).data["follow_up_due"]
        for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
    ]

    assert dues == ["2026-12-01", "2026-12-02", "2026-12-02"]


def test_starting_and_confirming_say_no_more_than_they_must() -> None:
    assert working.start(FORWARDED) == Deed(action=Action.START)
    assert reporting.confirm(RESPONDED, 2) == Deed(action=Action.CONFIRM, data={"rating": 2})


@pytest.mark.parametrize("complaint", [FORWARDED, IN_PROGRESS], ids=lambda complaint: complaint.status)
def test_an_answer_starts_the_reporters_time_to_confirm(complaint: Complaint) -> None:
    deed = working.respond(complaint, Outcome.RESOLVED, ANSWER, "", at())

    assert deed == Deed(action=Action.RESPOND, data={"outcome": "resolved", "confirm_due": "2026-12-08"}, text=ANSWER)


def test_what_cannot_be_resolved_needs_a_reason() -> None:
    with pytest.raises(ActionRefused) as refused:
        working.respond(IN_PROGRESS, Outcome.CANNOT_BE_RESOLVED, ANSWER, "", at())

    assert (refused.value.rule, str(refused.value)) == ("respond.reason", "an answer that something cannot be resolved needs a reason")


@pytest.mark.parametrize("outcome", Outcome)
def test_the_reason_of_an_answer_is_kept(outcome: Outcome) -> None:
    deed = working.respond(IN_PROGRESS, outcome, ANSWER, "di luar kewenangan", at())

    assert deed.data == {"outcome": outcome, "confirm_due": "2026-12-08", "reason": "di luar kewenangan"}


def test_the_answers_to_the_survey_are_in_the_sheet_alone_and_not_public() -> None:
    sheet = Sheet(id="s", answers=ANSWERS)

    assert reporting.survey(CLOSED, sheet) == Deed(action=Action.SURVEY, public=False, sheet=sheet)


def test_the_words_of_the_reporter_go_with_the_deed() -> None:
    assert reporting.reply(RECEIVED, "Masih mati.", at()) == Deed(action=Action.REPLY, text="Masih mati.")
    assert reporting.withdraw(RECEIVED, "Sudah menyala.") == Deed(action=Action.WITHDRAW, text="Sudah menyala.")


@pytest.mark.parametrize(("class_", "resolve_due"), [(Class.INFORMATION, "2026-12-02"), (Class.COMPLAINT, "2026-12-15")])
def test_a_dispute_gives_a_fresh_resolve_deadline_and_goes_one_level_up(class_: Class, resolve_due: str) -> None:
    deed = reporting.dispute(replace(RESPONDED, class_=class_), REASON, at(later(days=1)))

    assert deed == Deed(action=Action.DISPUTE, data={"resolve_due": resolve_due, "level": 1, "told": ["coordinator"]}, text=REASON)


@pytest.mark.parametrize(("heir", "to"), [("", {}), (UNIT.id, {}), (SIBLING.id, {"to": SIBLING.id})])
def test_a_dispute_goes_to_the_agency_that_has_the_business_now(heir: str, to: dict[str, str]) -> None:
    assert reporting.dispute(RESPONDED, REASON, at(), heir).data == {"resolve_due": "2026-12-14", "level": 1, "told": ["coordinator"], **to}


def test_that_a_complaint_was_archived_is_disputed_before_the_steward() -> None:
    deed = reporting.dispute(ARCHIVED, REASON, at())

    assert deed == Deed(action=Action.DISPUTE, data={"back_to": "received", "to": "nation", "told": ["steward"]}, text=REASON)


@pytest.mark.parametrize(("allowed", "before", "level"), [(2, 0, 1), (2, 1, 2), (3, 0, 1), (3, 1, 1), (3, 2, 2), (1, 0, 2)])
def test_the_last_dispute_allowed_goes_to_the_inspector(allowed: int, before: int, level: int) -> None:
    deed = reporting.dispute(replace(RESPONDED, disputes=before), REASON, at(policy=Policy(disputes=allowed)))

    assert deed.data["level"] == level
    assert deed.data["told"] == [{1: Role.COORDINATOR, 2: Role.INSPECTOR}[level]]


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        (replace(RESPONDED, disputes=2), "a complaint can be disputed 2 times; the inspector has been told"),
        (replace(CLOSED, disputes=2), "a complaint can be disputed 2 times; the inspector has been told"),
        (replace(ARCHIVED, appealed=True), "that a complaint was archived can be disputed once; the steward has decided"),
    ],
    ids=["an answer", "a closed one", "an archived one"],
)
def test_a_dispute_beyond_those_allowed_is_refused(complaint: Complaint, sentence: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        reporting.dispute(complaint, REASON, at())

    assert (refused.value.rule, str(refused.value)) == ("dispute.limit", sentence)


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=29), timedelta(days=30)])
def test_a_closed_complaint_can_be_disputed_for_thirty_days(age: timedelta) -> None:
    closed = CLOSED
    assert closed.closed_at

    assert reporting.dispute(closed, REASON, at(closed.closed_at + age)).action is Action.DISPUTE


@pytest.mark.parametrize("age", [timedelta(days=30, seconds=1), timedelta(days=31), timedelta(days=365)])
def test_after_thirty_days_a_closed_complaint_cannot_be_disputed(age: timedelta) -> None:
    closed = CLOSED
    assert closed.closed_at

    with pytest.raises(ActionRefused) as refused:
        reporting.dispute(closed, REASON, at(closed.closed_at + age))

    assert (refused.value.rule, str(refused.value)) == ("dispute.window", "a closed complaint can be disputed for 30 days")


def test_an_answer_that_was_not_closed_can_be_disputed_however_late() -> None:
    deed = reporting.dispute(RESPONDED, REASON, at(later(days=90)))

    assert deed.data["resolve_due"] == date(2027, 3, 12).isoformat()
