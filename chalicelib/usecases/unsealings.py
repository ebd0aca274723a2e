"""Who opened which sealed identities, and why: for stewards."""

from chalicelib.domain import permissions
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.events import Actor, Event
from chalicelib.domain.reference import Agency
from chalicelib.usecases.ports import After, Deps

PAGE = 100


def listed(period: str, after: After, actor: Actor, deps: Deps) -> tuple[list[tuple[Event, str]], After]:
    """The openings of a month in order, each with the name of the agency of whoever did it; and the key to go on from."""
    if not permissions.audits(actor):
        raise Forbidden(f"who opened sealed identities is not for the role {actor.role}")
    events, last = deps.cases.unsealings(period, PAGE, after)
    deps.reference.fetch(*((Agency, event.actor.agency) for event in events))
    found = ((event, deps.reference.get(Agency, event.actor.agency)) for event in events)
    return [(event, one.name if one else event.actor.agency) for event, one in found], last
