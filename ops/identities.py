"""Identities on the terminal: who opened which, and their erasure without a receipt."""

import argparse
from collections.abc import Iterator

from chalicelib.domain import identity, receipt
from chalicelib.domain.case import Case
from chalicelib.domain.events import SYSTEM, Event, instant
from chalicelib.domain.lost import contact_of
from chalicelib.domain.words import Identity
from chalicelib.usecases import erasure, unsealings
from chalicelib.usecases.act import Decision, act_on_latest
from chalicelib.usecases.ports import After, Deps
from chalicelib.usecases.setting import load
from ops import checking, commands, target
from ops.administration_cli import Subparsers
from ops.target import OPERATOR


def add(subparsers: Subparsers) -> None:
    """`unsealings`, `erase`."""
    it = subparsers.add_parser("unsealings", help="list who opened which sealed identities in a month, and why")
    it.add_argument("--period", type=commands.month, help="month, for example 2026-11 (default: this one)")
    it.set_defaults(run=show)
    erase = subparsers.add_parser(
        "erase",
        help="erase who filed a complaint, for good; the case stays",
        description="For who asks in person and has lost the receipt, and after a backup was restored that is older than an erasure.",
    )
    erase.add_argument("code", nargs="*", help="tracking codes")
    erase.add_argument("--by-address", action="store_true", help="also what was filed with an e-mail address, which is read from standard input")
    erase.add_argument("--dry-run", action="store_true", help="say of whom something is kept, erase nobody")
    erase.set_defaults(run=erase_each)


def show(asked: argparse.Namespace) -> int:
    """One line an opening."""
    deps = target.asked(asked)
    lines = [_line(event, agency) for event, agency in _all(asked.period or f"{deps.now():%Y-%m}", deps)]
    for line in lines or ["nobody opened a sealed identity"]:
        commands.say(line)
    return 0


def erase_each(asked: argparse.Namespace) -> int:
    """One line a complaint."""
    deps = target.asked(asked)
    known = filed_with(input("e-mail address: ").strip(), deps) if asked.by_address else []
    for case in [load(code, deps) for code in [*map(commands.tracking_code, asked.code), *known]]:
        commands.say(f"{receipt.written(case.complaint.code)}: {_erase(case, deps, dry_run=asked.dry_run)}")
    return 0


def filed_with(address: str, deps: Deps) -> list[str]:
    """The codes of what was filed with an address, for whoever is named by a court and not by a code."""
    return sorted(deps.cases.reporters_of(contact_of(address, deps.key)))


def _erase(case: Case, deps: Deps, *, dry_run: bool) -> str:
    """One whose case says already that nobody is known, and of whom something is kept still, was left by a record of the stream that was given up."""
    if case.complaint.identity is Identity.NONE:
        return _finish(case, deps, dry_run=dry_run)
    if not dry_run:
        act_on_latest(case, lambda now, _: Decision(identity.erase(now.complaint)), SYSTEM, deps)
    return "would be erased" if dry_run else "erased"


def _finish(case: Case, deps: Deps, *, dry_run: bool) -> str:
    if not any(checking.kept(case, deps)):
        return "nothing is kept of the reporter"
    if not dry_run:
        deps.cases.forget_reporter(case.complaint.code)
    if not dry_run and erasure.ended(case.complaint, deps):
        erasure.forget_files(case, deps)
    return "would be erased" if dry_run else "erased"


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
