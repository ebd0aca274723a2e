"""The run of an import: a hundred lines at a time are read, looked up at once, and the new ones written side by side."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice

from chalicelib.domain.calendar import CalendarEnds
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.usecases import setting
from chalicelib.usecases.load import load
from chalicelib.usecases.ports import Deps
from ops.importing import story
from ops.importing.case import Case
from ops.importing.mapping import Mapping
from ops.importing.reading import read
from ops.importing.remarks import Remark, Weight
from ops.importing.report import Result
from ops.importing.story import Rules, Story
from ops.importing.table import Line

CHUNK = 100
PAUSES = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before each further try when the store is busy."""


def rules_of(agency_id: str, deps: Deps) -> Rules:
    """What an agency works by."""
    agency = setting.agency(agency_id, deps)
    return Rules(agency, setting.office(agency, deps), setting.policy(None, deps))


@dataclass(slots=True)
class Run:
    """One import: what it works with, and what it remembers between lines. `pause` waits for seconds."""

    mapping: Mapping
    deps: Deps
    pause: Callable[[float], None]
    dry: bool = False
    rules: dict[str, Rules] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def results(self, lines: Iterable[Line], pool: Executor) -> Iterator[Result]:
        """What became of each line, in order."""
        now, rest = self.deps.now(), iter(lines)
        while chunk := list(islice(rest, CHUNK)):
            told = [self._told(line, now) for line in chunk]
            present = {complaint.code for complaint in self.deps.cases.complaints([one.complaint.code for one, _ in told if one])}
            yield from pool.map(partial(self._result, present), chunk, told)

    def _told(self, line: Line, now: datetime) -> tuple[Story | None, tuple[Remark, ...]]:
        case, remarks = read(line, self.mapping, now)
        if case is None:
            return None, remarks
        first = self.seen.setdefault(case.source_id, line.number)
        if first != line.number:
            return None, (*remarks, Remark(Weight.REFUSAL, "id-repeated", f"line {first} has the same id"))
        try:
            return story.tell(case, self._rules(case), lambda: setting.salt(self.deps)), remarks
        except CalendarEnds as ends:
            return None, (*remarks, Remark(Weight.REFUSAL, "calendar-ends", str(ends)))

    def _rules(self, case: Case) -> Rules:
        if case.agency not in self.rules:
            self.rules[case.agency] = rules_of(case.agency, self.deps)
        return self.rules[case.agency]

    def _result(self, present: set[str], line: Line, told_and_said: tuple[Story | None, tuple[Remark, ...]]) -> Result:
        told, remarks = told_and_said
        code = told.complaint.code if told else ""
        source_id = line.cells.get(self.mapping.columns.id, "")
        return Result(number=line.number, source_id=source_id, code=code, written=self._written(told, present), remarks=remarks)

    def _written(self, told: Story | None, present: set[str]) -> str:
        if told is None:
            return "refused"
        if told.complaint.code in present:
            return "present"
        return "tried" if self.dry else self._write(told)

    def _write(self, told: Story) -> str:
        for seconds in (*PAUSES, None):
            try:
                load(told.changes, told.text, None, self.deps)
            except Conflict:
                return "present"
            except Busy:
                if seconds is not None:
                    self.pause(seconds)
            else:
                return "new"
        return "failed"
