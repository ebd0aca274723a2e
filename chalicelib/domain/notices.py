"""Who is told what: for each event, the audiences that get a notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import Event
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Role

R = Role
AUDIENCES: Mapping[Action, tuple[Role, ...]] = {
    Action.SUBMIT: (R.REPORTER, R.COORDINATOR),
    Action.VERIFY: (R.REPORTER, R.OFFICER),
    Action.START: (R.REPORTER,),
    Action.RESPOND: (R.REPORTER,),
    Action.REPLY: (R.OFFICER,),
    Action.CONFIRM: (R.OFFICER,),
    Action.DISPUTE: (R.OFFICER,),
    Action.CLOSE: (R.REPORTER, R.OFFICER),
    Action.WITHDRAW: (R.OFFICER,),
    Action.REMIND: (),
    Action.ESCALATE: (R.REPORTER,),
}
INSTEAD = {R.OFFICER: R.COORDINATOR}
"""Whose address is used where an agency has none for a role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one audience about one event. It names the case and what happened, never what was written."""

    audience: Role
    action: Action
    code: str
    lang: str
    agency: str
    due: str
    level: int
    link: str


def audiences(event: Event, complaint: Complaint) -> tuple[Role, ...]:
    """Who gets a notice of an event: by the table, and for the ladder and disputes also the roles of the level that was reached."""
    told = event.data.get("told")
    climbed = tuple(Role(role) for role in told) if isinstance(told, list | tuple) else ()
    disputed = (R.INSPECTOR if complaint.level > 1 else R.COORDINATOR,) if event.action is Action.DISPUTE else ()
    return tuple(dict.fromkeys(AUDIENCES[event.action] + climbed + disputed))


def address(role: Role, lineage: tuple[Agency, ...]) -> str | None:
    """The e-mail address for a role: the nearest agency's upwards that has one, or else that of the role standing in."""
    upwards = tuple(reversed(lineage))
    for wanted in (role, INSTEAD.get(role)):
        found = next((agency.contacts[wanted] for agency in upwards if wanted and agency.contacts.get(wanted)), None)
        if found:
            return found
    return None
