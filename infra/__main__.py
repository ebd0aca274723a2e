"""The command line of the deployment: `python -m infra package --stage dev`."""

import argparse
import sys
from pathlib import Path

from infra.package import ROOT, package

NEXT = """
To deploy it (needs the AWS command line, an account, and a bucket for the zip):
  aws cloudformation package --template-file {output}/sam.json --s3-bucket BUCKET --output-template-file {output}/packaged.yaml
  aws cloudformation deploy --template-file {output}/packaged.yaml --stack-name tanggap-{stage} --s3-bucket BUCKET \\
    --capabilities CAPABILITY_IAM --parameter-overrides Stage={stage} SiteUrl=https://… MailFrom=…
"""


def main() -> None:
    """Builds into `build/<stage>/` and says how large it is and how to go on."""
    parser = argparse.ArgumentParser(prog="python -m infra")
    commands = parser.add_subparsers(required=True, metavar="command")
    build = commands.add_parser("package", help="build what is deployed")
    build.add_argument("--stage", choices=["dev", "prod"], default="dev")
    build.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    output = arguments.output or ROOT / "build" / arguments.stage
    archive = package(arguments.stage, output)
    sys.stdout.write(f"{archive}: {archive.stat().st_size / 1e6:.2f} MB\n{NEXT.format(output=output, stage=arguments.stage)}")


if __name__ == "__main__":
    main()
