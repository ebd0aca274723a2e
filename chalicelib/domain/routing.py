"""Who gets a case, or that nobody does. Each gives the deed that it is, or the refusal with the rule it breaks."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain import pauses
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import ActionRefused, FieldError, InvalidInput
from chalicelib.domain.events import Value
from chalicelib.domain.facts import CaseFacts, case_facts
from chalicelib.domain.lifecycle import LIVING, check_status
from chalicelib.domain.reference import NATION, Agency
from chalicelib.domain.words import Action, Status

LEADS = LIVING | {Status.RESPONDED}


def verify(complaint: Complaint, to: Agency, at: Circumstances, *, late: bool) -> Deed:
    """Accept a complaint and forward it: the follow-up and resolve clocks start, in the receiving agency's time (`at.office`).

    `late` says whether the verify date has passed where the coordinator sits.
    """
    check_status(complaint, Action.VERIFY)
    data: dict[str, Value] = {"to": to.id, "late": late}
    return Deed(action=Action.VERIFY, data={**data, **_fresh_clocks(complaint, at)})


def forward(complaint: Complaint, to: Agency) -> Deed:
    """Pass it on inside the tree; what was promised to the reporter stays promised, so no clock starts anew."""
    check_status(complaint, Action.FORWARD)
    _elsewhere(complaint, to, Action.FORWARD)
    return Deed(action=Action.FORWARD, data={"to": to.id})


def return_(complaint: Complaint, proposed: Agency | None, reason: str, at: Circumstances) -> Deed:
    """Not our authority: back to be verified by the proposed agency's coordinator. Without a proposal, and the last time allowed, by the steward.

    The verify clock of whoever gets it is counted by `received_by`, which must be in that agency's time.
    """
    check_status(complaint, Action.RETURN)
    if complaint.assigned:
        raise ActionRefused("return.final", "the steward has decided whose it is")
    if complaint.disputes:
        raise ActionRefused("return.answered", "who has answered it has taken it for their own; the steward can assign it")
    if complaint.returns >= at.policy.returns:
        raise ActionRefused("return.limit", f"a complaint is returned at most {at.policy.returns} times; the steward decides")
    if proposed:
        _elsewhere(complaint, proposed, Action.RETURN)
    if proposed and _tree(complaint) in set(proposed.lineage) - {NATION}:
        raise ActionRefused("return.inside", "inside the own tree the coordinator forwards it on, and no clock starts anew")
    to = proposed.id if proposed and complaint.returns + 1 < at.policy.returns else NATION
    if to == complaint.agency:
        raise ActionRefused("return.same", "it would come back to who returns it; the steward can assign it")
    data: dict[str, Value] = {"to": to, "proposed": proposed.id} if proposed else {"to": to}
    return Deed(action=Action.RETURN, data=data, text=reason, left=_kept_too_long(complaint, at))


def received_by(deed: Deed, office: Office, at: Circumstances) -> Deed:
    """The deed with the verify clock of who gets the complaint, in their time."""
    due = office.due(office.today(at.now), at.policy.verify_days)
    return replace(deed, data={**deed.data, "verify_due": due.isoformat()})


def assign(complaint: Complaint, to: Agency, reason: str, at: Circumstances, there: Office) -> Deed:
    """The steward decides whose it is, for good. `there` is the office of who gets it: its follow-up clock starts, and, in another tree, the resolve clock too."""
    check_status(complaint, Action.ASSIGN)
    clocks = _fresh_clocks(complaint, replace(at, office=there))
    own_tree = complaint.resolve_due is not None and _tree(complaint) in to.lineage
    if own_tree:
        clocks = _follow_up_only(clocks, complaint)
    late = complaint.status is Status.RECEIVED and at.is_overdue(complaint)
    left = None if own_tree else _kept_too_long(complaint, at)
    return Deed(action=Action.ASSIGN, data={**clocks, "to": to.id, "late": late}, text=reason, left=left)


def archive(complaint: Complaint, reason: str, text: str, at: Circumstances) -> Deed:
    """Not a complaint that anybody can act on, for a reason from the list; the reporter may dispute that once, to the steward."""
    check_status(complaint, Action.ARCHIVE)
    if reason not in at.policy.archive_reasons:
        raise InvalidInput([FieldError("/reason", "not-an-option", f"one of {', '.join(at.policy.archive_reasons)} is expected")])
    return Deed(action=Action.ARCHIVE, data={"reason": reason, "late": at.is_overdue(complaint)}, text=text)


def link(complaint: Complaint, lead: Complaint, at: Circumstances, *, apart: bool = False) -> Deed:
    """A duplicate: it hangs on its lead, keeps its receipt and hears of everything public that happens to the lead. `apart`: its reporter has said that it is none."""
    check_status(complaint, Action.LINK)
    if lead.code == complaint.code or lead.status not in LEADS:
        raise ActionRefused("link.lead", f"a complaint is linked to another one that is being handled; that one is {lead.status}")
    if complaint.lead == lead.code:
        raise ActionRefused("link.same", "it is linked to that one already")
    ran_until = complaint.paused_at or at.now  # a clock that stands still runs out no further
    if complaint.resolve_due and at.office.today(ran_until) > complaint.resolve_due:
        raise ActionRefused("link.overdue", "its resolve date has passed: linked it would count in no score, so it is answered by itself")
    if apart:
        raise ActionRefused("link.apart", "its reporter has said that it is another matter; only a steward can link it again")
    data: dict[str, Value] = {"lead": lead.code, "late": at.is_overdue(complaint)}
    held: dict[str, Value] = {"days": pauses.waited(complaint, at)} if complaint.status is Status.ON_HOLD else {}
    return Deed(action=Action.LINK, data=data | held)


def unlink(complaint: Complaint, reason: str) -> Deed:
    """It was no duplicate: it goes on where it stood, with its dates, since linking by mistake must not buy time."""
    check_status(complaint, Action.UNLINK)
    return Deed(action=Action.UNLINK, data={"back_to": complaint.paused_from, "days": 0}, text=reason)


def let_go(complaint: Complaint, at: Circumstances) -> Deed:
    """Its lead has gone, which is nobody's fault: it goes on with as much time as it had when it was linked."""
    check_status(complaint, Action.UNLINK)
    return Deed(action=Action.UNLINK, data=pauses.goes_on(complaint, at))


def transfer(complaint: Complaint, closed: Agency, to: Agency) -> Deed:
    """An agency is closed: its successor takes the case over as it stands, with its dates."""
    check_status(complaint, Action.TRANSFER)
    return Deed(action=Action.TRANSFER, data={"to": to.id, "coordinator": to.id if complaint.coordinator == closed.id else complaint.coordinator})


def _fresh_clocks(complaint: Complaint, at: Circumstances) -> Mapping[str, Value]:
    today = at.office.today(at.now)
    follow_up, resolve = (at.office.due(today, days) for days in (at.policy.follow_up_days, at.policy.resolve_days[complaint.class_]))
    return {"follow_up_due": min(follow_up, resolve).isoformat(), "resolve_due": resolve.isoformat()}


def _follow_up_only(clocks: Mapping[str, Value], complaint: Complaint) -> Mapping[str, Value]:
    return {"follow_up_due": min(str(clocks["follow_up_due"]), str(complaint.resolve_due))}


def _tree(complaint: Complaint) -> str:
    """The root of the tree that a complaint was forwarded into: the agency that verified it, but not the nation, which holds every tree."""
    return complaint.agency if complaint.coordinator == NATION else complaint.coordinator


def _elsewhere(complaint: Complaint, to: Agency, action: Action) -> None:
    if to.id == complaint.agency:
        raise ActionRefused(f"{action}.same", f"{to.name} has it already")


def _kept_too_long(complaint: Complaint, at: Circumstances) -> CaseFacts | None:
    """What remains with an agency that let the follow-up date pass before the case went elsewhere: a case that it neither took up nor resolved."""
    facts = case_facts(complaint, at.office)
    if facts is None or at.office.today(at.now) <= facts.follow_up_due:
        return None
    return replace(facts, status=Status.RECEIVED, followed_up_on=None, responded_on=None, rating=None)
