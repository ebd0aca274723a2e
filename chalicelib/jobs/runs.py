"""Scheduled runs: they stop cleanly before their time is over, and say in the log what they did."""

from collections.abc import Callable
from typing import Any

from chalice.app import CloudWatchEvent

from chalicelib import logs, wiring
from chalicelib.usecases.explore import count_provinces
from chalicelib.usecases.score import run
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.tell_again import tell_again as tell_waiting

log = logs.get("jobs")
SPARE_MS = 5000


def tick(event: CloudWatchEvent) -> dict[str, object]:
    """Do what is due by itself; raises at the end if something could not be done, so that the alarm rings until it can."""
    swept = sweep(wiring.deps(), _has_time(event))
    result: dict[str, object] = {"count": swept.looked_at, "done": swept.done, "skipped": swept.skipped, "failed": swept.failed, "left": swept.left}
    log.info("tick", extra=logs.facts(**result))
    if swept.failed:
        raise RuntimeError(f"{swept.failed} complaints could not be dealt with")
    return result


def score(event: CloudWatchEvent) -> dict[str, object]:
    """Recompute the scores of the periods that move, of the agencies that have changed; freeze the months that are over, and count what was published by province."""
    deps = wiring.deps()
    done = run(deps, _has_time(event))
    for period, count in done.scored.items():
        log.info("score", extra=logs.facts(period=period, count=count))
    for period in done.frozen:
        log.info("freeze", extra=logs.facts(period=period))
    log.info("provinces", extra=logs.facts(count=count_provinces(deps, _has_time(event))))
    return {"scored": dict(done.scored), "frozen": list(done.frozen)}


def tell_again(event: CloudWatchEvent) -> dict[str, object]:
    """Send the notices that wait for another attempt; raises at the end if something of ours broke. That an address takes no mail is its owner's business."""
    told = tell_waiting(wiring.deps(), _has_time(event))
    result: dict[str, object] = {"done": told.sent, "skipped": told.later, "failed": told.failed, "left": told.left}
    log.info("tell_again", extra=logs.facts(**result))
    if told.broken:
        raise RuntimeError(f"{told.broken} notices could not be dealt with")
    return result


def _has_time(event: CloudWatchEvent) -> Callable[[], bool]:
    context: Any = event.context
    return lambda: context.get_remaining_time_in_millis() > SPARE_MS
