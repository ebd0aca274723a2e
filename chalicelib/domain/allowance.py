"""How much an agency key may ask in a minute: fixed windows, each of which begins with a full quota."""

from dataclasses import dataclass
from datetime import datetime

WINDOW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a key has left in this window; `used` includes the request at hand, `seconds` are left until the next window."""

    quota: int
    used: int
    seconds: int

    @property
    def left(self) -> int:
        """How many more requests will be answered."""
        return max(0, self.quota - self.used)

    @property
    def is_spent(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.quota


def allowance(quota: int, used: int, now: datetime) -> Allowance:
    """The allowance at an instant."""
    return Allowance(quota=quota, used=used, seconds=WINDOW - now.second)
