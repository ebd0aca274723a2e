"""What stewards may ask of the command line. What is done is in `administration`."""

import argparse
from pathlib import Path
from typing import TypeAlias

from ops import administration, calendars, commands

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  argparse has no public name for it


def agency(subparsers: Subparsers) -> None:
    """`agency put`, `move`, `close`."""
    actions = subparsers.add_parser("agency", help="add, change, move and close agencies").add_subparsers(metavar="ACTION", required=True)
    put = actions.add_parser("put", help="add an agency, or change what is given of a known one")
    put.add_argument("id", help="stable id, for example 51.71.dishub")
    put.add_argument("--name")
    put.add_argument("--kind", choices=commands.KINDS[1:])
    put.add_argument("--parent", help="id of the agency above")
    put.add_argument("--zone", help="IANA time zone (default: the parent's)")
    put.add_argument("--calendar", help="calendar's id (default: the parent's)")
    put.add_argument("--region", help="region's code, or empty for none (default: the parent's)")
    put.add_argument("--contact", action="append", default=[], metavar="ROLE=ADDRESS", help="where a role gets notices; an empty address removes it")
    _runs(put, administration.agency_put, example="officer=name@example.org")
    move = actions.add_parser("move", help="put an agency with all below it below another; run again, it goes on where it was interrupted")
    move.add_argument("id")
    move.add_argument("--parent", required=True, help="id of the agency that will be above")
    _runs(move, administration.agency_move)
    close = actions.add_parser("close", help="close an agency for good and hand its open cases over; run again, it goes on with those that are left")
    close.add_argument("id")
    close.add_argument("--successor", required=True, help="id of the agency that has its business from now on")
    _runs(close, administration.agency_close)


def category(subparsers: Subparsers) -> None:
    """`category put`."""
    actions = subparsers.add_parser("category", help="add, change, close and open categories").add_subparsers(metavar="ACTION", required=True)
    put = actions.add_parser("put", help="add a category, or change what is given of a known one")
    put.add_argument("id", help="stable id, for example jalan.lampu")
    put.add_argument("--name")
    put.add_argument("--name-en")
    put.add_argument("--parent", help="id of the category above, for a new one")
    put.add_argument("--class", dest="default_class", choices=["complaint", "supervised"], help="what a complaint becomes here")
    put.add_argument(
        "--agency", action="append", default=[], metavar="REGION=AGENCY", help="who gets what names nobody; =AGENCY everywhere, REGION= nobody"
    )
    put.add_argument("--sensitive", action=argparse.BooleanOptionalAction, help="whether its pages offer to be left fast")
    shut = put.add_mutually_exclusive_group()
    shut.add_argument("--close", dest="closed", action="store_const", const=True, help="take no more complaints")
    shut.add_argument("--open", dest="closed", action="store_const", const=False, help="take complaints again")
    _runs(put, administration.category_put, example="51.71=51.71.dishub")


def policy(subparsers: Subparsers) -> None:
    """`policy show`, `change`."""
    actions = subparsers.add_parser("policy", help="show the limits and put a new version in force").add_subparsers(metavar="ACTION", required=True)
    show = actions.add_parser("show", help="the policy as JSON")
    show.add_argument("--version", type=int, help="(default: the one in force)")
    show.set_defaults(run=administration.policy_show)
    change = actions.add_parser("change", help="put a new version in force; every complaint keeps the one it was filed under")
    change.add_argument("file", type=Path, help='JSON with the fields that change, for example {"verify_days": 2}')
    _runs(change, administration.policy_change)


def calendar(subparsers: Subparsers) -> None:
    """`calendar show`, `put`, `add`, `remove`, `preview`, `compute`."""
    actions = subparsers.add_parser("calendar", help="show and add calendars, add and remove days off").add_subparsers(
        metavar="ACTION", required=True
    )
    show = actions.add_parser("show", help="every day off")
    show.add_argument("id")
    show.add_argument("--version", type=int, help="(default: the one in force)")
    show.set_defaults(run=administration.calendar_show)
    put = actions.add_parser("put", help="add a calendar that stands on another: with its days off, a weekend and days of its own")
    put.add_argument("id", help="stable id, for example id-5171")
    put.add_argument("--base", required=True, help="calendar that it stands on")
    put.add_argument("--weekend", type=int, nargs="+", metavar="WEEKDAY", help="weekdays that are off, Monday is 0 (default: the base's)")
    _days(put)
    _runs(put, administration.calendar_put)
    add = actions.add_parser("add", help="add days off, as a new version, and count the open cases anew")
    add.add_argument("id")
    add.add_argument("days", nargs="+", metavar="DATE=NAME")
    _runs(add, administration.calendar_add)
    remove = actions.add_parser("remove", help="remove days off, as a new version, and count the open cases anew")
    remove.add_argument("id")
    remove.add_argument("days", nargs="+", metavar="DATE")
    _runs(remove, administration.calendar_remove)
    preview = actions.add_parser("preview", help="show which dates of open cases would move, and change nothing")
    preview.add_argument("id")
    _days(preview)
    preview.set_defaults(run=administration.calendar_preview, dry_run=True)
    compute = actions.add_parser("compute", help="compute ops/data/calendar-ID.json anew from the `holidays` library; needs no installation")
    compute.add_argument("id", choices=sorted(calendars.SOURCES), help="which calendar")
    compute.set_defaults(run=commands.calendar)


def _days(it: argparse.ArgumentParser) -> None:
    it.add_argument("--add", action="append", default=[], metavar="DATE=NAME", help="a day off more; may be repeated")
    it.add_argument("--remove", action="append", default=[], metavar="DATE", help="a day off less; may be repeated")


def _runs(it: argparse.ArgumentParser, run: object, **more: str) -> None:
    it.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
    it.set_defaults(run=run, **more)
