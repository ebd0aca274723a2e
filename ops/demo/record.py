"""What stands beside the demo's complaints: since when scores are kept, what agencies have committed to, and how others have assessed them."""

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.domain import periods
from chalicelib.domain.assessment import Assessment
from chalicelib.domain.commitment import Commitment
from chalicelib.domain.events import Actor
from chalicelib.domain.periods import Runs
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Role
from chalicelib.usecases import assessments, commitments
from chalicelib.usecases.ports import Deps
from ops.demo.cast import HOLDER
from ops.demo.content import Assessed, Content, Promise

BACK = timedelta(days=61)
"""Two months that are over have scores, of which one at least can be frozen: there are files of periods, and changes of place."""


def put(content: Content, deps: Deps) -> None:
    """Put it all; who has promised or was assessed already, and scores that are kept already, stay as they are."""
    then = deps.now() - BACK
    past = replace(deps, now=lambda: then)
    if not deps.scores.runs():
        deps.scores.keep_runs(Runs(since=periods.month_of(then.date()), all_on=then.date()))
    promises = [one for one in content.commitments if not deps.reference.about(Commitment, one.agency)]
    assessed = [one for one in content.assessments if not deps.reference.about(Assessment, one.agency)]
    for promise in promises:
        _promise(promise, past)
    for found in assessed:
        _assess(found, past)


def _promise(it: Promise, deps: Deps) -> None:
    """By the end of June next year, as its coordinator."""
    given = {"agency": it.agency, "indicator": it.indicator, "target": it.target, "by": date(deps.now().year + 1, 6, 30), "text": it.text}
    commitments.make(given, Actor(role=Role.COORDINATOR, agency=it.agency, holder=HOLDER), deps)


def _assess(it: Assessed, deps: Deps) -> None:
    """For the year before, as a steward."""
    given = {"agency": it.agency, "assessor": it.assessor, "year": deps.now().year - 1, "result": it.result, "place": it.place, "source": it.source}
    assessments.record(given, Actor(role=Role.STEWARD, agency=NATION, holder=HOLDER), deps)
