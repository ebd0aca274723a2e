"""The rows of both tables as PynamoDB models; short attribute names, since every byte of a row is paid for at each write."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.domain.attachment import State
from chalicelib.domain.delivery import Why
from chalicelib.domain.words import Action, Class, Identity, Outcome, Role, Status, Suspicion, Visibility
from chalicelib.store.attributes import Day, Instant, Word, Words

# The indexes' base has an untyped __init_subclass__, hence the marks.


class QueueIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # PynamoDB leaves its initialiser untyped
    """Agency to due date: what waits for an agency. Sparse. Also lists an agency's children and keys, and what is linked to a complaint."""

    class Meta:
        index_name = "queue"
        projection = AllProjection()

    q = UnicodeAttribute(hash_key=True)
    qs = UnicodeAttribute(range_key=True)


class AgendaIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # PynamoDB leaves its initialiser untyped
    """Shard to instant: what must be looked at when. Sparse."""

    class Meta:
        index_name = "agenda"
        projection = KeysOnlyProjection()

    g = UnicodeAttribute(hash_key=True)
    wake = Instant(range_key=True, attr_name="gs")


class PeriodIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # PynamoDB leaves its initialiser untyped
    """Agency and month to complaint: the facts that scores are counted from."""

    class Meta:
        index_name = "period"
        projection = IncludeProjection(["facts"])

    p = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class FeedIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # PynamoDB leaves its initialiser untyped
    """Day of publication to instant: what the public sees. Sparse."""

    class Meta:
        index_name = "feed"
        projection = KeysOnlyProjection()

    f = UnicodeAttribute(hash_key=True)
    published_at = Instant(range_key=True, attr_name="fw")


class PlaceIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # PynamoDB leaves its initialiser untyped
    """Square of the map to instant: complaints nearby. Sparse: public ones with a location."""

    class Meta:
        index_name = "place"
        projection = KeysOnlyProjection()

    cell = UnicodeAttribute(hash_key=True, attr_name="l")
    received_at = Instant(range_key=True, attr_name="rc")


class Row(Model):
    """Any row of the `cases` table: its key and the keys of the indexes."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    q = UnicodeAttribute(null=True)
    qs = UnicodeAttribute(null=True)
    g = UnicodeAttribute(null=True)
    wake = Instant(null=True, attr_name="gs")
    p = UnicodeAttribute(null=True)
    facts = UnicodeAttribute(null=True)
    f = UnicodeAttribute(null=True)
    published_at = Instant(null=True, attr_name="fw")
    cell = UnicodeAttribute(null=True, attr_name="l")
    received_at = Instant(null=True, attr_name="rc")
    ttl = NumberAttribute(null=True)

    queue = QueueIndex()
    agenda = AgendaIndex()
    period = PeriodIndex()
    feed = FeedIndex()
    place = PlaceIndex()


class ComplaintRow(Row):
    """A complaint's state, one attribute a field; the names are the fields of `domain.complaint.Complaint`."""

    code = UnicodeAttribute(attr_name="c")
    version = NumberAttribute(attr_name="v")
    head = UnicodeAttribute(attr_name="h")
    status = Word(Status, attr_name="st")
    class_ = Word(Class, attr_name="cl")
    category = UnicodeAttribute(attr_name="ca")
    region = UnicodeAttribute(attr_name="rg")
    coordinator = UnicodeAttribute(attr_name="co")
    agency = UnicodeAttribute(attr_name="ag")
    visibility = Word(Visibility, attr_name="vi")
    identity = Word(Identity, attr_name="id")
    policy = NumberAttribute(attr_name="po")
    secret_hash = UnicodeAttribute(attr_name="sh")
    verify_due = Day(attr_name="vd")
    title = UnicodeAttribute(attr_name="t")
    verify_from = Instant(null=True, attr_name="vf")
    forwarded_at = Instant(null=True, attr_name="ft")
    follow_up_due = Day(null=True, attr_name="fd")
    followed_up_at = Instant(null=True, attr_name="fa")
    resolve_from = Instant(null=True, attr_name="rf")
    resolve_due = Day(null=True, attr_name="rd")
    responded_at = Instant(null=True, attr_name="ra")
    outcome = Word(Outcome, null=True, attr_name="ou")
    confirm_due = Day(null=True, attr_name="cd")
    closed_at = Instant(null=True, attr_name="cz")
    rating = NumberAttribute(null=True, attr_name="rt")
    disputes = NumberAttribute(attr_name="di")
    level = NumberAttribute(attr_name="lv")
    rung = NumberAttribute(attr_name="ru")
    paused_at = Instant(null=True, attr_name="pa")
    paused_from = Word(Status, null=True, attr_name="pf")
    paused_days = NumberAttribute(null=True, attr_name="pd")
    hold_due = Day(null=True, attr_name="hd")
    held_days = NumberAttribute(null=True, attr_name="hn")
    extension = NumberAttribute(null=True, attr_name="ex")
    returns = NumberAttribute(null=True, attr_name="re")
    assigned = BooleanAttribute(null=True, attr_name="as")
    appealed = BooleanAttribute(null=True, attr_name="ap")
    lead = UnicodeAttribute(null=True, attr_name="le")
    withheld = BooleanAttribute(null=True, attr_name="wh")
    moderation = Words(Suspicion, null=True, attr_name="mo")


class TextRow(Row):
    """What was written when it was filed."""

    title = UnicodeAttribute(attr_name="t")
    body = UnicodeAttribute(attr_name="b")
    where = UnicodeAttribute(null=True, attr_name="w")
    lat = NumberAttribute(null=True)
    lon = NumberAttribute(null=True)
    occurred_on = Day(null=True, attr_name="on")
    salt = UnicodeAttribute(attr_name="sa")


class EventRow(Row):
    """One event; `data` is JSON. The hash of the event before is that event's own and not stored twice. `loaded` ones are history, not news."""

    at = Instant()
    action = Word(Action, attr_name="ac")
    role = Word(Role, attr_name="ro")
    agency = UnicodeAttribute(null=True, attr_name="ag")
    holder = UnicodeAttribute(null=True, attr_name="ho")
    data = UnicodeAttribute(attr_name="da")
    public = BooleanAttribute(attr_name="pu")
    text = UnicodeAttribute(null=True, attr_name="tx")
    salt = UnicodeAttribute(null=True, attr_name="sa")
    text_digest = UnicodeAttribute(null=True, attr_name="td")
    hash = UnicodeAttribute(attr_name="ha")
    loaded = BooleanAttribute(null=True, attr_name="lo")


class AttachmentRow(Row):
    """An attachment; the names are the fields of `domain.attachment.Attachment`."""

    code = UnicodeAttribute(attr_name="c")
    number = NumberAttribute(attr_name="n")
    key = UnicodeAttribute(attr_name="ke")
    name = UnicodeAttribute(attr_name="na")
    type = UnicodeAttribute(attr_name="ty")
    size = NumberAttribute(attr_name="si")
    until = Instant(attr_name="un")
    state = Word(State, attr_name="st")
    reason = UnicodeAttribute(null=True, attr_name="re")
    kept_type = UnicodeAttribute(null=True, attr_name="kt")
    kept_size = NumberAttribute(null=True, attr_name="ks")
    sha256 = UnicodeAttribute(null=True, attr_name="sh")
    thumbnail = UnicodeAttribute(null=True, attr_name="th")


class LeftRow(Row):
    """What remains in the scores of an agency that lost a case, or of a date that moved: nothing but the keys and facts of the period index."""


class RedactionRow(Row):
    """What is shown in place of a text; the names are the fields of `domain.redaction.Redaction`."""

    number = NumberAttribute(attr_name="n")
    title = UnicodeAttribute(null=True, attr_name="t")
    body = UnicodeAttribute(null=True, attr_name="b")
    place_ = UnicodeAttribute(null=True, attr_name="w")
    text = UnicodeAttribute(null=True, attr_name="tx")
    hide_location = BooleanAttribute(attr_name="hl")
    salt = UnicodeAttribute(attr_name="sa")


class SheetRow(Row):
    """What somebody answered in the survey, nine digits; nothing that leads to the case or says when."""

    answers = UnicodeAttribute(attr_name="an")


class DocumentRow(Row):
    """Reference data, keys and scores: one JSON document a row, read as a whole. `version` where changes depend on the one before."""

    doc = UnicodeAttribute()
    version = NumberAttribute(null=True, attr_name="v")


class NoteRow(Row):
    """That an agency's counts have changed, and by which event last."""

    event = UnicodeAttribute(attr_name="e")


class KeyRow(DocumentRow):
    """An agency key. What changes later has attributes of its own, so that noting a use and revoking do not overwrite each other."""

    revoked_at = Instant(null=True, attr_name="rv")
    used_at = Instant(null=True, attr_name="lu")


class SlotRow(Row):
    """One of the places that a holder has for keys that work: the key in it, and until when it is taken."""

    key_id = UnicodeAttribute(attr_name="k")
    until = Instant(attr_name="un")


class CountRow(Row):
    """How often something was counted in a window of time."""

    used = NumberAttribute(attr_name="n")


class SupportersRow(Row):
    """How many support a complaint."""

    many = NumberAttribute(attr_name="n")


class SupportRow(Row):
    """A device's support of a complaint, or an e-mail address that follows it by that device, and is to be confirmed `until` then: each names the other."""

    other = UnicodeAttribute(null=True, attr_name="o")
    until = Instant(null=True, attr_name="u")


class DeliveryRow(Row):
    """A notice that must go out once: `sent` once it did, or never will. Until then it is on the agenda."""

    sent = BooleanAttribute()
    attempts = NumberAttribute(null=True, attr_name="n")


class SuppressionRow(Row):
    """An address that nothing is sent to."""

    why = Word(Why, attr_name="wy")


class TroubleRow(Row):
    """Why mail about a case does not reach an audience; the names are the fields of `domain.delivery.Trouble`."""

    audience = Word(Role, attr_name="au")
    why = Word(Why, attr_name="wy")
    at = Instant()


class AskedRow(Row):
    """Somebody asks for the codes of a mailbox, which are sent there; the key stands for the address."""

    lang = UnicodeAttribute(attr_name="la")


class LinkRow(Row):
    """A link that works once: the key is the hash of its text, `contact` stands for the mailbox it went to."""

    contact = UnicodeAttribute(attr_name="m")
    until = Instant(attr_name="un")
    used = BooleanAttribute()


class ContactIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # PynamoDB leaves its initialiser untyped
    """What stands for an address to the reporters who gave it. Sparse."""

    class Meta:
        index_name = "contact"
        projection = AllProjection()

    contact = UnicodeAttribute(hash_key=True, attr_name="m")
    pk = UnicodeAttribute(range_key=True)


class IdentityRow(Model):
    """A reporter, in the `identities` table with its own key."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    email = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    lang = UnicodeAttribute()
    sealed = BooleanAttribute()
    contact = UnicodeAttribute(null=True, attr_name="m")
    ttl = NumberAttribute(null=True)

    by_contact = ContactIndex()
