"""Scores on the command line: computed and shown, frozen, and recomputed from published files alone."""

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chalicelib.domain import periods, ranking
from chalicelib.domain.open_data import WrongFile
from chalicelib.domain.ranking import Scored, ordered
from chalicelib.usecases.freeze import freeze
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.recount import Opened, digest_of, read
from chalicelib.usecases.score import score_months
from ops import target
from ops.commands import say

SHOWN = 50
FIGURES = ("kind", "score", "tally", "place", "ranked", "months", "policy")
"""What a file must come to; the change of a place comes from the period before, which has files of its own."""


def period(text: str) -> str:
    """A period as `2026-11`, `2026-Q4`, `2026-H2` or `2026`."""
    if not re.fullmatch(periods.FORM, text):
        raise argparse.ArgumentTypeError(f"{text!r} is no period like 2026-11, 2026-Q4, 2026-H2 or 2026")
    return text


def run(asked: argparse.Namespace) -> int:
    """Compute and show, freeze first, or recompute from files."""
    deps = target.asked(asked)
    if asked.verify:
        return _verify(asked.verify, asked.period, deps)
    this = periods.month_of(deps.now().date())
    for name in [asked.period] if asked.period else [periods.before(this), this]:
        _compute(name, this, deps, freezes=asked.freeze)
        _show(name, asked.kind or "", deps)
    return 0


def _compute(name: str, this: str, deps: Deps, *, freezes: bool) -> None:
    """Those months of a period that have begun and are not frozen; what is frozen stays as it is."""
    known = {one.period for one in deps.scores.frozen() if one.whole}
    months = [month for month in periods.months(name) if month <= this and month not in known]
    for month in months if freezes else ():
        one = freeze(month, deps, lambda: True)
        say(f"{month}: frozen, {one.cases:,} cases and {one.duties:,} duties to verify, SHA-256 {one.digest}")
    if months and not freezes:
        score_months(months, None, deps, lambda: True)


def _show(name: str, kind: str, deps: Deps) -> None:
    rows = deps.scores.of(name, kind)
    frozen = next((f", frozen on {one.frozen_at:%Y-%m-%d}" for one in deps.scores.frozen() if one.period == name and one.whole), "")
    say(f"{name}: {len(rows)} agencies have something to count{frozen}")
    for one in ordered(rows):
        value = "-" if one.score.value is None else f"{one.score.value:.2f}"
        place = f"{one.place}/{one.ranked}" if one.place else "-"
        change = "" if one.change is None else f"({one.change:+})"
        figures = f"{one.kind:9} {one.score.band:9} {place:>9} {change:5} {value:>6} {one.score.zone or '-':7} {one.tally.cases:>6,} cases"
        say(f"  {figures}  {one.agency:16} {one.name}")


def _verify(paths: Sequence[Path], name: str | None, deps: Deps) -> int:
    """From files alone, compared with what was published: the period that was named, or all that these are the file of; 1 where anything differs."""
    published = [(file.digest, one.period) for one in deps.scores.frozen() if one.whole for file in one.files]
    digests = {path: _digest(path) for path in paths}
    months = [month for path in paths for month in _opened(path)]
    unknown = [path for path in paths if digests[path] not in dict(published)]
    for path in unknown:
        say(f"{path}: not a file that was published: its digest is another one")
    names = [name] if name else [there for digest, there in published if digest == digests[paths[0]]]
    equal = [_compare(there, months, deps) for there in names or [months[0].period]]
    return 0 if all(equal) and not unknown else 1


def _compare(name: str, months: Sequence[Opened], deps: Deps) -> bool:
    """Say every difference, if months are those of a period; whether there is none."""
    wrong = list(_other_months(name, months, deps)) or list(differences(name, months, deps))
    for line in wrong[:SHOWN]:
        say(line)
    if wrong[SHOWN:]:
        say(f"and {len(wrong) - SHOWN:,} more")
    say(f"{name}: {len(wrong):,} differences" if wrong else f"{name}: equal, {len(deps.scores.of(name))} scores recomputed from the file alone")
    return not wrong


def differences(name: str, months: Sequence[Opened], deps: Deps) -> Iterator[str]:
    """Every figure that does not come out of the files as it was published."""
    computed = {row.agency: row for row in _recomputed(name, months, deps)}
    published = {row.agency: row for row in deps.scores.of(name)}
    for agency in sorted(computed.keys() | published.keys()):
        one, other = computed.get(agency), published.get(agency)
        if one is None or other is None:
            yield f"{agency}: {'published, and not in the file' if other else 'in the file, and not published'}"
        else:
            yield from (f"{agency}: {field}: {there} published, {here} from the file" for field, there, here in _unequal(other, one))


def _recomputed(name: str, months: Sequence[Opened], deps: Deps) -> list[Scored]:
    by_month = sorted(months, key=lambda one: one.period)
    rows = [row for one in by_month for row in one.scored(deps.now())]
    return rows if len(periods.months(name)) == 1 else ranking.summed(name, rows, by_month[-1].policy, deps.now(), [])


def _unequal(published: Scored, computed: Scored) -> Iterator[tuple[str, Any, Any]]:
    for field in FIGURES:
        there, here = getattr(published, field), getattr(computed, field)
        if there != here:
            yield from _parts(field, there, here)


def _parts(field: str, there: Any, here: Any) -> Iterator[tuple[str, Any, Any]]:
    """Of what has parts only those that differ."""
    if field not in ("score", "tally"):
        yield field, there, here
        return
    for name in there.__dataclass_fields__:
        one, other = getattr(there, name), getattr(here, name)
        if isinstance(one, Mapping):
            yield from (
                (f"{name} {key}", one.get(key), other.get(key)) for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)
            )
        elif one != other:
            yield name, one, other


def _other_months(name: str, months: Sequence[Opened], deps: Deps) -> Iterator[str]:
    """What keeps files from being those of a period."""
    frozen = {one.period: one.months for one in deps.scores.frozen() if one.whole}
    if name not in frozen:
        yield f"{name} is not frozen: its figures still move"
    elif sorted(one.period for one in months) != sorted(frozen[name]):
        yield f"{name} is made of {', '.join(frozen[name])}: name its file, or those of these months; given were {', '.join(one.period for one in months)}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return digest_of(file)


def _opened(path: Path) -> list[Opened]:
    try:
        with path.open("rb") as file:
            return read(file)
    except WrongFile as wrong:
        raise WrongFile(f"{path}: {wrong}") from wrong
