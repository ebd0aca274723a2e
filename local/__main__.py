"""The command line of the local stack: without a command it runs everything; `clock` and `mail` talk to what runs."""

import argparse
import sys
from pathlib import Path

from local import InTheWayError, kept, mail
from local.moved_clock import MovedClock, shown


def main() -> int:
    """Runs one command; says in a sentence what is in its way."""
    arguments = _parser().parse_args()
    try:
        arguments.command(arguments)
    except KeyboardInterrupt:
        return 130
    except (InTheWayError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description="Runs Tanggap on this machine. Ctrl-C stops it.")
    parser.add_argument("--data", type=Path, default=kept.DIRECTORY, help="directory of the data (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port of the site and the API (default: %(default)s)")
    parser.add_argument("--seed", choices=["demo"], help="add made-up complaints")
    parser.add_argument("--now", help="start with a moved clock: +4d or 2026-12-01T08:00")
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(metavar="command")
    clock = commands.add_parser("clock", help="show or move the clock of the running stack")
    clock.add_argument("where", nargs="?", help="+4d, -2h, +30m, 2026-12-01T08:00 (Jakarta) or reset")
    clock.set_defaults(command=_clock)
    commands.add_parser("mail", help="show the notices that were sent").set_defaults(command=_mail)
    return parser


def _run(arguments: argparse.Namespace) -> None:
    from local.run import Options, run  # noqa: PLC0415 - the other commands need none of it

    run(Options(arguments.data, arguments.port, arguments.seed, arguments.now))


def _clock(arguments: argparse.Namespace) -> None:
    clock = MovedClock(arguments.data / "clock")
    if arguments.where:
        clock.move(arguments.where)
    sys.stdout.write(f"{shown(clock.now())}{'' if clock.offset() else ' (not moved)'}\n")


def _mail(arguments: argparse.Namespace) -> None:
    for text in mail.shown(arguments.data):
        sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
