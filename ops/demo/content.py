"""What the demo is made of: places, units, topics, commitments and assessments from `ops/data/demo.toml`."""

import tomllib
from functools import cache

import msgspec

from chalicelib.domain.commitment import Indicator
from chalicelib.domain.words import Class
from ops.seed import DATA


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A government whose units work at a pace from 0 (never on time) to 1 (always)."""

    agency: str
    domain: str
    pace: float
    weight: int
    lat: float
    lon: float
    streets: tuple[str, ...]
    units: tuple[str, ...]


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something people write about, with the answer to it; `unit` handles it, or `agency` where it is about a ministry.

    With `archive`, a reason of the policy's list, nobody handles it: it is archived with that answer.
    """

    category: str
    title: str
    body: str
    answer: str
    unit: str = ""
    agency: str = ""
    type: Class = Class.COMPLAINT
    archive: str = ""


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that something cannot be resolved."""

    reason: str
    text: str


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agency asks a reporter, and the answer to it."""

    question: str
    answer: str


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people say on any topic: reporters, agencies, inspectors and the steward. `privates` should not be public, `mask` is shown instead."""

    names: tuple[str, ...]
    details: tuple[str, ...]
    repeats: tuple[str, ...]
    thanks: str
    privates: tuple[str, ...]
    questions: tuple[str, ...]
    disputes: tuple[str, ...]
    appeals: tuple[str, ...]
    withdrawals: tuple[str, ...]
    unclear: str
    returns: tuple[str, ...]
    assignments: tuple[str, ...]
    notes: tuple[str, ...]
    extensions: tuple[str, ...]
    instructions: tuple[str, ...]
    unlinks: tuple[str, ...]
    withholdings: tuple[str, ...]
    publications: tuple[str, ...]
    redaction: str
    mask: str
    queries: tuple[Query, ...]
    refusals: tuple[Refusal, ...]


class Promise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agency commits to."""

    agency: str
    indicator: Indicator
    target: float
    text: str


class Assessed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody, made up too, found about an agency."""

    agency: str
    assessor: str
    result: str
    place: int
    source: str


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it; `dismissed` are the topics that are archived."""

    places: tuple[Place, ...]
    units: dict[str, str]
    texts: Texts
    topics: tuple[Topic, ...]
    national: tuple[Topic, ...]
    dismissed: tuple[Topic, ...]
    commitments: tuple[Promise, ...]
    assessments: tuple[Assessed, ...]


@cache
def content() -> Content:
    """The file's content."""
    return msgspec.convert(tomllib.loads((DATA / "demo.toml").read_text(encoding="utf-8")), Content)
