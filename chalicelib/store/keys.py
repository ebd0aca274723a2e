"""Every key of both tables, built and read here; nothing else spells `#`."""

import zlib
from datetime import UTC, date, datetime

from chalicelib.domain.complaint import Complaint

HEAD = "A"
TEXT = "B"
EVENT = "E#"
ATTACHMENT = "F#"
LEFT = "L#"
REDACTION = "R#"
TROUBLE = "M#"
SUPPORTERS = "S"
FOLLOWER = "M#"
DEVICE = "T#"
OUTGOING = "D#"
DELIVERY = "D#"
LINE = "L#"
FROZEN = "P#"
"""Partition of the periods that are frozen."""
CHANGED = "X#"
"""Partition of the agencies whose counts have changed since they were scored."""
RUNS = "XR#"
"""Partition of when scores were computed."""
COUNTED_MONTHS = "YM#"
"""Partition of what happened to complaints, a row a month."""
DAYS_TO_COUNT = "YN#"
"""Partition of the days for which something was entered since they were counted."""
ASKED = "X#"
SHARDS = 8


def complaint(code: str) -> str:
    """Partition of a complaint: its head, text, events and attachments."""
    return f"C#{code}"


def code_of(pk: str) -> str:
    """The complaint's code in a partition key."""
    return pk.removeprefix("C#")


def event(seq: int) -> str:
    """Sort key of an event; six digits keep them in order."""
    return f"{EVENT}{seq:06d}"


def attachment(number: int) -> str:
    """Sort key of an attachment."""
    return f"{ATTACHMENT}{number:02d}"


def left(seq: int) -> str:
    """Sort key of what remains in the scores of an agency that lost the case by this event, or of the date that it moved."""
    return f"{LEFT}{seq:06d}"


def redaction(number: int) -> str:
    """Sort key of what is shown in place of a text."""
    return f"{REDACTION}{number:06d}"


def queue(it: Complaint) -> tuple[str | None, str | None]:
    """Partition and place in the queue index: by due date, and by code, so that places are never equal; of a linked one, its lead's partition."""
    if it.lead:
        return linked_to(it.lead), it.code
    return (it.agency, place(str(it.due), it.code)) if it.queued else (None, None)


def place(due: str, code: str) -> str:
    """Place in an agency's queue."""
    return f"{due}#{code}"


def place_of(written: str) -> tuple[str, str]:
    """The due date and the code of a place."""
    due, _, code = written.partition("#")
    return due, code


def linked_to(lead: str) -> str:
    """Partition, in the queue index, of the complaints that are linked to one."""
    return f"CL#{lead}"


def shard(code: str) -> str:
    """Partition of the agenda that a complaint belongs to."""
    return str(zlib.crc32(code.encode()) % SHARDS)


def period(agency: str, month: str) -> str:
    """Partition of an agency's cases whose resolve date falls in a month (`2026-11`)."""
    return f"{agency}#{month}"


def verifications(agency: str, month: str) -> str:
    """Partition of an agency's duties to verify whose date falls in a month."""
    return f"V#{agency}#{month}"


def sheets(agency: str, month: str) -> str:
    """Partition of the survey's answers about an agency's cases whose resolve date falls in a month."""
    return f"SV#{agency}#{month}"


def shown_sums(agency: str, month: str) -> str:
    """Partition of what is shown of them."""
    return f"SS#{agency}#{month}"


def month(day: date) -> str:
    """The month of a date, `2026-11`."""
    return f"{day:%Y-%m}"


def feed_day(filed: Complaint) -> str | None:
    """Partition of the feed: the UTC day of publication, none while it is not published."""
    return f"{filed.published_at:%Y-%m-%d}" if filed.published else None


def supports(code: str) -> str:
    """Partition of who supports a complaint: a row a device, and one an e-mail address that follows it."""
    return f"SU#{code}"


def client(code: str, day: date) -> str:
    """Partition of how often each client supported a complaint on a day."""
    return f"SC#{code}#{day}"


def follower(code: str, id_: str) -> str:
    """Key of a supporter's address among the identities."""
    return f"{code}#{id_}"


def published_counts() -> str:
    """Partition of the counts of what was published, a row a day."""
    return "PC"


def kind(of: type) -> str:
    """What a kind of reference data is called in keys."""
    return "webhook" if of.__name__ == "Endpoint" else of.__name__.lower()


def happened(day: date) -> str:
    """Partition of what happened to complaints on a day."""
    return f"Y#{day}"


def entry(code: str, what: str) -> str:
    """Sort key of one of them."""
    return f"{code}#{what}"


def counted_days(month_: str) -> str:
    """Partition of what happened to complaints in a month, a row a day."""
    return f"YD#{month_}"


def reference(kind: str) -> str:
    """Partition of one kind of reference data."""
    return f"R#{kind}"


def unsealings(month_: str) -> str:
    """Partition, in the queue index, of the events of a month by which somebody opened a sealed identity."""
    return f"U#{month_}"


def children(agency: str) -> str:
    """Partition, in the queue index, of the agencies directly below one."""
    return f"T#{agency}"


def told_of(kind: str, agency: str) -> str:
    """Partition, in the queue index, of what is kept of one kind about an agency."""
    return f"RA#{kind}#{agency}"


def open_recounts() -> str:
    """Partition, in the queue index, of the recounts that are not done."""
    return "RO#recount"


def access_key(key_id: str) -> str:
    """Partition of an agency key."""
    return f"K#{key_id}"


def key_list(agency: str) -> str:
    """Partition, in the queue index, of an agency's keys."""
    return f"KA#{agency}"


def key_slots(agency: str, holder: str) -> str:
    """Partition of the places that a holder has for keys that work."""
    return f"KH#{agency}#{holder}"


def uses(name: str) -> str:
    """Partition of the counts of a key's uses, or of what else is counted in windows."""
    return f"L#{name}"


def minute(at: datetime) -> str:
    """Sort key of a count: the minute in which its window begins, `2026-11-24T04:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def asked(contact: str) -> str:
    """Partition of the questions for the codes of a mailbox."""
    return f"LR#{contact}"


def asked_at(hour: str) -> str:
    """Sort key of a question."""
    return f"{ASKED}{hour}"


def link(hashed: str) -> str:
    """Partition of a link that works once."""
    return f"O#{hashed}"


def delivery(delivery_id: str) -> str:
    """Partition of a delivery: a notice that must go out once."""
    return f"{DELIVERY}{delivery_id}"


def delivery_of(pk: str) -> str:
    """The delivery in a partition key."""
    return pk.removeprefix(DELIVERY)


def deliveries(delivery_id: str) -> str:
    """Partition, in the agenda, of the deliveries that are still to be made."""
    return deliveries_of(int(shard(delivery_id)))


def deliveries_of(number: int) -> str:
    """Partition, in the agenda, of one shard of them."""
    return f"D#{number}"


def trouble(audience: str) -> str:
    """Sort key of why mail about a complaint does not reach an audience."""
    return f"{TROUBLE}{audience}"


def address(known_by: str) -> str:
    """Partition of an address that nothing is sent to, by its keyed digest."""
    return f"NO#{known_by}"


def webhook(endpoint: str) -> str:
    """Partition of all that is on its way to an endpoint, and, in the agenda, of its lines that wait."""
    return f"W#{endpoint}"


def line(code: str) -> str:
    """Sort key of what waits of one case."""
    return f"{LINE}{code}"


def line_of(sk: str) -> str:
    """The complaint's code in the sort key of a line."""
    return sk.removeprefix(LINE)


def outgoing(code: str, seq: int, at: str) -> str:
    """Sort key of an event for an endpoint: by time, so that a log is read in order."""
    return f"{OUTGOING}{at}#{code}#{seq:06d}"


def scores(period_: str) -> str:
    """Partition of a period's scores (`2026-11`, `2026-Q4`)."""
    return f"S#{period_}"


def score(kind: str, agency: str) -> str:
    """Sort key of an agency's score within its period."""
    return f"{kind}#{agency}"
