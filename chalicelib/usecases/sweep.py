"""The tick: do what is due by itself. It reads the agenda only, so it costs what is due, not what exists."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chalicelib import logs
from chalicelib.domain import agenda, change
from chalicelib.domain.agenda import Step
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.events import SYSTEM
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.setting import circumstances

log = logs.get("jobs")
PAGE = 100
MOST_STEPS = 20
"""More than any ladder has: a complaint that still has a step due after so many is left for the next run."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a run did.

    It looked at `looked_at` complaints and did `done` steps; `skipped` were changed by somebody else meanwhile, `failed` broke and will be tried again;
    `left` says that time ran out.
    """

    looked_at: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    left: bool = False


def sweep(deps: Deps, has_time: Callable[[], bool], shards: Iterable[int] | None = None) -> Swept:
    """Do every step that is due, shard by shard (all of them, unless told which), each in a transaction of its own; stop cleanly when `has_time` says no."""
    total = Swept()
    for shard in range(deps.shards) if shards is None else shards:
        total = _sweep_shard(shard, total, deps, has_time)
    return total


def _sweep_shard(shard: int, total: Swept, deps: Deps, has_time: Callable[[], bool]) -> Swept:
    """Page by page to the end: what failed stays on the agenda, so reading its beginning again would never get past it."""
    after: After = None
    while True:
        if not has_time():
            return replace(total, left=True)
        wanting, after = deps.cases.wanting(shard, deps.now(), PAGE, after)
        for complaint in read(wanting, deps):
            if not has_time():
                return replace(total, left=True)
            total = _look_at(complaint, total, deps)
        if after is None:
            return total


def read(codes: Sequence[str], deps: Deps) -> list[Complaint | None]:
    """Complaints in one round trip; if one of them cannot be read, one by one, with none in its place, so that it stops no other."""
    try:
        return list(deps.cases.complaints(codes))
    except Busy:
        raise
    except Exception:
        if len(codes) > 1:
            return [complaint for code in codes for complaint in read([code], deps)]
        log.exception("sweep", extra=logs.facts(code=codes[0]))
        return [None]


def _look_at(complaint: Complaint | None, total: Swept, deps: Deps) -> Swept:
    total = replace(total, looked_at=total.looked_at + 1)
    if complaint is None:
        return replace(total, failed=total.failed + 1)
    try:
        return replace(total, done=total.done + catch_up(complaint, deps))
    except (Conflict, Busy):  # somebody else writes it at this very moment: the next run is a minute away
        return replace(total, skipped=total.skipped + 1)
    except Exception:  # one complaint that cannot be dealt with, for a calendar that ends, must not stop all others
        log.exception("sweep", extra=logs.facts(code=complaint.code))
        return replace(total, failed=total.failed + 1)


def catch_up(complaint: Complaint, deps: Deps) -> int:
    """Do the steps that are due, in order, and put the complaint back on the agenda; returns how many. Raises `Conflict` when it was changed meanwhile.

    From the event of an erasure on nobody is known to have filed it; what is kept of them is deleted by who reacts to that (`erasure.py`): here identities are out of reach.
    """
    for done in range(MOST_STEPS):
        now = deps.now()
        if complaint.wake is None or complaint.wake > now:
            return done
        at = circumstances(complaint, now, deps)
        step = _next_step(complaint, at, deps)
        if step is None or step.at > now:
            deps.cases.wake_later(replace(complaint, wake=step.at if step else None))
            return done
        changed = change.then(complaint, step.deed, SYSTEM, at, "")
        deps.cases.append(changed, forgets=False)
        complaint = changed.complaint
    return MOST_STEPS


def _next_step(complaint: Complaint, at: Circumstances, deps: Deps) -> Step | None:
    """The next step; what a linked complaint's lead has to say is asked only when it would be due, since that costs a read."""
    step = agenda.next_step(complaint, at.policy, at.office)
    if step is None or complaint.lead is None or step.at > at.now:
        return step
    [lead] = deps.cases.complaints([complaint.lead])
    return agenda.with_lead(step, lead, at.policy, at.now)
