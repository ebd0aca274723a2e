"""The command line of the deployment: `python -m infra deploy --stage dev`, `rollback`, `package`, `openapi`, `map`, `icons`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from chalicelib import clock
from chalicelib.api.openapi import document
from infra import outlines, releases
from infra.deploy import STAGES, Order, deploy, roll_back
from infra.package import ROOT, package
from infra.place import Refused, here
from ops import doctor

NEW_ENOUGH = (3, 12)
TOO_OLD = "Lambda's Python 3.11 runs on a Linux that is too old for the layer of the inspection: use Python 3.12 or newer.\n"


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m infra")
    commands = parser.add_subparsers(required=True, metavar="command")
    for add in (_add_deploy, _add_rollback):
        add(commands)
    build = commands.add_parser("package", help="build what is deployed into build/<stage>/ and say how large it is")
    build.add_argument("--stage", choices=["dev", "prod"], default="dev")
    build.add_argument("--output", type=Path)
    build.set_defaults(run=_package)
    commands.add_parser("openapi", help="write the description of the API").set_defaults(run=_openapi)
    draw = commands.add_parser("map", help="draw the map of the provinces that the site shows, from a TopoJSON file")
    draw.add_argument("source", type=Path)
    draw.set_defaults(run=_map)
    commands.add_parser("icons", help="draw the icons of the home screen from web/img/icon.svg").set_defaults(run=_icons)
    arguments = parser.parse_args()
    try:
        arguments.run(arguments)
    except Refused as refusal:
        sys.exit(str(refusal))


def _add_deploy(commands: Any) -> None:
    put = commands.add_parser("deploy", help="package, put the stack and the site up, look at it from outside; what does not work is taken back")
    put.add_argument("--stage", choices=sorted(STAGES), default="dev")
    put.add_argument("--set", nargs="*", default=[], type=_pair, metavar="NAME=VALUE", help="parameters of the template; the stack remembers them")
    put.set_defaults(run=_deploy)


def _add_rollback(commands: Any) -> None:
    back = commands.add_parser("rollback", help="put an earlier release up again, by default the one before")
    back.add_argument("--stage", choices=sorted(STAGES), default="dev")
    back.add_argument("--release", help="its id (default: the last that was another)")
    back.add_argument("--list", action="store_true", help="only show which releases the stage had")
    back.set_defaults(run=_roll_back, set=[])


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name, value


def _order(arguments: argparse.Namespace) -> Order:
    return Order(arguments.stage, dict(arguments.set), lambda text: print(text, flush=True), clock.utc_now, doctor.smoke)


def _deploy(arguments: argparse.Namespace) -> None:
    place = here()
    if sys.version_info < NEW_ENOUGH:
        raise Refused(TOO_OLD)
    archive = package(arguments.stage, ROOT / "build" / arguments.stage)
    deploy(_order(arguments), releases.made(archive, place), place)


def _roll_back(arguments: argparse.Namespace) -> None:
    place = here()
    if arguments.list:
        for line in releases.history(arguments.stage, place):
            print(line["at"], line["release"])
    else:
        roll_back(_order(arguments), arguments.release, place)


def _package(arguments: argparse.Namespace) -> None:
    if sys.version_info < NEW_ENOUGH:
        sys.stderr.write(TOO_OLD)
    output = arguments.output or ROOT / "build" / arguments.stage
    archive = package(arguments.stage, output)
    for made in (archive, archive.with_name("inspection.zip")):
        sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:.2f} MB\n")


def _openapi(_: argparse.Namespace) -> None:
    (ROOT / "docs" / "openapi.json").write_text(json.dumps(document(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _map(arguments: argparse.Namespace) -> None:
    outlines.write(arguments.source, ROOT / "ops" / "data" / "regions.csv", ROOT / "web" / "img" / "provinces.json")


def _icons(_: argparse.Namespace) -> None:
    from infra import icons  # noqa: PLC0415 - its library is in the dev tools only, and packaging does without

    icons.write(ROOT / "web" / "img" / "icon.svg", ROOT / "web" / "img")


if __name__ == "__main__":
    main()
