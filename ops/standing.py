"""Commitments and assessments from the command line, by the same bodies and use cases as over the API; each command returns the exit code."""

import argparse
from typing import Any

from chalicelib.api import agency_bodies, steward_bodies
from chalicelib.api.administration import given
from chalicelib.domain.commitment import Indicator
from chalicelib.usecases import assessments, commitments
from chalicelib.usecases.commitments import Standing
from ops import target
from ops.administration_cli import Subparsers
from ops.commands import say
from ops.target import OPERATOR

COMMITTED = ("agency", "indicator", "target", "by", "text")
ASSESSED = ("agency", "assessor", "year", "result", "source", "place", "replaces")


def commitment(subparsers: Subparsers) -> None:
    """`commitment put`, `list`."""
    actions = subparsers.add_parser("commitment", help="commit agencies to targets, and see how they stand").add_subparsers(
        metavar="ACTION", required=True
    )
    put = actions.add_parser("put", help="commit an agency to a target by a date")
    put.add_argument("--agency", required=True, help="id of the agency, for example 51.71")
    put.add_argument("--indicator", required=True, choices=list(Indicator))
    put.add_argument("--target", required=True, type=float, help="a share from 0 to 1, days, points from 0 to 5 or a score from 0 to 100")
    put.add_argument("--by", required=True, metavar="DATE", help="for example 2027-06-30; months that end by it are measured")
    put.add_argument("--text", required=True, help="the promise in words")
    put.add_argument("--dry-run", action="store_true", help="say what would be kept, keep nothing")
    put.set_defaults(run=commitment_put)
    listed = actions.add_parser("list", help="every commitment of an agency and how it stands")
    listed.add_argument("--agency", required=True)
    listed.set_defaults(run=commitment_list)


def assessment(subparsers: Subparsers) -> None:
    """`assessment put`, `list`."""
    actions = subparsers.add_parser("assessment", help="record what others found about agencies").add_subparsers(metavar="ACTION", required=True)
    put = actions.add_parser("put", help="record an assessment; a correction names the record that it replaces")
    put.add_argument("--agency", required=True, help="id of the agency, for example 51.71")
    put.add_argument("--assessor", required=True, help="who assessed, for example KemenPANRB")
    put.add_argument("--year", required=True, type=int)
    put.add_argument("--result", required=True, help="in the assessor's words, for example: Top 30")
    put.add_argument("--source", required=True, metavar="URL", help="where everybody can read it; https only")
    put.add_argument("--place", type=int, help="the place, if there was one")
    put.add_argument("--replaces", metavar="ID", help="the record that this one corrects")
    put.add_argument("--dry-run", action="store_true", help="say what would be kept, keep nothing")
    put.set_defaults(run=assessment_put)
    listed = actions.add_parser("list", help="assessments of an agency, or of a year, or all")
    listed.add_argument("--agency", default="")
    listed.add_argument("--year", type=int)
    listed.set_defaults(run=assessment_list)


def commitment_put(asked: argparse.Namespace) -> int:
    """A commitment."""
    deps = target.asked(asked)
    values = given(agency_bodies.CommitmentBody, _sent(asked, COMMITTED), commitments.wrong_fields, deps)
    done = commitments.make(values, OPERATOR, deps, dry=asked.dry_run)
    return _say(
        f"{done.after.id} {done.after.agency}: {done.after.indicator} {done.after.target:g} by {done.after.by}", asked, new=done.before is None
    )


def commitment_list(asked: argparse.Namespace) -> int:
    """How commitments stand."""
    for one in commitments.listed(asked.agency, target.asked(asked)):
        say(_line(one))
    return 0


def assessment_put(asked: argparse.Namespace) -> int:
    """An assessment."""
    deps = target.asked(asked)
    values = given(steward_bodies.AssessmentBody, _sent(asked, ASSESSED), assessments.wrong_fields, deps)
    done = assessments.record(values, OPERATOR, deps, dry=asked.dry_run)
    return _say(f"{done.after.id} {done.after.agency}: {done.after.assessor}, {done.after.result}", asked, new=done.before is None)


def assessment_list(asked: argparse.Namespace) -> int:
    """Assessments, those that were replaced too."""
    for one in assessments.listed(asked.agency, asked.year, target.asked(asked)):
        it = one.assessment
        place = f", place {it.place}" if it.place else ""
        replaced = f" (replaced by {it.replaced_by})" if it.replaced_by else ""
        say(f"{it.id}  {it.agency:14} {it.assessor}: {it.result}{place}{replaced}  {it.source}")
    return 0


def _sent(asked: argparse.Namespace, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(asked, name)) is not None}


def _line(one: Standing) -> str:
    it, latest = one.commitment, one.progress.latest
    measured = f"{latest.value:g} in {latest.period}" if latest else "-"
    withdrawn = f", withdrawn on {it.withdrawn_on}" if it.withdrawn_on else ""
    return f"{it.id}  {it.by}  {it.indicator:20} {it.target:>6g}  {one.progress.state:12} {measured}{withdrawn}"


def _say(what: str, asked: argparse.Namespace, *, new: bool) -> int:
    kept = "would be kept" if asked.dry_run else "kept"
    say(f"{what}: {kept}" if new else f"{what}: nothing to change")
    return 0
