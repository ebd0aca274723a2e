"""Puts the demo on: agencies, 300 complaints of the past three months, keys. What is there already is left alone."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TypeAlias

from tqdm import tqdm

from chalicelib.domain import receipt
from chalicelib.domain.errors import Conflict
from chalicelib.domain.receipt import Receipt
from chalicelib.usecases.ports import Deps
from ops.demo import cast
from ops.demo.content import Texts, content
from ops.demo.lives import Life
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
    written = list(Author(whole, random).scripts(deps.now().replace(microsecond=0)))
    lived = [_live(script, whole.texts, deps, random) for script in tqdm(written, desc="demo", unit=" complaints", disable=None)]
    with ThreadPoolExecutor(THREADS) as pool:
        new = list(pool.map(lambda each: _save(each[0], deps), lived))
    say(f"demo: {len(new):,} complaints known, {sum(new):,} written")
    _show_receipts([each for each, is_new in zip(lived, new, strict=True) if is_new], say)
    for made in cast.new_keys(deps):
        say(f"demo key: {made.key.role:12} {made.key.agency:14} {made.text}")


def _live(script: Script, texts: Texts, deps: Deps, random: Random) -> Lived:
    stage = Stage(deps, deps.now().replace(microsecond=0))
    life = Life(script, texts, random, stage)
    return stage, life.live()


def _save(stage: Stage, deps: Deps) -> bool:
    try:
        stage.save(deps.cases.load)
    except Conflict:
        return False
    return True


def _show_receipts(lived: Sequence[Lived], say: Say) -> None:
    """The newest, with the richest timelines first."""
    told = sorted(lived, key=lambda each: len(each[0].memory.changes), reverse=True)
    for _, given in told[:SHOWN]:
        say(f"demo receipt: {receipt.written(given.code)} {receipt.written(given.secret, 6)}")
