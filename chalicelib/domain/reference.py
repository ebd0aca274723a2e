"""What a steward keeps as data: agencies, categories, regions. Calendars and policies have modules of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NATION = "nation"
"""Id of the agency at the root of the tree: the steward's, who routes what names no agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A node of the tree of agencies.

    `path` is the ids from the root to this agency joined by `/` (`nation/51/51.71/51.71.pupr`); `kind` is nation, ministry, province, regency, city or
    unit; `zone` an IANA time zone; `calendar` a calendar's id; `region` a region's code or empty; `contacts` an e-mail address by role.
    """

    id: str
    name: str
    kind: str
    path: str
    zone: str
    calendar: str
    region: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)

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
    """A topic; `parent` is empty at the top. Complaints in a `supervised` category may be about misconduct and get the longer deadline."""

    id: str
    name: str
    name_en: str
    parent: str = ""
    supervised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region by its official code (`51` a province, `51.71` a regency or city); level is province, regency or city."""

    code: str
    name: str
    level: str
