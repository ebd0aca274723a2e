"""Who gets a case: verify and forward. Each gives the deed that it is, or the refusal with the rule it breaks."""

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.lifecycle import check_status
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action


def verify(complaint: Complaint, to: Agency, at: Circumstances, *, late: bool) -> Deed:
    """Accept a complaint and forward it: the follow-up and resolve clocks start, in the receiving agency's time (`at.office`).

    `late` says whether the verify date has passed where the coordinator sits.
    """
    check_status(complaint, Action.VERIFY)
    today = at.office.today(at.now)
    follow_up, resolve = (at.office.due(today, days) for days in (at.policy.follow_up_days, at.policy.resolve_days[complaint.class_]))
    return Deed(
        action=Action.VERIFY,
        data={"to": to.id, "follow_up_due": min(follow_up, resolve).isoformat(), "resolve_due": resolve.isoformat(), "late": late},
    )
