"""`python -m bench.replay FILE --mapping MAP`: what would have happened, had the cases of a file been lived through here.

Each is filed, answered and closed on its own dates. On a simulated clock the sweep runs once a day; at the end every month is scored.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bench.said import say, show
from bench.world import BUILD, world
from chalicelib.domain import periods
from chalicelib.domain.events import Event
from chalicelib.domain.words import Action, Role, Status
from chalicelib.usecases import setting
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.score import score_months
from chalicelib.usecases.sweep import sweep
from ops.importing import mapping, story, table
from ops.importing.case import Case
from ops.importing.command import bring_reference
from ops.importing.mapping import Mapping
from ops.importing.reading import read
from ops.importing.story import DeedOf, Rules
from ops.importing.writing import rules_of

DAY, AFTER = timedelta(days=1), timedelta(days=120)
SWEPT_AT = time(12, tzinfo=UTC)
COUNTED = {Action.SUBMIT: "received", Action.RESPOND: "answered", Action.REMIND: "reminded"}


@dataclass
class Clock:
    """The simulated time."""

    now: datetime

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now


@dataclass(frozen=True, slots=True)
class Life:
    """A case of the file and all that its file says was done to it."""

    case: Case
    rules: Rules
    deeds: Sequence[tuple[datetime, Role, DeedOf]]

    @property
    def code(self) -> str:
        """Its tracking code here."""
        return story.code_of(self.case)

    @property
    def instants(self) -> list[datetime]:
        """When it was filed and when each deed was done, none before the one before it."""
        return list(accumulate([self.case.received_at, *(instant for instant, _, _ in self.deeds)], max))


def replay(path: Path, mapped: Mapping, deps: Deps, clock: Clock) -> list[Life]:
    """Live through the file from its first day until 120 days after its last; returns its cases."""
    bring_reference(mapped, deps)
    lives = list(_lives(path, mapped, deps))
    steps = sorted((instant, number, step) for number, life in enumerate(lives) for step, instant in enumerate(life.instants))
    first, last, done = steps[0][0].date(), steps[-1][0].date() + AFTER, 0
    for number in tqdm(range((last - first).days + 1), unit=" days", disable=None):
        clock.now = datetime.combine(first + DAY * number, SWEPT_AT)
        while done < len(steps) and steps[done][0] <= clock.now:
            _live(lives[steps[done][1]], steps[done][2], deps)
            done += 1
        sweep(deps, lambda: True)
    return lives


def _lives(path: Path, mapped: Mapping, deps: Deps) -> Iterator[Life]:
    """Every case that an import would take, once."""
    seen: set[str] = set()
    for line in table.lines(path, mapped):
        case, _ = read(line, mapped, deps.now())
        if case and case.source_id not in seen:
            seen.add(case.source_id)
            rules = rules_of(case.agency, deps)
            yield Life(case, rules, list(story.deeds(case, rules)))


def _live(life: Life, step: int, deps: Deps) -> None:
    """Do one step; what silence has closed meanwhile stays closed."""
    if step == 0:
        begun = story.begin(life.case, life.rules, lambda: setting.salt(deps))
        deps.cases.load(begun.changes, begun.text)
        return
    (complaint,) = deps.cases.complaints([life.code])
    if complaint.status is not Status.CLOSED:
        deps.cases.append(story.follow(complaint, life.case, life.rules, life.deeds[step - 1], setting.salt(deps)))


def by_year(lives: Sequence[Life], agency: str, deps: Deps) -> list[dict[str, Any]]:
    """What happened in each year, and the agency's score in it."""
    years: dict[int, Counter[str]] = defaultdict(Counter)
    for life in tqdm(lives, unit=" cases", disable=None):
        case = deps.cases.case(life.code)
        for event in case.events if case else ():
            years[event.at.year].update(_counted(event))
    return [_line(year, years[year], agency, deps) for year in sorted(years)]


def _counted(event: Event) -> list[str]:
    if event.action is Action.ESCALATE:
        return [f"level {event.data['level']}"]
    if event.action is Action.CLOSE:
        return [] if event.actor.holder else ["closed by silence"]
    return [COUNTED[event.action]] if event.action in COUNTED else []


def _line(year: int, counts: Counter[str], agency: str, deps: Deps) -> dict[str, Any]:
    names = (*COUNTED.values(), "level 1", "level 2", "level 3", "closed by silence")
    scored = next((one for one in deps.scores.of(f"{year}") if one.agency == agency), None)
    shares = scored.score.indicators if scored else {}
    figures = {name: shares.get(name) for name in ("followed_up_on_time", "resolved_on_time", "median_days")}
    return {
        "year": year,
        **{name: counts[name] for name in names},
        "counted": scored.tally.cases if scored else 0,
        **figures,
        "score": scored and scored.score.value,
    }


def months_of(lives: Sequence[Life], until: date) -> list[str]:
    """Every month from the first case on."""
    return periods.between(periods.month_of(min(life.case.received_at for life in lives).date()), periods.month_of(until))


def main() -> int:
    """Replay, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--mapping", type=Path, required=True)
    asked = parser.parse_args()
    mapped = mapping.load(asked.mapping)
    with world() as measured:
        clock = Clock(measured.deps.now())
        deps = replace(measured.deps, now=clock)
        lives = replay(asked.file, mapped, deps, clock)
        months = months_of(lives, clock.now.date())
        say(f"{len(lives):,} cases; scoring {len(months)} months")
        score_months(months, {life.case.agency for life in lives}, deps, lambda: True)
        agency = lives[0].case.agency
        lines = by_year(lives, agency, deps)
        scored = [one for month in months for one in deps.scores.of(month) if one.agency == agency]
    show(lines)
    BUILD.mkdir(exist_ok=True)
    kept = [{"month": one.period, "cases": one.tally.cases, "score": one.score.value, "zone": one.score.zone} for one in scored]
    (BUILD / "replay.json").write_text(json.dumps({"years": lines, "months": kept}, indent=1))
    say(f"{len(kept)} months have something to count; kept in build/replay.json")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
