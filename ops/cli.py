"""The command line: what can be asked, and how a refusal is told. What is done is in `commands`.

Exit codes: 0 done, 1 refused or faults found, 2 wrong use or no installation, 130 stopped with Ctrl-C.
"""

import argparse
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import DomainError, InvalidInput
from chalicelib.domain.issuing import DAYS, HOLDER_LENGTH, MOST_DAYS
from chalicelib.domain.open_data import WrongFile
from chalicelib.domain.words import Role
from chalicelib.settings import SettingsMissing
from local.kept import DIRECTORY
from ops import administration_cli, commands, doctor, identities, keys, restoring, scores, standing, target, templates, webhooks
from ops.administration_cli import Subparsers
from ops.importing.mapping import WrongMapping

REFUSALS = (DomainError, WrongFile, WrongMapping, commands.Refused, keys.AlreadyBootstrapped, templates.WrongTemplate, BotoCoreError, ClientError)
KEY_ROLES = [role.value for role in Role if role not in (Role.REPORTER, Role.SYSTEM)]

IMPORT = """Each line becomes a case with its own dates and events, is repaired, or is refused with a reason; all are counted at the end. Agencies, regions
and categories that the mapping brings are put first. A case that is there already is left as it is. The exit code is 1 only when the store was too busy for
some lines: then the same command goes on where it stopped."""

SCORE = """What is frozen is shown as it is and never computed again. --freeze is for months of before the schedule ran, once all of their cases are imported; they
must be over for as long as the policy says. --verify says equal, or shows what differs and ends with 1; either form of a file will do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    parsed = parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except KeyboardInterrupt:
        return 130
    except (SettingsMissing, target.NotRunning) as nowhere:
        return _tell(f"no installation: {nowhere}", 2)
    except OSError as error:
        return _tell(f"{error.filename}: {error.strerror}", 1)
    except InvalidInput as wrong:
        return _tell("\n".join(f"{error.pointer.removeprefix('/')}: {error.detail}" for error in wrong.errors), 1)
    except REFUSALS as refusal:
        return _tell(str(refusal), 1)


def _tell(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code


def parser() -> argparse.ArgumentParser:
    """Every command with its options and help."""
    whole = argparse.ArgumentParser(
        prog="python -m ops",
        description="Operators' commands. They work on the installation that the environment names, unless --local or --stack names another.",
        epilog="Every command has its own --help. Exit codes: 0 done, 1 refused or faults found, 2 wrong use or no installation.",
    )
    where = whole.add_mutually_exclusive_group()
    where.add_argument("--local", action="store_true", help="the stack that `make run` started")
    where.add_argument("--stack", metavar="NAME", help="a deployed stack; AWS credentials come from the environment as always")
    whole.add_argument("--data", type=Path, default=DIRECTORY, metavar="DIR", help="with --local: the stack's data (default: .data)")
    subparsers = whole.add_subparsers(metavar="COMMAND", required=True)
    stewards = (
        administration_cli.agency,
        administration_cli.category,
        administration_cli.policy,
        administration_cli.calendar,
        standing.commitment,
        standing.assessment,
    )
    for add in (_seed, _bootstrap, _key, *stewards, _template, webhooks.webhook, _import, _score, _verify, identities.add, restoring.add, doctor.add):
        add(subparsers)
    return whole


def _seed(subparsers: Subparsers) -> None:
    it = subparsers.add_parser("seed", help="put agencies, categories, regions, calendars and the policy", description="Writes only what differs.")
    it.add_argument("--demo", action="store_true", help="also made-up complaints of the past three months; prints keys for them once")
    it.set_defaults(run=commands.seed_all)


def _bootstrap(subparsers: Subparsers) -> None:
    it = subparsers.add_parser("bootstrap", help="make the first steward's key; refused when one works already")
    it.add_argument("--holder", required=True, type=_holder, help="name of the person who will use it")
    it.add_argument("--days", type=_days, default=DAYS, help="days until it expires (default: %(default)s)")
    it.set_defaults(run=commands.bootstrap)


def _key(subparsers: Subparsers) -> None:
    actions = subparsers.add_parser("key", help="make, list and revoke agency keys").add_subparsers(metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make a key, at most two that work a holder; its text is shown once and kept nowhere")
    create.add_argument("--agency", required=True, help="id of the agency, for example 51.71.dishub")
    create.add_argument("--role", required=True, choices=KEY_ROLES)
    create.add_argument("--holder", required=True, type=_holder, help="name of the person or system that will use it")
    create.add_argument("--days", type=_days, default=DAYS, help="days until it expires (default: %(default)s)")
    create.set_defaults(run=commands.key_create)
    listed = actions.add_parser("list", help="list keys, without their text, with their last use")
    listed.add_argument("--agency", action="append", help="of this agency; may be repeated (default: all)")
    listed.set_defaults(run=commands.key_list)
    revoke = actions.add_parser("revoke", help="stop a key for good; the API notices within a minute")
    revoke.add_argument("id", help="the ten characters after tgp_STAGE_")
    revoke.set_defaults(run=commands.key_revoke)


def _template(subparsers: Subparsers) -> None:
    actions = subparsers.add_parser("template", help="list, put and delete reply templates").add_subparsers(metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="list an agency's templates")
    put = actions.add_parser("put", help="add a template, or replace the one with this id", description="{code}, {due} and {agency} are filled in.")
    put.add_argument("id", help="stable id, for example terima")
    put.add_argument("--file", default="-", help="where its text is (default: standard input)")
    put.add_argument("--name", required=True, help="what officers choose it by")
    put.add_argument("--category", help="only for cases of this category and those below it (default: for any)")
    delete = actions.add_parser("delete", help="take a template away")
    delete.add_argument("id")
    for it, run in ((listed, commands.template_list), (put, commands.template_put), (delete, commands.template_delete)):
        it.add_argument("--agency", required=True, help="id of the agency that keeps it, for itself and all below")
        it.set_defaults(run=run)
    for it in (put, delete):
        it.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")


def _import(subparsers: Subparsers) -> None:
    it = subparsers.add_parser("import", help="bring existing cases in from a CSV file; running again changes nothing", description=IMPORT)
    it.add_argument("file", type=Path)
    it.add_argument("--mapping", type=Path, required=True, help="what the columns mean; ops/data/nyc311.toml is one to start from")
    it.add_argument("--report", type=Path, help="write every remark about every line to this CSV file")
    it.add_argument("--threads", type=_positive, default=8, help="writers at the same time (default: %(default)s)")
    it.add_argument("--dry-run", action="store_true", help="read and judge every line, write no case")
    it.set_defaults(run=commands.import_file)


def _score(subparsers: Subparsers) -> None:
    it = subparsers.add_parser(
        "score", help="compute the scores of a period anew and show them; freeze months; recompute from published files", description=SCORE
    )
    it.add_argument("--period", type=scores.period, help="2026-11, 2026-Q4, 2026-H2 or 2026 (default: last month and this one)")
    it.add_argument("--kind", choices=commands.KINDS, help="show only agencies of this kind")
    what = it.add_mutually_exclusive_group()
    what.add_argument("--freeze", action="store_true", help="freeze the months of the period, as the schedule does with those of after its first run")
    what.add_argument(
        "--verify", nargs="+", type=Path, metavar="FILE", help="the file of a frozen period, or those of all its months: recompute from them alone"
    )
    it.set_defaults(run=scores.run)


def _verify(subparsers: Subparsers) -> None:
    it = subparsers.add_parser(
        "verify",
        help="prove that timelines were not changed behind the application's back",
        description="Checks that events add up to the state, that the chain of hashes holds, and that texts are the ones that were sealed.",
    )
    it.add_argument("code", nargs="*", help="tracking codes")
    it.add_argument("--agency", action="append", help="complaints filed with this agency; may be repeated (default, without codes: with any)")
    it.add_argument("--since", type=commands.month, help="first month of filing, for example 2026-01 (default: twelve months ago)")
    it.set_defaults(run=commands.verify)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return number


def _days(text: str) -> int:
    if (number := int(text)) not in range(1, MOST_DAYS + 1):
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {MOST_DAYS}")
    return number


def _holder(text: str) -> str:
    """A name as the API takes it: one line, that can be shown."""
    name, (least, most) = unicodedata.normalize("NFC", text).strip(), HOLDER_LENGTH
    if not (least <= len(name) <= most and name.isprintable()):
        raise argparse.ArgumentTypeError(f"a name of {least} to {most} characters is expected")
    return name
