"""Who opened which sealed identities, on the terminal."""

import argparse
from collections.abc import Iterator

from chalicelib.domain import receipt
from chalicelib.domain.events import Event, instant
from chalicelib.usecases import unsealings
from chalicelib.usecases.ports import After, Deps
from ops import commands, target
from ops.administration_cli import Subparsers
from ops.target import OPERATOR


def add(subparsers: Subparsers) -> None:
    """`unsealings`."""
    it = subparsers.add_parser("unsealings", help="list who opened which sealed identities in a month, and why")
    it.add_argument("--period", type=commands.month, help="month, for example 2026-11 (default: this one)")
    it.set_defaults(run=show)


def show(asked: argparse.Namespace) -> int:
    """One line an opening."""
    deps = target.asked(asked)
    lines = [_line(event, agency) for event, agency in _all(asked.period or f"{deps.now():%Y-%m}", deps)]
    for line in lines or ["nobody opened a sealed identity"]:
        commands.say(line)
    return 0


def _all(period: str, deps: Deps) -> Iterator[tuple[Event, str]]:
    after: After = None
    while True:
        found, after = unsealings.listed(period, after, OPERATOR, deps)
        yield from found
        if after is None:
            return


def _line(event: Event, agency: str) -> str:
    who = f"{event.actor.holder}, {event.actor.role} of {agency}"
    return f"{instant(event.at)}  {receipt.written(event.code)}  {who}: {event.text}"
