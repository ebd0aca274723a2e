"""Links that work once, and the questions that they answer: for lost receipts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.domain.lost import Asked
from chalicelib.store import keys
from chalicelib.store.attributes import Instant
from chalicelib.store.rows import Row
from chalicelib.store.tables import Refused, Tables

KEPT = timedelta(days=2)
"""Longer than any link works, and than the stream repeats a record."""


class AskedRow(Row):
    """Somebody asks for the codes of a mailbox, which are sent there; the key stands for the address."""

    lang = UnicodeAttribute(attr_name="la")


class LinkRow(Row):
    """A link that works once: the key is the hash of its text, `contact` stands for the mailbox it went to, `by` for the call that used it."""

    contact = UnicodeAttribute(attr_name="m")
    until = Instant(attr_name="un")
    used = BooleanAttribute()
    by = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Links:
    """The store of links."""

    tables: Tables

    def ask(self, question: Asked, now: datetime) -> None:
        """Keep a question, so that the stream brings it to be answered; the same again does nothing."""
        row = AskedRow(keys.asked(question.contact), keys.asked_at(question.hour), lang=question.lang, ttl=_forget(now))
        self._add(row)

    def make(self, hashed: str, contact: str, until: datetime) -> None:
        """Keep a link to the codes of a mailbox; one that is there stays as it is."""
        self._add(LinkRow(keys.link(hashed), keys.HEAD, contact=contact, until=until, used=False, ttl=_forget(until)))

    def use(self, hashed: str, by: str, now: datetime) -> str | None:
        """The mailbox that a link was sent to, if it works: then it does so no more, but for the same call again."""
        row = LinkRow(keys.link(hashed), keys.HEAD)
        works = ((LinkRow.used == False) | (LinkRow.by == by)) & (LinkRow.until > now)  # noqa: E712  a condition, not a comparison
        try:
            self.tables.update(row, [LinkRow.used.set(True), LinkRow.by.set(by)], works)
        except Refused:
            return None
        return row.contact

    def _add(self, row: Row) -> None:
        try:
            self.tables.put(row, Row.pk.does_not_exist())
        except Refused:
            return


def _forget(after: datetime) -> int:
    return int((after + KEPT).timestamp())
