"""The lifecycle as a table: which action leads from where to where, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.words import Action, Role, Status

S, R = Status, Role
OPEN = frozenset({S.RECEIVED, S.FORWARDED, S.IN_PROGRESS})
LIVING = OPEN | {S.ON_HOLD}
WITH_AGENCY = frozenset({S.FORWARDED, S.IN_PROGRESS})
ANY = frozenset(Status)
REPORTER = frozenset({R.REPORTER})
SYSTEM = frozenset({R.SYSTEM})
OFFICER = frozenset({R.OFFICER})
COORDINATOR = frozenset({R.COORDINATOR})
STEWARD = frozenset({R.STEWARD})


@dataclass(frozen=True, slots=True)
class Transition:
    """`roles` may take the action on a complaint in one of `sources`; it is then in `target`, or stays where it is when that is none.

    An event that ends a pause, or an appeal, names the status in its data as `back_to`, which comes before `target`.
    """

    roles: frozenset[Role]
    sources: frozenset[Status]
    target: Status | None


TABLE: Mapping[Action, Transition] = {
    Action.SUBMIT: Transition(REPORTER, frozenset(), S.RECEIVED),
    Action.VERIFY: Transition(COORDINATOR | STEWARD, frozenset({S.RECEIVED}), S.FORWARDED),
    Action.FORWARD: Transition(COORDINATOR, frozenset({S.FORWARDED}), None),
    Action.START: Transition(OFFICER, frozenset({S.FORWARDED}), S.IN_PROGRESS),
    Action.RESPOND: Transition(OFFICER, WITH_AGENCY, S.RESPONDED),
    Action.RETURN: Transition(OFFICER | COORDINATOR, WITH_AGENCY, S.RECEIVED),
    Action.HOLD: Transition(OFFICER | COORDINATOR, OPEN, S.ON_HOLD),
    Action.REPLY: Transition(REPORTER, LIVING | {S.RESPONDED, S.LINKED}, None),
    Action.RESUME: Transition(SYSTEM, frozenset({S.ON_HOLD}), None),
    Action.EXTEND: Transition(OFFICER, WITH_AGENCY, None),
    Action.CONFIRM: Transition(REPORTER, frozenset({S.RESPONDED}), S.CLOSED),
    Action.DISPUTE: Transition(REPORTER, frozenset({S.RESPONDED, S.CLOSED, S.ARCHIVED}), S.IN_PROGRESS),
    Action.CLOSE: Transition(SYSTEM, frozenset({S.RESPONDED}), S.CLOSED),
    Action.ARCHIVE: Transition(COORDINATOR | STEWARD, frozenset({S.RECEIVED}), S.ARCHIVED),
    Action.LINK: Transition(COORDINATOR | STEWARD | SYSTEM, LIVING | {S.LINKED}, S.LINKED),
    Action.UNLINK: Transition(REPORTER | COORDINATOR | STEWARD | SYSTEM, frozenset({S.LINKED}), None),
    Action.WITHDRAW: Transition(REPORTER, LIVING, S.WITHDRAWN),
    Action.SURVEY: Transition(REPORTER, frozenset({S.CLOSED}), None),
    Action.NOTE: Transition(OFFICER | COORDINATOR | STEWARD | {R.INSPECTOR}, ANY, None),
    Action.INSTRUCT: Transition(frozenset({R.INSPECTOR}), LIVING | {S.RESPONDED}, None),
    Action.ASSIGN: Transition(STEWARD, OPEN, S.FORWARDED),
    Action.TRANSFER: Transition(STEWARD | SYSTEM, LIVING | {S.RESPONDED}, None),
    Action.PUBLISH: Transition(COORDINATOR | STEWARD, ANY, None),
    Action.REDACT: Transition(COORDINATOR | STEWARD, ANY, None),
    Action.UNSEAL: Transition(STEWARD | {R.INSPECTOR}, ANY, None),
    Action.ERASE: Transition(REPORTER | SYSTEM, ANY, None),
    Action.REMIND: Transition(SYSTEM, OPEN, None),
    Action.ESCALATE: Transition(SYSTEM, OPEN, None),
    Action.RECOUNT: Transition(SYSTEM, LIVING | {S.RESPONDED}, None),
}


def check_status(complaint: Complaint, action: Action) -> None:
    """Raise `ActionRefused` when the complaint's status does not allow the action."""
    sources = TABLE[action].sources
    if complaint.status not in sources:
        allowed = ", ".join(status for status in Status if status in sources)
        raise ActionRefused(f"{action}.status", f"{action} is for complaints that are {allowed}; this one is {complaint.status}")
