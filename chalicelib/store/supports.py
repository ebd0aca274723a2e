"""Who supports which complaint: a row a device, one an address that follows, and how many they are, which is read with the complaint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.domain.complaint import Reporter
from chalicelib.domain.errors import Conflict
from chalicelib.domain.support import A_DAY, Follower, Kept, Support
from chalicelib.store import decode, keys
from chalicelib.store.attributes import Instant
from chalicelib.store.rows import CountRow, IdentityRow, Put, Row, Update
from chalicelib.store.tables import Item, Refused, Tables
from chalicelib.store.where import begins_with

KEPT = timedelta(days=2)


class SupportersRow(Row):
    """How many support a complaint."""

    many = NumberAttribute(attr_name="n")


class SupportRow(Row):
    """A device's support of a complaint, or an e-mail address that follows it by that device, `since` it was confirmed, and is to be confirmed `until` then: each names the other."""

    other = UnicodeAttribute(null=True, attr_name="o")
    until = Instant(null=True, attr_name="u")
    since = Instant(null=True, attr_name="si")


@dataclass(frozen=True, slots=True)
class Supports:
    """The store of supports. Addresses are kept with the identities, as reporters are; one that is not confirmed expires."""

    tables: Tables

    def add(self, support: Support, reporter: Reporter | None, now: datetime) -> None:
        """Count a support, and keep who is to follow by it; raises `Conflict` when device or address is counted already, or the client was too often."""
        updates: list[Update] = [(_count(support.code), [SupportersRow.many.add(1)], None)]
        if support.client:
            used = CountRow.used.does_not_exist() | (CountRow.used < A_DAY)
            forget = CountRow.ttl.set(int((now + KEPT).timestamp()))
            updates.append((CountRow(keys.client(support.code, now.date()), support.client), [CountRow.used.add(1), forget], used))
        self._write([(_device(support), Row.pk.does_not_exist()), *_follower(support, reporter, now)], updates)

    def follow(self, support: Support, reporter: Reporter, now: datetime, kept: Kept) -> None:
        """Keep who is to follow by a support that is counted, instead of an address of the device that is not confirmed; raises `Conflict` when it is otherwise, or the address known."""
        before = SupportRow.other == kept.email if kept.email else SupportRow.other.does_not_exist()
        gone = [] if support.email == kept.email else _unfollow(support, kept, SupportRow.until.exists())
        self._write([(_device(support), Row.pk.exists() & before), *_follower(support, reporter, now)], deletes=gone)

    def confirm(self, code: str, id_: str, now: datetime) -> bool:
        """Whether an address is to be told from now on; that is for good, unless it waited for too long."""
        row, kept = self.tables.get(keys.supports(code), keys.FOLLOWER + id_, consistent=True), self.tables.identity(keys.follower(code, id_))
        if not row or not kept or (_until(row) or now) < now:
            return False
        if "u" not in row:
            return True
        follower, who = SupportRow.from_raw_data(row), IdentityRow.from_raw_data(kept)
        follower.since, follower.until = now, None
        follower.ttl = who.ttl = None
        self._write([(follower, Row.pk.exists()), (who, IdentityRow.pk.exists())])
        return True

    def kept(self, support: Support, now: datetime) -> Kept:
        """What is kept of the device, and of the address that is asked for."""
        found = self._rows(support.code, keys.DEVICE + support.device, keys.FOLLOWER + support.email)
        device, asked = found.get(keys.DEVICE + support.device), found.get(keys.FOLLOWER + support.email)
        own = device["o"]["S"] if device and "o" in device else ""
        follows = asked if own == support.email else self._rows(support.code, keys.FOLLOWER + own).get(keys.FOLLOWER + own)
        return Kept(
            counted=device is not None,
            email=own,
            follows=_works(follows, now) and follows is not None and follows["o"]["S"] == support.device,
            waits=follows is not None and "u" in follows,
            known=_works(asked, now),
        )

    def remove(self, support: Support, kept: Kept) -> None:
        """Take a device's support back, with all that was kept of it; raises `Conflict` when it is otherwise."""
        points = SupportRow.other == kept.email if kept.email else SupportRow.other.does_not_exist()
        deletes: list[Put] = [(_device(support), Row.pk.exists() & points)]
        gone = _unfollow(support, kept, SupportRow.other == support.device) if kept.follows else []
        self._write([], [(_count(support.code), [SupportersRow.many.add(-1)], None)], [*deletes, *gone])

    def followers(self, code: str) -> Iterator[Follower]:
        """Who is told of what happens to a complaint: one Query, and a Get each."""
        for item in self.tables.all(keys.supports(code), where=begins_with("sk", keys.FOLLOWER)):
            if "u" not in item and (found := self._known(code, item)):
                yield found

    def follower(self, code: str, id_: str) -> Follower | None:
        """One who is told, or is asked whether they wish to be."""
        item = self.tables.get(keys.supports(code), keys.FOLLOWER + id_, consistent=True)
        return self._known(code, item) if item else None

    def forget(self, code: str) -> None:
        """Delete every address that follows a complaint; who supports it stays counted. Cut off half-way, it goes on when it is done again."""
        for item in self.tables.all(keys.supports(code), where=begins_with("sk", keys.FOLLOWER)):
            self.tables.delete(IdentityRow(keys.follower(code, item["sk"]["S"].removeprefix(keys.FOLLOWER))))

    def _known(self, code: str, item: Item) -> Follower | None:
        id_ = item["sk"]["S"].removeprefix(keys.FOLLOWER)
        kept = self.tables.identity(keys.follower(code, id_))
        if kept is None:
            return None
        return Follower(id_, item["o"]["S"], decode.reporter(kept), _until(item), _instant(item, "si"))

    def _rows(self, code: str, *wanted: str) -> dict[str, Item]:
        asked = [(keys.supports(code), sk) for sk in wanted if sk != keys.FOLLOWER]
        return {item["sk"]["S"]: item for item in self.tables.batch(asked, consistent=True)}

    def _write(self, puts: list[Put], updates: list[Update] | None = None, deletes: list[Put] | None = None) -> None:
        try:
            self.tables.write(*puts, updates=updates or (), deletes=deletes or ())
        except Refused as refused:
            raise Conflict("it is otherwise") from refused


def _count(code: str) -> SupportersRow:
    return SupportersRow(keys.complaint(code), keys.SUPPORTERS)


def _device(support: Support) -> SupportRow:
    return SupportRow(keys.supports(support.code), keys.DEVICE + support.device, other=support.email or None)


def _follower(support: Support, reporter: Reporter | None, now: datetime) -> list[Any]:
    if not (support.email and reporter):
        return []
    until = support.until
    ttl = int(until.timestamp()) if until else None
    follows = SupportRow(keys.supports(support.code), keys.FOLLOWER + support.email, other=support.device, until=until, ttl=ttl)
    who = IdentityRow(keys.follower(support.code, support.email), name="", email=reporter.email, lang=reporter.lang, sealed=False, ttl=ttl)
    return [(follows, Row.pk.does_not_exist() | (SupportRow.until < now)), (who, None)]


def _unfollow(support: Support, kept: Kept, holds: Any) -> list[Put]:
    """The rows of the address that a device follows by, if there are any."""
    if not kept.follows:
        return []
    follower = SupportRow(keys.supports(support.code), keys.FOLLOWER + kept.email)
    return [(follower, holds), (IdentityRow(keys.follower(support.code, kept.email)), None)]


def _until(item: Item) -> datetime | None:
    return _instant(item, "u")


def _instant(item: Item, name: str) -> datetime | None:
    return datetime.fromisoformat(item[name]["S"]) if name in item else None


def _works(item: Item | None, now: datetime) -> bool:
    """Whether a row of an address is there and not one that waited for too long, which the database removes in its own time."""
    return item is not None and (_until(item) or now) >= now
