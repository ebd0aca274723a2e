"""What an agency does on a case that it has: start, respond. Each gives the deed that it is, or the refusal with the rule it breaks."""

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


def respond(complaint: Complaint, outcome: Outcome, text: str, reason: str, at: Circumstances) -> Deed:
    """Answer: the reporter's time to confirm or dispute starts. What cannot be resolved needs a reason."""
    check_status(complaint, Action.RESPOND)
    if outcome is Outcome.CANNOT_BE_RESOLVED and not reason:
        raise ActionRefused("respond.reason", "an answer that something cannot be resolved needs a reason")
    due = at.office.due(at.office.today(at.now), at.policy.confirm_days)
    data: dict[str, Value] = {"outcome": outcome, "confirm_due": due.isoformat()}
    return Deed(action=Action.RESPOND, data=data | ({"reason": reason} if reason else {}), text=text)
