"""The rows of both tables as PynamoDB models; short attribute names, since every byte of a row is paid for at each write."""

from typing import Any, TypeAlias

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.store.attributes import Instant

Put: TypeAlias = tuple[Model, Condition | None]
Update: TypeAlias = tuple[Model, list[Action], Condition | None]
Check: TypeAlias = tuple[type[Model], str, str, Condition]
"""What a write is made of: a row or a part of one, and on which condition."""

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


class DocumentRow(Row):
    """Reference data, keys and scores: one JSON document a row, read as a whole. `version` where changes depend on the one before."""

    doc = UnicodeAttribute()
    version = NumberAttribute(null=True, attr_name="v")


class CountRow(Row):
    """How often something was counted in a window of time."""

    used = NumberAttribute(attr_name="n")


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
