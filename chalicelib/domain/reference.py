"""What a steward keeps as data: agencies, categories, regions. Calendars and policies have modules of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.words import Class

NATION = "nation"
"""Id of the agency at the root of the tree: the steward's, who routes what names no agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A node of the tree of agencies.

    `path` is the ids from the root to this agency joined by `/` (`nation/51/51.71/51.71.pupr`); `kind` is nation, ministry, province, regency, city or
    unit; `zone` an IANA time zone; `calendar` a calendar's id; `region` a region's code or empty; `contacts` an e-mail address by role. A closed agency stays,
    since cases and scores name it; `successor` is who has its business since `closed_at`. `former_kinds` are what else it was: its frozen scores stand under those.
    """

    id: str
    name: str
    kind: str
    path: str
    zone: str
    calendar: str
    region: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)
    closed_at: datetime | None = None
    successor: str = ""
    former_kinds: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it is, and what else it was."""
        return (self.kind, *self.former_kinds)

    @property
    def parent(self) -> str | None:
        """The id of the agency above, none for the root."""
        above = self.path.rpartition("/")[0]
        return above.rpartition("/")[2] or None

    @property
    def lineage(self) -> tuple[str, ...]:
        """Ids from the root to this agency."""
        return tuple(self.path.split("/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category, in a tree of two levels; `parent` is empty at the top.

    `default_class` is the class that a complaint gets here (aspirations and information requests keep theirs); `agencies` who gets it by region when the
    reporter names nobody, `""` standing for everywhere. A `sensitive` one may put who writes about it in danger. A closed category stays, since cases name it, and takes no more.
    """

    id: str
    name: str
    name_en: str
    parent: str = ""
    default_class: Class = Class.COMPLAINT
    agencies: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    sensitive: bool = False

    @property
    def supervised(self) -> bool:
        """Whether complaints here may be about misconduct and get the longer deadline."""
        return self.default_class is Class.SUPERVISED


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region by its official code (`51` a province, `51.71` a regency or city); level is province, regency or city."""

    code: str
    name: str
    level: str


def default_agency(categories: Iterable[Category], region: str) -> str:
    """Who gets a submission that names no agency: what its categories, the nearest first, say of its region, of the province, of everywhere; else the nation."""
    places = (region, region.partition(".")[0], "")
    return next((category.agencies[place] for category in categories for place in places if place in category.agencies), NATION)
