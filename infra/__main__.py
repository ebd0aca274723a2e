"""The command line of the deployment: `python -m infra package --stage dev`, `openapi`, `map`, `icons`."""

import argparse
import json
import sys
from pathlib import Path

from chalicelib.api.openapi import document
from infra import outlines
from infra.package import ROOT, package

NEW_ENOUGH = (3, 12)
NEXT = """
To deploy it (needs the AWS command line, an account, and a bucket for the zip):
  aws cloudformation package --template-file {output}/sam.json --s3-bucket BUCKET --output-template-file {output}/packaged.yaml
  aws cloudformation deploy --template-file {output}/packaged.yaml --stack-name tanggap-{stage} --s3-bucket BUCKET \\
    --capabilities CAPABILITY_IAM --parameter-overrides Stage={stage} SiteUrl=https://… MailFrom=…
"""


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m infra")
    commands = parser.add_subparsers(required=True, metavar="command")
    build = commands.add_parser("package", help="build what is deployed into build/<stage>/, say how large it is and how to go on")
    build.add_argument("--stage", choices=["dev", "prod"], default="dev")
    build.add_argument("--output", type=Path)
    build.set_defaults(run=_package)
    commands.add_parser("openapi", help="write the description of the API").set_defaults(run=_openapi)
    draw = commands.add_parser("map", help="draw the map of the provinces that the site shows, from a TopoJSON file")
    draw.add_argument("source", type=Path)
    draw.set_defaults(run=_map)
    commands.add_parser("icons", help="draw the icons of the home screen from web/img/icon.svg").set_defaults(run=_icons)
    arguments = parser.parse_args()
    arguments.run(arguments)


def _package(arguments: argparse.Namespace) -> None:
    output = arguments.output or ROOT / "build" / arguments.stage
    archive = package(arguments.stage, output)
    for made in (archive, archive.with_name("inspection.zip")):
        sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:.2f} MB\n")
    sys.stdout.write(NEXT.format(output=output, stage=arguments.stage))
    if sys.version_info < NEW_ENOUGH:
        sys.stderr.write("Lambda's Python 3.11 runs on a Linux that is too old for the layer: deploy what was packaged with Python 3.12 or newer.\n")


def _openapi(_: argparse.Namespace) -> None:
    (ROOT / "docs" / "openapi.json").write_text(json.dumps(document(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _map(arguments: argparse.Namespace) -> None:
    outlines.write(arguments.source, ROOT / "ops" / "data" / "regions.csv", ROOT / "web" / "img" / "provinces.json")


def _icons(_: argparse.Namespace) -> None:
    from infra import icons  # noqa: PLC0415 - its library is in the dev tools only, and packaging does without

    icons.write(ROOT / "web" / "img" / "icon.svg", ROOT / "web" / "img")


if __name__ == "__main__":
    main()
