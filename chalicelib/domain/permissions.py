"""Who sees a case and who may act on it: a table of roles, and the caller's place in the tree of agencies."""

from chalicelib.domain.events import Actor
from chalicelib.domain.lifecycle import TABLE
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Role

EVERYWHERE = frozenset({Role.STEWARD, Role.OBSERVER})
SUBTREE = frozenset({Role.COORDINATOR, Role.INSPECTOR})
TEMPLATE_KEEPERS = frozenset({Role.COORDINATOR, Role.STEWARD})
WEBHOOK_KEEPERS = frozenset({Role.COORDINATOR, Role.STEWARD})
AUDITORS = frozenset({Role.STEWARD})
COMMITTERS = frozenset({Role.COORDINATOR, Role.STEWARD})


def sees(actor: Actor, owner: Agency) -> bool:
    """Whether the actor's role and agency reach the cases of `owner`: an officer their own, a coordinator or inspector those below, a steward all."""
    if actor.role in EVERYWHERE:
        return True
    if actor.role in SUBTREE:
        return actor.agency in owner.lineage
    return actor.role is Role.OFFICER and actor.agency == owner.id


def may(actor: Actor, action: Action) -> bool:
    """Whether the role may take the action at all."""
    return actor.role in TABLE[action].roles


def may_forward_to(actor: Actor, target: Agency) -> bool:
    """A coordinator forwards inside the tree of the own agency, the steward to any."""
    return actor.role is Role.STEWARD or actor.agency in target.lineage


def reads_templates(actor: Actor, own: Agency, owner: Agency) -> bool:
    """Whether the actor, of the agency `own`, may read the templates of `owner`: those of the agencies whose cases they see, and of all above their own."""
    return sees(actor, owner) or owner.id in own.lineage


def keeps_templates(actor: Actor) -> bool:
    """Whether the role may change templates at all: for the agencies whose cases it sees."""
    return actor.role in TEMPLATE_KEEPERS


def commits(actor: Actor) -> bool:
    """Whether the role may commit agencies to anything at all: those whose cases it sees."""
    return actor.role in COMMITTERS


def keeps_webhooks(actor: Actor) -> bool:
    """Whether the role may have webhooks at all: of the agencies whose cases it sees."""
    return actor.role in WEBHOOK_KEEPERS


def clears_mail(actor: Actor) -> bool:
    """Whether the role may have mail tried again at an address where it did not arrive."""
    return actor.role in AUDITORS


def audits(actor: Actor) -> bool:
    """Whether the role may see who opened which sealed identities, of all agencies."""
    return actor.role in AUDITORS
