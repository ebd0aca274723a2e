"""Agency keys: what is kept of them, read at each call and remembered for a minute, so that a revoked key stops within one."""

from collections.abc import Callable

import msgspec

from chalicelib.domain.access import AccessKey
from chalicelib.store import keys
from chalicelib.store.memory import Memory
from chalicelib.store.rows import DocumentRow
from chalicelib.store.tables import Item, Tables

REMEMBERED_SECONDS = 55


class Access:
    """The store of agency keys. `timer` gives seconds from any start."""

    def __init__(self, tables: Tables, timer: Callable[[], float]) -> None:
        self._tables = tables
        self._memory: Memory[AccessKey] = Memory(1000, REMEMBERED_SECONDS, timer)

    def get(self, key_id: str) -> AccessKey | None:
        """What is kept of a key."""
        found = self._memory.get(key_id)
        if found is None and (item := self._tables.get(keys.access_key(key_id), keys.HEAD)):
            found = _decoded(item)
            self._memory.put(key_id, found)
        return found

    def put(self, key: AccessKey) -> None:
        """Keep a key, or its changed state."""
        doc = msgspec.json.encode(key).decode()
        self._tables.put(DocumentRow(keys.access_key(key.id), keys.HEAD, doc=doc, q=keys.key_list(key.agency), qs=key.id))
        self._memory.clear()

    def of(self, agency: str) -> list[AccessKey]:
        """Every key of an agency, revoked and expired ones too."""
        return [_decoded(item) for item in self._tables.all(keys.key_list(agency), index="queue")]


def _decoded(item: Item) -> AccessKey:
    return msgspec.json.decode(item["doc"]["S"], type=AccessKey)
