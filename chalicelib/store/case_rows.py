"""The rows of a complaint's partition."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, NumberSetAttribute, UnicodeAttribute

from chalicelib.domain.attachment import State
from chalicelib.domain.delivery import Why
from chalicelib.domain.words import Action, Class, Identity, Outcome, Role, Status, Suspicion, Visibility
from chalicelib.store.attributes import Day, Instant, Word, Words
from chalicelib.store.rows import Row


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
    """What was written when it was filed. `pictures` and `withheld` are for lists: the numbers of files that may be pictures for everybody, and of those that no list tells of, whenever they come; which are, the case says."""

    title = UnicodeAttribute(attr_name="t")
    body = UnicodeAttribute(attr_name="b")
    where = UnicodeAttribute(null=True, attr_name="w")
    lat = NumberAttribute(null=True)
    lon = NumberAttribute(null=True)
    occurred_on = Day(null=True, attr_name="on")
    salt = UnicodeAttribute(attr_name="sa")
    pictures = NumberSetAttribute(null=True, attr_name="pi")
    withheld = NumberSetAttribute(null=True, attr_name="wi")


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
    public = BooleanAttribute(null=True, attr_name="pb")


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
    files = NumberSetAttribute(null=True, attr_name="fi")
    salt = UnicodeAttribute(attr_name="sa")


class SheetRow(Row):
    """What somebody answered in the survey, nine digits; nothing that leads to the case or says when."""

    answers = UnicodeAttribute(attr_name="an")


class TroubleRow(Row):
    """Why mail about a case does not reach an audience; the names are the fields of `domain.delivery.Trouble`."""

    audience = Word(Role, attr_name="au")
    why = Word(Why, attr_name="wy")
    at = Instant()
