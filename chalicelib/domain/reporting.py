"""What a reporter does: file, reply, confirm, dispute, withdraw, answer the survey. Each gives the deed that it is, or the refusal with the rule it breaks."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain import pauses
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Value
from chalicelib.domain.lifecycle import check_status
from chalicelib.domain.reference import NATION
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Action, Channel, Class, Identity, Role, Status, Suspicion, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What a reporter files, checked: `agency` is whose coordinator verifies, the nation's when the reporter named none."""

    class_: Class
    category: str
    region: str
    agency: str
    visibility: Visibility
    identity: Identity
    cell: str | None
    secret_hash: str
    fingerprint: str
    text_digest: str
    moderation: tuple[Suspicion, ...] = ()
    channel: Channel = Channel.API


def submit(filing: Filing, at: Circumstances) -> Deed:
    """File a complaint: the verify clock starts."""
    due = at.office.due(at.office.today(at.now), at.policy.verify_days)
    return Deed(
        action=Action.SUBMIT,
        data={
            "class": filing.class_,
            "category": filing.category,
            "region": filing.region,
            "agency": filing.agency,
            "visibility": filing.visibility,
            "identity": filing.identity,
            "cell": filing.cell,
            "secret_hash": filing.secret_hash,
            "fingerprint": filing.fingerprint,
            "filed_text": filing.text_digest,
            "policy": at.policy.version,
            "verify_due": due.isoformat(),
        }
        | ({"moderation": list(filing.moderation)} if filing.moderation else {})
        | ({} if filing.channel is Channel.API else {"channel": filing.channel}),
    )


def reply(complaint: Complaint, text: str, at: Circumstances) -> Deed:
    """A message of the reporter to the agency; it answers the question that a complaint on hold waits for."""
    check_status(complaint, Action.REPLY)
    answers = complaint.status is Status.ON_HOLD
    return Deed(action=Action.REPLY, data=pauses.goes_on(complaint, at) if answers else {}, text=text)


def confirm(complaint: Complaint, rating: int) -> Deed:
    """Accept the answer, with a rating from 1 to 4."""
    check_status(complaint, Action.CONFIRM)
    return Deed(action=Action.CONFIRM, data={"rating": rating})


def dispute(complaint: Complaint, reason: str, at: Circumstances, heir: str = "") -> Deed:
    """Refuse the answer: back to work with a fresh resolve deadline, one level up; the last dispute allowed goes to the inspector (level 2).

    `heir` is the agency that has the business now, where the one that answered has been closed since. An archived complaint goes to the steward, once; its verify
    clock is counted by `routing.received_by`.
    """
    check_status(complaint, Action.DISPUTE)
    if complaint.status is Status.ARCHIVED:
        return _appeal(complaint, reason, at)
    if complaint.disputes >= at.policy.disputes:
        raise ActionRefused("dispute.limit", f"a complaint can be disputed {at.policy.disputes} times; the inspector has been told")
    _within_window(complaint, at)
    due = at.office.due(at.office.today(at.now), at.policy.resolve_days[complaint.class_])
    level = 2 if complaint.disputes + 1 == at.policy.disputes else 1
    told = [role for rung in at.policy.ladder if rung.level == level for role in rung.told]
    data: dict[str, Value] = {"resolve_due": due.isoformat(), "level": level, "told": told}
    return Deed(action=Action.DISPUTE, data=data | ({"to": heir} if heir not in ("", complaint.agency) else {}), text=reason)


def _appeal(complaint: Complaint, reason: str, at: Circumstances) -> Deed:
    if complaint.appealed:
        raise ActionRefused("dispute.limit", "that a complaint was archived can be disputed once; the steward has decided")
    _within_window(complaint, at)
    data: dict[str, Value] = {"back_to": Status.RECEIVED, "to": NATION, "told": [Role.STEWARD]}
    return Deed(action=Action.DISPUTE, data=data, text=reason)


def _within_window(complaint: Complaint, at: Circumstances) -> None:
    window = timedelta(days=at.policy.dispute_calendar_days_after_closing)
    if complaint.closed_at and at.now > complaint.closed_at + window:
        raise ActionRefused("dispute.window", f"a closed complaint can be disputed for {window.days} days")


def withdraw(complaint: Complaint, reason: str) -> Deed:
    """Take the complaint back."""
    check_status(complaint, Action.WITHDRAW)
    return Deed(action=Action.WITHDRAW, text=reason)


def survey(complaint: Complaint, sheet: Sheet) -> Deed:
    """Answer the survey: the event says that it was answered, and only the sheet, which does not know the case, what."""
    check_status(complaint, Action.SURVEY)
    return Deed(action=Action.SURVEY, public=False, sheet=sheet)
