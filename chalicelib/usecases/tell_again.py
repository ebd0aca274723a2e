"""Notices that did not go out the first time, and those of whoever died while sending: the tick wakes each when its time comes, the stream brings it, and it is written anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib import logs
from chalicelib.usecases import lost, support, tell
from chalicelib.usecases.deliver import Outcome, deliver
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.setting import load

log = logs.get("jobs")
PAGE = 100
OTHERS: Mapping[str, Callable[[str, Deps], Outcome]] = {lost.LOST: lost.again, support.ASKED: support.ask_again}
"""What is sent beside the notices of events, by what its name begins with."""


@dataclass(frozen=True, slots=True)
class Woken:
    """What a run did: so many were woken, could not be; `left` says that time ran out."""

    woken: int = 0
    failed: int = 0
    left: bool = False


def wake(deps: Deps, has_time: Callable[[], bool], shards: Sequence[int] | None = None) -> Woken:
    """Wake every notice whose time has come, of all shards unless told which; stop cleanly when `has_time` says no. It reads nobody's address and sends nothing.

    Each minute begins at another shard, so that none waits behind the others when there are more than a run can wake.
    """
    asked = range(deps.shards) if shards is None else shards
    total, first = Woken(), deps.now().minute % len(asked)
    for shard in (*asked[first:], *asked[:first]):
        total = _wake_shard(shard, total, deps, has_time)
    return total


def _wake_shard(shard: int, total: Woken, deps: Deps, has_time: Callable[[], bool]) -> Woken:
    after: After = None
    while has_time():
        try:
            due, after = deps.deliveries.due(shard, deps.now(), PAGE, after)
        except Exception:
            log.exception("wake", extra=logs.facts(id=shard))
            return replace(total, failed=total.failed + 1)
        for name in due:
            if not has_time():
                return replace(total, left=True)
            total = _wake(name, total, deps)
        if after is None:
            return total
    return replace(total, left=True)


def _wake(name: str, total: Woken, deps: Deps) -> Woken:
    """One that cannot be woken keeps no other from it, and is due still."""
    try:
        return replace(total, woken=total.woken + deps.deliveries.wake(name, deps.now()))
    except Exception:
        log.exception("wake", extra=logs.facts(code=_kind(name)))
        return replace(total, failed=total.failed + 1)


def tell_again(name: str, deps: Deps) -> Outcome:
    """Send one that was woken: written from what is known of people now, so that whom nothing is known of any more is told nothing. Safe to run twice."""
    if again := OTHERS.get(_kind(name)):
        return again(name, deps)
    code, seq, *_ = name.split("#")
    case = load(code, deps)
    letter = tell.letter(name, case.events[int(seq) - 1], case, deps)
    if letter:
        return deliver(letter, deps)
    deps.deliveries.done(name, deps.now())
    return Outcome.NOTHING


def _kind(delivery: str) -> str:
    """What its name begins with: the code of its complaint, or what is sent beside notices of events."""
    return delivery.partition("#")[0]
