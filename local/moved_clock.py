"""A clock that can be moved, to see today what happens in four days. The move is a file, so a running stack follows it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from local import whole_files

ZONE = ZoneInfo("Asia/Jakarta")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}
SHIFT = re.compile(r"([+-])(\d{1,5})([dhm])")


class MovedClock:
    """The real time plus the offset kept in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """The moved time, in UTC. The file is read each time: that costs microseconds and is never out of date."""
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        """How far the clock is moved; not at all when nothing usable is kept."""
        try:
            return timedelta(seconds=int(self._file.read_text()))
        except (FileNotFoundError, ValueError):
            return timedelta(0)

    def move(self, where: str) -> None:
        """Moves to `where`: `+4d`, `-2h` or `+30m` from the moved time, an instant like `2026-12-01T08:00`, or `reset`."""
        self._keep(timedelta(0) if where == "reset" else parse(where, self.now()) - datetime.now(UTC))

    def start_at(self, where: str) -> None:
        """Moves to `where`, counted from the real time whatever an earlier run has left."""
        self._keep(parse(where, datetime.now(UTC)) - datetime.now(UTC))

    def _keep(self, offset: timedelta) -> None:
        whole_files.write(self._file, f"{round(offset.total_seconds())}\n")


def parse(where: str, now: datetime) -> datetime:
    """The instant that `where` means at `now`; an instant without a zone is one of Jakarta."""
    if shift := SHIFT.fullmatch(where):
        sign, amount, unit = shift.groups()
        return now + int(f"{sign}{amount}") * timedelta(**{UNITS[unit]: 1})
    try:
        instant = datetime.fromisoformat(where)
    except ValueError:
        raise ValueError(f"{where!r} is no time; write +4d, -2h, +30m, 2026-12-01T08:00 or reset") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=ZONE)


def shown(instant: datetime) -> str:
    """`instant` for people: in Jakarta's time, with the day of the week."""
    return f"{instant.astimezone(ZONE):%a %Y-%m-%d %H:%M:%S} WIB"
