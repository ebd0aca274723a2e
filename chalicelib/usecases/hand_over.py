"""An agency was closed: its successor takes over what waits for it, case by case."""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain import change, routing
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency, agency_now, circumstances, office

SYSTEM = Actor(role=Role.SYSTEM)
PAGE = 100


def hand_over(closed: Agency, to: Agency, actor: Actor, deps: Deps, has_time: Callable[[], bool]) -> tuple[int, int]:
    """Hand over every case in the queue of `closed`, each with an event of its own; how many were, and how many at least are left. Running it again goes on."""
    moved = 0
    while True:
        waiting, _ = deps.queues.of([closed.id], PAGE, PAGE)
        before = moved
        for number, complaint in enumerate(waiting):
            if not has_time():
                return moved, len(waiting) - number
            moved += _handed_over(complaint, closed, to, actor, deps)
        if moved == before:
            return moved, len(waiting)


def hand_on(complaint: Complaint, deps: Deps) -> None:
    """Hand over a case that waits for a closed agency: it was linked when the others went, or sent there at that moment. Safe to run twice; raises `Busy`."""
    owner = agency(complaint.agency, deps)
    if owner.closed_at and complaint.queued and not _handed_over(complaint, owner, agency_now(owner.id, deps), SYSTEM, deps):
        raise Busy("others keep changing this complaint")


def _handed_over(complaint: Complaint, closed: Agency, to: Agency, actor: Actor, deps: Deps) -> bool:
    """Whether it went; somebody may be working on it at this moment, or the index not yet know that it went."""
    at = replace(circumstances(complaint, deps.now(), deps), office=office(to, deps))
    try:
        deps.cases.append(change.then(complaint, routing.transfer(complaint, closed, to), actor, at, ""))
    except Conflict:
        return False
    return True
