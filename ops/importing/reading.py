"""One line of a file as a case: translated, repaired where that is safe, refused where it is not, and never guessed in silence."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn, TypeVar

from chalicelib.domain.words import Outcome, Status
from ops.importing import cells
from ops.importing.case import Case
from ops.importing.cells import Cell
from ops.importing.mapping import Answer, Mapping, Words, fill
from ops.importing.remarks import Remark, Weight
from ops.importing.table import REPLACED, Line

TITLE, BODY, PLACE = 120, 5000, 200
"""The most characters of each text, as in the API."""
SHORTEST_ANSWER = 20
ANSWERED = (Status.RESPONDED, Status.CLOSED)
OVER = (*ANSWERED, Status.WITHDRAWN)


T = TypeVar("T")


class Refused(Exception):
    """The line cannot become a case; its last remark says why."""


@dataclass(slots=True)
class Reading:
    """The reading of one line: what was said about it so far."""

    line: Line
    mapping: Mapping
    now: datetime
    remarks: list[Remark] = field(default_factory=list)

    def note(self, code: str, detail: str) -> None:
        """Say that something is doubtful or missing."""
        self.remarks.append(Remark(Weight.NOTE, code, detail))

    def repair(self, code: str, detail: str) -> None:
        """Say that something was put right."""
        self.remarks.append(Remark(Weight.REPAIR, code, detail))

    def refuse(self, code: str, detail: str) -> NoReturn:
        """Say why the line cannot become a case, and end its reading."""
        self.remarks.append(Remark(Weight.REFUSAL, code, detail))
        raise Refused

    def take(self, cell: Cell[T]) -> T | None:
        """The value of a cell, its remarks kept."""
        self.remarks.extend(cell.remarks)
        return cell.value

    def text(self, template: str, longest: int, name: str) -> str:
        """A filled template, cut where it is too long."""
        text = fill(template, self.line.cells)
        if len(text) > longest:
            self.repair(f"{name}-too-long", f"{name} cut from {len(text)} to {longest} characters")
        return text[:longest]

    def word(self, words: Words, name: str) -> str:
        """The translation of a word, or the mapping's default for it."""
        found = self.line.cells[words.column]
        if found in words.words:
            return words.words[found]
        if words.default is None:
            self.refuse(f"{name}-unknown", f"{words.column}: {found!r} is not in the mapping")
        self.repair(f"{name}-unknown", f"{words.column}: {found!r} is not in the mapping, taken as {words.default}")
        return words.default


def read(line: Line, mapping: Mapping, now: datetime) -> tuple[Case | None, tuple[Remark, ...]]:
    """The case of a line, none when it was refused, and every remark about it."""
    reading = Reading(line, mapping, now)
    try:
        case = _case(reading)
    except Refused:
        case = None
    return case, tuple(reading.remarks)


def _case(reading: Reading) -> Case:
    row, mapping = _usable(reading), reading.mapping
    status, received_at = _status(reading), _received(reading)
    answered_at, closed_at = _dates(reading, status, received_at)
    answer = _answer(reading, status)
    verdict = _verdict(answer, mapping) if status in ANSWERED else None
    return Case(
        source=mapping.namespace,
        source_id=row[mapping.columns.id],
        agency=reading.word(mapping.agency, "agency"),
        class_=mapping.class_,
        visibility=mapping.visibility,
        category=reading.word(mapping.category, "category"),
        region=reading.word(mapping.region, "region"),
        title=reading.text(mapping.title, TITLE, "title"),
        body=reading.text(mapping.body, BODY, "body"),
        place=_place(reading),
        location=reading.take(cells.location(row[mapping.columns.latitude], row[mapping.columns.longitude], mapping.bounds)),
        status=status,
        received_at=received_at,
        answered_at=answered_at,
        closed_at=closed_at,
        answer=answer,
        outcome=verdict.outcome if verdict else None,
        reason=verdict.reason if verdict else "",
    )


def _usable(reading: Reading) -> dict[str, str]:
    row = reading.line.cells
    if reading.line.broken:
        reading.refuse("line-broken", reading.line.broken)
    if not row[reading.mapping.columns.id]:
        reading.refuse("id-missing", f"no {reading.mapping.columns.id}")
    if any(REPLACED in cell for cell in row.values()):
        reading.note("characters-lost", f"characters that are not {reading.mapping.encoding}")
    return row


def _status(reading: Reading) -> Status:
    column = reading.mapping.status.column
    found = reading.line.cells[column]
    if found not in reading.mapping.status.words:
        reading.refuse("status-unknown", f"{column}: {found!r} is not in the mapping")
    return reading.mapping.status.words[found]


def _received(reading: Reading) -> datetime:
    column = reading.mapping.columns.received_at
    at = reading.take(cells.instant(reading.line.cells[column], column, reading.mapping))
    if at is None:
        reading.refuse("received-unknown", f"{column}: {reading.line.cells[column]!r} says nothing of when it was received")
    if at > reading.now:
        reading.refuse("received-in-future", f"{column}: {reading.line.cells[column]!r} is in the future")
    return at


def _dates(reading: Reading, status: Status, received_at: datetime) -> tuple[datetime | None, datetime | None]:
    columns = reading.mapping.columns
    answered_at, closed_at = (_later(reading, column, received_at) for column in (columns.answered_at, columns.closed_at))
    if status in OVER:
        return _of_what_is_over(reading, received_at, answered_at, closed_at)
    if closed_at:
        reading.repair("closed-but-open", f"{columns.closed_at} is given, but the case is {status}: left out")
    return answered_at, None


def _later(reading: Reading, column: str, received_at: datetime) -> datetime | None:
    at = reading.take(cells.instant(reading.line.cells[column], column, reading.mapping))
    if at and at < received_at:
        reading.repair("date-before-receipt", f"{column}: {reading.line.cells[column]} is before it was received: left out")
        return None
    if at and at > reading.now:
        reading.repair("date-in-future", f"{column}: {reading.line.cells[column]} is in the future: left out")
        return None
    return at


def _of_what_is_over(reading: Reading, received_at: datetime, answered_at: datetime | None, closed_at: datetime | None) -> tuple[datetime, datetime]:
    end = closed_at or answered_at
    if end is None:
        reading.refuse("closed-unknown", "closed, but no date says when")
    if closed_at is None:
        reading.repair("closed-date-missing", f"closed at no usable date: the date of the answer, {end}, is taken")
    if end == received_at:
        reading.note("closed-at-once", "closed in the very second it was received")
    if answered_at and answered_at > end:
        reading.note("answered-after-closing", f"the answer is dated {answered_at}, after closing: taken as given at closing")
    return min(answered_at or end, end), end


def _answer(reading: Reading, status: Status) -> str:
    answer = " ".join(reading.line.cells[reading.mapping.columns.answer].split())
    if status not in ANSWERED or len(answer) >= SHORTEST_ANSWER:
        return answer[:BODY]
    reading.repair("answer-missing", f"closed without an answer ({answer!r}): {reading.mapping.unanswered!r} is put in its place")
    return reading.mapping.unanswered


def _verdict(answer: str, mapping: Mapping) -> Answer:
    found = (each for each in mapping.answers if each.contains.casefold() in answer.casefold())
    return next(found, Answer(contains="", outcome=Outcome.RESOLVED))


def _place(reading: Reading) -> str:
    place = reading.text(reading.mapping.place, PLACE, "place")
    if not any(reading.line.cells[column] for column in reading.mapping.place_columns[:1]):
        reading.note("place-missing", "no address")
    return place
