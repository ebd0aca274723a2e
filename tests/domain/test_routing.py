"""Who gets a case: forward, return, assign, archive and appeal, link, transfer."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain import change, reporting, routing
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused, FieldError, InvalidInput
from chalicelib.domain.facts import CaseFacts, case_facts
from chalicelib.domain.policy import ARCHIVE_REASONS, Policy
from chalicelib.domain.reference import NATION, Agency
from chalicelib.domain.words import Action, Class, Role, Status
from tests.builders import (
    BALI,
    CALENDAR,
    CITY,
    COORDINATOR,
    JAKARTA,
    NATIONAL,
    NOON,
    OTHER_CITY,
    PROVINCE,
    REASON,
    REPORTER,
    SIBLING,
    STEWARD,
    SYSTEM,
    UNIT,
    a_first,
    archived,
    at,
    confirmed,
    disputed,
    extended,
    held,
    later,
    linked,
    received,
    replied,
    responded,
    returned,
    started,
    verified,
)
from tests.domain.samples import BY_STATUS, FORWARDED, IN_PROGRESS, RECEIVED, RESPONDED

S = Status
WHY = "Ini urusan kota lain, bukan kami."
LEAD = a_first(2).complaint


def forwarded(complaint: Complaint, now: datetime = NOON, to: Agency = SIBLING) -> Change:
    return change.then(complaint, routing.forward(complaint, to), COORDINATOR, at(now), "")


def assigned(complaint: Complaint, now: datetime = NOON, to: Agency = OTHER_CITY, office: Office = JAKARTA) -> Change:
    return change.then(complaint, routing.assign(complaint, to, WHY, at(now), office), STEWARD, at(now, office), "s")


def appealed(complaint: Complaint, now: datetime = NOON) -> Change:
    deed = routing.received_by(reporting.dispute(complaint, REASON, at(now)), JAKARTA, at(now))
    return change.then(complaint, deed, REPORTER, at(now, JAKARTA), "s")


def test_forwarding_on_keeps_every_clock_and_changes_only_who_must_act() -> None:
    climbed = replace(FORWARDED, level=1, rung=2)

    made = forwarded(climbed, later(days=3))

    assert routing.forward(FORWARDED, SIBLING) == Deed(action=Action.FORWARD, data={"to": SIBLING.id})
    assert made.complaint == replace(climbed, agency=SIBLING.id, version=3, head=made.event.hash, wake=made.complaint.wake)
    assert made.left is None


@pytest.mark.parametrize(("deed", "rule"), [(routing.forward, "forward.same"), (lambda it, to: routing.return_(it, to, WHY, at()), "return.same")])
def test_a_case_does_not_go_to_who_has_it_already(deed: object, rule: str) -> None:
    with pytest.raises(ActionRefused, match="has it already") as refused:
        deed(FORWARDED, UNIT)  # type: ignore[operator]

    assert refused.value.rule == rule


@pytest.mark.parametrize("complaint", [FORWARDED, IN_PROGRESS], ids=lambda complaint: complaint.status)
def test_the_first_return_goes_to_the_proposed_coordinator_with_a_fresh_verify_clock(complaint: Complaint) -> None:
    made = returned(complaint, later(days=1))

    assert made.event.data == {"to": "34.71", "proposed": "34.71", "verify_due": "2026-11-30"}
    assert (made.event.text, made.event.public) == (WHY, True)
    it = made.complaint
    assert (it.status, it.agency, it.coordinator, it.returns) == (S.RECEIVED, "34.71", "34.71", 1)
    assert (it.verify_from, it.verify_due, it.level, it.rung) == (later(days=1), date(2026, 11, 30), 0, 0)
    gone = ("forwarded_at", "follow_up_due", "followed_up_at", "resolve_from", "resolve_due", "responded_at", "outcome", "confirm_due", "closed_at")
    assert {getattr(it, name) for name in gone} == {None}
    assert it.published_at == complaint.published_at
    assert made.facts is None


@pytest.mark.parametrize(
    ("returns", "allowed", "proposed", "to"),
    [
        (0, 2, OTHER_CITY, "34.71"),
        (1, 2, OTHER_CITY, NATION),
        (0, 2, None, NATION),
        (1, 2, None, NATION),
        (0, 1, OTHER_CITY, NATION),
        (1, 3, OTHER_CITY, "34.71"),
        (2, 3, OTHER_CITY, NATION),
    ],
)
def test_without_a_proposal_and_the_last_time_allowed_a_return_goes_to_the_steward(
    returns: int, allowed: int, proposed: Agency | None, to: str
) -> None:
    deed = routing.return_(replace(FORWARDED, returns=returns), proposed, WHY, at(policy=Policy(returns=allowed)))

    assert deed.data == {"to": to} | ({"proposed": proposed.id} if proposed else {})


@pytest.mark.parametrize(
    ("complaint", "rule", "why"),
    [
        (replace(FORWARDED, returns=2), "return.limit", "a complaint is returned at most 2 times; the steward decides"),
        (replace(FORWARDED, returns=3), "return.limit", "a complaint is returned at most 2 times; the steward decides"),
        (replace(FORWARDED, assigned=True), "return.final", "the steward has decided whose it is"),
        (replace(IN_PROGRESS, assigned=True, returns=2), "return.final", "the steward has decided whose it is"),
        (disputed(RESPONDED).complaint, "return.answered", "who has answered it has taken it for their own; the steward can assign it"),
        (RECEIVED, "return.status", "return is for complaints that are forwarded, in_progress; this one is received"),
        (RESPONDED, "return.status", "return is for complaints that are forwarded, in_progress; this one is responded"),
    ],
)
@pytest.mark.parametrize("proposed", [OTHER_CITY, None], ids=["proposed", "not proposed"])
def test_a_return_is_refused_by_its_rule(complaint: Complaint, rule: str, why: str, proposed: Agency | None) -> None:
    with pytest.raises(ActionRefused) as refused:
        routing.return_(complaint, proposed, WHY, at())

    assert (refused.value.rule, str(refused.value)) == (rule, why)


def test_nobody_returns_inside_the_own_tree() -> None:
    with pytest.raises(ActionRefused, match=r"^inside the own tree the coordinator forwards it on, and no clock starts anew$") as refused:
        routing.return_(FORWARDED, SIBLING, WHY, at())

    assert refused.value.rule == "return.inside"


@pytest.mark.parametrize(("returns", "proposed"), [(0, None), (1, OTHER_CITY), (0, NATIONAL)])
def test_a_return_never_comes_back_to_who_returns_it(returns: int, proposed: Agency | None) -> None:
    """The nation's own officers would get a fresh verify clock, and fresh ones after it, by returning to themselves."""
    nations = replace(verified(received(agency=NATION), to=NATIONAL).complaint, returns=returns)

    with pytest.raises(ActionRefused) as refused:
        routing.return_(nations, proposed, WHY, at())
    assert refused.value.rule == "return.same"
    assert str(refused.value) == (
        "Nasional has it already" if proposed is NATIONAL else "it would come back to who returns it; the steward can assign it"
    )


def test_the_verify_clock_of_a_return_runs_in_the_time_of_who_gets_it() -> None:
    """Half past midnight in Bali, still the day before in Jakarta."""
    night = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    deed = routing.return_(FORWARDED, OTHER_CITY, WHY, at(night))

    assert routing.received_by(deed, JAKARTA, at(night)).data["verify_due"] == "2026-11-27"
    assert routing.received_by(deed, BALI, at(night)).data["verify_due"] == "2026-11-30"


LEFT = CaseFacts(
    class_=Class.COMPLAINT,
    status=S.RECEIVED,
    forwarded_on=date(2026, 11, 24),
    follow_up_due=date(2026, 12, 1),
    followed_up_on=None,
    resolve_due=date(2026, 12, 14),
    responded_on=None,
    disputes=0,
    rating=None,
)


@pytest.mark.parametrize(("days", "left"), [(0, None), (7, None), (8, LEFT), (40, LEFT)])
@pytest.mark.parametrize("complaint", [FORWARDED, IN_PROGRESS], ids=lambda complaint: complaint.status)
@pytest.mark.parametrize("away", [returned, assigned], ids=["returned", "assigned"])
def test_who_lets_the_follow_up_date_pass_keeps_the_case_in_its_score(away: object, complaint: Complaint, days: int, left: CaseFacts | None) -> None:
    assert away(complaint, later(days)).left == left  # type: ignore[operator]


def test_a_late_return_counts_in_the_month_of_the_date_that_was_moved_by_a_pause() -> None:
    waited = replied(held(FORWARDED).complaint, later(days=6)).complaint

    assert returned(waited, later(days=11)).left is None
    assert returned(waited, later(days=14)).left == replace(LEFT, follow_up_due=date(2026, 12, 7), resolve_due=date(2026, 12, 18), held_days=4)


def test_after_a_return_the_next_agency_has_fresh_clocks() -> None:
    late = returned(extended(IN_PROGRESS).complaint, later(days=9)).complaint
    again = verified(late, later(days=10), to=OTHER_CITY).complaint

    assert (again.agency, again.coordinator, again.follow_up_due, again.resolve_due) == ("34.71", "34.71", date(2026, 12, 11), date(2026, 12, 28))
    assert (again.extension, again.paused_days, again.followed_up_at) == (0, 0, None)
    assert case_facts(again, BALI) == replace(
        LEFT, status=S.FORWARDED, forwarded_on=date(2026, 12, 4), follow_up_due=date(2026, 12, 11), resolve_due=date(2026, 12, 28)
    )


def test_assigned_to_another_tree_every_clock_starts_in_its_time() -> None:
    made = assigned(replace(IN_PROGRESS, level=2, rung=3, paused_days=2, extension=5), later(days=2))

    assert made.event.data == {"to": "34.71", "late": False, "follow_up_due": "2026-12-03", "resolve_due": "2026-12-16"}
    it = made.complaint
    assert (it.status, it.agency, it.assigned, it.forwarded_at, it.resolve_from) == (S.FORWARDED, "34.71", True, later(days=2), later(days=2))
    assert (it.follow_up_due, it.resolve_due, it.followed_up_at) == (date(2026, 12, 3), date(2026, 12, 16), None)
    assert (it.level, it.rung, it.paused_days, it.extension) == (0, 0, 0, 0)


@pytest.mark.parametrize("to", [SIBLING, CITY, UNIT], ids=lambda to: to.id)
def test_assigned_inside_the_tree_only_the_follow_up_starts_anew(to: Agency) -> None:
    before = replace(IN_PROGRESS, level=2, rung=3, paused_days=2, extension=5)
    made = assigned(before, later(days=2), to, BALI)

    assert (made.event.data, made.event.text) == ({"to": to.id, "late": False, "follow_up_due": "2026-12-03"}, WHY)
    it = made.complaint
    assert (it.status, it.agency, it.assigned, it.follow_up_due, it.followed_up_at) == (S.FORWARDED, to.id, True, date(2026, 12, 3), None)
    assert (it.resolve_from, it.resolve_due, it.paused_days, it.extension) == (before.resolve_from, before.resolve_due, 2, 5)
    assert made.left is None


def test_assigned_inside_the_tree_the_follow_up_is_never_due_after_the_resolution() -> None:
    for days in (17, 40):
        made = assigned(IN_PROGRESS, later(days=days), SIBLING, BALI)
        assert (made.complaint.follow_up_due, made.left) == (IN_PROGRESS.resolve_due, None)


def test_the_clocks_of_an_assignment_run_in_the_time_of_who_gets_it() -> None:
    """Half past midnight in Bali, still the day before in Jakarta."""
    night = at(datetime(2026, 11, 24, 16, 30, tzinfo=UTC))

    assert [routing.assign(RECEIVED, OTHER_CITY, WHY, night, there).data["follow_up_due"] for there in (JAKARTA, BALI)] == [
        "2026-12-01",
        "2026-12-02",
    ]


def test_who_loses_a_case_after_a_dispute_keeps_no_answer_for_it() -> None:
    left = assigned(disputed(RESPONDED).complaint, later(40)).left

    assert left == replace(LEFT, disputes=1)


def test_what_the_steward_routed_lies_in_the_tree_of_the_agency_that_got_it() -> None:
    stewards = verified(received(agency=NATION), to=CITY).complaint

    assert "resolve_due" not in routing.assign(stewards, UNIT, WHY, at(), BALI).data
    assert "resolve_due" in routing.assign(stewards, OTHER_CITY, WHY, at(), JAKARTA).data


def test_assigned_before_it_was_verified_it_is_verified_and_published_by_that() -> None:
    made = assigned(RECEIVED, later(days=1))

    assert (made.complaint.status, made.complaint.published, made.left) == (S.FORWARDED, True, None)
    assert made.complaint.resolve_due == date(2026, 12, 15)


@pytest.mark.parametrize(("complaint", "days", "late"), [(RECEIVED, 3, False), (RECEIVED, 4, True), (FORWARDED, 30, False)])
def test_an_assignment_says_whether_it_came_after_the_verify_date(complaint: Complaint, days: int, late: bool) -> None:  # noqa: FBT001 - a column of the table
    assert assigned(complaint, later(days)).event.data["late"] is late


def test_a_case_that_was_assigned_can_be_forwarded_but_never_returned() -> None:
    it = assigned(FORWARDED).complaint

    assert forwarded(it, to=replace(OTHER_CITY, id="34.71.pu")).complaint.assigned
    with pytest.raises(ActionRefused):
        returned(it)


@pytest.mark.parametrize("reason", ARCHIVE_REASONS)
def test_a_complaint_is_archived_for_a_reason_from_the_list(reason: str) -> None:
    assert routing.archive(RECEIVED, reason, "Tidak jelas.", at()) == Deed(
        action=Action.ARCHIVE, data={"reason": reason, "late": False}, text="Tidak jelas."
    )


@pytest.mark.parametrize("reason", ["", "other_agency", "UNCLEAR"])
def test_any_other_reason_is_a_wrong_field(reason: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        routing.archive(RECEIVED, reason, "", at())

    assert wrong.value.errors == (FieldError("/reason", "not-an-option", f"one of {', '.join(ARCHIVE_REASONS)} is expected"),)


def test_the_reasons_are_the_policys() -> None:
    with pytest.raises(InvalidInput):
        routing.archive(RECEIVED, "unclear", "", at(policy=Policy(archive_reasons=("test",))))


def test_an_archived_complaint_can_be_disputed_once_and_goes_to_the_steward() -> None:
    away = archived(RECEIVED, later(days=1)).complaint
    made = appealed(away, later(days=2))

    assert (away.status, away.closed_at, away.clock, away.wake) == (S.ARCHIVED, later(days=1), None, RECEIVED.wake)
    assert made.event.data == {"back_to": "received", "to": NATION, "told": [Role.STEWARD], "verify_due": "2026-12-01"}
    it = made.complaint
    assert (it.status, it.agency, it.coordinator, it.appealed, it.closed_at, it.disputes) == (S.RECEIVED, NATION, NATION, True, None, 0)
    assert (it.verify_from, it.verify_due) == (later(days=2), date(2026, 12, 1))
    assert it.wake


def test_archived_again_it_stays_archived() -> None:
    twice = archived(appealed(archived(RECEIVED).complaint).complaint).complaint

    with pytest.raises(ActionRefused, match="the steward has decided") as refused:
        appealed(twice)
    assert refused.value.rule == "dispute.limit"


@pytest.mark.parametrize(("days", "allowed"), [(30, True), (30.01, False)])
def test_archiving_can_be_disputed_for_thirty_days(days: float, allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    if allowed:
        assert appealed(archived(RECEIVED).complaint, later(days)).complaint.status is S.RECEIVED
        return
    with pytest.raises(ActionRefused) as refused:
        appealed(archived(RECEIVED).complaint, later(days))
    assert refused.value.rule == "dispute.window"


def test_an_appeal_takes_no_dispute_from_the_answer_that_comes_after_it() -> None:
    it = appealed(archived(RECEIVED).complaint).complaint
    for _ in range(2):
        it = verified(it).complaint if it.status is S.RECEIVED else it
        it = disputed(confirmed(responded(it).complaint).complaint).complaint

    assert it.disputes == 2


@pytest.mark.parametrize("status", Status)
def test_only_a_complaint_that_is_being_handled_leads(status: Status) -> None:
    lead = replace(BY_STATUS[status], code=LEAD.code)
    if status in {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD, S.RESPONDED}:
        assert routing.link(RECEIVED, lead, at()).data == {"lead": LEAD.code, "late": False}
        return
    with pytest.raises(ActionRefused, match=f"that one is {status}") as refused:
        routing.link(RECEIVED, lead, at())
    assert refused.value.rule == "link.lead"


def test_no_complaint_leads_itself() -> None:
    for complaint in (RECEIVED, FORWARDED, IN_PROGRESS):
        with pytest.raises(ActionRefused) as refused:
            linked(complaint, complaint)
        assert refused.value.rule == "link.lead"


def test_a_case_whose_resolve_date_has_passed_cannot_be_linked_out_of_the_scores() -> None:
    assert FORWARDED.resolve_due
    last_second = datetime.combine(FORWARDED.resolve_due + timedelta(days=1), time(), ZoneInfo(BALI.zone)) - timedelta(seconds=1)

    assert routing.link(FORWARDED, LEAD, at(last_second)).data["lead"] == LEAD.code
    with pytest.raises(ActionRefused) as refused:
        routing.link(FORWARDED, LEAD, at(last_second + timedelta(seconds=1)))
    assert (refused.value.rule, str(refused.value)) == (
        "link.overdue",
        "its resolve date has passed: linked it would count in no score, so it is answered by itself",
    )


@pytest.mark.parametrize("standing", [linked(FORWARDED, LEAD).complaint, held(FORWARDED).complaint], ids=["linked", "on hold"])
def test_a_case_whose_clock_stood_still_before_its_resolve_date_is_linked_on_however_late(standing: Complaint) -> None:
    """A lead that is linked itself takes its followers with it, months later too."""
    other = replace(LEAD, code="ZZZZZZZZZZZZ")

    assert routing.link(standing, other, at(later(days=90))).data["lead"] == other.code


def test_what_its_reporter_says_is_another_matter_cannot_be_linked() -> None:
    with pytest.raises(ActionRefused) as refused:
        routing.link(FORWARDED, LEAD, at(later(1)), apart=True)
    assert (refused.value.rule, str(refused.value)) == (
        "link.apart",
        "its reporter has said that it is another matter; only a steward can link it again",
    )


def test_a_complaint_is_linked_to_one_lead_once() -> None:
    with pytest.raises(ActionRefused) as refused:
        linked(linked(RECEIVED, LEAD).complaint, LEAD)

    assert (refused.value.rule, str(refused.value)) == ("link.same", "it is linked to that one already")


def test_what_was_no_duplicate_goes_back_to_where_it_stood_for_a_reason() -> None:
    data = {"back_to": S.FORWARDED, "days": 0}

    assert routing.unlink(linked(FORWARDED, LEAD).complaint, WHY) == Deed(action=Action.UNLINK, data=data, text=WHY)


def test_a_link_is_public_and_names_its_lead() -> None:
    made = linked(held(FORWARDED).complaint, LEAD, later(days=2))

    assert (made.event.data, made.event.public) == ({"lead": LEAD.code, "late": False, "days": 2}, True)


@pytest.mark.parametrize(("coordinator", "after"), [(UNIT.id, SIBLING.id), (CITY.id, CITY.id)])
def test_the_successor_takes_a_case_over_as_it_stands(coordinator: str, after: str) -> None:
    before = replace(IN_PROGRESS, coordinator=coordinator, level=2, rung=3)
    made = change.then(before, routing.transfer(before, UNIT, SIBLING), SYSTEM, at(), "")

    assert made.event.data == {"to": SIBLING.id, "coordinator": after}
    assert made.complaint == replace(before, agency=SIBLING.id, coordinator=after, version=4, head=made.event.hash, wake=made.complaint.wake)
    assert made.left is None


def test_a_case_on_hold_is_taken_over_on_hold() -> None:
    waiting = held(started(FORWARDED).complaint).complaint
    it = change.then(waiting, routing.transfer(waiting, UNIT, SIBLING), SYSTEM, at(), "").complaint

    assert (it.status, it.agency, it.hold_due, it.paused_from) == (S.ON_HOLD, SIBLING.id, waiting.hold_due, S.IN_PROGRESS)


def test_a_province_is_no_tree_of_its_citys_cases() -> None:
    """What a city verified is promised by the city; in the province's hands the resolve clock starts afresh."""
    assert "resolve_due" in routing.assign(IN_PROGRESS, PROVINCE, WHY, at(), Office("Asia/Makassar", CALENDAR)).data
