"""The job that a changed calendar leaves: to recount the open cases of its agencies, in rounds, from wherever it stopped."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.calendar import Calendar, version_id

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

    A calendar has one at most that is not done. When it is changed again before that, or after one that left cases uncounted, the next takes all of it over
    (`continued_by` names its version): then `before` and `opened` are of the first such change.

    The first round begins at once. A case may be filed or changed meanwhile by somebody who does not know the new version yet, or move on the agenda from what is
    still to be read to what was read. So rounds follow, the first when everybody knows, until one has nothing to change. `found` counts what this round changed
    or had to skip; the other counts are what is reported: open cases looked at by the first round, cases changed by all, cases that the last could not count.
    """

    calendar: str
    before: int
    version: int
    since: datetime
    opened: datetime
    round: int = 1
    shard: int = 0
    place: Mapping[str, Any] | None = None
    found: int = 0
    looked_at: int = 0
    changed: int = 0
    failed: int = 0
    done_at: datetime | None = None
    continued_by: int | None = None

    @property
    def id(self) -> str:
        """What it is kept as: one for each version."""
        return version_id(self.calendar, self.version)

    @property
    def starts(self) -> bool:
        """Whether nothing of it has been done."""
        return self.round == 1 and self.shard == 0 and self.place is None

    @property
    def leaves(self) -> bool:
        """Whether the next must take something over."""
        return self.continued_by is None and (self.done_at is None or self.failed > 0)

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
        return replace(counted, shard=self.shard + 1) if self.shard + 1 < shards else _round_over(counted, now)

    def over(self, now: datetime) -> "Recount":
        """The job when nothing is left of it."""
        return replace(self, done_at=now)


def _round_over(it: Recount, now: datetime) -> Recount:
    return it.over(now) if it.round > 1 and not it.found else replace(it, round=it.round + 1, shard=0, found=0, failed=0)


def job(before: Calendar, after: Calendar, now: datetime, previous: Recount | None) -> Recount:
    """What the change of a calendar leaves to do, and what a `previous` one has left."""
    it = Recount(calendar=after.id, before=before.version, version=after.version, since=now, opened=now)
    return replace(it, before=previous.before, opened=previous.opened) if previous else it


def continued(previous: Recount, by: Recount) -> Recount:
    """The job as it stands when the next takes it over."""
    return replace(previous, done_at=previous.done_at or by.since, continued_by=by.version)
