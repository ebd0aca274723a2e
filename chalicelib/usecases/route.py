"""Who gets a case: each as the decision that `work.act` writes. Agencies and complaints that are named must exist, in the actor's reach."""

from dataclasses import replace

from chalicelib.domain import permissions, routing
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.errors import ActionRefused, FieldError, InvalidInput
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Role
from chalicelib.usecases.act import Decide, Decision
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, agency_now, office, office_at


def verify(to: str, actor: Actor, deps: Deps) -> Decide:
    """Accept and forward, to the named agency unless another is given; the clocks run in the receiving agency's time."""

    def decide(case: Case, at: Circumstances) -> Decision:
        target = _within_reach(to or agency_now(case.complaint.coordinator, deps).id, Action.VERIFY, actor, deps)
        there = replace(at, office=office(target, deps))
        return Decision(routing.verify(case.complaint, target, there, late=at.is_overdue(case.complaint)), to=target.id)

    return decide


def forward(to: str, actor: Actor, deps: Deps) -> Decide:
    """Pass it on inside the tree."""

    def decide(case: Case, _: Circumstances) -> Decision:
        target = _within_reach(to, Action.FORWARD, actor, deps)
        return Decision(routing.forward(case.complaint, target), to=target.id)

    return decide


def return_(proposed: str, reason: str, deps: Deps) -> Decide:
    """Not our authority, but perhaps the proposed agency's."""

    def decide(case: Case, at: Circumstances) -> Decision:
        deed = routing.return_(case.complaint, _named(proposed, deps) if proposed else None, reason, at)
        to = str(deed.data["to"])
        return Decision(routing.received_by(deed, office_at(to, deps), at), to=to)

    return decide


def assign(to: str, reason: str, deps: Deps) -> Decide:
    """The steward decides whose it is."""

    def decide(case: Case, at: Circumstances) -> Decision:
        target = _named(to, deps)
        return Decision(routing.assign(case.complaint, target, reason, at, office(target, deps)), to=target.id)

    return decide


def link(lead: str, actor: Actor, deps: Deps) -> Decide:
    """Attach a duplicate to its lead."""
    return lambda case, at: _linked(case, _lead(lead, actor, deps), at, bound=actor.role is not Role.STEWARD)


def unlink(reason: str) -> Decide:
    """Detach it."""
    return lambda case, _: Decision(routing.unlink(case.complaint, reason))


def _linked(case: Case, lead: Complaint, at: Circumstances, *, bound: bool) -> Decision:
    """`bound` is who must take the reporter's word for it."""
    apart = any(event.action is Action.UNLINK and event.actor.role is Role.REPORTER for event in case.events)
    return Decision(routing.link(case.complaint, lead, at, apart=apart and bound), lead=lead)


def _lead(code: str, actor: Actor, deps: Deps) -> Complaint:
    """The lead, if the actor may know that it exists."""
    found = deps.cases.complaints([code])
    if not found or not permissions.sees(actor, agency(found[0].agency, deps)):
        raise InvalidInput([FieldError("/lead", "unknown", "there is no complaint with this code")])
    return found[0]


def _within_reach(agency_id: str, action: Action, actor: Actor, deps: Deps) -> Agency:
    target = _named(agency_id, deps)
    if not permissions.may_forward_to(actor, target):
        raise ActionRefused(f"{action}.scope", "a coordinator forwards inside the tree of the own agency")
    return target


def _named(agency_id: str, deps: Deps) -> Agency:
    found = deps.reference.get(Agency, agency_id)
    if found is None:
        raise InvalidInput([FieldError("/agency", "unknown", f"there is no agency {agency_id}")])
    if found.closed_at:
        raise InvalidInput([FieldError("/agency", "closed", f"{found.name} is closed; its successor is {agency_now(agency_id, deps).id}")])
    return found
