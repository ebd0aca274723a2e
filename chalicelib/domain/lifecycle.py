"""The lifecycle as a table: which action leads from where to where, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.words import Action, Role, Status

S, R = Status, Role
OPEN = frozenset({S.RECEIVED, S.FORWARDED, S.IN_PROGRESS})
REPORTER = frozenset({R.REPORTER})
SYSTEM = frozenset({R.SYSTEM})


@dataclass(frozen=True, slots=True)
class Transition:
    """`roles` may take the action on a complaint in one of `sources`; it is then in `target`, or stays where it is when that is none."""

    roles: frozenset[Role]
    sources: frozenset[Status]
    target: Status | None


TABLE: Mapping[Action, Transition] = {
    Action.SUBMIT: Transition(REPORTER, frozenset(), S.RECEIVED),
    Action.VERIFY: Transition(frozenset({R.COORDINATOR, R.STEWARD}), frozenset({S.RECEIVED}), S.FORWARDED),
    Action.START: Transition(frozenset({R.OFFICER}), frozenset({S.FORWARDED}), S.IN_PROGRESS),
    Action.RESPOND: Transition(frozenset({R.OFFICER}), frozenset({S.FORWARDED, S.IN_PROGRESS}), S.RESPONDED),
    Action.REPLY: Transition(REPORTER, OPEN | {S.RESPONDED}, None),
    Action.CONFIRM: Transition(REPORTER, frozenset({S.RESPONDED}), S.CLOSED),
    Action.DISPUTE: Transition(REPORTER, frozenset({S.RESPONDED, S.CLOSED}), S.IN_PROGRESS),
    Action.CLOSE: Transition(SYSTEM, frozenset({S.RESPONDED}), S.CLOSED),
    Action.WITHDRAW: Transition(REPORTER, OPEN, S.WITHDRAWN),
    Action.REMIND: Transition(SYSTEM, OPEN, None),
    Action.ESCALATE: Transition(SYSTEM, OPEN, None),
}


def check_status(complaint: Complaint, action: Action) -> None:
    """Raise `ActionRefused` when the complaint's status does not allow the action."""
    sources = TABLE[action].sources
    if complaint.status not in sources:
        allowed = ", ".join(status for status in Status if status in sources)
        raise ActionRefused(f"{action}.status", f"{action} is for complaints that are {allowed}; this one is {complaint.status}")
