"""What the demo is made of: places, units and topics from `ops/data/demo.toml`."""

import tomllib
from functools import cache

import msgspec

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
    """Something people write about, with the answer to it; `unit` handles it, or `agency` where it is about a ministry."""

    category: str
    title: str
    body: str
    answer: str
    unit: str = ""
    agency: str = ""
    type: Class = Class.COMPLAINT


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that something cannot be resolved."""

    reason: str
    text: str


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people say on any topic."""

    names: tuple[str, ...]
    details: tuple[str, ...]
    thanks: str
    questions: tuple[str, ...]
    disputes: tuple[str, ...]
    withdrawals: tuple[str, ...]
    refusals: tuple[Refusal, ...]


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    places: tuple[Place, ...]
    units: dict[str, str]
    texts: Texts
    topics: tuple[Topic, ...]
    national: tuple[Topic, ...]


@cache
def content() -> Content:
    """The file's content."""
    return msgspec.convert(tomllib.loads((DATA / "demo.toml").read_text(encoding="utf-8")), Content)
