"""The job that a changed calendar leaves: to recount the open cases of its agencies, in rounds, from wherever it stopped."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.calendar import version_id

SETTLED = timedelta(minutes=2)
"""How long after a change somebody may still count with the version before: a minute that it is remembered, and the time that a call takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What came of one page: `changed` now, `repeated` by a run that could not write it down any more, `skipped` because somebody else wrote the case at that moment."""

    looked_at: int = 0
    changed: int = 0
    repeated: int = 0
    skipped: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """From the version `before` of a calendar to `version`, in force `since`; `shard` and `place` say how far this round is.

    The first round begins at once. A case may be filed or changed meanwhile by somebody who does not know the new version yet, or move on the agenda from what is
    still to be read to what was read. So rounds follow, the first when everybody knows, until one has nothing to change. `found` counts what this round changed
    or had to skip; the other counts are what is reported: open cases looked at by the first round, cases changed by all, failures of the last.
    """

    calendar: str
    before: int
    version: int
    since: datetime
    round: int = 1
    shard: int = 0
    place: Mapping[str, Any] | None = None
    found: int = 0
    looked_at: int = 0
    changed: int = 0
    failed: int = 0
    done_at: datetime | None = None

    @property
    def id(self) -> str:
        """What it is kept as: one for each version."""
        return version_id(self.calendar, self.version)

    @property
    def starts(self) -> bool:
        """Whether nothing of it has been done."""
        return self.round == 1 and self.shard == 0 and self.place is None

    def waits(self, now: datetime) -> bool:
        """Whether there is nothing to do at the moment, or ever more."""
        return self.done_at is not None or (self.round > 1 and now < self.since + SETTLED)

    def after(self, page: Page, place: Mapping[str, Any] | None, shards: int, now: datetime) -> "Recount":
        """The job after a page, of which `place` is where the next begins, none at the end of a shard."""
        first = self.round == 1
        counted = replace(
            self,
            place=place,
            found=self.found + page.changed + page.skipped,
            looked_at=self.looked_at + (page.looked_at if first else 0),
            changed=self.changed + page.changed + (page.repeated if first else 0),
            failed=self.failed + page.failed,
        )
        if place is not None:
            return counted
        return replace(counted, shard=self.shard + 1) if self.shard + 1 < shards else counted._round_over(now)

    def _round_over(self, now: datetime) -> "Recount":
        if self.round > 1 and not self.found:
            return replace(self, done_at=now)
        return replace(self, round=self.round + 1, shard=0, found=0, failed=0)
