"""What each command does, told in lines on the terminal; each returns the exit code."""

import argparse
import re
import sys
from typing import get_args

from chalicelib.api.parameters import Kind
from chalicelib.domain.receipt import Mistyped, parse_code
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role
from chalicelib.usecases.keys import NewKey, stop
from chalicelib.usecases.ports import Deps
from ops import calendars, checking, keys, seed, target, templates
from ops.importing import command, mapping

KINDS = get_args(Kind)


class Refused(Exception):
    """What was asked cannot be done; the message says why."""


def say(text: str) -> None:
    """One line for whoever runs the command."""
    sys.stdout.write(f"{text}\n")


def month(text: str) -> str:
    """A month as `2026-11`."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no month like 2026-11")
    return text


def seed_all(asked: argparse.Namespace) -> int:
    """Reference data, and the demo where it is asked for."""
    deps = _deps(asked)
    seed.load(deps, say)
    if asked.demo:
        seed.demo(deps, say)
    return 0


def calendar(asked: argparse.Namespace) -> int:
    """A calendar's file, computed anew."""
    path = seed.DATA / f"calendar-{asked.id}.json"
    computed = calendars.compute(calendars.SOURCES[asked.id])
    calendars.save(computed, path)
    say(f"{path}: {len(computed.holidays)} days off from {computed.first} to {computed.last}; `seed` puts them into the store")
    return 0


def bootstrap(asked: argparse.Namespace) -> int:
    """The first steward's key."""
    _show(keys.bootstrap(asked.holder, _deps(asked), asked.days))
    return 0


def key_create(asked: argparse.Namespace) -> int:
    """Any other key."""
    _show(keys.create(asked.agency, Role(asked.role), asked.holder, _deps(asked), asked.days))
    return 0


def key_list(asked: argparse.Namespace) -> int:
    """Keys without their text."""
    deps = _deps(asked)
    ids = asked.agency or [agency.id for agency in deps.reference.every(Agency)]
    for line in keys.described([key for id_ in ids for key in deps.access.of(id_)], deps.now()):
        say(line)
    return 0


def key_revoke(asked: argparse.Namespace) -> int:
    """The end of a key."""
    key = stop(asked.id, _deps(asked))
    say(f"{key.id} ({key.role} of {key.agency}, {key.holder}) is revoked; the API notices within a minute")
    return 0


def template_list(asked: argparse.Namespace) -> int:
    """An agency's reply templates."""
    for line in templates.described(asked.agency, _deps(asked)):
        say(line)
    return 0


def template_put(asked: argparse.Namespace) -> int:
    """A new or changed reply template."""
    deps = _deps(asked)
    one = templates.read(asked.id, asked.agency, asked.name, asked.category, asked.file, deps)
    said = templates.put(asked.agency, one, deps, dry_run=asked.dry_run)
    say(f"{one.id} of {asked.agency}, {one.name}: {said}{_not_written(asked)}")
    return 0


def template_delete(asked: argparse.Namespace) -> int:
    """The end of a reply template."""
    gone = templates.delete(asked.agency, asked.id, _deps(asked), dry_run=asked.dry_run)
    say(f"{gone.id} of {asked.agency}, {gone.name}: deleted{_not_written(asked)}")
    return 0


def import_file(asked: argparse.Namespace) -> int:
    """Existing cases from a CSV file."""
    order = command.Order(file=asked.file, mapping=mapping.load(asked.mapping), report=asked.report, threads=asked.threads, dry=asked.dry_run)
    report = command.import_file(order, _deps(asked), say)
    return 1 if report.written["failed"] else 0


def verify(asked: argparse.Namespace) -> int:
    """Proof over codes, or over the complaints filed with agencies."""
    deps = _deps(asked)
    codes = [tracking_code(text) for text in asked.code] or checking.filed_with(asked.agency, asked.since, deps)
    faults = 0
    for code, fault in checking.check(codes, deps):
        faults += 1
        say(f"{code}: {fault}")
    say(f"{len(codes):,} complaints verified, {faults:,} faults")
    return 1 if faults else 0


def _deps(asked: argparse.Namespace) -> Deps:
    return target.asked(asked)


def _show(made: NewKey) -> None:
    say(f"{made.key.role} of {made.key.agency}, {made.key.holder}, until {made.key.expires_at:%Y-%m-%d}. The key is shown this once:")
    say(made.text)


def _not_written(asked: argparse.Namespace) -> str:
    return " (dry run: nothing was written)" if asked.dry_run else ""


def tracking_code(text: str) -> str:
    """A tracking code as it is stored."""
    try:
        return parse_code(text)
    except Mistyped as mistyped:
        raise Refused(f"{text}: {mistyped}") from mistyped
