"""Scheduled runs: they stop cleanly before their time is over, and say in the log what they did."""

from collections.abc import Callable
from typing import Any

from chalice.app import CloudWatchEvent

from chalicelib import clock, logs, wiring
from chalicelib.usecases import recounts, statistics
from chalicelib.usecases.explore import count_provinces
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.score import run
from chalicelib.usecases.send import send
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.tell_again import wake

log = logs.get("jobs")
SPARE_MS = 5000
SPARE_TO_SEND_MS = 20_000
"""A request that has begun takes up to fifteen seconds."""
TO_WAKE = 0.2


def tick(event: CloudWatchEvent) -> dict[str, object]:
    """Wake the notices whose time has come, do what is due by itself, then go on with recounts; raises at the end if something could not be done, so that the alarm rings until it can.

    Notices come first and have a fifth of the time: neither they nor complaints ever wait for all of the others. The schedule may name the `shards` of the
    agenda that are meant: where there is one for each, that of the first has the recounts.
    """
    deps, has_time = wiring.deps(), _has_time(event)
    shards = event.detail.get("shards", range(deps.shards))
    woken, swept = wake(deps, _has_time(event, share=TO_WAKE), shards), sweep(deps, has_time, shards)
    left = int(swept.left or woken.left)
    result = {
        "woken": woken.woken,
        "count": swept.looked_at,
        "done": swept.done,
        "skipped": swept.skipped,
        "failed": swept.failed + woken.failed,
        "left": left,
    }
    log.info("tick", extra=logs.metrics(deps.stage, result))
    failed = swept.failed + (0 if swept.left or 0 not in shards else _recount(deps, has_time))
    if failed or woken.failed:
        raise RuntimeError(f"{failed} complaints could not be dealt with, {woken.failed} notices not be woken")
    return dict(result)


def _recount(deps: Deps, has_time: Callable[[], bool]) -> int:
    """Go on with the recounts of changed calendars; how many cases those that came to their end could not count."""
    gone = recounts.go_on(deps, has_time)
    for before, after in gone:
        done, failed = after.changed - before.changed, after.failed if after.done_at else 0
        counts = {"count": after.looked_at - before.looked_at, "done": done, "failed": failed, "left": int(not after.done_at)}
        log.info("recount", extra=logs.metrics(deps.stage, counts, id=after.id))
    return sum(after.failed for _, after in gone if after.done_at)


def score(event: CloudWatchEvent) -> dict[str, object]:
    """Recompute the scores of the periods that move, of the agencies that have changed; freeze the months that are over; count what was published by province, and what happened to complaints."""
    deps = wiring.deps()
    done = run(deps, _has_time(event))
    for period, count in done.scored.items():
        log.info("score", extra=logs.facts(period=period, count=count))
    for period in done.frozen:
        log.info("freeze", extra=logs.facts(period=period))
    log.info("provinces", extra=logs.facts(count=count_provinces(deps, _has_time(event))))
    log.info("statistics", extra=logs.facts(count=statistics.count(deps, _has_time(event))))
    return {"scored": dict(done.scored), "frozen": list(done.frozen)}


def send_webhooks(event: CloudWatchEvent) -> dict[str, object]:
    """Send what waits for endpoints; raises at the end if something of ours broke. That an endpoint does not answer is its agency's business."""
    sent = send(wiring.deps(), _has_time(event, SPARE_TO_SEND_MS), clock.wait)
    result: dict[str, object] = {"done": sent.sent, "failed": sent.failed, "broken": sent.broken}
    log.info("webhooks", extra=logs.facts(**result))
    if sent.broken:
        raise RuntimeError(f"{sent.broken} webhooks could not be served")
    return result


def _has_time(event: CloudWatchEvent, spare: int = SPARE_MS, share: float = 1) -> Callable[[], bool]:
    """Whether there is time still, of this share of what is left now."""
    context: Any = event.context
    kept = max(spare, context.get_remaining_time_in_millis() * (1 - share))
    return lambda: context.get_remaining_time_in_millis() > kept
