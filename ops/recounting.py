"""The open cases that a changed calendar moves, on the command line: shown before the change, counted anew after it."""

import time
from datetime import timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.recount_job import SETTLED, Recount
from chalicelib.usecases import calendars, recounts
from chalicelib.usecases.administration import Done
from chalicelib.usecases.ports import Deps
from ops.commands import say

AGAIN = timedelta(seconds=5)
"""How long until a look at what somebody else, such as the tick, is doing."""


def preview(done: Done[Calendar], deps: Deps) -> None:
    """Every date that would move, and how many."""
    moved = []
    for one in recounts.preview(done, deps):
        say(f"{one.code} {one.clock}: {one.old} -> {one.new or 'beyond the last day of the calendar: would stay'}")
        moved += [one.code] if one.new else []
    say(f"{len(moved):,} dates of {len(set(moved)):,} open cases would move")


def finish(id_: str, deps: Deps) -> int:
    """Go on with a calendar's recount, and those of the calendars that stand on it, until each is done, and tell what came of them; the exit code."""
    recounts.go_on(deps, lambda: True)
    if _left(id_, deps):
        say(
            f"counted anew; once more in {SETTLED.seconds} s, when nobody counts with the version before any more. The tick does the same: Ctrl-C only stops waiting"
        )
    while _left(id_, deps):
        pause(AGAIN)
        recounts.go_on(deps, lambda: True)
    return 1 if sum(map(_tell, _concerned(id_, deps))) else 0


def _left(id_: str, deps: Deps) -> bool:
    return any(not job.done_at for job in _concerned(id_, deps))


def _concerned(id_: str, deps: Deps) -> list[Recount]:
    """The last recount of a calendar, and of all that stand on it."""
    below = [job for one in calendars.standing_on_it(id_, deps) for job in _concerned(one.id, deps)]
    return [*calendars.recounts(id_, deps)[:1], *below]


def _tell(job: Recount) -> int:
    say(
        f"{job.calendar}, version {job.version}: {job.looked_at:,} open cases looked at, {job.changed:,} got other dates, {job.failed:,} could not be counted"
    )
    return job.failed


def pause(how_long: timedelta) -> None:
    """Wait."""
    time.sleep(how_long.total_seconds())
