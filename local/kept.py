"""The directory of the local stack's data, and the secrets in it."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from local import InTheWayError, whole_files
from local.environment import Credentials

DIRECTORY = Path(__file__).parents[1] / ".data"


@dataclass(frozen=True)
class Secrets:
    """Made once for each data directory. The receipts of the complaints in it depend on the first."""

    receipt_key: str
    engine_key: str
    engine_secret: str

    @property
    def credentials(self) -> Credentials:
        """Those of the engine's root user."""
        return Credentials(self.engine_key, self.engine_secret)


def load_secrets(data: Path) -> Secrets:
    """The secrets of `data`; makes them the first time, readable for this user only."""
    file = data / "secrets.json"
    if file.exists():
        return Secrets(**json.loads(file.read_text()))
    made = Secrets(secrets.token_urlsafe(36), f"LOCAL{secrets.token_hex(8).upper()}", secrets.token_urlsafe(30))
    whole_files.write(file, json.dumps(asdict(made), indent=2), mode=0o600)
    return made


def tables_saved(data: Path) -> bool:
    """Whether the engine has written both tables to disk."""
    file = data / "state" / "dynamodb.json"
    if not file.exists():
        return False
    state = json.loads(file.read_text(encoding="utf-8"))
    names = "".join(state.get("payload", state).get("tables", {}).get("data", {}))
    return "CasesTable" in names and "IdentitiesTable" in names


def forget_half_made(data: Path) -> bool:
    """Drop the engine's state of a first start that was killed before the tables were saved: it knows a stack, but nothing was ever kept in it."""
    half_made = (data / "state" / "cloudformation.json").exists() and not tables_saved(data)
    if half_made:
        shutil.rmtree(data / "state")
    return half_made


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Keeps a second run off the data. The system frees the lock of a process that dies."""
    with (data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise InTheWayError(f"Another run works with {data}: process {lock.read().strip() or 'unknown'}. Stop it first (Ctrl-C there).") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
