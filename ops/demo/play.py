"""Puts the demo on: agencies, 300 complaints of the past three months, commitments and assessments, keys. What is there already is left alone."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import TypeAlias

from tqdm import tqdm

from chalicelib.domain import receipt
from chalicelib.domain.errors import Conflict
from chalicelib.domain.receipt import Receipt
from chalicelib.usecases.load import load
from chalicelib.usecases.ports import Deps
from ops.demo import cast, record
from ops.demo.content import Texts, content
from ops.demo.lives import Life
from ops.demo.players import Players
from ops.demo.scripts import Author, Script
from ops.demo.stage import Stage

Lived: TypeAlias = tuple[Stage, Receipt]
Say: TypeAlias = Callable[[str], object]
THREADS = 6
SHOWN = 3
"""How many receipts are shown, to try the tracking page with."""


def fill(deps: Deps, say: Say, random: Random) -> None:
    """Put it all on and say what is new."""
    whole = content()
    deps.reference.put(list(cast.agencies(whole, deps)))
    lived = _live(Author(whole, random).scripts(deps.now().replace(microsecond=0)), whole.texts, deps, random)
    new = _save(lived, deps)
    say(f"demo: {len(lived):,} complaints known, {len(new):,} written")
    record.put(whole, deps)
    _show_receipts(new, say)
    for made in cast.new_keys(deps):
        say(f"demo key: {made.key.role:12} {made.key.agency:14} {made.text}")


def _live(scripts: Sequence[Script], texts: Texts, deps: Deps, random: Random) -> list[Lived]:
    """Each complaint by itself, the oldest first: one that repeats another can then look up how that stood at any instant."""
    lived: list[Lived] = []
    for script in tqdm(scripts, desc="demo", unit=" complaints", disable=None):
        stage = Stage(deps, deps.now().replace(microsecond=0))
        lead = None if script.repeats is None else lived[script.repeats][0]
        lived.append((stage, Life(Players(script, texts, random, stage), lead).live()))
    return lived


def _save(lived: Sequence[Lived], deps: Deps) -> list[Lived]:
    """Those that are new. The linked ones are written last, so that none is ever there without its lead."""
    alone = [each for each in lived if not each[0].case.complaint.lead]
    linked = [each for each in lived if each[0].case.complaint.lead]
    with ThreadPoolExecutor(THREADS) as pool:
        return [
            each for some in (alone, linked) for each, is_new in zip(some, pool.map(lambda one: _is_new(one[0], deps), some), strict=True) if is_new
        ]


def _is_new(stage: Stage, deps: Deps) -> bool:
    try:
        stage.save(partial(load, deps=deps))
    except Conflict:
        return False
    return True


def _show_receipts(lived: Sequence[Lived], say: Say) -> None:
    """The newest, with the richest timelines first."""
    told = sorted(lived, key=lambda each: len(each[0].memory.changes), reverse=True)
    for _, given in told[:SHOWN]:
        say(f"demo receipt: {receipt.written(given.code)} {receipt.written(given.secret, 6)}")
