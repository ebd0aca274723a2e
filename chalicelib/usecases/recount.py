"""A frozen period as a file, and back: what anybody who has the file can do as well. That of a longer period is those of its months, one after the other."""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate, chain, groupby, islice, tee
from operator import itemgetter
from typing import IO

import msgspec

from chalicelib.domain import open_data, ranking
from chalicelib.domain.open_data import COLUMNS, KeptFile, Record, WrongFile
from chalicelib.domain.policy import Policy
from chalicelib.domain.ranking import Member, Scored
from chalicelib.domain.tally import EMPTY, Tally, tally, total
from chalicelib.lines import TYPES, csv_line, json_line
from chalicelib.usecases.ports import Deps

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a file says of a month: its rules, its agencies, and what each of them counted itself."""

    period: str
    policy: Policy
    members: tuple[Member, ...]
    own: Mapping[str, Tally]

    def scored(self, now: datetime, earlier: Iterable[Scored] = ()) -> list[Scored]:
        """The month's scores, of all agencies that have anything to count."""
        tallies = ranking.rolled_up(self.own, self.members)
        there = [member for member in self.members if member.id in tallies]
        rows = ranking.scored(self.period, there, tallies, self.policy, now, earlier)
        return [replace(row, own=self.own.get(row.agency, EMPTY)) for row in rows]


def write(records: Iterable[Record], file: IO[bytes]) -> tuple[int, int]:
    """Write records as JSON Lines; returns how many are cases, and how many duties to verify."""
    counts = {"case": 0, "duty": 0}
    for record in records:
        file.write(json_line(record))
        if record["record"] in counts:
            counts[record["record"]] += 1
    return counts["case"], counts["duty"]


def as_csv(lines: IO[bytes], file: IO[bytes]) -> None:
    """The same records as a table."""
    lines.seek(0)
    file.write(csv_line({name: name for name in COLUMNS}))
    for line in lines:
        record = msgspec.json.decode(line)
        file.write(csv_line({name: record.get(name) for name in COLUMNS}))


def join(parts: Iterable[Iterable[bytes]], form: str, file: IO[bytes]) -> None:
    """Write the files of months one after the other; of tables, the heading once."""
    for number, lines in enumerate(parts):
        headings = 1 if form == "csv" and number else 0
        file.writelines(islice(lines, headings, None))


def keep(file: IO[bytes], path: str, form: str, deps: Deps) -> KeptFile:
    """Put a file into the bucket, under a name that no other content has."""
    digest = digest_of(file)
    size = file.tell()
    key = f"{path}/{digest[:16]}.{form}"
    file.seek(0)
    deps.files.put(key, file, TYPES[form])
    return KeptFile(key=key, type=TYPES[form], bytes=size, digest=digest)


def digest_of(file: IO[bytes]) -> str:
    """SHA-256 of a whole file, which is read to its end."""
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def read(lines: Iterable[bytes]) -> list[Opened]:
    """Open a file of either form, from that alone: its months, in their order; raises `WrongFile`."""
    try:
        months = [_opened(records) for records in _by_month(_records(iter(lines)))]
    except (KeyError, TypeError, ValueError, csv.Error, msgspec.MsgspecError, StopIteration) as error:
        raise WrongFile(f"not a frozen period: {error!r}") from error
    if not months:
        raise WrongFile("not a frozen period: it has no records")
    return months


def _by_month(records: Iterator[Record]) -> Iterator[Iterator[Record]]:
    """Each month begins with its rules."""
    there, ahead = tee(records)
    numbers = accumulate(int(record["record"] == "period") for record in ahead)
    for _, month in groupby(zip(numbers, there, strict=True), key=itemgetter(0)):
        yield (record for _, record in month)


def _opened(records: Iterator[Record]) -> Opened:
    first = next(records)
    policy, as_of = open_data.policy_of(first), date.fromisoformat(first["as_of"])
    members: list[Member] = []
    own: dict[str, Tally] = {}
    for (kind, agency), group in groupby(records, key=lambda record: (record["record"], record["agency"])):
        if kind == "agency":
            members.extend(map(open_data.member_of, group))
        else:
            own[agency] = own.get(agency, EMPTY) + _tally(kind, group, as_of)
    return Opened(period=first["period"], policy=policy, members=tuple(members), own=own)


def _tally(kind: str, group: Iterable[Record], as_of: date) -> Tally:
    if kind == "case":
        return tally(map(open_data.case_of, group), (), as_of)
    if kind == "duty":
        return tally((), map(open_data.duty_of, group), as_of)
    if kind == "survey":
        return total(Tally(survey=open_data.survey_of(record)) for record in group)
    raise WrongFile(f"there is no record {kind}")


def _records(lines: Iterator[bytes]) -> Iterator[Record]:
    first = next(lines)
    everything = chain([first], lines)
    if first.startswith(b"{"):
        return map(msgspec.json.decode, everything)
    return ({name: value.removeprefix("'") for name, value in row.items()} for row in csv.DictReader(map(bytes.decode, everything)))
