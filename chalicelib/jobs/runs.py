"""Scheduled runs: they stop cleanly before their time is over, and say in the log what they did."""

from collections.abc import Callable
from typing import Any

from chalice.app import CloudWatchEvent

from chalicelib import logs, wiring
from chalicelib.usecases import recounts
from chalicelib.usecases.score import running_periods, score_period
from chalicelib.usecases.sweep import sweep

log = logs.get("jobs")
SPARE_MS = 5000


def tick(event: CloudWatchEvent) -> dict[str, object]:
    """Do what is due by itself, then go on with recounts; raises at the end if something could not be done, so that the alarm rings until it can."""
    swept = sweep(wiring.deps(), _has_time(event))
    not_recounted = 0 if swept.left else _recount(_has_time(event))
    result: dict[str, object] = {"count": swept.looked_at, "done": swept.done, "skipped": swept.skipped, "failed": swept.failed, "left": swept.left}
    log.info("tick", extra=logs.facts(**result))
    if failed := swept.failed + not_recounted:
        raise RuntimeError(f"{failed} complaints could not be dealt with")
    return result


def _recount(has_time: Callable[[], bool]) -> int:
    """Go on with the recounts of changed calendars; how many cases could not be counted."""
    jobs = recounts.go_on(wiring.deps(), has_time)
    for job in jobs:
        log.info("recount", extra=logs.facts(id=job.id, count=job.looked_at, done=job.changed, failed=job.failed, left=not job.done_at))
    return sum(job.failed for job in jobs)


def score(event: CloudWatchEvent) -> dict[str, object]:
    """Recompute the scores of the running periods."""
    deps = wiring.deps()
    result: dict[str, object] = {}
    for period in running_periods(deps.now().date()):
        result[period] = score_period(period, deps, _has_time(event))
        log.info("score", extra=logs.facts(period=period, count=result[period]))
    return result


def _has_time(event: CloudWatchEvent) -> Callable[[], bool]:
    context: Any = event.context
    return lambda: context.get_remaining_time_in_millis() > SPARE_MS
