"""Who supports which complaint: a row a device, one an address that follows, and how many they are, which is read with the complaint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.domain.complaint import Reporter
from chalicelib.domain.errors import Conflict
from chalicelib.domain.support import A_DAY, Follower, Support
from chalicelib.store import decode, keys
from chalicelib.store.rows import CountRow, IdentityRow, Put, Row, Update
from chalicelib.store.tables import Refused, Tables
from chalicelib.store.where import begins_with

KEPT = timedelta(days=2)


class SupportersRow(Row):
    """How many support a complaint."""

    many = NumberAttribute(attr_name="n")


class SupportRow(Row):
    """A device's support of a complaint, or an e-mail address that follows it by that device: each names the other."""

    other = UnicodeAttribute(null=True, attr_name="o")


@dataclass(frozen=True, slots=True)
class Supports:
    """The store of supports. Addresses are kept with the identities, as reporters are."""

    tables: Tables

    def add(self, support: Support, reporter: Reporter | None, now: datetime) -> None:
        """Count a support, and keep who follows by it; raises `Conflict` when device or address is counted already, or the client was too often."""
        updates: list[Update] = [(_count(support.code), [SupportersRow.many.add(1)], None)]
        if support.client:
            used = CountRow.used.does_not_exist() | (CountRow.used < A_DAY)
            forget = CountRow.ttl.set(int((now + KEPT).timestamp()))
            updates.append((CountRow(keys.client(support.code, now.date()), support.client), [CountRow.used.add(1), forget], used))
        self._write([(_device(support), Row.pk.does_not_exist()), *_follower(support, reporter)], updates)

    def follow(self, support: Support, reporter: Reporter) -> None:
        """Keep who follows by a support that is counted; raises `Conflict` when somebody does by that device, or the address follows already."""
        self._write([(_device(support), Row.pk.exists() & SupportRow.other.does_not_exist()), *_follower(support, reporter)])

    def kept(self, support: Support) -> tuple[bool, str, bool]:
        """Whether the device's support is counted, by which address it follows, and whether the given address follows by any device."""
        pk = keys.supports(support.code)
        wanted = [(pk, keys.DEVICE + support.device)] + ([(pk, keys.FOLLOWER + support.email)] if support.email else [])
        found = {item["sk"]["S"]: item for item in self.tables.batch(wanted, consistent=True)}
        device = found.get(keys.DEVICE + support.device)
        return device is not None, device["o"]["S"] if device and "o" in device else "", keys.FOLLOWER + support.email in found

    def remove(self, support: Support) -> None:
        """Take a support back, which follows by the address that it names or by none, with all that was kept of it; raises `Conflict` when it is otherwise."""
        follows = SupportRow.other == support.email if support.email else SupportRow.other.does_not_exist()
        deletes: list[Put] = [(_device(support), Row.pk.exists() & follows)]
        if support.email:
            deletes.append((SupportRow(keys.supports(support.code), keys.FOLLOWER + support.email), None))
            deletes.append((IdentityRow(keys.follower(support.code, support.email)), None))
        self._write([], [(_count(support.code), [SupportersRow.many.add(-1)], None)], deletes)

    def followers(self, code: str) -> Iterator[Follower]:
        """Who is told of what happens to a complaint: one Query, and a Get each."""
        for item in self.tables.all(keys.supports(code), where=begins_with("sk", keys.FOLLOWER)):
            id_ = item["sk"]["S"].removeprefix(keys.FOLLOWER)
            if kept := self.tables.identity(keys.follower(code, id_)):
                yield Follower(id_, item["o"]["S"], decode.reporter(kept))

    def forget(self, code: str) -> None:
        """Delete every address that follows a complaint; who supports it stays counted. Cut off half-way, it goes on when it is done again."""
        for item in self.tables.all(keys.supports(code), where=begins_with("sk", keys.FOLLOWER)):
            self.tables.delete(IdentityRow(keys.follower(code, item["sk"]["S"].removeprefix(keys.FOLLOWER))))

    def _write(self, puts: list[Put], updates: list[Update] | None = None, deletes: list[Put] | None = None) -> None:
        try:
            self.tables.write(*puts, updates=updates or (), deletes=deletes or ())
        except Refused as refused:
            raise Conflict("it is otherwise") from refused


def _count(code: str) -> SupportersRow:
    return SupportersRow(keys.complaint(code), keys.SUPPORTERS)


def _device(support: Support) -> SupportRow:
    return SupportRow(keys.supports(support.code), keys.DEVICE + support.device, other=support.email or None)


def _follower(support: Support, reporter: Reporter | None) -> list[Any]:
    if not (support.email and reporter):
        return []
    follows = SupportRow(keys.supports(support.code), keys.FOLLOWER + support.email, other=support.device)
    who = IdentityRow(keys.follower(support.code, support.email), name="", email=reporter.email, lang=reporter.lang, sealed=False)
    return [(follows, Row.pk.does_not_exist()), (who, None)]
