"""Cases as lines of a list: with what their agency's clock says of them."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import is_overdue
from chalicelib.domain.reference import Agency
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import office_at


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A case in a queue; `received_on` is the date at its agency."""

    complaint: Complaint
    overdue: bool
    received_on: date


def queue_lines(complaints: list[Complaint], deps: Deps) -> list[QueueLine]:
    """Queue lines."""
    now, owners = deps.now(), {one.agency for one in complaints}
    deps.reference.fetch(*((Agency, id_) for id_ in owners))
    offices = {id_: office_at(id_, deps) for id_ in owners}
    return [QueueLine(one, is_overdue(one, offices[one.agency], now), offices[one.agency].today(one.received_at)) for one in complaints]
