"""The mapping of a foreign file: which column means what, written by an operator in TOML (`ops/data/nyc311.toml` is one, with comments)."""

import string
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from chalicelib.domain.words import Class, Outcome, Status, Visibility


class WrongMapping(ValueError):
    """The mapping cannot be used; the message says where and why."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a mapping: a misspelt name in the file is an error, never ignored."""


class Columns(Record, frozen=True):
    """Names of the columns that are read as they are; `answered_at` and `answer` belong to the newest public answer."""

    id: str
    received_at: str
    closed_at: str
    answered_at: str
    answer: str
    latitude: str
    longitude: str


class Words(Record, frozen=True):
    """A column whose words are translated; a word that is not listed gives the default, or refuses the line when there is none."""

    column: str
    words: dict[str, str]
    default: str | None = None


class Statuses(Record, frozen=True):
    """A column whose words stand for a status; a word that is not listed refuses the line."""

    column: str
    words: dict[str, Status]


class Answer(Record, frozen=True):
    """What an answer that contains these words says about the outcome; `reason` is needed where it could not be resolved."""

    contains: str
    outcome: Outcome
    reason: str = ""


class Bounds(Record, frozen=True):
    """The box that places must lie in."""

    south: float
    north: float
    west: float
    east: float


class NewAgency(Record, frozen=True):
    """An agency the file needs: put before the first case."""

    id: str
    name: str
    kind: str
    path: str
    zone: str
    calendar: str
    region: str = ""


class NewCategory(Record, frozen=True):
    """A category the file needs."""

    id: str
    name: str
    name_en: str
    parent: str = ""


class NewRegion(Record, frozen=True):
    """A region the file needs."""

    code: str
    name: str
    level: str


class Mapping(Record, frozen=True, dict=True):
    """All that is known about a file.

    `namespace` and a line's own id make the tracking code, so neither may change between runs. `title`, `body` and `place` are templates with columns
    in braces. The first of `answers` whose words are found decides; `unanswered` is the text of a closed case whose answer is missing.
    """

    namespace: str
    credit: str
    zone: str
    date_formats: tuple[str, ...]
    earliest: date
    title: str
    body: str
    place: str
    unanswered: str
    columns: Columns
    category: Words
    region: Words
    agency: Words
    status: Statuses
    class_: Class = msgspec.field(name="class", default=Class.COMPLAINT)
    visibility: Visibility = Visibility.PUBLIC
    encoding: str = "utf-8-sig"
    bounds: Bounds | None = None
    answers: tuple[Answer, ...] = ()
    agencies: tuple[NewAgency, ...] = ()
    categories: tuple[NewCategory, ...] = ()
    regions: tuple[NewRegion, ...] = ()

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone of every date in the file."""
        return ZoneInfo(self.zone)

    @property
    def place_columns(self) -> list[str]:
        """The columns of the place; the first is the most exact."""
        return _names(self.place)

    @property
    def needed(self) -> set[str]:
        """Every column the file must have."""
        templates = (name for template in (self.title, self.body, self.place) for name in _names(template))
        words = (self.category.column, self.region.column, self.agency.column, self.status.column)
        return {*templates, *words, *msgspec.structs.asdict(self.columns).values()}


def load(path: Path) -> Mapping:
    """The mapping in a file; raises `WrongMapping`."""
    try:
        mapping = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Mapping)
        _ = mapping.tz, mapping.needed
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, LookupError, ValueError) as wrong:
        raise WrongMapping(f"{path}: {wrong}") from wrong
    return mapping


def fill(template: str, row: dict[str, str]) -> str:
    """The template with the columns' text, and without the gaps and stray punctuation that empty columns leave."""
    return " ".join(string.Formatter().vformat(template, (), row).split()).strip(" ,;:")


def _names(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name]
