"""Who is told what: for each event, the audiences that get a notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.events import Event
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Role

R = Role
AUDIENCES: Mapping[Action, tuple[Role, ...]] = {
    Action.SUBMIT: (R.REPORTER, R.COORDINATOR),
    Action.VERIFY: (R.REPORTER, R.OFFICER),
    Action.FORWARD: (R.REPORTER, R.OFFICER),
    Action.START: (R.REPORTER,),
    Action.RESPOND: (R.REPORTER,),
    Action.RETURN: (R.REPORTER, R.COORDINATOR),
    Action.HOLD: (R.REPORTER,),
    Action.REPLY: (R.OFFICER,),
    Action.RESUME: (R.OFFICER,),
    Action.EXTEND: (R.REPORTER,),
    Action.CONFIRM: (R.REPORTER, R.OFFICER),
    Action.DISPUTE: (R.REPORTER, R.OFFICER),
    Action.CLOSE: (R.REPORTER, R.OFFICER),
    Action.ARCHIVE: (R.REPORTER,),
    Action.LINK: (R.REPORTER,),
    Action.UNLINK: (R.REPORTER, R.COORDINATOR),
    Action.WITHDRAW: (R.REPORTER, R.OFFICER),
    Action.SURVEY: (),
    Action.NOTE: (),
    Action.INSTRUCT: (R.OFFICER, R.COORDINATOR),
    Action.ASSIGN: (R.REPORTER, R.OFFICER),
    Action.TRANSFER: (R.REPORTER, R.OFFICER),
    Action.PUBLISH: (),
    Action.REDACT: (R.REPORTER,),
    Action.UNSEAL: (R.REPORTER,),
    Action.ERASE: (),
    Action.REMIND: (),
    Action.ESCALATE: (R.REPORTER,),
    Action.RECOUNT: (),
}
FOLLOWED = frozenset(
    {
        Action.VERIFY,
        Action.FORWARD,
        Action.START,
        Action.RESPOND,
        Action.RETURN,
        Action.EXTEND,
        Action.CONFIRM,
        Action.DISPUTE,
        Action.CLOSE,
        Action.ASSIGN,
        Action.TRANSFER,
        Action.ESCALATE,
    }
)
"""What the reporters of linked complaints are told of their lead; all else that is public they find on its page."""
INSTEAD = {R.OFFICER: R.COORDINATOR, R.COORDINATOR: R.STEWARD, R.INSPECTOR: R.STEWARD}
"""Whose address is used where an agency has none for a role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one audience about one event. It names the case and what happened, never what was written.

    `lead` is the code of the complaint that it happened to, where that is the one which the reader's is linked to; `told` are the roles that an escalation went to;
    `stop` is the page that ends these notices and `stop_at` what a mail program calls for that, of those who may end them; `supported` where its reader only supports it.
    """

    audience: Role
    action: Action
    code: str
    lang: str
    agency: str
    due: str
    level: int
    link: str
    lead: str = ""
    told: tuple[Role, ...] = ()
    stop: str = ""
    stop_at: str = ""
    supported: bool = False


def audiences(event: Event) -> tuple[Role, ...]:
    """Who gets a notice of an event: by the table, and the roles that the event itself says are told; of an internal one never the reporter."""
    named = dict.fromkeys(AUDIENCES[event.action] + told(event))
    return tuple(role for role in named if event.public or role is not R.REPORTER)


def told(event: Event) -> tuple[Role, ...]:
    """The roles that an event itself says are told."""
    named = event.data.get("told")
    return tuple(Role(role) for role in named) if isinstance(named, list | tuple) else ()


def address(role: Role, lineage: tuple[Agency, ...]) -> str | None:
    """The e-mail address for a role: an officer's at the agency itself, any other's at the nearest upwards; where there is none, the role standing in."""
    upwards = lineage[-1:] if role is R.OFFICER else lineage[::-1]
    found = next((agency.contacts[role] for agency in upwards if agency.contacts.get(role)), None)
    instead = INSTEAD.get(role)
    return found or (address(instead, lineage) if instead else None)
