"""A complaint as one line: in a queue, in what the public finds, in an export."""

from dataclasses import replace
from typing import Any

from chalicelib.api import parts
from chalicelib.domain import receipt
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import instant
from chalicelib.domain.words import Role
from chalicelib.usecases.explore import Listed
from chalicelib.usecases.queue_lines import QueueLine


def found(one: Listed) -> dict[str, Any]:
    """A published complaint in a list."""
    it = one.complaint
    shown = {
        "code": receipt.written(it.code),
        "title": it.title,
        "status": it.status,
        "class": it.class_,
        "category": parts.named_category(it.category, one.category),
        "region": {"code": it.region, "name": one.region.name if one.region else it.region},
        "agency": {"id": it.agency, "name": one.agency.name if one.agency else it.agency},
        "location": parts.point(one.location),
        "published_at": instant(it.published_at or it.received_at),
        "due": it.due,
        "overdue": one.overdue,
        "level": it.level,
        "outcome": it.outcome,
        "lead": receipt.written(it.lead) if it.lead else None,
        "supporters": one.supporters,
        "picture": one.picture,
    }
    return shown if one.metres is None else shown | {"metres": one.metres}


def queue_line(line: QueueLine, *, observed: bool) -> dict[str, Any]:
    """One case in a queue; an observer does not read the title of a confidential one."""
    it = line.complaint
    return {
        "code": receipt.written(it.code),
        "title": None if observed and it.guarded else it.title,
        "status": it.status,
        "class": it.class_,
        "category": it.category,
        "region": it.region,
        "agency": it.agency,
        "due": it.due,
        "overdue": line.overdue,
        "level": it.level,
        "received_at": instant(it.received_at),
        "version": it.version,
        "moderation": it.moderation,
    }


def exported(it: Complaint, reader: Role) -> Complaint:
    """A case in an export: of a confidential one an observer sees that it exists."""
    return replace(it, title="") if reader is Role.OBSERVER and it.guarded else it
