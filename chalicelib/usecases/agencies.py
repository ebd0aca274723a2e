"""Stewards keep the tree of agencies: they create, change, move and close them. What is given is well-formed and names what exists: `wrong_fields`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from chalicelib.domain import tree
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import ActionRefused, FieldError
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.reference import Agency, Region
from chalicelib.usecases.administration import Done, keep, known, merged, once, retried, stewards_only
from chalicelib.usecases.hand_over import hand_over
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.setting import agency_now, unknown, wrong_zone

NAMES = {"parent": Agency, "successor": Agency, "calendar": Calendar, "region": Region}
INHERITED = ("zone", "calendar", "region")
PAGE = 200


@dataclass(frozen=True, slots=True)
class Rearranged:
    """An agency that moved or closed, with how many of what depends on it followed (agencies below it, open cases) and how many are left for the next call."""

    done: Done[Agency]
    moved: int
    left: int


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with fields that are well-formed each: what does not exist. `given` may be incomplete."""
    named = [(f"/{name}", kind, given[name]) for name, kind in NAMES.items() if given.get(name)]
    deps.reference.fetch(*((kind, id_) for _, kind, id_ in named))
    return unknown(named, deps) + wrong_zone("/zone", given.get("zone"))


def create(given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None) -> Done[Agency]:
    """Add an agency below its parent, whose zone, calendar and region it gets unless others are given; the same again is answered and not done again."""
    stewards_only(actor)

    def decide() -> Done[Agency]:
        parent, there = known(Agency, given["parent"], deps), deps.reference.fresh(Agency, given["id"])
        wanted = _new(given, parent)
        if there == wanted:
            return keep(Done(there, there), deps, dry=dry, call=call)
        if there:
            raise ActionRefused("agency.exists", f"there is another agency {there.id}")
        if parent.closed_at:
            raise ActionRefused("agency.closed-parent", f"{parent.id} is closed")
        return keep(Done(None, wanted), deps, parent, dry=dry, call=call)

    return once(Agency, call, deps, decide)


def change(id_: str, given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False) -> Done[Agency]:
    """Change what is given and nothing else; an empty address removes a role's."""
    stewards_only(actor)

    def decide() -> Done[Agency]:
        before = known(Agency, id_, deps)
        return keep(Done(before, tree.change(before, merged(before, given))), deps, dry=dry)

    return retried(decide)


def move(id_: str, parent: str, actor: Actor, deps: Deps, has_time: Callable[[], bool], *, dry: bool = False) -> Rearranged:
    """Put an agency, with all below it, below another; the same again goes on where an earlier call was interrupted."""
    stewards_only(actor)

    def decide() -> Done[Agency]:
        before, (above, *higher) = known(Agency, id_, deps), _upwards(parent, deps)
        moved = tree.move(before, above, [one.id for one in higher])
        return keep(Done(before, moved), deps, above, *higher, dry=dry)  # held, so that two moves at once cannot make a ring

    done = retried(decide)
    return Rearranged(done, *_follow(done.after, deps, has_time, dry=dry))


def close(id_: str, successor: str, actor: Actor, deps: Deps, has_time: Callable[[], bool], *, dry: bool = False) -> Rearranged:
    """Close an agency for good and hand its open cases over to its successor; the same again goes on with the cases that are left."""
    stewards_only(actor)

    def decide() -> Done[Agency]:
        before, heir = known(Agency, id_, deps), known(Agency, successor, deps)
        if before.closed_at:
            return _closed_before(before, successor)
        open_below = any(child.closed_at is None for child in _children(id_, deps))
        return keep(Done(before, tree.close(before, heir, deps.now(), open_below=open_below)), deps, heir, dry=dry)

    done = retried(decide)
    return Rearranged(done, *hand_over(done.after, agency_now(successor, deps), actor, deps, (lambda: False) if dry else has_time))


def _new(given: Mapping[str, Any], parent: Agency) -> Agency:
    inherited = {name: getattr(parent, name) for name in INHERITED}
    bare = Agency(id=given["id"], name=given["name"], kind=given["kind"], path="", **inherited)
    return tree.place(merged(bare, {name: value for name, value in given.items() if name != "parent"}), parent)


def _closed_before(agency: Agency, successor: str) -> Done[Agency]:
    if agency.successor != successor:
        raise ActionRefused("close.closed", f"{agency.id} is closed, and its successor is {agency.successor}")
    return Done(agency, agency)


def _follow(top: Agency, deps: Deps, has_time: Callable[[], bool], *, dry: bool) -> tuple[int, int]:
    """Put everything below an agency in its place again: how many agencies were elsewhere, and below how many others nobody has looked yet."""
    waiting, moved = [top], 0
    while waiting and has_time():
        above = waiting.pop()
        for child in _children(above.id, deps):
            placed = retried(partial(_place, child.id, above, deps, dry=dry))
            moved += placed.before != placed.after
            waiting.append(placed.after)
    return moved, len(waiting)


def _place(id_: str, above: Agency, deps: Deps, *, dry: bool) -> Done[Agency]:
    """A child below its parent, wherever that is by now; one that somebody else has moved away meanwhile stays there."""
    before, parent = known(Agency, id_, deps), above if dry else known(Agency, above.id, deps)
    return keep(Done(before, tree.place(before, parent) if before.parent == parent.id else before), deps, parent, dry=dry)


def _upwards(id_: str, deps: Deps) -> Iterator[Agency]:
    """An agency and all above it, each as it is kept at this moment."""
    above: str | None = id_
    while above:
        found = known(Agency, above, deps)
        yield found
        above = found.parent


def _children(id_: str, deps: Deps) -> Iterator[Agency]:
    after: After = None
    while True:
        found, after = deps.reference.agencies(parent=id_, kind="", limit=PAGE, after=after)
        yield from found
        if after is None:
            return
