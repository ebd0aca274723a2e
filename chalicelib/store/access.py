"""Agency keys: what is kept of them, read at each call and remembered for a minute, so that a revoked key stops within one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.access import USE_NOTED_EVERY, AccessKey
from chalicelib.domain.errors import Conflict
from chalicelib.domain.issuing import LIVE_KEYS
from chalicelib.store import keys
from chalicelib.store.attributes import Instant
from chalicelib.store.memory import Memory
from chalicelib.store.rows import DocumentRow, Put, Row
from chalicelib.store.tables import Item, Refused, Tables

REMEMBERED_SECONDS = 55
SLOTS = tuple(str(number) for number in range(1, LIVE_KEYS + 1))


class KeyRow(DocumentRow):
    """An agency key. What changes later has attributes of its own, so that noting a use and revoking do not overwrite each other."""

    revoked_at = Instant(null=True, attr_name="rv")
    used_at = Instant(null=True, attr_name="lu")


class SlotRow(Row):
    """One of the places that a holder has for keys that work: the key in it, and until when it is taken."""

    key_id = UnicodeAttribute(attr_name="k")
    until = Instant(attr_name="un")


class Access:
    """The store of agency keys. `timer` gives seconds from any start."""

    def __init__(self, tables: Tables, timer: Callable[[], float]) -> None:
        self._tables = tables
        self._known: Memory[AccessKey] = Memory(1000, REMEMBERED_SECONDS, timer)
        self._unknown: Memory[bool] = Memory(1000, REMEMBERED_SECONDS, timer)
        self._noted: Memory[datetime] = Memory(1000, USE_NOTED_EVERY.total_seconds(), timer)

    def get(self, key_id: str, *, consistent: bool = False) -> AccessKey | None:
        """What is kept of a key; that there is none is remembered too, apart, so that made-up ids do not push out the real ones."""
        if consistent:
            return self._read(key_id)
        if found := self._known.get(key_id):
            return found
        if self._unknown.get(key_id):
            return None
        if found := self._read(key_id):
            self._known.put(key_id, found)
        else:
            self._unknown.put(key_id, True)
        return found

    def of(self, agency: str) -> list[AccessKey]:
        """Every key of an agency, revoked and expired ones too."""
        return [_decoded(item) for item in self._tables.all(keys.key_list(agency), index="queue")]

    def add(self, key: AccessKey) -> bool:
        """Keep a new key in a free slot of its holder, false when keys that work are in all of them; raises `Conflict` when the id is taken."""
        free = SlotRow.pk.does_not_exist() | (SlotRow.until <= key.created_at)
        for slot in SLOTS:
            with suppress(Refused):
                self._tables.write((_row(key), KeyRow.pk.does_not_exist()), (_slot_row(key, slot, key.expires_at), free))
                self._forget()
                return True
        if self._read(key.id):
            raise Conflict("there is a key with this id")
        return False

    def revoke(self, key: AccessKey, now: datetime) -> None:
        """Stop a key for good, and free its slot unless another key has it by now; one that is revoked stays as it is."""
        first = KeyRow.pk.exists() & KeyRow.revoked_at.does_not_exist()
        for slot in (*SLOTS, None):
            freed: list[Put] = [(_slot_row(key, slot, now), SlotRow.key_id == key.id)] if slot else []
            with suppress(Refused):
                self._tables.write(*freed, updates=[(_empty_row(key.id), [KeyRow.revoked_at.set(now)], first)])
                break
        self._forget()

    def note_use(self, key_id: str, now: datetime) -> None:
        """Write down when a key was used, unless any process did within the hour. This one tries once an hour, whatever came of it."""
        last = self._noted.get(key_id)
        if last and now - last < USE_NOTED_EVERY:
            return
        self._noted.put(key_id, now)
        due = KeyRow.pk.exists() & (KeyRow.used_at.does_not_exist() | (KeyRow.used_at <= now - USE_NOTED_EVERY))
        with suppress(Refused):
            self._tables.update(_empty_row(key_id), [KeyRow.used_at.set(now)], due)

    def _read(self, key_id: str) -> AccessKey | None:
        """Consistent, since a key that was made a moment ago would else be remembered as unknown."""
        item = self._tables.get(keys.access_key(key_id), keys.HEAD, consistent=True)
        return _decoded(item) if item else None

    def _forget(self) -> None:
        self._known.clear()
        self._unknown.clear()


def _empty_row(key_id: str) -> KeyRow:
    return KeyRow(keys.access_key(key_id), keys.HEAD)


def _row(key: AccessKey) -> KeyRow:
    doc = msgspec.json.encode(key).decode()
    return KeyRow(keys.access_key(key.id), keys.HEAD, doc=doc, q=keys.key_list(key.agency), qs=key.id)


def _slot_row(key: AccessKey, slot: str, until: datetime) -> SlotRow:
    return SlotRow(keys.key_slots(key.agency, key.holder), slot, key_id=key.id, until=until, ttl=int(until.timestamp()))


def _decoded(item: Item) -> AccessKey:
    """The document is as the key was when it was first kept, which for the oldest ones may be revoked."""
    kept = msgspec.json.decode(item["doc"]["S"], type=AccessKey)
    revoked, used = (datetime.fromisoformat(item[name]["S"]) if name in item else None for name in ("rv", "lu"))
    return replace(kept, revoked_at=revoked or kept.revoked_at, last_used_at=used)
