"""What an agency does on a case that it has. Each gives the deed that it is, or the refusal with the rule it breaks."""

from collections.abc import Sequence

from chalicelib.domain import pauses
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Value
from chalicelib.domain.lifecycle import check_status
from chalicelib.domain.words import Action, Outcome


def start(complaint: Complaint) -> Deed:
    """Take up the work: the follow-up is done, the resolve clock remains."""
    check_status(complaint, Action.START)
    return Deed(action=Action.START)


def respond(
    complaint: Complaint, outcome: Outcome, text: str, reason: str, at: Circumstances, *, confidential: bool = False, attachments: Sequence[int] = ()
) -> Deed:
    """Answer: the reporter's time to confirm or dispute starts. What cannot be resolved needs a reason. A confidential text is for the reporter alone."""
    check_status(complaint, Action.RESPOND)
    if outcome is Outcome.CANNOT_BE_RESOLVED and not reason:
        raise ActionRefused("respond.reason", "an answer that something cannot be resolved needs a reason")
    due = at.office.due(at.office.today(at.now), at.policy.confirm_days)
    data: dict[str, Value] = {"outcome": outcome, "confirm_due": due.isoformat()}
    more: dict[str, Value] = (
        ({"reason": reason} if reason else {})
        | ({"confidential": True} if confidential else {})
        | ({"attachments": list(attachments)} if attachments else {})
    )
    return Deed(action=Action.RESPOND, data=data | more, text=text)


def hold(complaint: Complaint, question: str, days: int | None, at: Circumstances) -> Deed:
    """Wait for the reporter's answer to a question: the clocks stand still, for so many working days or for all that are left."""
    check_status(complaint, Action.HOLD)
    today, left = at.office.today(at.now), at.policy.hold_days - complaint.held_days
    if left <= 0 or (days or 0) > left:
        raise ActionRefused("hold.limit", f"a complaint waits for its reporter {at.policy.hold_days} working days in all; {max(left, 0)} are left")
    if complaint.resolve_due and today > complaint.resolve_due:
        raise ActionRefused("hold.overdue", "a clock that has run out cannot be stopped")
    due = at.office.due(today, days or left)
    return Deed(action=Action.HOLD, data={"hold_due": due.isoformat(), "late": at.is_overdue(complaint)}, text=question)


def resume(complaint: Complaint, at: Circumstances) -> Deed:
    """The reporter did not answer in time: the clocks go on."""
    check_status(complaint, Action.RESUME)
    return Deed(action=Action.RESUME, data=pauses.goes_on(complaint, at))


def extend(complaint: Complaint, days: int, reason: str, at: Circumstances) -> Deed:
    """More time to resolve, once, asked for in time, at most as much again as there was."""
    check_status(complaint, Action.EXTEND)
    most = at.policy.resolve_days[complaint.class_]
    if complaint.extension is not None:
        raise ActionRefused("extend.once", "a complaint is extended once")
    if days > most:
        raise ActionRefused("extend.limit", f"a complaint of this class is extended by at most {most} working days")
    if complaint.resolve_due is None or at.office.today(at.now) > complaint.resolve_due:
        raise ActionRefused("extend.overdue", "the due date has passed: an extension is asked for before")
    due = at.office.due(complaint.resolve_due, days)
    return Deed(action=Action.EXTEND, data={"days": days, "resolve_due": due.isoformat()}, text=reason)


def note(text: str) -> Deed:
    """A remark for colleagues: neither the reporter nor the public sees it, only that a number of the timeline is missing."""
    return Deed(action=Action.NOTE, text=text, public=False)


def instruct(complaint: Complaint, text: str) -> Deed:
    """What the inspector tells the agency to do."""
    check_status(complaint, Action.INSTRUCT)
    return Deed(action=Action.INSTRUCT, text=text, public=False)
