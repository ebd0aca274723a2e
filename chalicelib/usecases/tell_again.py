"""Notices that did not go out the first time, and those of whoever died while sending: each is written anew when its time comes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import filterfalse, groupby

from chalicelib import logs
from chalicelib.domain.errors import Busy
from chalicelib.usecases import lost, support
from chalicelib.usecases.deliver import Outcome, deliver
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.setting import load
from chalicelib.usecases.tell import Write, letters

log = logs.get("jobs")
PAGE = 100
OTHERS: Mapping[str, Callable[[str, Deps], Outcome]] = {lost.LOST: lost.again, support.ASKED: support.ask_again}
"""What is sent beside the notices of events, by what its name begins with."""


@dataclass(frozen=True, slots=True)
class Retold:
    """What a run did: so many went out, are tried again later, will never go out, broke; `left` says that time ran out."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    broken: int = 0
    left: bool = False


def tell_again(deps: Deps, has_time: Callable[[], bool]) -> Retold:
    """Try every notice whose time has come; stop cleanly when `has_time` says no."""
    total = Retold()
    for shard in range(deps.shards):
        after: After = None
        while True:
            if not has_time():
                return replace(total, left=True)
            due, after = deps.deliveries.due(shard, deps.now(), PAGE, after)
            for name in filter(_own_kind, due):
                total = _tried(partial(OTHERS[_kind(name)], name, deps), _kind(name), total)
            for (code, seq), names in groupby(sorted(filterfalse(_own_kind, due)), _event):
                total = _tell(code, seq, list(names), total, deps)
            if after is None:
                break
    return total


def _kind(delivery: str) -> str:
    return delivery.partition("#")[0]


def _own_kind(delivery: str) -> bool:
    return _kind(delivery) in OTHERS


def _event(delivery: str) -> tuple[str, int]:
    code, seq, *_ = delivery.split("#")
    return code, int(seq)


def _tell(code: str, seq: int, names: Sequence[str], total: Retold, deps: Deps) -> Retold:
    """One event's notices that are due: written from what is known of people now, so that whom nothing is known of any more is told nothing."""
    found: dict[str, Write] = {}
    total = _tried(lambda: found.update(_letters(code, seq, deps)), code, total)
    for name in names if found else ():
        total = _tried(partial(_tell_one, name, found, deps), code, total)
    return total


def _letters(code: str, seq: int, deps: Deps) -> dict[str, Write]:
    case = load(code, deps)
    return dict(letters(case.events[seq - 1], case, deps))


def _tell_one(name: str, found: Mapping[str, Write], deps: Deps) -> Outcome:
    letter = found[name]() if name in found else None
    if letter:
        return deliver(letter, deps)
    deps.deliveries.done(name, deps.now())
    return Outcome.NOTHING


def _tried(do: Callable[[], Outcome | None], code: str, total: Retold) -> Retold:
    """The run with what came of one more thing; what breaks stops nothing else, and comes again with the next run."""
    try:
        outcome = do()
    except Busy:  # the store does not answer
        return total
    except Exception:
        log.exception("notice", extra=logs.facts(code=code))
        return replace(total, broken=total.broken + 1)
    return total if outcome in (None, Outcome.NOTHING) else replace(total, **{outcome: getattr(total, outcome) + 1})
