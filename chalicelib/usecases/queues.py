"""Queues: what waits for the agencies in somebody's scope, in one list by due date, and how much there is of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from chalicelib.domain import permissions
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import FieldError, InvalidInput, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Class, Status
from chalicelib.usecases.ports import Deps, Place
from chalicelib.usecases.queue_lines import QueueLine, queue_lines
from chalicelib.usecases.setting import agency

MOST_AGENCIES = 400
"""One read each: more would be too slow for a page, and nobody works such a list."""
QUEUED = frozenset({Status.RECEIVED, Status.FORWARDED, Status.IN_PROGRESS, Status.ON_HOLD})
LOOKED_AT = 300
"""How many of an agency's cases a page looks at to find those that fit."""
IN_ALL = 40_000
"""How many cases a call looks at, or little more: each takes ten kilobytes while it is read, and the function has a gigabyte and 29 seconds."""
AT_ONCE = 40
"""Of how many agencies all is read at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a queue is narrowed to; none is "any". `received_from` and `received_to` are dates at the case's agency, both included."""

    status: Status | None = None
    class_: Class | None = None
    category: str | None = None
    level: int | None = None
    held: bool | None = None
    overdue: bool | None = None
    moderation: bool | None = None
    received_from: date | None = None
    received_to: date | None = None

    def fits(self, line: QueueLine) -> bool:
        """Whether a case is wanted."""
        it = line.complaint
        same = (
            (self.status, it.status),
            (self.class_, it.class_),
            (self.category, it.category),
            (self.level, it.level),
            (self.held, it.status is Status.ON_HOLD),
            (self.overdue, line.overdue),
            (self.moderation, bool(it.moderation)),
        )
        earliest, latest = self.received_from or date.min, self.received_to or date.max
        return all(wish is None or wish == value for wish, value in same) and earliest <= line.received_on <= latest


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases wait, by status, and how many of them are overdue or escalated; at least so many where not `complete`."""

    by_status: dict[Status, int]
    overdue: int
    escalated: int
    complete: bool


def queue(actor: Actor, unit: str, wanted: Wanted, limit: int, after: Place | None, deps: Deps) -> tuple[list[QueueLine], Place | None]:
    """A page of what waits for the agencies in scope, and the place to go on from. With wishes it may hold fewer than `limit`, and still go on."""
    agencies = [one.id for one in scope(actor, unit, deps)]
    if wanted == Wanted():
        found, last = deps.queues.of(agencies, limit, limit, after)
        return queue_lines(found, deps), last
    each = min(LOOKED_AT, IN_ALL // len(agencies))
    found, last = deps.queues.of(agencies, each, None, after, deps.now().date() if wanted.overdue else None)
    lines = [line for line in queue_lines(found, deps) if wanted.fits(line)]
    return (lines[:limit], _place(lines[limit - 1].complaint)) if len(lines) > limit else (lines, last)


def count(actor: Actor, unit: str, deps: Deps) -> Counts:
    """How much waits for the agencies in scope; of each at most a megabyte is read, some thousand cases, and of all `IN_ALL`."""
    agencies = [one.id for one in scope(actor, unit, deps)]
    by_status, overdue, escalated, complete = Counter[Status](), 0, 0, True
    while agencies and by_status.total() < IN_ALL:
        found, left = deps.queues.of(agencies[:AT_ONCE], None, None)
        lines = queue_lines(found, deps)
        by_status.update(line.complaint.status for line in lines)
        overdue += sum(line.overdue for line in lines)
        escalated += sum(line.complaint.level > 0 for line in lines)
        complete &= left is None
        agencies = agencies[AT_ONCE:]
    return Counts(dict(by_status), overdue, escalated, complete=complete and not agencies)


def scope(actor: Actor, unit: str, deps: Deps) -> list[Agency]:
    """The named agency, or all that the actor works for: an officer's own, a coordinator's or inspector's with those below, the steward's own."""
    own = agency(unit or actor.agency, deps)
    if not permissions.sees(actor, own):
        raise NotFound(f"there is no agency {own.id}")
    if unit or actor.role not in permissions.SUBTREE:
        return [own]
    below = [one for one in deps.reference.every(Agency) if own.id in one.lineage and one.id != own.id]
    if len(below) >= MOST_AGENCIES:
        raise InvalidInput([FieldError("?unit", "missing", f"{len(below)} agencies are below yours: name one")])
    return [own, *below]


def _place(complaint: Complaint) -> Place:
    return str(complaint.due), complaint.code
